// The register keeps versions, the turns their numbers, the view what they rest on; and the database says what is wrong.
import { sql } from 'kysely';
import { type Database, explainDatabase, inTransaction, openDatabase } from '../../database/connect.js';
import { migrate } from '../../database/migrate.js';
import * as register from '../../database/register.js';
import { lockCycle, storeTurn } from '../../database/turns.js';
import { cyclesBehind, publish, readViews } from '../../database/view.js';
import type { Agreement, Body, CalendarDecision, Dossier } from '../../domain/agreement.js';
import { type Instant, localDate } from '../../domain/localDate.js';
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

const AT = '2018-01-20T01:00:00Z' as Instant;
const LATER = '2018-03-01T02:30:00Z' as Instant;
const CLERK = { who: 'Chuyên viên theo dõi', at: AT };

const body = (code: string, name = code): Body => ({
  code,
  name,
  regime: 'party',
  level: 'central',
  posts: [],
  succession: [],
});

const agreement = (code: string, title = 'Chương trình phối hợp'): Agreement => ({
  code,
  title,
  numberingScheme: 'party',
  level: 'central',
  term: { from: localDate('2016-01-01'), to: localDate('2020-12-31'), written: 'years', statements: [] },
  parties: [{ body: 'bdv-tw', lead: true }],
  roles: { standing: [{ year: 2018, body: 'bdv-tw' }] },
  facts: [],
  secrecy: 'thuong',
  template: 'annual-cycle',
  remove: [],
  quiet: [],
  obligations: [],
  sample: false,
});

const dossier = (code: string, ...bodies: readonly Body[]): Dossier => ({
  agreement: agreement(code),
  bodies,
});
const decision = (year: number, tetDaysBefore: 1 | 2 = 2): CalendarDecision => ({
  year,
  tetDaysBefore,
  nationalDayNeighbour: null,
  swaps: [],
});

type Input = Partial<register.RegisterInput>;
const save = (input: Input, change: Partial<register.RegisterChange> = {}) =>
  inTransaction(db, (tx) =>
    register.saveRegister(
      tx,
      { agreements: [], bodies: [], calendar: { decisions: [], quiet: [] }, files: [], ...input },
      { ...CLERK, ...change },
    ),
  );

test('registering says what is new, changed and unchanged; the same files a second time change nothing', async () => {
  const input: Input = {
    agreements: [dossier('tw-79', body('bcsd-cp'), body('bdv-tw'))],
    bodies: [body('bcsd-cp'), body('bdv-tw')],
    calendar: {
      decisions: [decision(2018)],
      quiet: [{ from: localDate('2018-07-01'), to: localDate('2018-07-05') }],
    },
    files: [{ path: 'tw-79.yaml', text: 'agreement: tw-79\n' }],
  };
  const codes = ['agreement tw-79', 'body bcsd-cp', 'body bdv-tw', 'calendar 2018', 'calendar quiet'];
  expect(await save(input)).toEqual({ new: codes, changed: [], unchanged: [], version: 1 });
  expect(await save(input)).toEqual({ new: [], changed: [], unchanged: codes, version: 1 });
  const renamed = await save({ bodies: [body('bdv-tw', 'Ban Dân vận')] }, { at: LATER });
  expect(renamed).toEqual({ new: [], changed: ['body bdv-tw'], unchanged: [], version: 2 });
});

test('a dossier is read as of any version, its bodies in the order of the file', async () => {
  await save({ agreements: [dossier('tw-79', body('so-b'), body('so-a'))] });
  await save(
    { bodies: [body('so-a', 'Sở A mới')], calendar: { decisions: [decision(2019)], quiet: [] } },
    { at: LATER },
  );
  const old = await register.dossierOf(db.kysely, 'tw-79', 1);
  expect(old).toEqual({
    dossier: dossier('tw-79', body('so-b'), body('so-a')),
    registeredAt: AT,
    version: 1,
  });
  const now = await register.dossierOf(db.kysely, 'tw-79');
  expect(now?.dossier.bodies.map(({ name }) => name)).toEqual(['so-b', 'Sở A mới']);
  expect(now).toMatchObject({ registeredAt: AT, version: 2 });
  expect(await register.bookOf(db.kysely, 1)).toEqual({ decisions: [], quiet: [] });
  expect(await register.bookOf(db.kysely)).toEqual({ decisions: [decision(2019)], quiet: [] });
  expect(await register.agreementCodes(db.kysely)).toEqual(['tw-79']);
  expect(await register.dossierOf(db.kysely, 'tw-80')).toBeNull();
});

test('two who register at once get two versions, and neither is lost', async () => {
  const both = await Promise.all(
    ['tw-79', 'tw-80'].map((code) => save({ agreements: [dossier(code, body('bdv-tw'))] })),
  );
  expect(both.map(({ version }) => version).sort((a, b) => a - b)).toEqual([1, 2]);
  expect(await register.registerVersion(db.kysely)).toBe(2);
});

test('words are kept under their request, corrected, and not said twice', async () => {
  await register.saveWords(db.kysely, 'e1', 'thiếu phụ lục');
  await register.saveWords(db.kysely, 'e1', 'thiếu phụ lục số 2');
  expect(await register.wordsOf(db.kysely, 'e1')).toBe('thiếu phụ lục số 2');
  expect(await register.wordsOf(db.kysely, 'e2')).toBeNull();
});

test('cycles are behind when their agreement, its bodies or the calendar changed, not when another agreement did', async () => {
  await save({ agreements: [dossier('tw-79', body('bdv-tw')), dossier('hp-1', body('so-a'))] });
  const seen = { plan: { n: 3 }, wakeAt: LATER, closed: false };
  await publish(db.kysely, 'cycle:tw-79:2018', { ...seen, plannedVersion: 1 });
  await publish(db.kysely, 'cycle:tw-79:2017', { ...seen, plannedVersion: 1, closed: true });
  await publish(db.kysely, 'cycle:hp-1:2018', { ...seen, plannedVersion: 1 });
  await save({ bodies: [body('so-a', 'Sở A mới')] });
  expect(await cyclesBehind(db.kysely, 2)).toEqual(['cycle:hp-1:2018']);
  await save({
    agreements: [{ ...dossier('tw-79', body('bdv-tw')), agreement: agreement('tw-79', 'Tên mới') }],
  });
  expect(await cyclesBehind(db.kysely, 2)).toEqual(['cycle:hp-1:2018']);
  expect(await cyclesBehind(db.kysely, 3)).toEqual(['cycle:hp-1:2018', 'cycle:tw-79:2018']);
  await publish(db.kysely, 'cycle:tw-79:2018', { ...seen, plannedVersion: 3 });
  await publish(db.kysely, 'cycle:hp-1:2018', { ...seen, plannedVersion: 3 });
  expect(await cyclesBehind(db.kysely, 3)).toEqual([]);
  await save({ calendar: { decisions: [decision(2018, 1)], quiet: [] } });
  expect(await cyclesBehind(db.kysely, 4)).toEqual(['cycle:hp-1:2018', 'cycle:tw-79:2018']);
  expect(await readViews(db.kysely, 'tw-79')).toEqual([
    { ...seen, cycle: 'cycle:tw-79:2017', agreement: 'tw-79', year: 2017, plannedVersion: 1, closed: true },
    { ...seen, cycle: 'cycle:tw-79:2018', agreement: 'tw-79', year: 2018, plannedVersion: 3 },
  ]);
});

test('a cycle is turned by one at a time, also the first time, and keeps its last turn', async () => {
  const order: string[] = [];
  const turns = ['a', 'b'].map((name) =>
    inTransaction(db, async (tx) => {
      const stored = await lockCycle(tx, 'cycle:tw-79:2018');
      order.push(`${name} ${stored?.n ?? 0}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
      await storeTurn(tx, 'cycle:tw-79:2018', {
        n: (stored?.n ?? 0) + 1,
        inputHash: name,
        result: { by: name, z: null },
      });
    }),
  );
  await Promise.all(turns);
  expect(order.map((line) => line.slice(2))).toEqual(['0', '1']);
  const last = order[1]?.slice(0, 1);
  const stored = await inTransaction(db, (tx) => lockCycle(tx, 'cycle:tw-79:2018'));
  expect(stored).toEqual({ n: 2, inputHash: last, result: { by: last, z: null } });
});

test('instants, days and counts come out as text and numbers, never as Date', async () => {
  const { rows } =
    await sql`select '2018-01-24T08:00:00.7+07:00'::timestamptz as at, '2018-02-28'::date as day,
    9007199254740991::bigint as n`.execute(db.kysely);
  expect(rows).toEqual([{ at: '2018-01-24T01:00:00Z', day: '2018-02-28', n: 9007199254740991 }]);
});

test('processes that migrate side by side do it once; a newer schema is left alone', async () => {
  const url = await server.emptyUrl();
  const all = Array.from({ length: 4 }, () => openDatabase(url));
  const done = await Promise.all(all.map((one) => migrate(one)));
  expect(done.map(({ applied }) => applied).sort((a, b) => a - b)).toEqual([0, 0, 0, done[0]?.version]);
  const [first] = all;
  if (first === undefined) return;
  await first.kysely.updateTable('schema_version').set({ version: 99 }).execute();
  const error: unknown = await migrate(first).catch((reason: unknown) => reason);
  expect(explainDatabase(error)).toEqual({
    code: 'DatabaseTooNew',
    facts: { found: 99, known: done[0]?.version },
  });
  await Promise.all(all.map((one) => one.close()));
});

test('a database that is not there is named within three seconds, without its password', async () => {
  // 192.0.2.0/24 leads nowhere (RFC 5737).
  for (const url of [
    'postgres://nhip:secret@127.0.0.1:1/nhip',
    'postgres://nhip:secret@192.0.2.1:5432/nhip',
  ]) {
    const away = openDatabase(url);
    const begun = performance.now();
    const error: unknown = await migrate(away).catch((reason: unknown) => reason);
    expect(performance.now() - begun).toBeLessThan(3_500);
    const fault = explainDatabase(error);
    expect(fault).toMatchObject({
      code: 'DatabaseUnreachable',
      facts: { address: new URL(url).host + '/nhip' },
    });
    expect(JSON.stringify(fault)).not.toContain('secret');
    await away.close();
  }
}, 10_000);

test('a session that is cut in the midst of a transaction is told as the database being away', async () => {
  const error: unknown = await inTransaction(db, async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
    await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(server.again(db).kysely);
    await sql`select 1`.execute(tx);
  }).catch((reason: unknown) => reason);
  expect(explainDatabase(error)).toMatchObject({ code: 'DatabaseUnreachable' });
  expect(explainDatabase(new Error('something else'))).toBeNull();
});
