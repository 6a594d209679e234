// What happens to a rehearsal from outside: people's acts, calendar decisions, outages. Knows which cycles an event reaches;
// must not know how time passes inside of them.
import type { OutageEvent, PlayEvent } from '../../domain/events.js';
import { epochMs, type Instant } from '../../domain/localDate.js';
import {
  arisenBy,
  commandIn,
  type CommandEvent,
  cyclesOf,
  type KnownCycle,
  type Play,
  type PlayedRefusal,
  registrations,
} from '../../domain/play.js';
import {
  bodyRefused,
  closedCycles,
  type PlayRegister,
  termEnded,
  unknownTo,
} from '../../domain/playRefusals.js';
import { type Refused, refuse } from '../../domain/refusals.js';
import { workingCalendar } from '../../domain/workingCalendar.js';
import { type Database, inTransaction } from '../../database/connect.js';
import { saveArisen } from '../../database/arisen.js';
import { closeChannel, openChannel } from '../../database/ledger/channel.js';
import { startedInstants } from '../../database/ledger/instants.js';
import { saveRegister, saveWords } from '../../database/register.js';
import { type BusinessClock, cycleId, dispatchId } from '../../workflows/contract.js';
import { startDispatch } from '../../workflows/starts.js';
import { commandCycle, type Engine, replanCycles } from '../engine.js';
import type { Driver } from './drive.js';
import { fastForward } from './timeSkipping.js';

export interface Ground {
  readonly db: Database;
  readonly engine: Engine;
  readonly play: Play;
}

export interface Happenings {
  /** Lets business time pass up to an instant; an outage that ends before it ends in its time. */
  until(at: Instant): Promise<void>;
  /** The event at its instant; what was refused. */
  happen(event: PlayEvent): Promise<readonly PlayedRefusal[]>;
}

/** A laden machine may take long over one turn; a rehearsal is in no hurry. */
const PATIENCE_MS = 60_000;

export function happenings(ground: Ground, clock: BusinessClock, drive: Driver): Happenings {
  const { db, play } = ground;
  const known = allCycles(play);
  const register = { play, registered: registrations(play), closed: closedCycles(play, known) };
  const cycles = known.filter(({ reference }) => !reference);
  const engineMs = (at: Instant): number => epochMs(at) + clock.offsetMs;
  const reached = { ...ground, register, cycles, drive };
  let outage: OutageEvent | null = null;
  return {
    until: async (at) => {
      if (outage !== null && outage.until <= at) {
        const { until } = outage;
        outage = null;
        await drive.to(engineMs(until));
        await serviceBack(ground, clock, until);
        drive.changed((await startedInstants(db.kysely)).map(dispatchId));
      }
      await drive.to(engineMs(at));
    },
    happen: async (event) => {
      if (event.reason !== undefined) {
        const { reason } = event;
        await inTransaction(db, (tx) => saveWords(tx, `e${event.place}`, reason));
      }
      const arisen = arisenBy(event);
      if (arisen) {
        const { agreement, ...said } = arisen;
        await inTransaction(db, (tx) => saveArisen(tx, agreement, said));
      }
      if (event.do === 'outage') {
        outage = event;
        // Real seconds: for as long as the rehearsal lasts, the relay is not tried.
        await closeChannel(db, AWAY_SECONDS, null);
        return [];
      }
      return people(reached, event);
    },
  };
}

/** Longer than any rehearsal. */
const AWAY_SECONDS = 30 * 86_400;

/**
 * The relay is there again: whatever waits for it looks at once, by the clock of now. What is still in time leaves, the rest
 * asks its cycles for a turn.
 */
async function serviceBack({ db, engine }: Ground, clock: BusinessClock, until: Instant): Promise<void> {
  await openChannel(db);
  for (const instant of await startedInstants(db.kysely)) {
    if (instant >= until) continue;
    await fastForward(engine.client, dispatchId(instant), epochMs(until) + clock.offsetMs);
    await startDispatch(engine.client.workflow, { instant, offsetMs: clock.offsetMs });
  }
}

interface Reached extends Ground {
  readonly register: PlayRegister;
  readonly cycles: readonly KnownCycle[];
  readonly drive: Driver;
}

async function people(
  ground: Reached,
  event: Exclude<PlayEvent, OutageEvent>,
): Promise<readonly PlayedRefusal[]> {
  switch (event.do) {
    // Terms and cycles are registered as of then from the start.
    case 'register':
      return [];
    case 'decide': {
      const calendar = { decisions: [event.calendar], quiet: [] };
      const input = { agreements: [], bodies: [], calendar, files: [] };
      const { version } = await inTransaction(ground.db, (tx) =>
        saveRegister(tx, input, { who: 'rehearsal', at: event.at }),
      );
      await replan(ground, ground.cycles, String(version));
      return [];
    }
    case 'replan':
      await replan(ground, cyclesFor(ground, event), `e${event.place}`);
      return [];
    default: {
      const refused = await command(ground, event);
      return refused.map(({ refused: refusal }) => ({ at: event.at, do: event.do, refusal }));
    }
  }
}

async function replan(
  { engine, drive }: Reached,
  cycles: readonly KnownCycle[],
  update: string,
): Promise<void> {
  const named = cycles.map(({ facts: { agreement, year } }) => ({ agreement, year }));
  await replanCycles(engine, named, update);
  drive.changed(named.map(({ agreement, year }) => cycleId(agreement, year)));
}

async function command(ground: Reached, event: CommandEvent): Promise<readonly Refused[]> {
  const unknown = unknownTo(ground.register, event);
  if (unknown) return [unknown];
  const cycles = cyclesFor(ground, event);
  const refusals: Refused[] = [];
  let open = 0;
  for (const { facts, dossier, plan } of cycles) {
    const ofAll = event.do === 'pause' || event.do === 'resume';
    const without = ofAll ? null : bodyRefused(dossier, event);
    if (without) return [without];
    const { agreement, year } = facts;
    const asked = commandIn(ground.play, event);
    const answer = await commandCycle(ground.engine, agreement, year, asked, PATIENCE_MS);
    // What a meeting adopted is told to the next cycle.
    const next = asked.do === 'conclude' && asked.next ? [cycleId(agreement, year + 1)] : [];
    ground.drive.changed([cycleId(agreement, year), ...next]);
    if ('closed' in answer) {
      const date = plan.span.closing;
      if (event.year !== undefined)
        refusals.push(refuse('CycleClosed', { code: agreement, year, date, next: year + 1 }));
      continue;
    }
    open += 1;
    if ('refused' in answer) refusals.push(answer);
  }
  return event.year === undefined && open === 0 ? [termEnded(ground.register, event)] : refusals;
}

/** An event without agreement or year speaks of all. */
function cyclesFor(
  { cycles }: Reached,
  { agreement, year }: { readonly agreement?: string; readonly year?: number },
): readonly KnownCycle[] {
  return cycles.filter(
    ({ facts }) =>
      (agreement === undefined || facts.agreement === agreement) &&
      (year === undefined || facts.year === year),
  );
}

/** The cycles the engine has to run: what is shown for reference alone is not run. */
export function runningCycles(play: Play): readonly KnownCycle[] {
  return allCycles(play).filter(({ reference }) => !reference);
}

function allCycles(play: Play): readonly KnownCycle[] {
  const calendar = workingCalendar(play.book);
  const registered = registrations(play);
  return play.dossiers.flatMap((dossier) => cyclesOf(play, dossier, registered, calendar));
}
