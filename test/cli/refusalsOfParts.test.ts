// What commands say of parts that are not there or not in order, in this process: exit codes and the sentences of refusals.
import { sql } from 'kysely';
import { type Database, inTransaction } from '../../database/connect.js';
import { append, sealHeads } from '../../database/record.js';
import type { Instant } from '../../domain/localDate.js';
import { freshFolder } from '../system/owner.js';
import { startServer, type TestServer } from '../database/server.js';
import { nhip, type Ran } from './command.js';

const NAMES = ['TEMPORAL_ADDRESS', 'DATABASE_URL', 'SMTP_URL', 'NHIP_HOME'] as const;
type Places = Readonly<Partial<Record<(typeof NAMES)[number], string>>>;

let server: TestServer;
const before = Object.fromEntries(NAMES.map((name) => [name, process.env[name]]));
beforeAll(async () => {
  server = await startServer();
}, 120_000);
afterAll(() => server.stop(), 60_000);
afterEach(() => setPlaces(before));

function setPlaces(places: Places): void {
  for (const name of NAMES) {
    const value = places[name];
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}

function said(places: Places, ...args: readonly string[]): Promise<Ran> {
  setPlaces({ NHIP_HOME: freshFolder(), ...places });
  return nhip(...args);
}

/** Nobody is asked there: the command needs the database alone. */
const ELSEWHERE = { TEMPORAL_ADDRESS: '127.0.0.1:1', SMTP_URL: 'smtp://127.0.0.1:1' };
const AT = '2018-01-24T01:00:00Z' as Instant;
const STREAM = 'cycle:tw-79:2018';

/** As somebody with all rights would do it. */
async function tamper(db: Database, statement: string): Promise<void> {
  await sql
    .raw(`alter table record disable trigger all; ${statement}; alter table record enable trigger all`)
    .execute(db.kysely);
}

test('where nothing runs, the engine is named, and that it may be started', async () => {
  const ran = await said({}, 'agreements');
  expect(ran.code).toBe(3);
  expect(ran.stderr).toMatch(/\[EngineUnreachable\]\nCách xử lý: Trên một máy: `nhip start`/);
});

test('an engine and a database without a relay are not enough', async () => {
  const url = await server.emptyUrl();
  const ran = await said({ TEMPORAL_ADDRESS: '127.0.0.1:1', DATABASE_URL: url }, 'mail', 'list');
  expect([ran.code, ran.stderr]).toEqual([3, expect.stringContaining('[RelayUnreachable]')]);
});

test('a database without tables waits for a worker, who makes them', async () => {
  const ran = await said({ ...ELSEWHERE, DATABASE_URL: await server.emptyUrl() }, 'mail', 'list');
  expect([ran.code, ran.stderr]).toEqual([3, expect.stringContaining('[NoWorker]')]);
});

test('a letter the ledger does not hold is not shown', async () => {
  const db = await server.database();
  const ran = await said(
    { ...ELSEWHERE, DATABASE_URL: server.urlOf(db) },
    'mail',
    'show',
    'vt@a.example/never',
  );
  expect([ran.code, ran.stderr]).toEqual([1, expect.stringContaining('[UnknownLetter]')]);
});

test('a broken record is told by its line, a record cut off by its stream', async () => {
  const db = await server.database();
  const places = { ...ELSEWHERE, DATABASE_URL: server.urlOf(db) };
  const entry = (n: number) => ({ code: 'armed', at: AT, facts: { n } });
  await inTransaction(db, (tx) => append(tx, STREAM, [20, 10, 5].map(entry)));
  expect((await said(places, 'record', 'verify', '--seal')).code).toBe(0);
  await inTransaction(db, (tx) => sealHeads(tx, AT));
  await tamper(
    db,
    `delete from record where stream = '${STREAM}' and seq > 2;
    update record_head set seq = 2, hash = (select hash from record where stream = '${STREAM}' and seq = 2)
    where stream = '${STREAM}'`,
  );
  const cutOff = await said(places, 'record', 'verify');
  expect([cutOff.code, cutOff.stderr]).toEqual([1, expect.stringContaining('[RecordCutOff]')]);
  await tamper(db, `update record set facts = facts || '{"n": 9}' where stream = '${STREAM}' and seq = 2`);
  const broken = await said(places, 'record', 'verify', '--lang', 'en');
  expect(broken.stderr).toMatch(/Refused: The record's chain breaks at line 2\. \[RecordBroken\]/);
});

test('a word that is no command is wrong usage, with the nearest one', async () => {
  const ran = await said({}, 'simulat', 'a.yaml');
  expect([ran.code, ran.stdout]).toEqual([2, '']);
  expect(ran.stderr).toBe(
    'Không thực hiện được: Không có lệnh “simulat”; có phải “simulate”? [WrongUsage]\nCách xử lý: `nhip --help`.\n',
  );
  const english = await said({}, 'mail', 'frobnicate', '--lang', 'en');
  expect([english.code, english.stderr]).toEqual([
    2,
    'Refused: No command “frobnicate”. [WrongUsage]\nWhat to do: `nhip --help`.\n',
  ]);
});

test.each([
  [['submit', 'a', '2026', 'b'], 'Thiếu `--by <body>`.', 'nhip submit --help'],
  [['submit', 'a', '2026', 'b', '--by'], '`--by <body>` cần một giá trị.', 'nhip submit --help'],
  [['show'], 'Thiếu <code>.', 'nhip show --help'],
  [['show', 'a', '26'], 'Cần ghi <year> 1900–2199.', 'nhip show --help'],
  [
    ['show', 'a', '2026', 'c'],
    'Dòng lệnh thừa giá trị; lời có dấu cách cần đặt trong dấu ngoặc kép.',
    'nhip show --help',
  ],
  [['show', 'a', '--jsom'], 'Không có tùy chọn “--jsom”; có phải “--json”?', 'nhip show --help'],
  [
    ['accept', 'a', '2026', 'b', '--by', 'c', '--on', '2026-13-40'],
    '“2026-13-40” không dùng được cho `--on <date>`; cần ghi 2026-06-15.',
    'nhip accept --help',
  ],
  [
    ['mail', 'settle', 'x', 'maybe'],
    '“maybe” không dùng được cho <how>; cần ghi sent, notSent.',
    'nhip mail settle --help',
  ],
  [['mail', 'release'], 'Cần ghi <id…> | --all.', 'nhip mail release --help'],
  [
    ['simulate', 'a.yaml', '--year', '2026', '--from', '2026-01-01'],
    '`--year <year>` và `--from <date>` không dùng cùng nhau.',
    'nhip simulate --help',
  ],
])('%j is wrong usage, said in Vietnamese with what to do', async (words, sentence, help) => {
  const ran = await said({}, ...words);
  expect([ran.code, ran.stdout]).toEqual([2, '']);
  expect(ran.stderr).toBe(
    `Không thực hiện được: ${sentence} [WrongUsage]\nCách xử lý: Xem cách dùng: \`${help}\`.\n`,
  );
});

test('wrong usage is told in English where it is asked for', async () => {
  const ran = await said({}, 'submit', 'a', '2026', 'b', '--lang', 'en');
  expect([ran.code, ran.stderr]).toEqual([
    2,
    'Refused: `--by <body>` is missing. [WrongUsage]\nWhat to do: See `nhip submit --help`.\n',
  ]);
});

test('a draft’s release without its number is wrong usage', async () => {
  const ran = await said({}, 'mail', 'release', 'x/2024/bao-cao/b/leader/draft/2024-03-29');
  expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining('--number')]);
});
