// A running installation made newer: stop, update, start. The database of before is brought to the schema of now, and all
// goes on where it was.
import { rmSync } from 'node:fs';
import pg from 'pg';
import { FIRST } from '../../database/migrations/0001-first.js';
import { startEmbedded } from '../../machine/embedded.js';
import { cycleId } from '../../workflows/contract.js';
import { build, json, startSystem, type System } from '../cli/engineRun.js';
import { env, freshFolder, started } from './owner.js';

const LIMIT_MS = 180_000;
const home = freshFolder();
beforeAll(build, LIMIT_MS);
afterAll(() => rmSync(home, { recursive: true, force: true }));

interface Letter {
  readonly id: string;
  readonly state: string;
}

const letters = async (system: System): Promise<readonly Letter[]> =>
  json<readonly Letter[]>(await system.run('mail', 'list', '--json'));

async function stopped(system: System): Promise<void> {
  process.kill(-(system.process.pid ?? 0), 'SIGINT');
  expect(await system.ended).toBe(0);
}

async function inDatabase<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const machine = started(await startEmbedded({ home, env, ui: false }));
  const client = new pg.Client(machine.postgres.url);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end();
    await machine.stop();
  }
}

const TURNS = 'select cycle, n from cycle_turn order by cycle';
const VERSION = 'select version from schema_version';

/** The same rows in the tables of the first schema: what later ones added is gone. */
async function asInTheFirstSchema(client: pg.Client): Promise<number> {
  const { rows: known } = await client.query<{ version: number }>(VERSION);
  await client.query(`begin; set local session_replication_role = replica; create schema first;
    set local search_path = first; ${FIRST}; create table schema_version (version integer not null)`);
  const { rows } = await client.query<{ name: string; columns: string; identity: string | null }>(
    `select table_name as name, string_agg(quote_ident(column_name), ',') as columns,
      max(column_name) filter (where is_identity = 'YES') as identity
      from information_schema.columns where table_schema = 'first' group by table_name`,
  );
  for (const { name, columns, identity } of rows) {
    await client.query(`delete from ${name};
      insert into ${name} (${columns}) overriding system value select ${columns} from public.${name}`);
    if (identity !== null)
      await client.query(`select setval(pg_get_serial_sequence('first.${name}', '${identity}'),
        (select coalesce(max(${identity}), 1) from ${name}))`);
  }
  await client.query(`update schema_version set version = 1;
    drop schema public cascade; alter schema first rename to public; commit`);
  return known[0]?.version ?? 0;
}

test(
  'started anew on the first schema it goes on: same letters, same turns, what was submitted stays so, requests are taken',
  async () => {
    const before = await startSystem(home);
    await before.ready;
    const [agreement] = json<readonly { code: string; openCycles: readonly number[] }[]>(
      await before.run('agreements', '--json'),
    ).filter(({ code }) => code === 'mau-2026');
    const of = ['mau-2026', String(agreement?.openCycles.at(-1)), 'conferencePlan'];
    const submit = (system: System, by: string, number: string) =>
      system.run('submit', ...of, '--by', by, '--number', number, '--json');
    const first = json<{ ok: boolean }>(await submit(before, 'btgdv-thai-nguyen', '19-KH/BTGDVTU'));
    expect(first.ok).toBe(true);
    const sent = await letters(before);
    await stopped(before);

    const turns = await inDatabase(async (client) => {
      const { rows } = await client.query<{ cycle: string; n: number }>(TURNS);
      expect(await asInTheFirstSchema(client)).toBeGreaterThan(1);
      expect((await client.query(VERSION)).rows).toEqual([{ version: 1 }]);
      return rows;
    });

    const after = await startSystem(home);
    expect((await after.ready).started.agreements).toHaveLength(7);
    expect(await letters(after)).toEqual(sent);
    const again = await submit(after, 'btgdv-thai-nguyen', '20-KH/BTGDVTU');
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('[AlreadySubmitted]')]);
    const taken = await after.run('correct', ...of, '--by', 'btgdv-thai-nguyen', '--reason', 'Ghi nhầm.');
    expect(taken.code).toBe(0);
    await stopped(after);

    const [then, version] = await inDatabase(async (client) => [
      (await client.query<{ cycle: string; n: number }>(TURNS)).rows,
      (await client.query<{ version: number }>(VERSION)).rows[0]?.version,
    ]);
    expect(version).toBeGreaterThan(1);
    // The correction's turn, and no other.
    const corrected = cycleId('mau-2026', Number(of[1]));
    expect(then).toEqual(turns.map(({ cycle, n }) => ({ cycle, n: cycle === corrected ? n + 1 : n })));
  },
  LIMIT_MS,
);
