// One turn of a cycle, in one transaction: number, plan, arm, publish, record; after commit, the dispatches. Knows register,
// ledger and record; must not know workflows' loops or mail.
import { createHash } from 'node:crypto';
import { later, type Instant } from '../domain/localDate.js';
import type { CycleEvent, CycleFacts } from '../domain/cycle.js';
import { deltaOf, markOf, withDelta } from '../domain/delta.js';
import type { CyclePlan } from '../domain/plan.js';
import { type CycleSlice, sliceOf } from '../domain/slice.js';
import { summaryOf } from '../domain/summary.js';
import type { SentNotice } from '../domain/notices.js';
import { type TurnPlan, turnPlan } from '../domain/turnPlan.js';
import { workingCalendar } from '../domain/workingCalendar.js';
import { type Database, inTransaction, type Tx } from '../database/connect.js';
import { arm, type Armed } from '../database/ledger/arm.js';
import { holdRestored, type RestoredCycle, resumeLetters } from '../database/ledger/hold.js';
import { debtOf, payDebt } from '../database/ledger/owedTurns.js';
import { append } from '../database/record.js';
import { registerVersion } from '../database/register.js';
import { lockCycle, storeTurn } from '../database/turns.js';
import { closeView, publish } from '../database/view.js';
import { letterCode } from '../mail/letterCode.js';
import { cycleId, type ToldTurn, type TurnInput, type TurnResult } from '../workflows/contract.js';
import type { Carry } from './carry.js';
import { type Recorded, recordOf } from './recordOf.js';
import { knownAt, readTurn } from './turnReading.js';

export interface TurnWorld {
  readonly db: Database;
  /** Makes sure the dispatch of each instant runs; called after commit, on every attempt. */
  startDispatches(instants: readonly Instant[], clock: TurnInput['clock']): Promise<void>;
  /** Proposes in the next cycle what a meeting adopted; called after commit, on every attempt. */
  carry(carried: Carry): Promise<void>;
}

interface Turned {
  readonly result: TurnResult;
  /** Instants of this cycle whose dispatch must run. */
  readonly instants: readonly Instant[];
  /** Absent: nothing was adopted for the next cycle. */
  readonly carried?: readonly Carry[];
  /** Only where it was refused as `restored`: whether it is the database that is older. */
  readonly databaseOlder?: boolean;
}

/** A stored turn also keeps the register version it planned by. */
interface Stored extends Turned {
  readonly version: number;
  /** Absent in turns stored by builds that did not yet tell the opening of obligations. */
  readonly asOf?: Instant;
  /** What the turn was told and what it answered, to tell changes alone; absent in turns stored by the first builds. */
  readonly facts?: CycleFacts;
  readonly slice?: CycleSlice;
}

/** Rolled back: instants were sealed that the plan would have joined. */
class SealedMeanwhile extends Error {
  readonly until: Instant;
  constructor(until: Instant) {
    super(`sealed until ${until}`);
    this.until = until;
  }
}

const SEAL_RETRIES = 3;

/** Does turn `n`, or answers what it did before: a retry changes nothing (design §5, numbered turns). */
export async function turn(world: TurnWorld, input: TurnInput): Promise<TurnResult> {
  let sealedUntil: Instant | null = null;
  for (let attempt = 0; ; attempt += 1) {
    try {
      const until = sealedUntil;
      const turned = await inTransaction(world.db, (tx) => turnIn(tx, input, until));
      if (turned.databaseOlder !== undefined) await holdRestored(world.db, restoredBy(input, turned));
      for (const carried of turned.carried ?? []) await world.carry(carried);
      await world.startDispatches(turned.instants, input.clock);
      return turned.result;
    } catch (error) {
      if (!(error instanceof SealedMeanwhile) || attempt >= SEAL_RETRIES) throw error;
      sealedUntil = error.until;
    }
  }
}

function restoredBy({ facts, asOf }: TurnInput, { databaseOlder = false }: Turned): RestoredCycle {
  return { cycle: cycleId(facts.agreement, facts.year), now: asOf, databaseOlder };
}

async function turnIn(tx: Tx, asked: TurnInput, sealedUntil: Instant | null): Promise<Turned> {
  const id = cycleId(asked.facts.agreement, asked.facts.year);
  const inputHash = hashOf(asked);
  const stored = await lockCycle(tx, id);
  if (stored && stored.n === asked.n && stored.inputHash === inputHash) return stored.result as Turned;
  if ((stored?.n ?? 0) !== asked.n - 1 && !asked.resync)
    return {
      result: { outcome: 'restored' },
      instants: [],
      databaseOlder: (stored?.n ?? 0) < asked.n - 1,
    };
  const debt = await debtOf(tx, id);
  const before = stored?.result as Stored | undefined;
  const facts = factsOf(asked, before);
  if (facts === null) return { result: { outcome: 'factsUnknown' }, instants: [] };
  if (asked.resync) await resumeLetters(tx, id);
  const turned = await work(tx, { ...asked, facts }, before, sealedUntil);
  await payDebt(tx, id, debt);
  await storeTurn(tx, id, { n: asked.n, inputHash, result: turned });
  return turned;
}

/** All facts, as told or as kept with what changed since; null: what is kept is not what the engine told. */
function factsOf({ facts }: TurnInput, before: Stored | undefined): CycleFacts | null {
  if (!('after' in facts)) return facts;
  if (before?.facts === undefined || markOf(before.facts) !== facts.after) return null;
  return facts.delta === null ? before.facts : withDelta(before.facts, facts.delta);
}

async function work(
  tx: Tx,
  input: ToldTurn,
  before: Stored | undefined,
  sealedUntil: Instant | null,
): Promise<Stored> {
  const { agreement, year } = input.facts;
  const cycle = cycleId(agreement, year);
  const known = await knownAt(tx, agreement);
  const version = known?.version ?? (await registerVersion(tx));
  const read = known && (await readTurn(tx, { input, known, before: before?.version ?? null, sealedUntil }));
  const planned = read && turnPlan(read);
  if (!planned) return gone(tx, input, version);
  const { plan, notices, events, amended } = planned;
  const armed = await arm(tx, { cycle, agreement, year, notices, asOf: input.asOf });
  if (armed.sealed) throw new SealedMeanwhile(armed.sealedInstants.reduce(later, input.asOf));
  await publish(tx, cycle, viewOf(plan, version));
  await append(
    tx,
    cycle,
    recordOf({
      input,
      plan,
      armed,
      before: sinceOf(before, input.asOf),
      amended,
      moved: movedOf(plan, events),
    }),
  );
  const slice = sliceOf(plan, known.dossier, workingCalendar(known.book), firstLetters(read.sent));
  return {
    version,
    asOf: input.asOf,
    facts: input.facts,
    slice,
    instants: armed.instants,
    ...carriedBy(input),
    result: { ...resultOf(planned, input, armed), ...sliceAnswer(input, slice, before?.slice) },
  };
}

function carriedBy({ facts, commands, asOf, clock }: ToldTurn): Pick<Turned, 'carried'> {
  const { agreement, year, registeredAt } = facts;
  const carried = commands.flatMap((command): Carry[] => {
    if (command.do !== 'conclude' || !command.next) return [];
    const proposed = { update: command.update, obligations: command.next, from: year };
    return [{ ...clock, agreement, year: year + 1, registeredAt, at: asOf, proposed }];
  });
  return carried.length === 0 ? {} : { carried };
}

/** An agreement that ended before the cycle should have opened: what it has armed leaves its letters, and it is shown as closed. */
async function gone(tx: Tx, { facts, asOf }: TurnInput, version: number): Promise<Stored> {
  const { agreement, year } = facts;
  const cycle = cycleId(agreement, year);
  await arm(tx, { cycle, agreement, year, notices: [], asOf });
  await closeView(tx, cycle);
  return { result: { outcome: 'gone' }, instants: [], version };
}

/** The `asOf` of the turn before; null on the first turn. */
function sinceOf(before: Stored | undefined, asOf: Instant): Instant | null {
  return before === undefined ? null : (before.asOf ?? asOf);
}

/** Due days the calendar moved, of the bodies that are told. */
function movedOf({ obligations }: CyclePlan, events: readonly CycleEvent[]): Recorded['moved'] {
  return events.flatMap((event) => {
    if (event.type !== 'prompted' || event.prompt.kind !== 'dueMoved') return [];
    const { obligation, body, oldDue } = event.prompt;
    const duties = obligations.find(({ localId }) => localId === obligation)?.duties;
    const due = duties?.find((duty) => duty.body === body)?.due ?? null;
    return [{ obligation, body, oldDue: oldDue ?? null, due }];
  });
}

type Answer = TurnResult & { outcome: 'planned' };

/** The slice whole, or by what changed in the one the workflow holds. */
function sliceAnswer(
  { sliceHash: held }: TurnInput,
  slice: CycleSlice,
  before: CycleSlice | undefined,
): Pick<Answer, 'slice' | 'sliceDelta' | 'sliceHash'> {
  const sliceHash = hashOf(slice);
  if (sliceHash === held) return { slice: null, sliceHash };
  const delta = before !== undefined && hashOf(before) === held ? deltaOf(before, slice) : null;
  return delta === null ? { slice, sliceHash } : { slice: null, sliceDelta: delta, sliceHash };
}

function resultOf(
  { plan, events }: TurnPlan,
  { asOf }: TurnInput,
  armed: Armed,
): Omit<Answer, 'slice' | 'sliceHash'> {
  return {
    outcome: 'planned',
    events,
    wakeAt: plan.wakeAt,
    closed: plan.closed,
    ...summaryOf(plan, asOf),
    withdrawn: armed.withdrawn.map(letterCode),
    alreadyGone: armed.alreadyGone.map(letterCode),
  };
}

function firstLetters(sent: readonly SentNotice[]): ReadonlyMap<string, Instant> {
  const first = new Map<string, Instant>();
  for (const { duty, at, unsent } of sent) {
    if (unsent === true) continue;
    const known = first.get(duty);
    if (known === undefined || at < known) first.set(duty, at);
  }
  return first;
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
