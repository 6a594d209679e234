// Runs the command line as people do: `bin/nhip.js` as a process of its own, against a running system of its own. Knows
// processes; must not know what a command answers.
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../../machine/compiled.js';
import { freePorts } from '../../machine/port.js';
import { env, freshFolder } from '../system/owner.js';

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

type Variables = Readonly<Record<string, string>>;

const BIN = join(packageRoot(), 'bin', 'nhip.js');

/** One command to its end. What this machine has set must not lead it elsewhere. */
export function nhip(args: readonly string[], variables: Variables = {}): Promise<Ran> {
  const from = performance.now();
  const child = spawn(process.execPath, [BIN, ...args], {
    env: clean(variables),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const heard = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      heard[name] += text;
    });
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code, ...heard, ms: performance.now() - from }));
  });
}

function clean(variables: Variables): NodeJS.ProcessEnv {
  const given: NodeJS.ProcessEnv = { ...env };
  for (const name of ['TEMPORAL_ADDRESS', 'DATABASE_URL', 'SMTP_URL', 'NHIP_LANG']) delete given[name];
  return { ...given, ...variables };
}

export interface StartedJson {
  readonly ui: string;
  readonly desk: string;
  readonly mail: string;
  readonly agreements: readonly { readonly code: string; readonly status: string }[];
  readonly next: readonly { readonly at: string; readonly to: string; readonly subject: string }[];
}

export interface System {
  readonly home: string;
  readonly port: number;
  readonly process: ChildProcess;
  /** What `nhip start --json` printed once everything ran, and how long that took. */
  readonly ready: Promise<{ readonly started: StartedJson; readonly ms: number }>;
  readonly ended: Promise<number | null>;
  stderr(): string;
  /** A command that finds this system through its home. */
  run(...args: readonly string[]): Promise<Ran>;
}

/** `nhip start` in a process group of its own, as a terminal would have it. */
export async function startSystem(home = freshFolder(), variables: Variables = {}): Promise<System> {
  const [port = 0] = await freePorts(1);
  const from = performance.now();
  const child = spawn(process.execPath, [BIN, 'start', '--json'], {
    env: clean({ NHIP_HOME: home, NHIP_PORT: String(port), ...variables }),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const ready = new Promise<{ started: StartedJson; ms: number }>((resolve, reject) => {
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (more: string) => {
      text += more;
      if (text.endsWith('\n}\n'))
        resolve({ started: JSON.parse(text) as StartedJson, ms: performance.now() - from });
    });
    void ended.then((code) => reject(new Error(`nhip start ended with ${code}: ${said}`)));
  });
  ready.catch(() => undefined);
  return {
    home,
    port,
    process: child,
    ready,
    ended,
    stderr: () => said,
    run: (...args) => nhip(args, { NHIP_HOME: home }),
  };
}

/** The JSON a command printed. */
export function json<T>({ stdout, stderr, code }: Ran): T {
  if (stdout === '') throw new Error(`no JSON, exit ${code}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

/** Builds what changed, so that no measured command has to. */
export async function build(): Promise<void> {
  const { code, stderr } = await nhip(['workday', '2026-01-05']);
  if (code !== 0) throw new Error(stderr);
}
