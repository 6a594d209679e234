// The servers that peers need, each started once for a whole bench in a folder of its own, and made empty before each run. Knows
// how each is started and emptied; must not know peers.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { findTemporal } from '../dist/machine/temporalBinary.js';
import { homeAt } from '../dist/machine/home.js';
import { systemPostgres } from '../test/systemPostgres.js';
import { children, freePort } from './children.js';

/** A throw-away PostgreSQL of the system; `fresh(name)` makes an empty database and tells its URL. A string: why there is none. */
async function postgres() {
  const server = await systemPostgres();
  if (typeof server === 'string') return server;
  const ask = async (sql) => {
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    try {
      return await client.query(sql);
    } finally {
      await client.end();
    }
  };
  const postmaster = async () => {
    const { rows } = await ask(`select pid from pg_stat_activity where backend_type = 'checkpointer'`);
    return parentOf(rows[0].pid);
  };
  const running = { pid: await postmaster(), again: null };
  return {
    version: server.version,
    get pid() {
      return running.pid;
    },
    crash: async (downMs) => {
      const again = commandOf(running.pid);
      process.kill(running.pid, 'SIGKILL');
      await sleep(downMs);
      running.again = await risen(again, ask);
      running.pid = await postmaster();
    },
    fresh: async (name) => {
      await ask(`drop database if exists ${name} with (force)`);
      await ask(`create database ${name}`);
      const url = new URL(server.url);
      url.pathname = `/${name}`;
      return { database: url.href };
    },
    stop: async () => {
      if (running.again) await children.end(running.again);
      await server.stop();
    },
  };
}

/** Program, arguments, folder and account of a running process, to start it once more. */
function commandOf(pid) {
  const [, ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
  const { uid, gid } = statSync(`/proc/${pid}`);
  const options = { cwd: readlinkSync(`/proc/${pid}/cwd`), stdio: 'ignore', ...(uid !== 0 && { uid, gid }) };
  return { path: readlinkSync(`/proc/${pid}/exe`), args, options };
}

/** Starts PostgreSQL again; it refuses as long as children of the killed one hold its memory. */
async function risen({ path, args, options }, ask) {
  for (const until = Date.now() + READY_MS; Date.now() < until; ) {
    const server = children.spawn(path, args, options);
    while (server.exitCode === null) {
      if (
        await ask('select 1').then(
          () => true,
          () => false,
        )
      )
        return server;
      await sleep(50);
    }
  }
  throw new Error('PostgreSQL does not come back');
}

function parentOf(pid) {
  return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

/** Debian's redis-server with an append-only file, synced every second. */
async function redis() {
  const found = spawnSync('redis-server', ['--version'], { encoding: 'utf8' });
  if (found.status !== 0) return 'no redis-server (Debian: apt-get install redis-server)';
  const folder = mkdtempSync(join(tmpdir(), 'nhip-bench-redis-'));
  const port = await freePort();
  const settings = ['--save', '', '--appendonly', 'yes', '--appendfsync', 'everysec'];
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, ...settings];
  const server = children.spawn('redis-server', args, { stdio: 'ignore' });
  await accepted(port);
  return {
    version: `Redis ${/v=([\d.]+)/.exec(found.stdout)?.[1] ?? ''}, AOF everysec`,
    pid: server.pid,
    fresh: async () => {
      await said(port, 'FLUSHALL\r\n');
      return { redis: { host: '127.0.0.1', port } };
    },
    stop: async () => {
      await children.end(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The Temporal development server that Nhịp itself uses, a new one for each run, its SQLite file on disk. */
async function temporal() {
  const found = await findTemporal(homeAt(join(tmpdir(), 'nhip-bench')), process.env, () => undefined);
  if ('failed' in found) return `no Temporal server: ${found.failed.facts.why ?? found.failed.code}`;
  const running = { server: null, folder: null };
  const end = async () => {
    if (running.server) await children.end(running.server);
    if (running.folder) rmSync(running.folder, { recursive: true, force: true });
  };
  return {
    version: `Temporal CLI ${found.version} (development server, SQLite)`,
    get pid() {
      return running.server?.pid ?? 0;
    },
    fresh: async () => {
      await end();
      running.folder = mkdtempSync(join(tmpdir(), 'nhip-bench-temporal-'));
      const port = await freePort();
      const args = ['server', 'start-dev', '--headless', '--log-level', 'error', '--port', String(port)];
      const file = ['--db-filename', join(running.folder, 'temporal.db')];
      const env = { ...process.env, TEMPORAL_VERSION_CHECK_DISABLED: '1' };
      running.start = async () => {
        running.server = children.spawn(found.path, [...args, ...file], { stdio: 'ignore', env });
        await accepted(port);
      };
      await running.start();
      return { temporal: `127.0.0.1:${port}` };
    },
    crash: async (downMs) => {
      await children.kill(running.server);
      await sleep(downMs);
      await running.start();
    },
    stop: end,
  };
}

/** Restate's server as npm brings it, a new one with an empty folder for each run. */
async function restate() {
  const { arch, platform } = process;
  const name = `restate-server-${platform}-${arch}`;
  const path = new URL(`node_modules/@restatedev/${name}/bin/restate-server`, import.meta.url).pathname;
  if (!existsSync(path)) return `no ${name} (npm ci in bench/)`;
  const running = { server: null, folder: null };
  const end = async () => {
    if (running.server) await children.end(running.server);
    if (running.folder) rmSync(running.folder, { recursive: true, force: true });
  };
  return {
    version: spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout.trim(),
    get pid() {
      return running.server?.pid ?? 0;
    },
    fresh: async () => {
      await end();
      running.folder = mkdtempSync(join(tmpdir(), 'nhip-bench-restate-'));
      const [ingress, admin, node, service] = await Promise.all([
        freePort(),
        freePort(),
        freePort(),
        freePort(),
      ]);
      const env = {
        ...process.env,
        RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ingress}`,
        RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${admin}`,
        RESTATE_BIND_ADDRESS: `127.0.0.1:${node}`,
        RESTATE_ADVERTISED_ADDRESS: `http://127.0.0.1:${node}`,
        RESTATE_DISABLE_TELEMETRY: 'true',
        RESTATE_LISTEN_MODE: 'tcp',
        RUST_LOG: 'error',
      };
      running.server = children.spawn(path, ['--base-dir', running.folder], { stdio: 'ignore', env });
      await accepted(admin);
      await accepted(ingress);
      return {
        restate: { ingress: `http://127.0.0.1:${ingress}`, admin: `http://127.0.0.1:${admin}`, service },
      };
    },
    stop: end,
  };
}

const START = { postgres, redis, temporal, restate };
const READY_MS = 30_000;

/** Starts each server when it is first wanted; `of(name)` is the server, or the words of why there is none. */
export function openServers() {
  const started = new Map();
  return {
    of: async (name) => {
      if (!started.has(name))
        started.set(name, await START[name]().catch((error) => `${name} does not start: ${error.message}`));
      return started.get(name);
    },
    stop: async () => {
      for (const server of started.values()) if (typeof server !== 'string') await server.stop();
    },
  };
}

async function accepted(port) {
  const until = Date.now() + READY_MS;
  while (
    !(await said(port, '').then(
      () => true,
      () => false,
    ))
  ) {
    if (Date.now() > until) throw new Error(`nothing answers on port ${port}`);
    await sleep(50);
  }
}

/** Writes a line and waits for the answer; an empty line only asks whether the port is open. */
function said(port, line) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      if (line === '') socket.destroy(resolve());
      else socket.write(line);
    });
    socket.once('data', () => socket.destroy(resolve()));
    socket.once('error', reject);
  });
}
