// The record: what was appended can be proved, what was altered shows.
import { sql } from 'kysely';
import { type Database, inTransaction } from '../../database/connect.js';
import { append, brokenSeals, readStream, saltedDigest, sealHeads, verify } from '../../database/record.js';
import type { Instant } from '../../domain/localDate.js';
import { startServer, type TestServer } from './server.js';

let server: TestServer;
let db: Database;
beforeAll(async () => {
  server = await startServer();
}, 60_000);
afterAll(() => server.stop());
beforeEach(async () => {
  db = await server.database();
});

const AT = '2018-01-24T01:00:00Z' as Instant;
const STREAM = 'cycle:tw-79:2018';
const entry = (n: number) => ({
  code: 'armed',
  at: AT,
  facts: { step: `before-${n}`, body: 'bdv-tw', n, due: null },
});
const write = (stream: string, ...numbers: readonly number[]) =>
  inTransaction(db, (tx) => append(tx, stream, numbers.map(entry)));

/** As somebody with all rights would do it. */
async function tamper(statement: string): Promise<void> {
  await sql
    .raw(`alter table record disable trigger all; ${statement}; alter table record enable trigger all`)
    .execute(db.kysely);
}

test('lines follow one another, and the chain proves them', async () => {
  await write(STREAM, 20, 10);
  await write(STREAM, 5);
  await write('register', 1);
  const lines = await readStream(db.kysely, STREAM);
  expect(lines.map(({ seq, code, facts }) => [seq, code, facts['n']])).toEqual([
    [1, 'armed', 20],
    [2, 'armed', 10],
    [3, 'armed', 5],
  ]);
  expect(await verify(db.kysely)).toEqual([
    { stream: STREAM, lines: 3, brokenAt: null },
    { stream: 'register', lines: 1, brokenAt: null },
  ]);
});

test('many writers of one stream make one chain', async () => {
  await Promise.all(Array.from({ length: 12 }, (_, n) => write(STREAM, n)));
  expect(await verify(db.kysely, STREAM)).toEqual([{ stream: STREAM, lines: 12, brokenAt: null }]);
});

test('a line that is rolled back with its change leaves no gap', async () => {
  await write(STREAM, 1);
  await inTransaction(db, async (tx) => {
    await append(tx, STREAM, [entry(2)]);
    throw new Error('the change failed');
  }).catch(() => undefined);
  await write(STREAM, 3);
  expect(await verify(db.kysely, STREAM)).toEqual([{ stream: STREAM, lines: 2, brokenAt: null }]);
});

test('the database itself refuses to change or delete a line', async () => {
  await write(STREAM, 1);
  await expect(sql`update record set code = 'sent'`.execute(db.kysely)).rejects.toThrow('only appended to');
  await expect(sql`delete from record`.execute(db.kysely)).rejects.toThrow('only appended to');
  await expect(sql`truncate record`.execute(db.kysely)).rejects.toThrow('only appended to');
});

test.each([
  ['a changed fact', `update record set facts = facts || '{"n": 9}' where seq = 2`, 2],
  ['a changed code', `update record set code = 'withdrawn' where seq = 1`, 1],
  ['a changed time', `update record set at = at + interval '1 day' where seq = 3`, 3],
  ['a deleted line', 'delete from record where seq = 2', 2],
  ['a cut-off end', 'delete from record where seq = 3', 3],
  [
    'lines that changed places',
    'update record set seq = case seq when 1 then 12 when 2 then 11 else 13 end; update record set seq = seq - 10',
    1,
  ],
])('%s is found', async (_what, statement, brokenAt) => {
  await write(STREAM, 20, 10, 5);
  await tamper(statement);
  const [verdict] = await verify(db.kysely, STREAM);
  expect(verdict?.brokenAt).toBe(brokenAt);
});

test('a stream cut back together with its head shows against the last seal', async () => {
  await write(STREAM, 20, 10, 5);
  await inTransaction(db, (tx) => sealHeads(tx, AT));
  expect(await brokenSeals(db.kysely)).toEqual([]);
  await write(STREAM, 1);
  expect(await brokenSeals(db.kysely)).toEqual([]);
  await tamper(`delete from record where stream = '${STREAM}' and seq > 2;
    update record_head set seq = 2, hash = (select hash from record where stream = '${STREAM}' and seq = 2)
    where stream = '${STREAM}'`);
  expect((await verify(db.kysely, STREAM))[0]?.brokenAt).toBeNull();
  expect(await brokenSeals(db.kysely)).toEqual([STREAM]);
});

test('equal texts have different digests, each of which proves its text', () => {
  const digest = saltedDigest('lý do');
  expect(saltedDigest('lý do')).not.toBe(digest);
  expect(saltedDigest('lý do', digest.split(':')[0])).toBe(digest);
});
