// Puts files into the register and sets the engine to work by them: terms are started or told, cycles behind plan again.
// Knows the order of these; must not know how files are read or words are put.
import type { Instant } from '../domain/localDate.js';
import { type Database, inTransaction } from '../database/connect.js';
import { livingTerms } from '../database/livingTerms.js';
import { append } from '../database/record.js';
import { type RegisterInput, saveRegister } from '../database/register.js';
import { cyclesBehind } from '../database/view.js';
import { type Engine, registerTerm, replanCycles } from './engine.js';
import { type CyclePreview, previewRegister } from './registerPreview.js';

export interface Registering {
  readonly who: string;
  readonly at: Instant;
}

/** Design §8: `register --json`. */
export interface RegisterAnswer {
  readonly new: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  /** Agreements whose term was started now. */
  readonly started: readonly string[];
}

/** One transaction for the register; the engine is told after it, and again by whoever finds it behind. */
export async function register(
  db: Database,
  engine: Engine,
  input: RegisterInput,
  registering: Registering,
): Promise<RegisterAnswer> {
  const saved = await inTransaction(db, async (tx) => {
    const answer = await saveRegister(tx, input, registering);
    const changes = [...answer.new, ...answer.changed];
    if (changes.length > 0) {
      await append(tx, 'register', [
        {
          code: 'registered',
          at: registering.at,
          facts: { version: answer.version, changes: changes.join(', ') },
        },
      ]);
    }
    return answer;
  });
  const touched = new Set([...saved.new, ...saved.changed]);
  const started = await runTerms(db, engine, saved.version, registering.at);
  await replanBehind(db, engine, saved.version);
  return {
    new: saved.new,
    changed: saved.changed,
    unchanged: saved.unchanged,
    started: started.filter((code) => touched.has(`agreement ${code}`)),
  };
}

/** What would be registered, and what would change in open cycles. */
export interface RegisterPreview extends RegisterAnswer {
  readonly cycles: readonly CyclePreview[];
}

/** Carries what was found out of a transaction that leaves nothing behind. */
class Previewed extends Error {
  readonly preview: RegisterPreview;
  constructor(preview: RegisterPreview) {
    super('previewed');
    this.preview = preview;
  }
}

/** Registers, plans every open cycle that would turn, and takes it all back: what is told is what `register` would do. */
export async function registerDry(
  db: Database,
  input: RegisterInput,
  registering: Registering,
): Promise<RegisterPreview> {
  try {
    return await inTransaction(db, async (tx) => {
      const { version, ...lists } = await saveRegister(tx, input, registering);
      const cycles = await previewRegister(tx, version, registering.at);
      throw new Previewed({ ...lists, started: [], cycles });
    });
  } catch (error) {
    if (error instanceof Previewed) return error.preview;
    throw error;
  }
}

/** Makes sure every agreement that has a cycle to open has its term running. Answers the codes of all such agreements. */
export async function runTerms(
  db: Database,
  engine: Engine,
  version: number,
  now: Instant,
): Promise<readonly string[]> {
  const living = await livingTerms(db, now, version);
  for (const term of living) await registerTerm(engine, { ...term, offsetMs: 0 }, version);
  return living.map(({ agreement }) => agreement);
}

/** Whoever notices that cycles plan by an older register asks them to plan again (design §5). */
export async function replanBehind(
  db: Database,
  engine: Engine,
  version: number,
  enough?: () => boolean,
): Promise<number> {
  const behind = (await cyclesBehind(db.kysely, version)).map((id) => {
    const [, agreement = '', year = '0'] = id.split(':');
    return { agreement, year: Number(year) };
  });
  return replanCycles(engine, behind, String(version), enough);
}
