// The reconciler: plan = ledger = evidence, and every workflow that should run runs; a hole is named and healed once. Knows
// the order; must not know why anything was planned, nor the code that arms.
import type { Evidence } from '../mail/relayEvidence.js';
import type { CycleFacts } from '../domain/cycle.js';
import { type Hole, holesIn } from '../domain/holes.js';
import type { Instant } from '../domain/localDate.js';
import type { Notice } from '../domain/notices.js';
import { turnPlan } from '../domain/turnPlan.js';
import { type Database, inTransaction } from '../database/connect.js';
import { sealHeads } from '../database/record.js';
import {
  cyclesAt,
  ledgerNotices,
  type Round,
  saveRound,
  sentLetters,
  waitingInstants,
} from '../database/rounds.js';
import { readViews } from '../database/view.js';
import { dispatchId, type RoundActivities, type RoundResult } from '../workflows/contract.js';
import type { RoundWorkflows } from './roundWorkflows.js';
import { knownAt, readTurn } from './turnReading.js';

export interface RoundWorld {
  readonly db: Database;
  readonly evidence: Evidence;
  readonly workflows: RoundWorkflows;
  /** Said for every hole, so that whoever watches the log sees it. */
  readonly log: (message: string, facts: Readonly<Record<string, unknown>>) => void;
  readonly heartbeat: () => void;
  readonly pause: (ms: number) => Promise<void>;
}

/** Evidence older than this was compared by the rounds before. */
const PROVEN_DAYS = 2;
/** A turn between the reading of state and ledger looks like a hole; a hole stays. */
const LOOKS = 3;
const LOOK_AGAIN_MS = 2_000;

export function createRoundActivities(world: RoundWorld): RoundActivities {
  return {
    reconcileAll: ({ now }) => reconcileAll(world, now),
    reconcileInstant: ({ instant, now }) => reconcileInstant(world, instant, now),
    sealRecord: ({ now }) => inTransaction(world.db, (tx) => sealHeads(tx, now)),
  };
}

async function reconcileAll(world: RoundWorld, now: Instant): Promise<RoundResult> {
  const { db, workflows } = world;
  const terms = await workflows.deadTerms(now);
  const open = (await readViews(db.kysely)).filter((view) => !view.closed).map(({ cycle }) => cycle);
  const cycles = await compareCycles(world, open, now);
  const dispatches = await deadDispatches(world);
  const letters = await proofOf(world, { days: PROVEN_DAYS });
  const holes = [...terms.holes, ...cycles.holes, ...dispatches.holes, ...letters.holes];
  const healed = terms.healed + cycles.healed + dispatches.healed;
  return kept(world, 'daily-round', { at: now, planned: cycles.planned, ...letters, holes, healed });
}

async function reconcileInstant(world: RoundWorld, instant: Instant, now: Instant): Promise<RoundResult> {
  const about = await cyclesAt(world.db.kysely, instant);
  const { planned, healed, holes } = await compareCycles(world, about, now);
  const letters = await proofOf(world, { instant });
  const round = { at: now, planned, ...letters, holes: [...holes, ...letters.holes], healed };
  return kept(world, dispatchId(instant), round, about);
}

async function kept(
  { db, log }: RoundWorld,
  stream: string,
  round: Round,
  about: readonly string[] = [],
): Promise<RoundResult> {
  await inTransaction(db, (tx) => saveRound(tx, stream, round, about));
  for (const { kind, of } of round.holes) log('a hole between plan, ledger and evidence', { kind, of });
  const { planned, sent, proven, holes, healed } = round;
  return { planned, sent, proven, holes: holes.length, healed };
}

interface Compared {
  readonly planned: number;
  readonly holes: readonly Hole[];
  readonly healed: number;
}

async function compareCycles(world: RoundWorld, cycles: readonly string[], now: Instant): Promise<Compared> {
  let planned = 0;
  let healed = 0;
  const holes: Hole[] = [];
  for (const cycle of cycles) {
    world.heartbeat();
    const compared = await compareCycle(world, cycle, now);
    planned += compared.planned;
    healed += compared.healed;
    holes.push(...compared.holes);
  }
  return { planned, holes, healed };
}

const NOTHING: Compared = { planned: 0, holes: [], healed: 0 };

/** Its workflow first: a dead one is brought back as it was; then its notices, by a turn that arms what is missing. */
async function compareCycle(world: RoundWorld, cycle: string, now: Instant): Promise<Compared> {
  const state = await world.workflows.cycle(cycle);
  if (state === 'closed' || state === 'restored') return NOTHING;
  if (state === 'dead') {
    const healed = await world.workflows.revive(cycle, now);
    return { planned: 0, holes: [{ kind: 'cycleNotRunning', of: cycle }], healed: healed ? 1 : 0 };
  }
  const found = await lasting(world, cycle, now, state.facts);
  if (found.holes.length === 0) return { ...found, healed: 0 };
  await world.workflows.replan(cycle, now);
  const left = await lasting(world, cycle, now);
  const open = new Set(left.holes.map(({ of }) => of));
  return { ...found, healed: found.holes.filter(({ of }) => !open.has(of)).length };
}

/** Holes that are still there after a while. */
async function lasting(
  world: RoundWorld,
  cycle: string,
  now: Instant,
  facts?: CycleFacts,
): Promise<Omit<Compared, 'healed'>> {
  let read: CycleFacts | undefined = facts;
  for (let look = 1; ; look += 1) {
    const state = read === undefined ? await world.workflows.cycle(cycle) : { facts: read };
    if (typeof state === 'string') return { planned: 0, holes: [] };
    const planned = await plannedBy(world, state.facts, now);
    const holes = holesIn(planned, await ledgerNotices(world.db.kysely, cycle), now);
    if (holes.length === 0 || look === LOOKS) return { planned: planned.length, holes };
    read = undefined;
    await world.pause(LOOK_AGAIN_MS);
  }
}

/** All the ledger shall hold unsent, by the plan a turn would make now. */
async function plannedBy({ db }: RoundWorld, facts: CycleFacts, now: Instant): Promise<readonly Notice[]> {
  return inTransaction(db, async (tx) => {
    const known = await knownAt(tx, facts.agreement);
    const input = { facts, asOf: now, resync: false };
    const read = known && (await readTurn(tx, { input, known, before: null, sealedUntil: null }));
    return (read && turnPlan(read)?.notices) ?? [];
  });
}

/** A turn starts dispatches after its commit: what is not running yet is looked at again. */
async function deadDispatches(world: RoundWorld): Promise<Omit<Compared, 'planned'>> {
  const { db, workflows } = world;
  let dead = await waitingInstants(db.kysely);
  for (let look = 1; look <= LOOKS && dead.length > 0; look += 1) {
    if (look > 1) await world.pause(LOOK_AGAIN_MS);
    dead = await notRunning(world, dead);
  }
  for (const instant of dead) await workflows.startDispatch(instant);
  const holes = dead.map((instant): Hole => ({ kind: 'dispatchNotRunning', of: dispatchId(instant) }));
  return { holes, healed: holes.length };
}

async function notRunning(
  { workflows, heartbeat }: RoundWorld,
  instants: readonly Instant[],
): Promise<readonly Instant[]> {
  const dead: Instant[] = [];
  for (const instant of instants) {
    heartbeat();
    if (!(await workflows.dispatchRuns(instant))) dead.push(instant);
  }
  return dead;
}

/** Not healed by us: a letter the relay took and lost is for a person to judge. */
async function proofOf(
  { db, evidence, heartbeat }: RoundWorld,
  which: Parameters<typeof sentLetters>[1],
): Promise<{ readonly sent: number; readonly proven: number; readonly holes: readonly Hole[] }> {
  const letters = await sentLetters(db.kysely, which);
  const holes: Hole[] = [];
  let proven = 0;
  for (const { id, messageId, sentAt } of letters) {
    heartbeat();
    const answer = await evidence(messageId, sentAt).catch(() => 'unknown' as const);
    if (answer === 'accepted') proven += 1;
    if (answer === 'notAccepted') holes.push({ kind: 'unproven', of: id });
  }
  return { sent: letters.length, proven, holes };
}
