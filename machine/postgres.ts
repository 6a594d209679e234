// Knows how the embedded PostgreSQL is made once, started and reached. Knows nothing of tables.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { MachineFailure } from './failure.js';
import { diskFull, sayingOf, systemCode } from './failure.js';
import type { Child, Guard } from './guard.js';
import type { ChildOrder } from './guardOrders.js';
import type { Home } from './home.js';
import { LOOPBACK } from './port.js';
import type { Account, Invocation } from './postgresAccount.js';
import { accountHere, giveTo, invocation, placeFor, programsFor } from './postgresAccount.js';
import type { PostgresBinaries } from './postgresBinaries.js';
import { findPostgres, libraryEnvironment, linkLibraries } from './postgresBinaries.js';
import { endStalePostmaster } from './postmaster.js';
import type { Say } from './progress.js';
import { startReady } from './ready.js';

/** `url` includes the password; `version` is that of the programs, "18.4"; `child` null: others run it. */
export type PostgresServer = {
  readonly child: Child | null;
  readonly url: string;
  readonly version: string;
};

export type PostgresOptions = {
  readonly home: Home;
  readonly log: string;
  readonly env: Readonly<Record<string, string>>;
  /** A rehearsal's database is thrown away: nothing is synced to disk. */
  readonly throwAway: boolean;
  readonly say: Say;
};

/** What is known once programs, account and folders are settled. */
type Site = {
  readonly account: Account;
  readonly binaries: PostgresBinaries;
  readonly data: string;
  readonly place: string;
  readonly env: Readonly<Record<string, string>>;
  readonly password: string;
};

const USER = 'nhip';
const DATABASE = 'nhip';
// Recovery after a crash replays what was written since the last checkpoint.
const READY_LIMIT_MS = 60_000;

/** Starts the database of this home, made on the first start, and waits until it takes a real connection. */
export async function startPostgres(
  guard: Guard,
  options: PostgresOptions,
): Promise<PostgresServer | MachineFailure> {
  const account = accountHere(options.env);
  const place = placeFor(account, options.home.postgres);
  try {
    const site = settle(options, account, place);
    if ('why' in site) return unreachable(place, site.why);
    // The place may lie outside the home, which the owner removes.
    if (options.throwAway) guard.removeAtEnd(place);
    if (!existsSync(site.data)) await make(site, options);
    await endStalePostmaster(site.data);
    return await start(guard, site, options);
  } catch (error) {
    const printed =
      typeof error === 'object' && error !== null && 'stderr' in error ? String(error.stderr) : '';
    return diskFull(place, error, printed) ?? unreachable(place, lastLine(printed) ?? sayingOf(error));
  }
}

function unreachable(address: string, why: string): MachineFailure {
  return { failed: { code: 'DatabaseUnreachable', facts: { address, why } } };
}

function lastLine(printed: string): string | null {
  return printed.split('\n').findLast((line) => /error|fatal/i.test(line)) ?? null;
}

function settle(
  { home, env }: PostgresOptions,
  account: Account,
  place: string,
): Site | { readonly why: string } {
  const data = join(place, 'data');
  // An empty database in a second place would look like a loss.
  const outOfReach = join(home.postgres, 'data');
  if (outOfReach !== data && existsSync(outOfReach))
    return { why: `${outOfReach} cannot be used without setpriv` };
  mkdirSync(place, { recursive: true, mode: 0o755 });
  const libraries = join(place, 'libraries');
  const written = majorOf(data);
  const candidates = findPostgres(env, libraries);
  // The files of one major version are read by that version alone.
  const found = candidates.find(({ major }) => written === null || major === written);
  if (found === undefined) return { why: missing(written, candidates) };
  const root = found.root === null ? null : programsFor(account, found.root, place);
  if (root !== null) linkLibraries(root, libraries);
  const binaries = root === null ? found : { ...found, root, bin: join(root, 'bin') };
  const childEnv = { ...env, ...libraryEnvironment(root, libraries) };
  return { account, binaries, data, place, env: childEnv, password: passwordIn(home.password) };
}

function missing(written: number | null, candidates: readonly PostgresBinaries[]): string {
  if (written === null) return 'no PostgreSQL 15+ on this machine; run npm ci, or set DATABASE_URL';
  const found = [...new Set(candidates.map(({ version }) => version))].join(', ');
  return `its files were written by PostgreSQL ${written}, found here: ${found === '' ? 'none' : found}`;
}

function majorOf(data: string): number | null {
  try {
    return Number.parseInt(readFileSync(join(data, 'PG_VERSION'), 'utf8'), 10);
  } catch {
    return null;
  }
}

// A password even on 127.0.0.1: others may have accounts on the machine.
function passwordIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    const password = randomBytes(24).toString('base64url');
    writeFileSync(file, `${password}\n`, { mode: 0o600, flush: true });
    return password;
  }
}

// Made beside its place and then renamed: a crash in the midst leaves no half-made database behind.
async function make(site: Site, options: PostgresOptions): Promise<void> {
  options.say({ step: 'makingDatabase' });
  const draft = join(site.place, 'draft');
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  const passwordFile = join(draft, 'password');
  writeFileSync(passwordFile, site.password, { mode: 0o600 });
  for (const path of [draft, passwordFile]) giveTo(site.account, path);
  const data = join(draft, 'data');
  await run(program(site, 'initdb', initArguments(site, data, passwordFile, options.throwAway)), site);
  renameSync(data, site.data);
  rmSync(draft, { recursive: true, force: true });
}

function initArguments(
  site: Site,
  data: string,
  passwordFile: string,
  throwAway: boolean,
): readonly string[] {
  // From 17 on PostgreSQL brings C.UTF-8 itself: the same order of text on every system, whatever its C library.
  const locale =
    site.binaries.major >= 17
      ? ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
      : ['--locale=C.UTF-8'];
  return [
    `--pgdata=${data}`,
    `--username=${USER}`,
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--no-instructions',
    ...locale,
    // 192 random bits need no stretching: it would cost every connection 10 ms.
    ...(site.binaries.major >= 16 ? ['--set=scram_iterations=1'] : []),
    ...(throwAway ? ['--no-sync'] : []),
  ];
}

function program(site: Site, name: string, args: readonly string[]): Invocation {
  return invocation(site.account, join(site.binaries.bin, name), args);
}

async function run(invoked: Invocation, site: Site): Promise<void> {
  const options = { env: site.env, cwd: '/', ...invoked.account };
  await promisify(execFile)(invoked.command, [...invoked.args], options);
}

async function start(
  guard: Guard,
  site: Site,
  options: PostgresOptions,
): Promise<PostgresServer | MachineFailure> {
  const urlTo = (port: number, database: string): string =>
    `postgres://${USER}:${site.password}@${LOOPBACK}:${port}/${database}`;
  const outcome = await startReady(guard, {
    ports: 1,
    order: ([port = 0]) => orderFor(site, port, options),
    probe: ([port = 0]) => makeDatabase(urlTo(port, 'postgres')),
    limitMs: READY_LIMIT_MS,
  });
  const [port = 0] = outcome.ports;
  if ('child' in outcome)
    return { child: outcome.child, url: urlTo(port, DATABASE), version: site.binaries.version };
  return diskFull(site.place, null, outcome.said) ?? unreachable(`${LOOPBACK}:${port}`, outcome.why);
}

function orderFor(site: Site, port: number, options: PostgresOptions): ChildOrder {
  const settings = [
    `listen_addresses=${LOOPBACK}`,
    'unix_socket_directories=',
    'timezone=UTC',
    'log_timezone=UTC',
    ...(options.throwAway ? ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'] : ['fsync=on']),
  ];
  return {
    name: 'postgres',
    ...program(site, 'postgres', [
      '-D',
      site.data,
      '-p',
      String(port),
      ...settings.flatMap((line) => ['-c', line]),
    ]),
    env: site.env,
    cwd: '/',
    log: options.log,
    // SIGINT is PostgreSQL's "fast" stop; SIGTERM would wait for every client to leave.
    stop: 'SIGINT',
  };
}

// Classes 57P03 (starting up) and 08 (connection), and whatever has no SQLSTATE, pass by waiting; the others do not.
const PASSING = /^(57P03|08...|[^0-9].*)$/;

async function makeDatabase(url: string): Promise<boolean> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  // The server may go down under an open connection; the child's end tells it better.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
    return true;
  } catch (error) {
    const code = systemCode(error);
    if (code === null || PASSING.test(code)) return false;
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}
