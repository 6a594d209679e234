// Rehearsals that are disturbed: workers that die at a point, servers killed and started again with the same arguments. Knows
// processes; must not know what should come of it. Linux alone: /proc tells how a server was started.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { RehearsalOptions } from '../../client/rehearsal/rehearse.js';
import { packageRoot } from '../../machine/compiled.js';
import { homeAt, readRun } from '../../machine/home.js';
import { accepts } from '../../machine/port.js';
import { accountHere, invocation } from '../../machine/postgresAccount.js';

export type Places = Parameters<RehearsalOptions['startWorker']>[0];

/** The `nth` time the workers come to `at`: the process dies, `afterMs` later; or it tells us and waits. */
export interface Point {
  readonly at:
    | 'beforeTurn'
    | 'armed'
    | 'dispatchStarted'
    | 'turned'
    | 'answered'
    | 'beforeCompose'
    | 'composed'
    | 'sent';
  readonly nth: number;
  readonly afterMs?: number;
  readonly tell?: true;
}

export interface Disturbance {
  readonly points: readonly Point[];
  /** Before the worker starts. */
  readonly first?: (servers: Servers) => Promise<void>;
  /** What happens while a worker waits at a point that tells. */
  readonly told?: (at: string, servers: Servers) => Promise<void>;
}

export interface Disturbed {
  readonly startWorker: RehearsalOptions['startWorker'];
  /** How many workers ended before the play did. */
  readonly deaths: () => number;
}

/** A laden machine may take long over a start; whoever waits longer says for what. */
const LIMIT_MS = 60_000;

export async function within<T>(work: Promise<T>, what: string): Promise<T> {
  const enough = new AbortController();
  const late = sleep(LIMIT_MS, undefined, { signal: enough.signal }).then(() => {
    throw new Error(`waited ${LIMIT_MS / 1_000} s for ${what}`);
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    enough.abort();
  }
}

/** A worker that is started again whenever it died, as a service manager does. */
export function disturbed(disturbance: Disturbance): Disturbed {
  let deaths = 0;
  const failed: unknown[] = [];
  const startWorker: RehearsalOptions['startWorker'] = async (places) => {
    const folder = mkdtempSync(join(tmpdir(), 'nhip-mortal-'));
    let child: ChildProcess;
    const servers: Servers = {
      ...serversOf(places),
      retireWorker: () => void child.kill('SIGTERM'),
      afterwards: (work) => void work().catch((error: unknown) => failed.push(error)),
    };
    await disturbance.first?.(servers);
    const order = JSON.stringify({ places, folder, points: disturbance.points });
    let stopping = false;
    const begin = async (): Promise<void> => {
      child = spawnWorker(order);
      child.on('message', (message: { readonly at: string }) => {
        if (message.at === 'ready') return;
        void (disturbance.told?.(message.at, servers) ?? Promise.resolve())
          .catch((error: unknown) => failed.push(error))
          .then(() => child.send('on'));
      });
      child.once('exit', () => {
        if (stopping) return;
        deaths += 1;
        void begin();
      });
      await within(once(child, 'message'), 'a worker to start');
    };
    await begin();
    return {
      stop: async () => {
        stopping = true;
        await ended(child, 'SIGTERM');
        await servers.stop();
        rmSync(folder, { recursive: true, force: true });
        if (failed.length > 0) throw new AggregateError(failed, failed.map(String).join('; '));
      },
    };
  };
  return { startWorker, deaths: () => deaths };
}

/** In order; by force where that takes too long. */
async function ended(child: ChildProcess, signal: 'SIGTERM' | 'SIGINT'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  await within(exit, 'a process to end').catch(async () => {
    child.kill('SIGKILL');
    await exit;
  });
}

function spawnWorker(order: string): ChildProcess {
  const script = join(packageRoot(), 'test', 'engine', 'mortalWorker.js');
  return spawn(process.execPath, [script, order], {
    env: { PATH: process.env['PATH'] ?? '', TZ: 'UTC' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

export interface Servers {
  /** Kills it with SIGKILL and starts it again with the same arguments and `more`; resolves when its port answers. */
  readonly killed: (name: 'postgres' | 'temporal', more?: readonly string[]) => Promise<void>;
  readonly places: Places;
  /** Asks the worker to finish in order. */
  readonly retireWorker: () => void;
  /** Goes on beside the play; a failure of it is told at the end. */
  readonly afterwards: (work: () => Promise<void>) => void;
  readonly stop: () => Promise<void>;
}

function serversOf(places: Places): Omit<Servers, 'retireWorker' | 'afterwards'> {
  const home = homeAt(dirname(places.catcherFolder));
  const again = new Map<string, ChildProcess>();
  const ports = {
    postgres: Number(new URL(places.databaseUrl).port),
    temporal: Number(places.temporal.address.split(':')[1]),
  };
  return {
    places,
    killed: async (name, more = []) => {
      const before = again.get(name);
      const pid = before?.pid ?? readRun(home)?.children.find((child) => child.name === name)?.pid;
      if (pid === undefined) throw new Error(`no ${name}`);
      const how = startOf(pid, more);
      process.kill(pid, 'SIGKILL');
      for (const end = Date.now() + LIMIT_MS; Date.now() < end; await sleep(100)) {
        const child = begun(how, name);
        again.set(name, child);
        // What the killed server leaves behind may still hold its files for a moment.
        while (child.exitCode === null && !(await accepts(ports[name])) && Date.now() < end) await sleep(50);
        if (child.exitCode === null) return;
      }
      throw new Error(`waited ${LIMIT_MS / 1_000} s for ${name} to answer again`);
    },
    stop: async () => {
      for (const child of again.values()) await ended(child, 'SIGINT');
    },
  };
}

interface Started {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

function startOf(pid: number, more: readonly string[]): Started {
  const lines = (file: string): readonly string[] =>
    readFileSync(`/proc/${pid}/${file}`, 'utf8').split('\0').filter(Boolean);
  const env = lines('environ').map((line): [string, string] => {
    const at = line.indexOf('=');
    return [line.slice(0, at), line.slice(at + 1)];
  });
  return {
    program: readlinkSync(`/proc/${pid}/exe`),
    args: [...lines('cmdline').slice(1), ...more],
    env: Object.fromEntries(env),
  };
}

function begun({ program, args, env }: Started, name: string): ChildProcess {
  const account = name === 'postgres' ? accountHere(process.env) : ({ kind: 'own' } as const);
  const { command, args: all, account: as } = invocation(account, program, args);
  return spawn(command, [...all], { ...as, env: { ...env }, cwd: '/', stdio: 'ignore' });
}

/** Holds a table until somebody waits for it, then kills the database under both: in the midst of a transaction. */
export async function killedWhileWaiting(servers: Servers, table: string): Promise<void> {
  const holder = new pg.Client({ connectionString: servers.places.databaseUrl });
  // It is killed on purpose.
  holder.on('error', () => undefined);
  await holder.connect();
  await holder.query(`begin; lock table ${table} in access exclusive mode`);
  servers.afterwards(async () => {
    const end = Date.now() + LIMIT_MS;
    const waits = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    while ((await holder.query(waits)).rowCount === 0) {
      if (Date.now() > end) throw new Error(`waited ${LIMIT_MS / 1_000} s for somebody to want ${table}`);
      await sleep(20);
    }
    await servers.killed('postgres');
    await holder.end().catch(() => undefined);
  });
}
