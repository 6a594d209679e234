// Seconds, processes and folders measured from outside. Knows Linux' /proc; must not know what is measured.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs a command to its end; its stdout and how long it took in seconds. Throws when it fails. */
export function timed(command, args, options = {}) {
  const started = performance.now();
  const run = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 30, ...options });
  const seconds = (performance.now() - started) / 1000;
  if (run.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${run.stderr || run.error?.message}`);
  return { stdout: run.stdout, seconds };
}

/** Every process below `pid`, itself included: `{ pid, name, mb }`, resident memory in MB. */
export function processTree(pid) {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        const parent = /^PPid:\s+(\d+)/m.exec(statusOf(Number(name)) ?? '')?.[1];
        return parent === undefined ? [] : [[Number(name), Number(parent)]];
      }),
  );
  const tree = new Set([pid]);
  for (const member of tree) for (const [child, parent] of parents) if (parent === member) tree.add(child);
  return [...tree].flatMap((member) => {
    const kb = /^VmRSS:\s+(\d+)/m.exec(statusOf(member) ?? '')?.[1];
    return kb === undefined ? [] : [{ pid: member, name: nameOf(member), mb: Number(kb) / 1024 }];
  });
}

function statusOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    // Gone between listing and reading.
    return null;
  }
}

function nameOf(pid) {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    const script = words.find((word) => /\.m?js$/.test(word));
    return (script ?? words[0] ?? '').split('/').pop() ?? '';
  } catch {
    return '';
  }
}

/** Size of a folder on disk in MB. */
export function folderMb(folder) {
  let blocks = 0;
  const seen = [folder];
  for (const path of seen) {
    const stat = lstatSync(path);
    blocks += stat.blocks ?? 0;
    if (stat.isDirectory()) for (const name of readdirSync(path)) seen.push(join(path, name));
  }
  return (blocks * 512) / 2 ** 20;
}

/** Starts Nhịp in `home`, waits until `/healthz` is well, looks, and stops it again. */
export async function startedIn(home) {
  const port = await freePort();
  const began = performance.now();
  const child = spawn(process.execPath, ['bin/nhip.js', 'start'], {
    cwd: root,
    env: { ...process.env, NHIP_HOME: home, NHIP_PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => (said += chunk));
  const ended = once(child, 'exit');
  while (!(await isWell(port))) {
    if (child.exitCode !== null) throw new Error(`start ended: ${said}`);
    if (performance.now() - began > 120_000) throw new Error(`start is not ready: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const seconds = (performance.now() - began) / 1000;
  // What is still loading when it first answers belongs to its memory.
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  const processes = processTree(child.pid);
  const stopping = performance.now();
  child.kill('SIGINT');
  await ended;
  return { seconds, stopSeconds: (performance.now() - stopping) / 1000, processes };
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  return port;
}

async function isWell(port) {
  try {
    return (await fetch(`http://127.0.0.1:${port}/healthz`)).ok;
  } catch {
    return false;
  }
}
