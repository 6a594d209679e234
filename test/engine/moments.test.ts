// Requests at awkward moments: while a turn runs, while the cycle closes, many at once, over continuing as new.
import { setTimeout as sleep } from 'node:timers/promises';
import { turn } from '../../activities/turn.js';
import {
  commandCycle,
  type Commanded,
  cycleStatus,
  replanCycles,
  startCycleOf,
} from '../../client/engine.js';
import { fastForward } from '../../client/rehearsal/timeSkipping.js';
import { startOf, type Instant } from '../../domain/localDate.js';
import { startOfAgreement } from '../../domain/term.js';
import type { Command } from '../../domain/command.js';
import { cycleId, type CycleStatus, type TurnInput } from '../../workflows/contract.js';
import { openWorld, registered, turning, type World } from './world.js';
import { PATIENCE_MS, playOf, prepare, shortPlay } from './stage.js';

let world: World;
let worker: { stop(): Promise<void> };
/** What a turn waits for before it begins. */
let gate: Promise<void> = Promise.resolve();
let turns = 0;

beforeAll(async () => {
  await prepare();
  world = await openWorld();
  await registered(world.db, [...playOf(['tw-79'], { year: 2018 }).dossiers, ...shortPlay().dossiers]);
  worker = await turning(world, {
    turn: async (input: TurnInput) => {
      turns += 1;
      await gate;
      return turn(
        { db: world.db, startDispatches: async () => undefined, carry: async () => undefined },
        input,
      );
    },
  });
}, PATIENCE_MS);
afterAll(async () => {
  await worker.stop();
  await world.stop();
}, PATIENCE_MS);

/** Holds the next turns until the answer is called. */
function held(): () => void {
  let release: () => void = () => undefined;
  gate = new Promise((resolve) => {
    release = resolve;
  });
  return release;
}

async function started(agreement: string, year: number, now: string, more: object = {}): Promise<void> {
  const { dossiers } = agreement === 'tw-79' ? playOf(['tw-79'], { year: 2018 }) : shortPlay();
  const registeredAt: Instant = dossiers[0]
    ? startOf(startOfAgreement(dossiers[0].agreement))
    : ('' as Instant);
  const offsetMs = Date.now() - Date.parse(now);
  await startCycleOf(world.engine, { agreement, year, registeredAt, offsetMs, ...more });
  await until(agreement, year, ({ planned }) => planned);
}

async function until(
  agreement: string,
  year: number,
  reached: (status: CycleStatus) => boolean,
): Promise<CycleStatus> {
  for (;;) {
    const status = await cycleStatus(world.engine, agreement, year);
    if (status && reached(status)) return status;
    await sleep(20);
  }
}

async function turnBegun(before: number): Promise<void> {
  while (turns === before) await sleep(10);
}

function waive(obligation: string, by: string, update: string): Command {
  return { do: 'waive', obligation, by, update, reasoned: true };
}

const taken = (answers: readonly Commanded[]): number => answers.filter((one) => 'answer' in one).length;
const actsOf = async (agreement: string, year: number, duty: string): Promise<number> =>
  (await cycleStatus(world.engine, agreement, year))?.facts.duties[duty]?.length ?? 0;

test(
  'requests that come while a turn runs are carried by the next one, each once, also when they are repeated',
  async () => {
    await started('tw-79', 2018, '2018-01-15T03:00:00Z');
    const release = held();
    const before = turns;
    const first = commandCycle(world.engine, 'tw-79', 2018, waive('annualPlan', 'bdv-tw', 'w1'), 60_000);
    await turnBegun(before);
    const others = ['w2', 'w2'].map((update) =>
      commandCycle(world.engine, 'tw-79', 2018, waive('midYearReport', 'bdv-tw', update), 60_000),
    );
    await sleep(300);
    release();
    expect(taken([await first, ...(await Promise.all(others))])).toBe(3);
    expect(await actsOf('tw-79', 2018, 'midYearReport/bdv-tw')).toBe(1);
  },
  PATIENCE_MS,
);

test(
  'a request that comes while the cycle closes is answered, and the cycle closes',
  async () => {
    const cycle = cycleId('ngan-2024', 2024);
    await started('ngan-2024', 2024, '2024-12-31T03:00:00Z');
    const { wakeAt } = await until('ngan-2024', 2024, (status) => status.wakeAt !== null);
    const release = held();
    const before = turns;
    const moved = fastForward(world.client, cycle, (wakeAt ?? 0) + 1_000, { limitMs: 60_000 });
    await turnBegun(before);
    const asked = commandCycle(world.engine, 'ngan-2024', 2024, waive('tong-hop', 'ban-b', 'late-1'), 20_000);
    const told = replanCycles(world.engine, [{ agreement: 'ngan-2024', year: 2024 }], 'late-3');
    await sleep(500);
    release();
    await moved;
    expect('unanswered' in (await asked)).toBe(false);
    expect(await told).toBe(1);
    await world.client.withDeadline(Date.now() + 20_000, () =>
      world.client.workflow.getHandle(cycle).result(),
    );
    const after = await commandCycle(
      world.engine,
      'ngan-2024',
      2024,
      waive('tong-hop', 'ban-b', 'late-2'),
      5_000,
    );
    expect(after).toEqual({ closed: true });
  },
  PATIENCE_MS,
);

test(
  'twenty requests at once over a cycle that continues as new at every second turn: each is done once',
  async () => {
    await started('tw-79', 2019, '2019-01-15T03:00:00Z', { continueAfterTurns: 2 });
    const duties = [
      ['annualPlan', 'bdv-tw'],
      ['annualPlan', 'bcsd-cp'],
      ['midYearReport', 'bdv-tw'],
      ['midYearReport', 'bcsd-cp'],
      ['annualReport', 'bdv-tw'],
      ['annualReport', 'bcsd-cp'],
      ['conferencePapers', 'bdv-tw'],
      ['conferencePapers', 'bcsd-cp'],
      ['conferencePlan', 'bdv-tw'],
      ['invitation', 'bdv-tw'],
    ] as const;
    const ask = async (): Promise<readonly Commanded[]> =>
      Promise.all(
        duties.flatMap(([obligation, by]) =>
          [1, 2].map(() =>
            commandCycle(world.engine, 'tw-79', 2019, waive(obligation, by, `${obligation}-${by}`), 60_000),
          ),
        ),
      );
    const handle = world.client.workflow.getHandle(cycleId('tw-79', 2019));
    const { runId } = await handle.describe();
    expect(taken(await ask())).toBe(20);
    const later = await handle.describe();
    expect(later.runId).not.toBe(runId);
    // The same ids again, in another run: the same answer, nothing is done twice.
    expect(taken(await ask())).toBe(20);
    for (const [obligation, by] of duties) expect(await actsOf('tw-79', 2019, `${obligation}/${by}`)).toBe(1);
  },
  PATIENCE_MS,
);
