// The embedded mode as its owner meets it: starts, stops, refusals and crashes, on real processes.
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startEmbedded } from '../../machine/embedded.js';
import { homeAt, readRun, runningIn } from '../../machine/home.js';
import { accepts } from '../../machine/port.js';
import { findTemporal } from '../../machine/temporalBinary.js';
import { signal } from '../../machine/processMark.js';
import type { Progress } from '../../machine/progress.js';
import { ensureBuilt } from './build.js';
import {
  childrenOf,
  env,
  freshFolder,
  giveAway,
  leftAfter,
  leftRunning,
  runOwner,
  started,
} from './owner.js';

const FETCH_LIMIT_MS = 240_000;
const LIMIT_MS = 40_000;
const folders: string[] = [];

beforeAll(async () => {
  await ensureBuilt();
  started(await findTemporal(homeAt(newFolder()), env, () => undefined));
}, FETCH_LIMIT_MS);

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = freshFolder();
  folders.push(folder);
  return folder;
}

async function query(url: string, sql: string): Promise<readonly unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows.flatMap((row) => Object.values(row));
  } finally {
    await client.end();
  }
}

const portOf = (address: string): number => Number(address.split(':').at(-1));

describe('a start and a stop', () => {
  test(
    'three servers answer, are found by others through the run file, and leave no process',
    async () => {
      const home = newFolder();
      const embedded = started(await startEmbedded({ home, env }));
      embedded.announceDesk('http://127.0.0.1:8080');
      const run = runningIn(homeAt(home));
      expect(run).toMatchObject({
        pid: process.pid,
        temporal: embedded.temporal.address,
        postgres: embedded.postgres.url,
        smtp: embedded.smtp.url,
        desk: 'http://127.0.0.1:8080',
      });
      expect(statSync(homeAt(home).run).mode & 0o777).toBe(0o600);
      expect(statSync(homeAt(home).password).mode & 0o777).toBe(0o600);
      expect(await query(embedded.postgres.url, "select lower('ĐỨC'), current_setting('fsync')")).toEqual([
        'đức',
        'on',
      ]);
      expect(await accepts(portOf(embedded.temporal.address))).toBe(true);
      expect((await fetch(embedded.temporal.ui ?? '')).status).toBe(200);
      const children = childrenOf(home);
      expect(children.map(({ name }) => name).toSorted()).toEqual([
        'catcher',
        'guard',
        'postgres',
        'temporal',
      ]);
      await embedded.stop();
      expect(leftRunning(children, home)).toEqual([]);
      expect(readRun(homeAt(home))).toBeNull();
    },
    LIMIT_MS,
  );

  test(
    'a second start on the same home finds what the first one wrote',
    async () => {
      const home = newFolder();
      const first = started(await startEmbedded({ home, env }));
      await query(first.postgres.url, 'create table kept as select 42 as answer');
      await first.stop();
      const second = started(await startEmbedded({ home, env }));
      expect(await query(second.postgres.url, 'select answer from kept')).toEqual([42]);
      await second.stop();
    },
    LIMIT_MS,
  );

  test(
    'a wrong password does not open the database',
    async () => {
      const embedded = started(await startEmbedded({ rehearsal: true, env }));
      const wrong = new URL(embedded.postgres.url);
      wrong.password = 'guessed';
      await expect(query(wrong.href, 'select 1')).rejects.toThrow(/password authentication failed/);
      await embedded.stop();
    },
    LIMIT_MS,
  );

  test(
    'two homes run side by side; a third start on one of them is refused with its owner named',
    async () => {
      const [one, two] = [newFolder(), newFolder()];
      const both = await Promise.all([startEmbedded({ home: one, env }), startEmbedded({ home: two, env })]);
      const [first, second] = both.map(started);
      expect(first?.postgres.url).not.toBe(second?.postgres.url);
      expect(await startEmbedded({ home: one, env })).toMatchObject({
        failed: { code: 'DataFolderLocked', facts: { path: one, pid: process.pid } },
      });
      await Promise.all(both.map((embedded) => started(embedded).stop()));
    },
    LIMIT_MS,
  );

  test('a desk port that is taken is named with a free one, and nothing is started', async () => {
    const home = newFolder();
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const refused = await startEmbedded({ home, env, deskPort: port });
    other.close();
    expect(refused).toMatchObject({ failed: { code: 'PortTaken', facts: { port } } });
    if (!('failed' in refused) || refused.failed.code !== 'PortTaken') throw new Error('not refused');
    expect(refused.failed.facts.free).not.toBe(port);
    expect(await accepts(refused.failed.facts.free)).toBe(false);
    expect(existsSync(homeAt(home).lock)).toBe(false);
  });

  test(
    'a rehearsal keeps the engine in memory, syncs nothing and leaves not even its folder',
    async () => {
      const embedded = started(await startEmbedded({ rehearsal: true, env }));
      const children = childrenOf(embedded.home.folder);
      expect(await query(embedded.postgres.url, "select current_setting('fsync')")).toEqual(['off']);
      expect(existsSync(embedded.home.temporal)).toBe(false);
      await embedded.stop();
      expect(leftRunning(children, embedded.home.folder)).toEqual([]);
      expect(existsSync(embedded.home.folder)).toBe(false);
    },
    LIMIT_MS,
  );
});

describe('a crash', () => {
  test(
    'an owner killed with -9 leaves nothing running 3 s later, and the next start goes on with its data',
    async () => {
      const home = newFolder();
      const owner = runOwner({ home });
      const { postgres } = await owner.ready;
      await query(postgres.url, 'create table kept as select 42 as answer');
      const children = childrenOf(home);
      owner.process.kill('SIGKILL');
      expect(await leftAfter(children, home, 3_000)).toEqual([]);
      const next = started(await startEmbedded({ home, env }));
      expect(await query(next.postgres.url, 'select answer from kept')).toEqual([42]);
      await next.stop();
    },
    LIMIT_MS,
  );

  test(
    'a rehearsal killed with -9 leaves not even its folder',
    async () => {
      const owner = runOwner({ rehearsal: true });
      const { smtp } = await owner.ready;
      const folder = join(smtp.folder, '..');
      const children = childrenOf(folder);
      owner.process.kill('SIGKILL');
      expect(await leftAfter(children, folder, 3_000)).toEqual([]);
      expect(existsSync(folder)).toBe(false);
    },
    LIMIT_MS,
  );

  test(
    'what survives when owner and guard are both killed is ended by the next start, before it starts its own',
    async () => {
      const home = newFolder();
      const owner = runOwner({ home });
      const { postgres } = await owner.ready;
      await query(postgres.url, 'create table kept as select 42 as answer');
      const children = childrenOf(home);
      // The guard first: an owner that lives would notice and clean up.
      owner.process.kill('SIGSTOP');
      for (const { pid } of children.filter(({ name }) => name === 'guard')) signal(pid, 'SIGKILL');
      owner.process.kill('SIGKILL');
      await owner.ended;
      // A killed process is gone only when the system has got round to it.
      while (leftRunning(children, home).includes('guard')) await sleep(20);
      expect(leftRunning(children, home)).toEqual(
        expect.arrayContaining(['temporal', 'postgres', 'catcher']),
      );
      const said: Progress[] = [];
      const next = started(await startEmbedded({ home, env, say: (progress) => said.push(progress) }));
      expect(said.flatMap((line) => (line.step === 'survivorEnded' ? [line.name] : [])).toSorted()).toEqual([
        'catcher',
        'postgres',
        'temporal',
      ]);
      expect(leftRunning(children, 'none')).toEqual([]);
      expect(await query(next.postgres.url, 'select answer from kept')).toEqual([42]);
      await next.stop();
    },
    LIMIT_MS,
  );

  test(
    'a server that dies is told to the owner, who can still stop the others',
    async () => {
      const home = newFolder();
      const embedded = started(await startEmbedded({ home, env }));
      const children = childrenOf(home);
      const told = new Promise((resolve) => embedded.onExit(resolve));
      for (const { pid } of children.filter(({ name }) => name === 'postgres')) signal(pid, 'SIGKILL');
      expect(await told).toBe('postgres');
      await embedded.stop();
      expect(await leftAfter(children, home, 1_000)).toEqual([]);
      const next = started(await startEmbedded({ home, env }));
      expect(await query(next.postgres.url, 'select 1 as recovered')).toEqual([1]);
      await next.stop();
    },
    LIMIT_MS,
  );

  test(
    'without its guard no server goes on running',
    async () => {
      const home = newFolder();
      const embedded = started(await startEmbedded({ home, env }));
      const children = childrenOf(home);
      const told = new Set<string>();
      const all = new Promise<void>((resolve) => {
        embedded.onExit((part) => {
          told.add(part);
          if (told.size === 3) resolve();
        });
      });
      for (const { pid } of children.filter(({ name }) => name === 'guard')) signal(pid, 'SIGKILL');
      await all;
      expect(leftRunning(children, home)).toEqual([]);
      await embedded.stop();
    },
    LIMIT_MS,
  );

  test(
    'Ctrl-C reaches the owner alone, so that it can finish before the servers go',
    async () => {
      const home = newFolder();
      const owner = runOwner({ home }, [], { detached: true });
      await owner.ready;
      const children = childrenOf(home);
      // The terminal sends the signal to the whole foreground group.
      process.kill(-(owner.process.pid ?? 0), 'SIGINT');
      expect(await owner.ended).toBe(0);
      expect(owner.lines).toContainEqual({ answeredBeforeStop: true });
      expect(leftRunning(children, home)).toEqual([]);
    },
    LIMIT_MS,
  );
});

describe('accounts', () => {
  test(
    'a home below a folder that is closed to all others will do, also for root',
    async () => {
      const closed = newFolder();
      expect(statSync(closed).mode & 0o777).toBe(0o700);
      const home = join(closed, 'deep', 'home');
      mkdirSync(home, { recursive: true });
      const embedded = started(await startEmbedded({ home, env }));
      expect(existsSync(join(home, 'postgres', 'data', 'PG_VERSION'))).toBe(true);
      await embedded.stop();
    },
    LIMIT_MS,
  );

  test(
    'root without setpriv gets a database too, where the other account can reach it',
    async () => {
      const bare = { ...env, PATH: mkdtempSync(join(newFolder(), 'empty-')) };
      const embedded = started(await startEmbedded({ rehearsal: true, env: bare }));
      expect(await query(embedded.postgres.url, 'select 1 as answer')).toEqual([1]);
      const [place] = await query(embedded.postgres.url, "select current_setting('data_directory')");
      await embedded.stop();
      expect(existsSync(String(place))).toBe(false);
    },
    LIMIT_MS,
  );

  test(
    'an account without any rights can own a home',
    async () => {
      const home = newFolder();
      giveAway(home);
      // It keeps the one right to walk through folders: this package may lie below a closed one.
      const flags =
        '--reuid 65534 --regid 65534 --clear-groups --inh-caps +dac_override --ambient-caps +dac_override';
      const launcher = ['setpriv', ...flags.split(' '), '--securebits', '+no_setuid_fixup'];
      const owner = runOwner({ home }, process.getuid?.() === 0 ? launcher : []);
      const { postgres } = await owner.ready;
      expect(await query(postgres.url, 'select 1 as answer')).toEqual([1]);
      const children = childrenOf(home);
      expect(statSync(homeAt(home).password).uid).not.toBe(0);
      owner.process.kill('SIGINT');
      expect(await owner.ended).toBe(0);
      expect(leftRunning(children, home)).toEqual([]);
    },
    LIMIT_MS,
  );
});
