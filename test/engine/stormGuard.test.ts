// The service was away at the instant of thirty letters: they are held, the operator is told once, and of what is released
// exactly the true letters arrive.
import { setTimeout as sleep } from 'node:timers/promises';
import { heldLetters, truthCounts } from '../../database/ledger/heldLetters.js';
import { releaseLetters } from '../../database/ledger/release.js';
import { readAbout } from '../../database/record.js';
import { epochMs, type Instant } from '../../domain/localDate.js';
import { readCatcher } from '../../machine/catcher.js';
import { type RunningWorker, startWorker } from '../../worker/main.js';
import { dispatchId } from '../../workflows/contract.js';
import { startDispatch } from '../../workflows/starts.js';
import { BEFORE_5, LONG_BEFORE, mailbox, NATION, nation, submitted } from '../database/nation.js';
import { PATIENCE_MS, prepare } from './stage.js';
import { openWorld, type World } from './world.js';

const OPERATOR = 'truc@nhip.example';
/** Two hours late: without the guard all would leave. */
const BACK = '2024-03-22T03:00:00Z' as Instant;
/** When the operator has looked. */
const LOOKED = '2024-03-22T03:05:00Z' as Instant;
const PROMPT = '2024-03-22T03:15:00Z' as Instant;

let world: World;
let worker: RunningWorker;
const alarms: string[] = [];

beforeAll(async () => {
  await prepare();
  world = await openWorld();
}, PATIENCE_MS);
afterAll(async () => {
  await worker.stop();
  await world.stop();
}, PATIENCE_MS);

/** Runs the dispatch of an instant as if it were `now`, to its end. */
async function dispatched(instant: Instant, now: Instant): Promise<void> {
  const { workflow } = world.client;
  await startDispatch(workflow, { instant, offsetMs: Date.now() - epochMs(now) });
  await workflow.getHandle(dispatchId(instant)).result();
}

const arrived = (): readonly string[] =>
  readCatcher(world.machine.smtp.folder)
    .flatMap(({ to }) => to)
    .toSorted((a, b) => (a < b ? -1 : 1));

test(
  'thirty letters of a missed instant are held, told of once, and released as far as they are true',
  async () => {
    const { db, machine } = world;
    const many = await nation(db, 30);
    await many.turned(LONG_BEFORE);
    const places = {
      temporal: machine.temporal,
      databaseUrl: machine.postgres.url,
      smtpUrl: machine.smtp.url,
      catcherFolder: machine.smtp.folder,
      from: 'nhip@nhip.example',
    };
    const guard = { operator: OPERATOR, language: 'vi', from: places.from, sendAgain: [] } as const;
    worker = await startWorker(places, (line) => void (line.startsWith('alarm') && alarms.push(line)), {
      rounds: false,
      guard,
    });

    await dispatched(BEFORE_5, BACK);
    await dispatched(BEFORE_5, BACK);
    for (let waited = 0; arrived().length === 0 && waited < 600; waited += 1) await sleep(100);
    expect(arrived()).toEqual([OPERATOR]);
    expect(alarms.filter((line) => line.includes('held'))).toHaveLength(1);
    expect(truthCounts(await heldLetters(db.kysely, BACK))).toMatchObject({ letters: 30, stillTrue: 30 });

    for (const n of [0, 1, 2, 3, 4]) many.act(n, submitted(LOOKED, '2024-03-21'));
    await many.turned(LOOKED);
    const answer = await releaseLetters(db, { update: 'u1', reason: null, now: LOOKED });
    expect([answer.released.length, answer.withdrawn.length, answer.toStart]).toEqual([25, 5, [PROMPT]]);
    await dispatched(PROMPT, PROMPT);
    const owed = Array.from({ length: 25 }, (_, index) => mailbox(index + 5));
    expect(arrived()).toEqual([OPERATOR, ...owed].toSorted((a, b) => (a < b ? -1 : 1)));
    const codes = (await readAbout(db.kysely, NATION)).map(({ code }) => code);
    expect(codes.filter((code) => ['outage', 'held', 'released', 'sent'].includes(code))).toEqual([
      'outage',
      'held',
      'released',
      ...owed.map(() => 'sent'),
    ]);
  },
  PATIENCE_MS,
);
