// Knows how the embedded mode is put together: lock, survivors, the three servers, the run file, and the way back. Knows
// nothing of worker, desk and terms.
import { mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Catcher } from './catcher.js';
import { startCatcher } from './catcher.js';
import type { Environment } from './childEnvironment.js';
import { childEnvironment } from './childEnvironment.js';
import type { MachineFailure } from './failure.js';
import { diskFull, isFailure } from './failure.js';
import { type Given, givenPostgres, givenTemporal } from './given.js';
import type { Child, Guard } from './guard.js';
import { openGuard } from './guard.js';
import type { Home, RunFile } from './home.js';
import { endSurvivors, homeAt, prepareHome, removeRun, writeRun } from './home.js';
import type { Lock } from './lock.js';
import { lockTaken, takeLock } from './lock.js';
import { portTaken } from './port.js';
import type { PostgresServer } from './postgres.js';
import { startPostgres } from './postgres.js';
import { ownMark } from './processMark.js';
import type { Part, Say } from './progress.js';
import type { TemporalServer } from './temporal.js';
import { NAMESPACE, REHEARSAL, startTemporal } from './temporal.js';
import { findTemporal } from './temporalBinary.js';

export type EmbeddedOptions = {
  /** The data folder (`NHIP_HOME`); ignored in a rehearsal, which has a throw-away one. */
  readonly home?: string;
  /** The owner's environment: PATH, HOME and NHIP_CACHE are read, the few variables a child needs are passed on. */
  readonly env: Environment;
  /** Temporal in memory with time skipping, a fresh folder that is removed at the end, nothing synced. */
  readonly rehearsal?: boolean;
  /** Whether Temporal's own web UI runs; default yes, in a rehearsal no. */
  readonly ui?: boolean;
  /** Servers that others run, in place of those started here. */
  readonly given?: Given;
  /** The port the desk will want: taken by another program, nothing is started. */
  readonly deskPort?: number;
  readonly say?: Say;
};

export type Embedded = {
  readonly home: Home;
  readonly temporal: { readonly address: string; readonly namespace: string; readonly ui: string | null };
  readonly postgres: { readonly url: string; readonly version: string };
  readonly smtp: { readonly url: string; readonly folder: string };
  /** Notes the desk's URL in the run file, once it listens. */
  readonly announceDesk: (url: string) => void;
  /** Calls back once for each child that ends although nobody asked it to. */
  readonly onExit: (listener: (part: Part) => void) => void;
  /** Ends everything in order; to be called when worker and desk have finished. Never rejects, and may be called twice. */
  readonly stop: () => Promise<void>;
};

type Owned = {
  readonly home: Home;
  readonly lock: Lock;
  readonly guard: Guard;
  readonly options: EmbeddedOptions;
};
type Parts = {
  readonly temporal: TemporalServer;
  readonly postgres: PostgresServer;
  readonly catcher: Catcher;
};

/**
 * Starts the embedded engine: what is left of a crashed owner is ended first, then the three servers start side by side.
 * Resolves when all of them answer, or with the first failure and nothing left running.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded | MachineFailure> {
  const taken = options.deskPort === undefined ? null : await portTaken(options.deskPort);
  // Started twice: that it runs already says more than that its own port is taken.
  if (taken !== null) return (options.rehearsal ? null : lockTaken(homeAt(options.home).lock)) ?? taken;
  const home = homeAt(
    options.rehearsal === true ? mkdtempSync(join(tmpdir(), 'nhip-rehearsal-')) : options.home,
  );
  try {
    prepareHome(home);
    const lock = await takeLock(home.lock);
    return isFailure(lock) ? lock : await startOwned(home, lock, options);
  } catch (error) {
    const full = diskFull(home.folder, error);
    if (full !== null) return full;
    throw error;
  }
}

async function startOwned(
  home: Home,
  lock: Lock,
  options: EmbeddedOptions,
): Promise<Embedded | MachineFailure> {
  let guard: Guard | null = null;
  try {
    for (const { name, pid } of await endSurvivors(home)) options.say?.({ step: 'survivorEnded', name, pid });
    guard = await openGuard();
    if (options.rehearsal === true) guard.removeAtEnd(home.folder);
    const owned = { home, lock, guard, options };
    const run = openRun(owned);
    const parts = await startParts(owned, run.note);
    if (!isFailure(parts)) return compose(owned, parts, run);
    await letGo(owned);
    return parts;
  } catch (error) {
    await guard?.close();
    lock.release();
    throw error;
  }
}

type Run = { readonly note: (child: Child) => void; readonly set: (addresses: Partial<RunFile>) => void };

// Each child is noted as soon as it runs, so that a crash in the midst of a start leaves nobody unknown.
function openRun({ home, guard }: Owned): Run {
  const none = { temporal: null, postgres: null, smtp: null, desk: null, ui: null };
  const children = [{ name: 'guard', ...guard.mark }];
  let run: RunFile = { ...ownMark(), startedAt: new Date().toISOString(), ...none, children };
  const set = (change: Partial<RunFile>): void => {
    run = { ...run, ...change };
    writeRun(home, run);
  };
  set({});
  return { set, note: ({ name, mark }) => set({ children: [...run.children, { name, ...mark }] }) };
}

async function startParts(owned: Owned, note: (child: Child) => void): Promise<Parts | MachineFailure> {
  const { home, options } = owned;
  const env = childEnvironment(options.env);
  const throwAway = options.rehearsal === true;
  const say: Say = options.say ?? (() => undefined);
  const guard: Guard = {
    ...owned.guard,
    start: async (order) => noted(await owned.guard.start(order), note),
  };
  const [temporal, postgres, catcher] = await Promise.all([
    timed('temporal', say, () => startServer({ ...owned, guard }, env, say)),
    timed('postgres', say, () =>
      options.given?.databaseUrl === undefined
        ? startPostgres(guard, { home, log: logFor(home, 'postgres'), env, throwAway, say })
        : givenPostgres(options.given.databaseUrl),
    ),
    timed('catcher', say, () =>
      startCatcher(guard, { folder: home.mail, log: logFor(home, 'catcher'), env, throwAway }),
    ),
  ]);
  // All three have come to an end of their start here, so whoever ends them now ends them all.
  if (isFailure(temporal)) return temporal;
  if (isFailure(postgres)) return postgres;
  return isFailure(catcher) ? catcher : { temporal, postgres, catcher };
}

function noted<T extends Child | { readonly why: string }>(started: T, note: (child: Child) => void): T {
  if ('mark' in started) note(started);
  return started;
}

async function timed<T>(part: Part, say: Say, start: () => Promise<T>): Promise<T> {
  const from = performance.now();
  const started = await start();
  if (!isFailure(started)) say({ step: 'ready', part, ms: Math.round(performance.now() - from) });
  return started;
}

async function startServer(
  { home, guard, options }: Owned,
  env: Readonly<Record<string, string>>,
  say: Say,
): Promise<TemporalServer | MachineFailure> {
  if (options.given?.temporal !== undefined) return givenTemporal(options.given.temporal.address);
  const binary = await findTemporal(home, options.env, say);
  if (isFailure(binary)) return binary;
  const rehearsal = options.rehearsal === true;
  return startTemporal(guard, {
    binary: binary.path,
    file: rehearsal ? null : home.temporal,
    ui: options.ui ?? !rehearsal,
    log: logFor(home, 'temporal'),
    env,
    extra: rehearsal ? REHEARSAL : [],
  });
}

const LOG_LIMIT = 5 * 1024 * 1024;

// One older file is kept: enough to see what went before a crash, without growing for ever.
function logFor(home: Home, name: string): string {
  const file = join(home.log, `${name}.log`);
  mkdirSync(home.log, { recursive: true });
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT) renameSync(file, `${file}.old`);
  return file;
}

function compose(owned: Owned, parts: Parts, run: Run): Embedded {
  const { temporal, postgres, catcher } = parts;
  const ui = temporal.ui;
  run.set({ temporal: temporal.address, postgres: postgres.url, smtp: catcher.url, ui });
  let stopping: Promise<void> | null = null;
  const onExit = (listener: (part: Part) => void): void => {
    for (const [part, { child }] of Object.entries(parts) as readonly [
      Part,
      { readonly child: Child | null },
    ][]) {
      void child?.ended.then(() => {
        if (stopping === null) listener(part);
      });
    }
  };
  return {
    home: owned.home,
    temporal: {
      address: temporal.address,
      namespace: owned.options.given?.temporal?.namespace ?? NAMESPACE,
      ui,
    },
    postgres: { url: postgres.url, version: postgres.version },
    smtp: { url: catcher.url, folder: catcher.folder },
    announceDesk: (desk) => run.set({ desk }),
    onExit,
    stop: () => (stopping ??= stopAll(owned, parts)),
  };
}

const STOP_LIMIT_MS = 10_000;

// The engine first: while it runs it may still hand work to someone who writes to the database.
async function stopAll(owned: Owned, { temporal, catcher, postgres }: Parts): Promise<void> {
  await Promise.all([temporal.child?.stop(STOP_LIMIT_MS), catcher.child.stop(STOP_LIMIT_MS)]);
  await postgres.child?.stop(STOP_LIMIT_MS);
  await letGo(owned);
}

// The run file goes before the lock: the next owner must not find the one and not the other.
async function letGo({ home, guard, lock, options }: Owned): Promise<void> {
  await guard.close();
  removeRun(home);
  lock.release();
  if (options.rehearsal === true) rmSync(home.folder, { recursive: true, force: true });
}
