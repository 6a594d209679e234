// The primary is killed and its standby promoted: where every commit waited for it, no letter is lost or doubled; where none did,
// it is older than the engine, and that is told, not sent over.
// Knows PostgreSQL's replication through standbyPair.js; what turns is the product's own turn.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { sendDue } from '../../activities/send.js';
import { becomeSender } from '../../activities/sender.js';
import { type Database, openDatabase } from '../../database/connect.js';
import { migrate } from '../../database/migrate.js';
import { holdPromoted } from '../../database/ledger/promoted.js';
import { readAbout } from '../../database/record.js';
import { packageRoot } from '../../machine/compiled.js';
import * as by from '../database/letters.js';
import { notice, turn, WEDNESDAY } from '../database/letters.js';
import { LONG_BEFORE, NATION, nation, submitted } from '../database/nation.js';
import { ensureBuilt } from '../system/build.js';
import { freshFolder } from '../system/owner.js';
import { type StandbyPair, standbyPair } from './standbyPair.js';

let pair: StandbyPair | null = null;
let db: Database;
afterEach(async () => {
  if (pair === null) return;
  await db.close();
  await pair.stop();
  pair = null;
});

async function opened(synchronous: boolean): Promise<StandbyPair> {
  pair = await standbyPair({ synchronous });
  db = openDatabase(pair.url);
  await migrate(db);
  return pair;
}

const states = async (): Promise<readonly string[]> => {
  const rows = await db.kysely.selectFrom('letter').select('state').distinct().orderBy('state').execute();
  return rows.map(({ state }) => state);
};

test('a promoted standby that never heard of the last turn is found by its number, and the letters are held', async () => {
  const two = await opened(false);
  const many = await nation(db, 30);
  await many.turned(LONG_BEFORE);
  await two.caughtUp();
  two.cutReplication();
  many.act(3, submitted(LONG_BEFORE, '2024-03-01'));
  expect((await many.turned(LONG_BEFORE)).outcome).toBe('planned');
  await two.failOver();
  expect((await many.turned(LONG_BEFORE)).outcome).toBe('restored');
  expect(await states()).toEqual(['held']);
  const { rows } = await sql<{ cause: string }>`select cause from hold`.execute(db.kysely);
  expect(new Set(rows.map(({ cause }) => cause))).toEqual(new Set(['restored']));
  const told = (await readAbout(db.kysely, NATION)).filter(({ code }) => code === 'held');
  expect(told.length).toBeGreaterThan(0);
}, 120_000);

test('a standby that every commit waits for knows the last turn when it is promoted', async () => {
  const two = await opened(true);
  const many = await nation(db, 30);
  await many.turned(LONG_BEFORE);
  many.act(3, submitted(LONG_BEFORE, '2024-03-01'));
  expect((await many.turned(LONG_BEFORE)).outcome).toBe('planned');
  await two.failOver();
  expect((await many.turned(LONG_BEFORE)).outcome).toBe('planned');
  expect(await states()).not.toContain('held');
}, 120_000);

/** Guards as a dispatch does, and sends what is due; what the relay took. */
async function dispatched(taken: ReturnType<typeof by.relay>): Promise<number> {
  const { ledger, clock } = by.means(db);
  await holdPromoted(db, WEDNESDAY);
  const sender = await becomeSender(ledger, clock);
  if (sender === null) throw new Error('somebody else sends');
  await sendDue({ ledger, clock, sender, relay: taken, ...by.composing() });
  await sender.release();
  return taken.taken.length;
}

const composed = async (bodies: readonly string[]): Promise<void> => {
  await turn(
    db,
    bodies.map((body) => notice({ body })),
  );
  await by.sealAndCompose(db);
};

test('letters whose marks an asynchronous standby never heard of are held when it is promoted, not sent again', async () => {
  const two = await opened(false);
  await holdPromoted(db, WEDNESDAY);
  await composed(['bdv-tw', 'mttq']);
  await two.caughtUp();
  two.cutReplication();
  const relay = by.relay();
  expect(await dispatched(relay)).toBe(2);
  await two.failOver();
  expect(await dispatched(relay)).toBe(2);
  expect(await states()).toEqual(['held']);
  const told = (await readAbout(db.kysely, by.CYCLE)).filter(({ code }) => code === 'held');
  expect(told.map(({ facts }) => [facts['cause'], facts['n']])).toEqual([['restored', 2]]);
}, 120_000);

test('after a synchronous standby was promoted the letters that wait go', async () => {
  const two = await opened(true);
  await holdPromoted(db, WEDNESDAY);
  await composed(['bdv-tw', 'mttq']);
  await two.failOver();
  expect(await dispatched(by.relay())).toBe(2);
}, 120_000);

test('in the midst of a burst the primary is killed and its synchronous standby promoted: none lost, none doubled', async () => {
  await ensureBuilt();
  const folder = freshFolder();
  const wanted = ['--runs', '1', '--seed', '13', '--letters', '100', '--out', join(folder, 'chaos.json')];
  const { status, stdout } = spawnSync(process.execPath, [join('test', 'chaos', 'run.js'), ...wanted], {
    cwd: packageRoot(),
    encoding: 'utf8',
  });
  rmSync(folder, { recursive: true, force: true });
  expect([status, stdout]).toEqual([0, expect.stringContaining('standby promoted | 1 | 0 | 0 | 0 | 0 |')]);
}, 180_000);
