// A throw-away cluster of the PostgreSQL that the system brings along. Knows its programs; must not know who asks.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const DEBIAN = '/usr/lib/postgresql';
/** Debian's account without rights, `nobody`: PostgreSQL refuses to run as root. */
export const NOBODY = 65534;
const READY_MS = 20_000;

/** The running cluster `{ url, version, stop }`, or why there is none. */
export async function systemPostgres() {
  const bin = postgresPrograms();
  if (bin === null) return `no ${DEBIAN}/*/bin/postgres`;
  const folder = mkdtempSync(join(tmpdir(), 'nhip-postgres-'));
  const account = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  if (account.uid !== undefined) chownSync(folder, account.uid, account.gid);
  const data = join(folder, 'data');
  const options = { ...account, cwd: folder, env: { PATH: process.env.PATH, LANG: 'C.UTF-8' } };
  const made = spawnSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'nhip', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8'],
    { ...options, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr || made.error?.message}`);
  const port = await freePort();
  const where = ['-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='];
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...where], { ...options, stdio: 'ignore' });
  const stop = async () => {
    if (server.exitCode === null && server.kill('SIGINT')) await once(server, 'exit');
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `postgres://nhip@127.0.0.1:${port}/postgres`;
  try {
    return { url, version: await answer(url, server), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Why there can be no cluster of the system's PostgreSQL here; null: there can. */
export function postgresMissing() {
  return postgresPrograms() === null ? `no ${DEBIAN}/*/bin/postgres` : null;
}

/** The folder of the newest version's programs, or null. */
export function postgresPrograms() {
  if (!existsSync(DEBIAN)) return null;
  const majors = readdirSync(DEBIAN).filter((name) => existsSync(join(DEBIAN, name, 'bin', 'postgres')));
  const newest = majors.sort((a, b) => Number(b) - Number(a))[0];
  return newest === undefined ? null : join(DEBIAN, newest, 'bin');
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  return port;
}

/** The server's own name, once it answers. */
async function answer(url, server) {
  const until = Date.now() + READY_MS;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      const { rows } = await client.query('show server_version');
      return `PostgreSQL ${rows[0].server_version}`;
    } catch (error) {
      if (server.exitCode !== null || Date.now() > until) throw error;
      await sleep(100);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
