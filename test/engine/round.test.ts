// The reconciler on the real engine: rows, workflows and proofs that vanish are found, named and healed once.
import { sql } from 'kysely';
import { loadFiles } from '../../files/load.js';
import { readStream } from '../../database/record.js';
import { lastRound } from '../../database/rounds.js';
import { readViews } from '../../database/view.js';
import { commandCycle, cycleStatus } from '../../client/engine.js';
import { register } from '../../client/registering.js';
import type { Hole } from '../../domain/holes.js';
import { addDays, type Instant, instantFromMs, localDateOf, yearOf } from '../../domain/localDate.js';
import { type RunningWorker, startWorker } from '../../worker/main.js';
import { agreementId, cycleId, type RoundResult, TASK_QUEUE } from '../../workflows/contract.js';
import { example, PATIENCE_MS, prepare } from './stage.js';
import { openWorld, type World } from './world.js';

const CODE = 'mau-2026';
const now = (): Instant => instantFromMs(Date.now());
const year = yearOf(localDateOf(now()));
const CYCLE = cycleId(CODE, year);

let world: World;
let worker: RunningWorker;

beforeAll(async () => {
  await prepare();
  world = await openWorld();
  const { temporal, postgres, smtp } = world.machine;
  const places = {
    temporal,
    databaseUrl: postgres.url,
    smtpUrl: smtp.url,
    catcherFolder: smtp.folder,
    from: null,
  };
  worker = await startWorker(places, () => undefined, { rounds: true });
  const { agreements, bodies, calendar } = loadFiles([example(`agreements/${CODE}.yaml`)]);
  await register(
    world.db,
    world.engine,
    { agreements, bodies, calendar, files: [] },
    { who: 'test', at: now() },
  );
  await planned();
}, PATIENCE_MS);
afterAll(async () => {
  await worker.stop();
  await world.stop();
}, PATIENCE_MS);

/** Until the cycle of this year has had its first turn. */
async function planned(): Promise<void> {
  for (;;) {
    if ((await readViews(world.db.kysely, CODE)).some((view) => view.year === year)) return;
    await new Promise((wake) => setTimeout(wake, 200));
  }
}

let rounds = 0;
async function round(): Promise<{ readonly result: RoundResult; readonly holes: readonly Hole[] }> {
  rounds += 1;
  const result = await world.client.workflow.execute<(clock: { offsetMs: number }) => Promise<RoundResult>>(
    'dailyRound',
    { workflowId: `round-${rounds}`, taskQueue: TASK_QUEUE, args: [{ offsetMs: 0 }] },
  );
  return { result, holes: (await lastRound(world.db))?.holes ?? [] };
}

const kinds = (holes: readonly Hole[]): readonly string[] =>
  [...new Set(holes.map(({ kind }) => kind))].sort();

test(
  'the schedule of the daily round stands, and a round over a whole ledger says “0 holes” in the record',
  async () => {
    const schedule = await world.client.schedule.getHandle('daily-round').describe();
    expect(schedule.policies.catchupWindow).toBe(86_400_000);
    const { result } = await round();
    expect(result.holes).toBe(0);
    expect(result.planned).toBeGreaterThan(50);
    const [line] = (await readStream(world.db.kysely, 'daily-round')).slice(-1);
    expect([line?.code, line?.facts['holes'], line?.facts['planned']]).toEqual([
      'reconciled',
      0,
      result.planned,
    ]);
  },
  PATIENCE_MS,
);

test(
  'notices deleted or moved behind the ledger’s back are found and armed again, once',
  async () => {
    const before = await armed();
    await sql`delete from notice where id in (
      select id from notice where state = 'armed' and at > now() + interval '3 days' order by md5(id) limit 20)`.execute(
      world.db.kysely,
    );
    await sql`update notice set state = 'withdrawn' where id = (
      select id from notice where state = 'armed' and at > now() + interval '3 days' order by id limit 1)`.execute(
      world.db.kysely,
    );
    const { result, holes } = await round();
    expect([kinds(holes), result.holes, result.healed]).toEqual([['notArmed'], 21, 21]);
    expect(await armed()).toEqual(before);
    expect((await round()).result.holes).toBe(0);
  },
  PATIENCE_MS,
);

async function armed(): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`select id from notice where state = 'armed' order by id`.execute(
    world.db.kysely,
  );
  return rows.map(({ id }) => id);
}

test(
  'a term, a cycle and dispatches that no longer run are brought back with all that people did',
  async () => {
    const submitted = await commandCycle(world.engine, CODE, year, {
      do: 'submit',
      update: 'u1',
      reasoned: false,
      obligation: 'annualReport',
      by: 'btgdv-thai-nguyen',
      on: localDateOf(now()),
    });
    expect(submitted).toHaveProperty('answer');
    const { workflow } = world.client;
    for (const id of [agreementId(CODE), CYCLE]) await workflow.getHandle(id).terminate('test');
    const dispatches = await runningDispatches();
    for (const id of dispatches) await workflow.getHandle(id).terminate('test');
    const { result, holes } = await round();
    expect(kinds(holes)).toEqual(['cycleNotRunning', 'dispatchNotRunning', 'termNotRunning']);
    expect(result.healed).toBe(result.holes);
    expect((await runningDispatches()).toSorted()).toEqual(dispatches.toSorted());
    const status = await cycleStatus(world.engine, CODE, year);
    expect(status?.facts.duties['annualReport/btgdv-thai-nguyen']).toHaveLength(1);
    expect((await round()).result.holes).toBe(0);
  },
  PATIENCE_MS,
);

async function runningDispatches(): Promise<readonly string[]> {
  const { rows } = await sql<{ at: Instant }>`select distinct at from notice where state = 'armed'`.execute(
    world.db.kysely,
  );
  const ids = rows.map(({ at }) => `dispatch:${at}`);
  const states = await Promise.all(
    ids.map(async (id) => (await world.client.workflow.getHandle(id).describe()).status.name),
  );
  return ids.filter((_, index) => states[index] === 'RUNNING');
}

test(
  'a letter counted as sent that the relay’s evidence does not know is named, and left to a person',
  async () => {
    await sql`update letter set state = 'sent', message_id = '<khong-co@nhip.example>', sent_at = now() - interval '1 minute'
      where id = (select letter from notice where state = 'sent' or at > ${`${addDays(localDateOf(now()), 400)}T00:00:00Z`} limit 1)
        or id = (select id from letter where state = 'withdrawn' order by id limit 1)`.execute(
      world.db.kysely,
    );
    const { result, holes } = await round();
    expect([kinds(holes), result.healed, result.proven]).toEqual([['unproven'], 0, 0]);
  },
  PATIENCE_MS,
);
