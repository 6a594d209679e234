// A calendar decision reaches every open cycle, also when the one who tells them dies over it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { turn } from '../../activities/turn.js';
import { startCycleOf } from '../../client/engine.js';
import { inParallel } from '../../client/inFlight.js';
import { replanBehind } from '../../client/registering.js';
import { inTransaction } from '../../database/connect.js';
import { saveRegister } from '../../database/register.js';
import { cyclesBehind } from '../../database/view.js';
import { localDate, type Instant } from '../../domain/localDate.js';
import { packageRoot } from '../../machine/compiled.js';
import type { TurnInput } from '../../workflows/contract.js';
import { openWorld, turning, type World } from './world.js';
import { PATIENCE_MS, prepare, shortPlay } from './stage.js';

const CYCLES = 300;
const AT = '2024-01-02T03:00:00Z' as Instant;
let world: World;
let worker: { stop(): Promise<void> };
let version = 0;

/** As many agreements as there are cycles, all of the same two bodies. */
beforeAll(async () => {
  await prepare();
  world = await openWorld();
  worker = await turning(world, {
    turn: (input: TurnInput) =>
      turn({ db: world.db, startDispatches: async () => undefined, carry: async () => undefined }, input),
  });
  const [short] = shortPlay().dossiers;
  if (!short) throw new Error('no agreement');
  const codes = Array.from({ length: CYCLES }, (_, index) => `ngan-${index}`);
  const agreements = codes.map((code) => ({ ...short, agreement: { ...short.agreement, code } }));
  const registeredAt = '2023-12-31T17:00:00Z' as Instant;
  const calendar = { decisions: [], quiet: [] };
  await inTransaction(world.db, (tx) =>
    saveRegister(
      tx,
      { agreements, bodies: short.bodies, calendar, files: [] },
      { who: 'test', at: registeredAt },
    ),
  );
  const offsetMs = Date.now() - Date.parse(AT);
  await inParallel(8, codes, async (agreement) => {
    await startCycleOf(world.engine, { agreement, year: 2024, registeredAt, offsetMs });
  });
  while ((await turnsDone()).length < CYCLES) await sleep(100);
}, PATIENCE_MS);
afterAll(async () => {
  await worker.stop();
  await world.stop();
}, PATIENCE_MS);

const turnsDone = async (): Promise<readonly number[]> =>
  (await world.db.kysely.selectFrom('cycle_turn').select('n').where('n', '>', 0).execute()).map(({ n }) => n);
const behind = async (): Promise<number> => (await cyclesBehind(world.db.kysely, version)).length;

test(
  'the sender is killed in the midst; whoever notices finishes, and no cycle plans a third time',
  async () => {
    const swap = { off: localDate('2024-04-29'), work: localDate('2024-05-04') };
    const decision = {
      year: 2024,
      tetDaysBefore: 1 as const,
      nationalDayNeighbour: null,
      swaps: [swap],
      confirmed: true,
    };
    const input = { agreements: [], bodies: [], calendar: { decisions: [decision], quiet: [] }, files: [] };
    ({ version } = await inTransaction(world.db, (tx) => saveRegister(tx, input, { who: 'test', at: AT })));
    expect(await behind()).toBe(CYCLES);

    const { temporal, postgres } = world.machine;
    const places = { ...temporal, databaseUrl: postgres.url, version };
    const script = join(packageRoot(), 'test', 'engine', 'replanSender.js');
    const sender = spawn(process.execPath, [script, JSON.stringify(places)], { stdio: 'ignore' });
    while ((await behind()) > CYCLES * 0.8) await sleep(10);
    sender.kill('SIGKILL');
    await once(sender, 'exit');
    const left = await behind();
    expect(left).toBeGreaterThan(0);

    await replanBehind(world.db, world.engine, version);
    expect(await behind()).toBe(0);
    expect(new Set(await turnsDone())).toEqual(new Set([2]));
  },
  PATIENCE_MS,
);
