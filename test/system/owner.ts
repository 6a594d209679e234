// Runs an owner of the embedded mode as a process of its own, to be killed, and looks for what it leaves behind.
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readlinkSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { compiledScript } from '../../machine/compiled.js';
import type { Embedded, EmbeddedOptions } from '../../machine/embedded.js';
import type { MachineFailure } from '../../machine/failure.js';
import { isFailure } from '../../machine/failure.js';
import type { ChildMark } from '../../machine/home.js';
import { homeAt, readRun } from '../../machine/home.js';
import { isRunning } from '../../machine/processMark.js';

/** The server binary is fetched once for all tests, into the same cache as in use. */
export const env = {
  ...process.env,
  NHIP_CACHE:
    process.env['NHIP_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'nhip'),
};

export function freshFolder(): string {
  return mkdtempSync(join(tmpdir(), 'nhip-test-'));
}

/** The value of a start that had to succeed. */
export function started<T>(outcome: T | MachineFailure): T {
  if (isFailure(outcome)) throw new Error(JSON.stringify(outcome.failed));
  return outcome;
}

// Prints each thing that happens as a line of JSON; on Ctrl-C it asks the database for an answer before it stops.
const OWNER = `
const { startEmbedded } = await import(process.argv[1]);
const print = (line) => process.stdout.write(JSON.stringify(line) + '\\n');
const owned = await startEmbedded({ ...JSON.parse(process.argv[2]), env: process.env, say: print });
if (owned.failed) { print(owned); process.exit(1); }
const finish = async () => {
  const { default: pg } = await import(process.argv[3]);
  const client = new pg.Client(owned.postgres.url);
  await client.connect();
  await client.query('select 1');
  await client.end();
  print({ answeredBeforeStop: true });
  await owned.stop();
  process.exit(0);
};
process.on('SIGINT', finish);
print({ ready: { postgres: owned.postgres, temporal: owned.temporal, smtp: owned.smtp } });
`;

export type Line = {
  readonly ready?: Pick<Embedded, 'postgres' | 'temporal' | 'smtp'>;
  readonly failed?: MachineFailure['failed'];
  readonly answeredBeforeStop?: boolean;
  readonly step?: string;
};

export type OwnerProcess = {
  readonly process: ChildProcess;
  readonly lines: readonly Line[];
  /** Resolves when the owner printed that all is ready; rejects when it ended without. */
  readonly ready: Promise<NonNullable<Line['ready']>>;
  readonly ended: Promise<number | null>;
};

/** Starts an owner; `launcher` is put before the command, to start it under another account. */
export function runOwner(
  options: Omit<EmbeddedOptions, 'env'>,
  launcher: readonly string[] = [],
  spawnOptions: SpawnOptions = {},
): OwnerProcess {
  const pg = import.meta.resolve('pg');
  const script = [
    '--input-type=module',
    '--eval',
    OWNER,
    compiledScript('embedded'),
    JSON.stringify(options),
    pg,
  ];
  const [command = '', ...args] = [...launcher, process.execPath, ...script];
  const owner = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'inherit'], ...spawnOptions });
  const ended = new Promise<number | null>((resolve) => owner.once('exit', resolve));
  const lines: Line[] = [];
  const ready = new Promise<NonNullable<Line['ready']>>((resolve, reject) => {
    void ended.then(() => reject(new Error(`the owner ended: ${JSON.stringify(lines)}`)));
    if (owner.stdout === null) return;
    createInterface(owner.stdout).on('line', (text) => {
      const line = JSON.parse(text) as Line;
      lines.push(line);
      if (line.ready !== undefined) resolve(line.ready);
    });
  });
  ready.catch(() => undefined);
  return { process: owner, lines, ready, ended };
}

/** The children noted in a home's run file; to be read while they run. */
export function childrenOf(folder: string): readonly ChildMark[] {
  return readRun(homeAt(folder))?.children ?? [];
}

/** Names of those that still run: noted ones, and any process that has its working folder in `folder`. */
export function leftRunning(children: readonly ChildMark[], folder: string): readonly string[] {
  return [...children.filter(isRunning).map(({ name }) => name), ...workingIn(folder)];
}

/** Waits until none is left or the limit is over, then says who is. */
export async function leftAfter(
  children: readonly ChildMark[],
  folder: string,
  limitMs: number,
): Promise<readonly string[]> {
  const limit = performance.now() + limitMs;
  while (leftRunning(children, folder).length > 0 && performance.now() < limit) await sleep(50);
  return leftRunning(children, folder);
}

// PostgreSQL's backends work in the data folder and are noted nowhere.
function workingIn(folder: string): readonly string[] {
  if (!existsSync('/proc/self/cwd')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
      } catch {
        return false;
      }
    });
}

/** Gives a folder to the account without rights; nothing to do where we have no right to give. */
export function giveAway(folder: string): void {
  if (process.getuid?.() === 0) chownSync(folder, 65_534, 65_534);
}
