// A cycle whose turns fail: people are told, nothing is lost, and it goes on by itself when the cause is gone.
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { tellStuck } from '../../activities/stuck.js';
import { turn } from '../../activities/turn.js';
import { commandCycle, cycleStatus, startCycleOf, stuckCycles } from '../../client/engine.js';
import { metricsText } from '../../client/desk/metrics.js';
import { fastForward, look } from '../../client/rehearsal/timeSkipping.js';
import { readViews } from '../../database/view.js';
import type { Command } from '../../domain/command.js';
import { instantFromMs } from '../../domain/localDate.js';
import type { Matter } from '../../domain/matters.js';
import { cycleId, type StuckCycle, type TurnInput } from '../../workflows/contract.js';
import { openWorld, registered, turning, type World } from './world.js';
import { PATIENCE_MS, playOf, prepare } from './stage.js';

let world: World;
let worker: { stop(): Promise<void> };
let fails = false;
let failures = 0;
const CODE = 'tw-79';
const ID = cycleId(CODE, 2018);

beforeAll(async () => {
  await prepare();
  world = await openWorld();
  const registeredAt = (await registered(world.db, playOf([CODE], { year: 2018 }).dossiers)).get(CODE);
  if (registeredAt === undefined) throw new Error('not registered');
  worker = await turning(world, {
    turn: async (input: TurnInput) => {
      if (fails) {
        failures += 1;
        throw new Error('duplicate mailbox vanthu@bdvtw.example');
      }
      return turn(
        { db: world.db, startDispatches: async () => undefined, carry: async () => undefined },
        input,
      );
    },
    tellStuck: (stuck: StuckCycle) => tellStuck(world.db, stuck),
  });
  const offsetMs = Date.now() - Date.parse('2018-01-15T03:00:00Z');
  await startCycleOf(world.engine, { agreement: CODE, year: 2018, registeredAt, offsetMs });
}, PATIENCE_MS);
afterAll(async () => {
  await worker.stop();
  await world.stop();
}, PATIENCE_MS);

/** Lets the waits between attempts pass until `reached`. */
async function until(reached: () => Promise<boolean>): Promise<void> {
  while (!(await reached())) {
    const seen = await look(world.client, ID);
    if (seen && !seen.busy) await fastForward(world.client, ID, seen.now + 20_000);
    await sleep(50);
  }
}

const stage = async (): Promise<string | null | undefined> =>
  (await cycleStatus(world.engine, CODE, 2018))?.stage;
const mattersShown = async (): Promise<readonly string[]> =>
  (await readViews(world.db.kysely, CODE)).flatMap(({ plan }) =>
    (plan as { readonly matters: readonly Matter[] }).matters.map(({ code }) => code),
  );
const metrics = async (): Promise<string> =>
  metricsText({
    db: world.db,
    stuck: (await stuckCycles(world.engine)).length,
    sdk: '',
    now: instantFromMs(Date.now()),
  });

const waive: Command = {
  do: 'waive',
  obligation: 'midYearReport',
  by: 'bcsd-cp',
  update: 'waive-stuck',
  reasoned: true,
};

test(
  'five failed turns are a matter, a figure and a stage; a request made meanwhile is kept',
  async () => {
    await until(async () => (await cycleStatus(world.engine, CODE, 2018))?.planned === true);
    fails = true;
    const asked = await commandCycle(world.engine, CODE, 2018, waive, 3_000);
    expect(asked).toEqual({ unanswered: true, recorded: true });
    await until(async () => (await stage()) === 'stuck');
    expect(failures).toBeGreaterThanOrEqual(5);
    await until(async () => (await mattersShown()).includes('cycleStuck'));
    await until(async () => (await stuckCycles(world.engine)).includes(ID));
    expect(await metrics()).toContain('\nnhip_cycles_stuck 1\n');
    // Repeated, it is the same request.
    const again = await commandCycle(world.engine, CODE, 2018, waive, 3_000);
    expect(again).toEqual({ unanswered: true, recorded: true });
  },
  PATIENCE_MS,
);

test(
  'it goes on by itself when the cause is gone: the request is carried once, and the matter ends',
  async () => {
    fails = false;
    await until(async () => (await stage()) !== 'stuck');
    expect('answer' in (await commandCycle(world.engine, CODE, 2018, waive, 60_000))).toBe(true);
    expect((await cycleStatus(world.engine, CODE, 2018))?.facts.duties['midYearReport/bcsd-cp']).toHaveLength(
      1,
    );
    expect(await mattersShown()).not.toContain('cycleStuck');
    await until(async () => (await stuckCycles(world.engine)).length === 0);
    expect(await metrics()).toContain('\nnhip_cycles_stuck 0\n');
  },
  PATIENCE_MS,
);

test('what made the turns fail is told to the engine as a code, not in words', async () => {
  const history = historyToJSON(await world.client.workflow.getHandle(ID).fetchHistory());
  expect(history).toContain('ACTIVITY_TASK_FAILED');
  expect(history).not.toContain('vanthu@');
  expect(history).not.toContain(process.cwd());
});
