// Two throw-away clusters of the system's PostgreSQL, one following the other, behind one address that moves with a failover.
// Knows PostgreSQL's replication; must not know letters.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from '../mailhost/ports.js';
import { NOBODY, postgresPrograms } from '../systemPostgres.js';
import { openForwarder } from './forwarder.js';

const READY_MS = 60_000;
const HERE = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='];

/**
 * Starts both: `{ url, caughtUp, cutReplication, failOver, stop }`. `synchronous`: a commit is answered only when the standby has
 * applied it. `failOver(downMs)` kills the primary by SIGKILL, promotes the standby and moves the address to it.
 */
export async function standbyPair({ synchronous }) {
  const bin = postgresPrograms();
  if (bin === null) throw new Error('no PostgreSQL of the system');
  const folder = mkdtempSync(join(tmpdir(), 'nhip-pair-'));
  const account = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  if (account.uid !== undefined) chownSync(folder, account.uid, account.gid);
  const at = {
    bin,
    folder,
    options: { ...account, cwd: folder, env: { PATH: process.env.PATH, LANG: 'C.UTF-8' } },
  };
  await run(at, 'initdb', ['-D', 'one', '-U', 'nhip', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8']);
  const primary = await started(at, 'one');
  const replication = await openForwarder(primary.port);
  const from = ['-h', '127.0.0.1', '-p', String(replication.port), '-U', 'nhip'];
  await run(at, 'pg_basebackup', ['-D', 'two', ...from, '-R', '-X', 'stream', '-c', 'fast']);
  const standby = await started(at, 'two');
  await until(
    () => ask(primary.port, 'select 1 from pg_stat_replication'),
    ({ length }) => length === 1,
  );
  if (synchronous) await waitsForStandby(primary.port);
  const address = await openForwarder(primary.port);
  return {
    url: `postgres://nhip@127.0.0.1:${address.port}/postgres`,
    caughtUp: async () => {
      const [{ lsn }] = await ask(primary.port, 'select pg_current_wal_lsn()::text as lsn');
      const applied = `select 1 where pg_last_wal_replay_lsn() >= '${lsn}'::pg_lsn`;
      await until(
        () => ask(standby.port, applied),
        ({ length }) => length === 1,
      );
    },
    cutReplication: () => replication.cut(),
    failOver: async (downMs = 0) => {
      await killed(primary);
      await sleep(downMs);
      // Nobody may speak to what is left of the old one once the new one is to be.
      address.cut();
      await ask(standby.port, 'select pg_promote(true, 60)');
      address.switchTo(standby.port);
    },
    stop: async () => {
      address.close();
      replication.close();
      await Promise.all([killed(primary), killed(standby)]);
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

/** Never blocking: what it speaks to may be this process' own forwarder. */
async function run({ bin, options }, program, args) {
  await promisify(execFile)(join(bin, program), args, options);
}

async function started({ bin, options }, data) {
  const port = await freePort();
  const args = ['-D', data, '-p', String(port), ...HERE];
  const server = spawn(join(bin, 'postgres'), args, { ...options, stdio: 'ignore' });
  await until(() => ask(port, 'select 1'));
  return { port, server };
}

async function killed({ server }) {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill('SIGKILL');
  await ended;
}

/** From now on no commit is answered before the standby has applied it. */
async function waitsForStandby(port) {
  await ask(port, `alter system set synchronous_commit = 'remote_apply'`);
  await ask(port, `alter system set synchronous_standby_names = '*'`);
  await ask(port, 'select pg_reload_conf()');
  const state = `select 1 from pg_stat_replication where sync_state = 'sync'`;
  await until(
    () => ask(port, state),
    ({ length }) => length === 1,
  );
}

async function ask(port, sql) {
  const client = new pg.Client({ connectionString: `postgres://nhip@127.0.0.1:${port}/postgres` });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Asks until it is so; throws what was said last. */
async function until(asking, wanted = () => true) {
  for (const limit = Date.now() + READY_MS; ; await sleep(50)) {
    try {
      const rows = await asking();
      if (wanted(rows)) return rows;
      if (Date.now() > limit) throw new Error('PostgreSQL does not come so far');
    } catch (error) {
      if (Date.now() > limit) throw error;
    }
  }
}
