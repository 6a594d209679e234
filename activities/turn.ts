// One turn of a cycle, in one transaction: load, plan, arm, publish, record; after commit, the dispatches. Knows register,
// ledger and planner; must not know workflows' loops or mail.
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { CalendarBook } from '../domain/agreement.js';
import { type CycleEvent, type CycleFacts, evolve } from '../domain/cycle.js';
import { movedDues } from '../domain/movedDues.js';
import type { Instant } from '../domain/localDate.js';
import { type CyclePlan, planCycle } from '../domain/plan.js';
import { stillInTime } from '../domain/quiet.js';
import { type CycleSlice, sliceOf } from '../domain/slice.js';
import { summaryOf } from '../domain/summary.js';
import { workingCalendar } from '../domain/workingCalendar.js';
import type { SentNotice } from '../domain/notices.js';
import { type Database, inTransaction, type Tx } from '../database/connect.js';
import { arm, sentNotices } from '../database/ledger/arm.js';
import { append } from '../database/record.js';
import { bookOf, dossierOf, registerVersion } from '../database/register.js';
import { lockCycle, storeTurn } from '../database/turns.js';
import { publish } from '../database/view.js';
import { cycleId, type TurnInput, type TurnResult } from '../workflows/contract.js';
import { recordOf } from './recordOf.js';

export interface TurnWorld {
  readonly db: Database;
  /** Makes sure the dispatch of each instant runs; called after commit, on every attempt. */
  startDispatches(instants: readonly Instant[], clock: TurnInput['clock']): Promise<void>;
}

/** What the register says of a cycle at one version. */
interface Known {
  readonly version: number;
  readonly dossier: NonNullable<Awaited<ReturnType<typeof dossierOf>>>['dossier'];
  readonly book: CalendarBook;
}

interface Turned {
  readonly result: TurnResult;
  /** Instants of this cycle whose dispatch must run. */
  readonly instants: readonly Instant[];
}

/** Rolled back: an instant was sealed while the turn planned to join it. */
class SealedMeanwhile extends Error {}

const SEAL_RETRIES = 3;

/** Does turn `n`, or answers what it did before: a retry changes nothing (design §5, numbered turns). */
export async function turn(world: TurnWorld, input: TurnInput): Promise<TurnResult> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const turned = await inTransaction(world.db, (tx) => turnIn(tx, input, attempt > 0));
      await world.startDispatches(turned.instants, input.clock);
      return turned.result;
    } catch (error) {
      if (!(error instanceof SealedMeanwhile) || attempt >= SEAL_RETRIES) throw error;
    }
  }
}

async function turnIn(tx: Tx, input: TurnInput, afterSeal: boolean): Promise<Turned> {
  const id = cycleId(input.facts.agreement, input.facts.year);
  const inputHash = hashOf(input);
  const stored = await lockCycle(tx, id);
  if (stored && stored.n === input.n && stored.inputHash === inputHash) return stored.result as Turned;
  if ((stored?.n ?? 0) !== input.n - 1) return { result: { outcome: 'restored' }, instants: [] };
  const turned = await work(tx, input, id, stored?.result as Stored | undefined, afterSeal);
  await storeTurn(tx, id, { n: input.n, inputHash, result: turned });
  return turned;
}

/** A stored turn also keeps the register version it planned by. */
interface Stored extends Turned {
  readonly version: number;
}

async function work(
  tx: Tx,
  input: TurnInput,
  id: string,
  before: Stored | undefined,
  afterSeal: boolean,
): Promise<Turned & { readonly version: number }> {
  const { agreement, year } = input.facts;
  const known = await knownAt(tx, agreement);
  const version = known?.version ?? (await registerVersion(tx));
  if (!known) return { result: { outcome: 'gone' }, instants: [], version };
  const sent = await sentNotices(tx, agreement, year);
  const found = await changesOf(tx, input, known, sent, before, afterSeal);
  const facts = found.reduce(evolve, input.facts);
  const plan = planOf(known, facts, sent, input.asOf);
  if (!plan) return { result: { outcome: 'gone' }, instants: [], version };
  const armed = await arm(tx, {
    cycle: id,
    agreement,
    year,
    notices: plan.closed ? [] : plan.notices,
    asOf: input.asOf,
  });
  if (armed.sealed) throw new SealedMeanwhile();
  await publish(tx, id, viewOf(plan, version));
  await append(tx, id, recordOf(input, plan, armed, before === undefined));
  const calendar = workingCalendar(known.book);
  const slice = sliceOf(plan, known.dossier.agreement, calendar, firstLetters(sent));
  return { version, instants: armed.instants, result: resultOf(plan, input, found, slice, armed) };
}

async function knownAt(tx: Tx, agreement: string, version?: number): Promise<Known | null> {
  const at = version ?? (await registerVersion(tx));
  const found = await dossierOf(tx, agreement, at);
  return found && { version: at, dossier: found.dossier, book: await bookOf(tx, at) };
}

function planOf(
  known: Known,
  facts: CycleFacts,
  sent: readonly SentNotice[],
  asOf: Instant,
): CyclePlan | null {
  return planCycle({
    dossier: known.dossier,
    calendar: workingCalendar(known.book),
    quiet: known.book.quiet,
    facts,
    sent,
    asOf,
  });
}

/** What happened without anybody's command: the register moved on, letters are too late, an instant was sealed first. */
async function changesOf(
  tx: Tx,
  input: TurnInput,
  known: Known,
  sent: readonly SentNotice[],
  before: Stored | undefined,
  afterSeal: boolean,
): Promise<readonly CycleEvent[]> {
  const events: CycleEvent[] = [];
  const { facts, asOf } = input;
  if (before && before.version !== known.version) {
    const old = await knownAt(tx, facts.agreement, before.version);
    const same = old && isDeepStrictEqual([old.dossier, old.book], [known.dossier, known.book]);
    if (!same) events.push({ type: 'replanned', at: asOf });
    // Only what the calendar moved is told as such; a changed file speaks for itself.
    const byOldCalendar = old && planOf({ ...known, book: old.book }, facts, sent, asOf);
    const now = planOf(known, facts, sent, asOf);
    if (byOldCalendar && now && asOf >= now.span.openFrom) {
      events.push(...movedDues(byOldCalendar, now, asOf, `r${known.version}`));
    }
  }
  const plan = planOf(known, events.reduce(evolve, facts), sent, asOf);
  const late = (plan?.notices ?? []).filter((notice) => isLate(notice.at, asOf, afterSeal));
  if (late.length > 0) {
    const prompts = facts.prompts.filter((prompt) =>
      late.some((notice) => notice.id.endsWith(`/${prompt.kind}/${prompt.update}`)),
    );
    events.push({ type: 'recovered', at: asOf, missed: prompts });
  }
  return events;
}

/** Past its hours; after a sealed instant refused us, whatever is due by now counts as missed and goes next. */
function isLate(at: Instant, asOf: Instant, afterSeal: boolean): boolean {
  return at < asOf && (afterSeal || !stillInTime(at, asOf));
}

function firstLetters(sent: readonly SentNotice[]): ReadonlyMap<string, Instant> {
  const first = new Map<string, Instant>();
  for (const { duty, at } of sent) {
    const known = first.get(duty);
    if (known === undefined || at < known) first.set(duty, at);
  }
  return first;
}

function resultOf(
  plan: CyclePlan,
  input: TurnInput,
  events: readonly CycleEvent[],
  slice: CycleSlice,
  armed: Awaited<ReturnType<typeof arm>>,
): TurnResult {
  const sliceHash = hashOf(slice);
  return {
    outcome: 'planned',
    events,
    slice: sliceHash === input.sliceHash ? null : slice,
    sliceHash,
    wakeAt: plan.wakeAt,
    closed: plan.closed,
    ...summaryOf(plan, input.asOf),
    withdrawn: armed.withdrawn,
    alreadyGone: armed.alreadyGone,
  };
}

function viewOf(plan: CyclePlan, version: number): Parameters<typeof publish>[2] {
  // Letters are the ledger's; the view shows what they are about.
  const { notices, ...shown } = plan;
  const next = notices[0]?.at ?? null;
  return { plan: { ...shown, next }, plannedVersion: version, wakeAt: plan.wakeAt, closed: plan.closed };
}

/** Short enough for a history; a clash would need a broken SHA-256. */
function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22);
}
