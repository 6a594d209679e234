// Worker and desk as processes of their own, beside a running system.
import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { packageRoot } from '../../machine/compiled.js';
import { freePorts } from '../../machine/port.js';
import { env } from '../system/owner.js';
import { build, json, startSystem, type System } from './engineRun.js';

const LIMIT_MS = 180_000;
const BIN = join(packageRoot(), 'bin', 'nhip.js');
let system: System;
const parts: ChildProcess[] = [];

beforeAll(async () => {
  await build();
  system = await startSystem();
  await system.ready;
}, LIMIT_MS);

afterAll(async () => {
  // What a failed test left running would keep the test run from ending.
  for (const child of parts) if (child.exitCode === null) child.kill('SIGKILL');
  system.process.kill('SIGINT');
  await system.ended;
  rmSync(system.home, { recursive: true, force: true });
}, LIMIT_MS);

interface Part {
  /** Resolves once stdout or stderr shows the text. */
  says(text: string): Promise<void>;
  stop(name: NodeJS.Signals): Promise<number | null>;
}

function part(args: readonly string[], port: number): Part {
  const child = spawn(process.execPath, [BIN, ...args], {
    env: { ...env, NHIP_HOME: system.home, NHIP_PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  parts.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    says: async (text) => {
      while (!said.includes(text)) {
        if (child.exitCode !== null) throw new Error(said);
        await sleep(50);
      }
    },
    stop: (name) => {
      child.kill(name);
      return ended;
    },
  };
}

test(
  'a desk of its own answers for the same parts, and stops when told',
  async () => {
    const [port = 0] = await freePorts(1);
    const desk = part(['desk'], port);
    await desk.says(`http://127.0.0.1:${port}`);
    const health = await fetch(`http://127.0.0.1:${port}/healthz`);
    expect([health.status, await health.json()]).toEqual([
      200,
      { ok: true, parts: { engine: true, database: true, relay: true, worker: true } },
    ]);
    expect(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()).toMatch(
      /^nhip_notices_armed [1-9]/m,
    );
    expect(await desk.stop('SIGTERM')).toBe(0);
  },
  LIMIT_MS,
);

test(
  'a worker of its own runs beside the first and finishes in order; once both are silent the desk tells who is missing',
  async () => {
    const [port = 0] = await freePorts(1);
    const desk = part(['desk'], port);
    await desk.says('http');
    const worker = part(['worker', '--lang', 'en'], port);
    await worker.says('The worker runs');
    expect((await system.run('replan', 'mau-2026')).code).toBe(0);
    expect(await worker.stop('SIGINT')).toBe(0);
    system.process.kill('SIGSTOP');
    try {
      const health = await fetch(`http://127.0.0.1:${port}/healthz`);
      expect([health.status, await health.json()]).toEqual([
        503,
        { ok: false, parts: { engine: true, database: true, relay: true, worker: false } },
      ]);
      const doctor = await system.run('doctor', '--json');
      expect(doctor.code).toBe(3);
      const sick = json<readonly { part: string; ok: boolean }[]>(doctor).filter(({ ok }) => !ok);
      expect(sick.map(({ part: name }) => name)).toEqual(['worker']);
    } finally {
      system.process.kill('SIGCONT');
    }
    expect(await desk.stop('SIGINT')).toBe(0);
  },
  LIMIT_MS,
);
