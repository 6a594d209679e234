// Knows where everything lies in a data folder, and the run file by which other processes find the embedded engine.
// Knows nothing of how the parts are started.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ProcessMark } from './processMark.js';
import { endAll, isRunning } from './processMark.js';

export type Home = {
  readonly folder: string;
  readonly lock: string;
  readonly run: string;
  readonly temporal: string;
  readonly postgres: string;
  readonly password: string;
  readonly mail: string;
  readonly log: string;
  readonly cache: string;
};

/** The parts of a data folder (`NHIP_HOME`; default `.nhip` below the working folder), as absolute paths. */
export function homeAt(folder = '.nhip'): Home {
  const root = resolve(folder);
  const at = (name: string): string => join(root, name);
  return {
    folder: root,
    lock: at('lock'),
    run: at('run.json'),
    temporal: at('temporal.db'),
    postgres: at('postgres'),
    password: at('postgres.password'),
    mail: at('mail'),
    log: at('log'),
    cache: at('cache'),
  };
}

/**
 * Makes the folder and those of its parts that are folders of our own, closed to other accounts: letters and workflows name
 * people. Throws what the file system throws.
 */
export function prepareHome(home: Home): void {
  for (const folder of [home.folder, home.mail, home.log])
    mkdirSync(folder, { recursive: true, mode: 0o700 });
}

export type ChildMark = ProcessMark & { readonly name: string };

/**
 * What `run.json` holds, while an owner runs. Addresses are null until the part answers: `temporal` is `host:port`, the
 * others are URLs (`postgres` with its password: hence mode 600). `start` and the children tell processes from later ones
 * with the same pid.
 */
export type RunFile = {
  readonly pid: number;
  readonly start: string;
  readonly startedAt: string;
  readonly temporal: string | null;
  readonly postgres: string | null;
  readonly smtp: string | null;
  readonly desk: string | null;
  readonly ui: string | null;
  readonly children: readonly ChildMark[];
};

/** Replaces the run file in one step, so that a reader never sees half of it. */
export function writeRun(home: Home, run: RunFile): void {
  const draft = `${home.run}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(run, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, home.run);
}

/** The run file as last written, also after a crash; null when there is none. */
export function readRun(home: Home): RunFile | null {
  try {
    return JSON.parse(readFileSync(home.run, 'utf8')) as RunFile;
  } catch {
    return null;
  }
}

/** The addresses of the embedded engine that runs in this folder now; null when none does. */
export function runningIn(home: Home): RunFile | null {
  const run = readRun(home);
  return run !== null && isRunning(run) ? run : null;
}

export function removeRun(home: Home): void {
  rmSync(home.run, { force: true });
}

// The guard of a killed owner may be at its work still: it is given the time its own limit takes (guardMain.ts).
const GUARD_LIMIT_MS = 3_000;
const SURVIVOR_LIMIT_MS = 5_000;

/**
 * Ends what a crashed owner left running. To be called by the owner of the lock only, before it starts anything: two servers
 * on one SQLite file start without complaint. Returns the processes that had to be ended here.
 */
export async function endSurvivors(home: Home): Promise<readonly ChildMark[]> {
  const children = (readRun(home)?.children ?? []).filter(isRunning);
  const guards = children.filter((child) => child.name === 'guard');
  // SIGTERM to a guard ends its children; only what a guard does not end is ended by hand.
  await endAll(guards, 'SIGTERM', GUARD_LIMIT_MS);
  const rest = children.filter((child) => child.name !== 'guard' && isRunning(child));
  await endAll(
    rest.filter((child) => child.name === 'postgres'),
    'SIGINT',
    SURVIVOR_LIMIT_MS,
  );
  await endAll(rest, 'SIGTERM', SURVIVOR_LIMIT_MS);
  removeRun(home);
  return children;
}
