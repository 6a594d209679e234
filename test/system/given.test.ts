// `nhip start` beside servers that others run: named in the environment, used and left running.
import { rmSync } from 'node:fs';
import pg from 'pg';
import { type Embedded, startEmbedded } from '../../machine/embedded.js';
import { homeAt, readRun } from '../../machine/home.js';
import { accepts, freePorts } from '../../machine/port.js';
import { build, json, nhip, startSystem } from '../cli/engineRun.js';
import { childrenOf, env, freshFolder, leftAfter, started } from './owner.js';

const LIMIT_MS = 180_000;
const folders: string[] = [];
const folder = (): string => {
  const made = freshFolder();
  folders.push(made);
  return made;
};
let others: Embedded;

beforeAll(async () => {
  await build();
  others = started(await startEmbedded({ home: folder(), env, ui: false }));
}, LIMIT_MS);
afterAll(async () => {
  await others.stop();
  for (const made of folders) rmSync(made, { recursive: true, force: true });
}, LIMIT_MS);

const names = (home: string): readonly string[] =>
  childrenOf(home)
    .map(({ name }) => name)
    .toSorted();

test(
  'the engine at TEMPORAL_ADDRESS is used in place of one started, and runs on when all is stopped',
  async () => {
    const home = folder();
    const { address } = others.temporal;
    const system = await startSystem(home, { TEMPORAL_ADDRESS: address });
    const first = await system.ready;
    expect(first.started).toMatchObject({ ui: null });
    expect(first.started.agreements).toHaveLength(7);
    expect(first.started.next.length).toBeGreaterThan(0);
    expect(readRun(homeAt(home))?.temporal).toBe(address);
    expect(names(home)).toEqual(['catcher', 'guard', 'postgres']);
    expect((await system.run('doctor')).code).toBe(0);
    const children = childrenOf(home);
    process.kill(-(system.process.pid ?? 0), 'SIGINT');
    expect(await system.ended).toBe(0);
    expect(await leftAfter(children, home, 1_000)).toEqual([]);
    expect(await accepts(Number(address.split(':')[1]))).toBe(true);
  },
  LIMIT_MS,
);

test(
  'the database at DATABASE_URL is used in place of one started, and gets no bundled agreement',
  async () => {
    const home = folder();
    const system = await startSystem(home, { DATABASE_URL: others.postgres.url });
    expect((await system.ready).started.agreements).toEqual([]);
    expect(names(home)).toEqual(['catcher', 'guard', 'temporal']);
    expect(json(await system.run('agreements', '--json'))).toEqual([]);
    process.kill(-(system.process.pid ?? 0), 'SIGTERM');
    expect(await system.ended).toBe(0);
    const client = new pg.Client(others.postgres.url);
    await client.connect();
    expect((await client.query('select version from schema_version')).rowCount).toBe(1);
    await client.end();
  },
  LIMIT_MS,
);

test(
  'where they do not answer, nothing is started, and the refusal names the place without its password',
  async () => {
    const [port = 0, desk = 0] = await freePorts(2);
    const there = `127.0.0.1:${port}`;
    const settings = (given: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
      NHIP_HOME: folder(),
      NHIP_PORT: String(desk),
      ...given,
    });
    const engine = await nhip(['start', '--lang', 'en'], settings({ TEMPORAL_ADDRESS: there }));
    expect(engine.code).toBe(3);
    expect(engine.stderr).toContain(`${there} is not reachable`);
    expect(engine.stderr).toContain('[EngineUnreachable]');
    const database = await nhip(
      ['start', '--lang', 'en'],
      settings({ DATABASE_URL: `postgres://nhip:matkhau@${there}/nhip` }),
    );
    expect(database.code).toBe(3);
    expect(database.stderr).toContain(`${there}/nhip is not reachable: ECONNREFUSED`);
    expect(database.stderr).not.toContain('matkhau');
  },
  LIMIT_MS,
);
