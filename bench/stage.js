// The processes of one run: the sink that counts, the one that schedules, those that work. Knows how they are started and
// spoken to; must not know the order of a run.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { children, message } from './children.js';

const HOST = fileURLToPath(new URL('host.js', import.meta.url));
const SINK = fileURLToPath(new URL('sink.js', import.meta.url));
const READY_MS = 240_000;
const STOP_MS = 2_000;

/** All that a run starts, to be ended with it. */
export function openStage(folder) {
  const started = [];
  const relays = [];
  return {
    folder,
    started,
    relays,
    clear: async () => {
      for (const child of started) await children.kill(child);
      for (const relay of relays) await relay.stop();
    },
  };
}

/**
 * Starts the sink: `{ port, ask }`. `evidence`: it writes a line for each letter before it answers, whoever sends; only where
 * something is killed.
 */
export async function openSink(stage, evidence) {
  const index = join(stage.folder, 'index.jsonl');
  writeFileSync(index, '');
  const env = { ...process.env, ...(evidence && { BENCH_SINK_INDEX: index }) };
  const child = children.fork(SINK, [], { env });
  stage.started.push(child);
  const { port } = await message(child, (said) => said.port !== undefined, READY_MS);
  const ask = (what) => {
    const key = what === 'count' ? 'distinct' : 'copies';
    const answer = message(child, (said) => key in said, READY_MS);
    child.send(what);
    return answer;
  };
  return { port, ask };
}

/** A real Postfix, its queue on disk, that passes on to the sink what it took: its port, or why there is none. */
export async function openPostfix(stage, sinkPort) {
  const { postfixMissing, startPostfix } = await import('../test/mailhost/postfix.js');
  const why = postfixMissing();
  if (why !== null) return why;
  // Postfix works under accounts of its own.
  chmodSync(stage.folder, 0o755);
  const folder = join(stage.folder, 'relay');
  mkdirSync(folder);
  const onward = `smtp:[127.0.0.1]:${sinkPort}`;
  const settings = { virtual_transport: onward, smtp_tls_security_level: 'none' };
  const relay = await startPostfix(folder, { settings });
  stage.relays.push(relay);
  return Number(new URL(relay.url).port);
}

function hosted(name, part, run, stage) {
  const options = { env: { ...process.env, TZ: 'UTC' }, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] };
  const child = children.fork(HOST, [name, part, JSON.stringify(run)], options);
  child.said = '';
  child.stderr.on('data', (chunk) => {
    child.said = (child.said + chunk).slice(-4_000);
  });
  stage.started.push(child);
  return child;
}

export async function scheduled(name, run, stage) {
  const child = hosted(name, 'schedule', run, stage);
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`schedule: ${lastWords(child) || `ended (${code})`}`);
}

/** A worker that is ready. */
export async function working(name, run, stage) {
  const child = hosted(name, 'work', run, stage);
  await message(child, (said) => said === 'ready', READY_MS).catch((error) => {
    throw new Error(`work: ${lastWords(child) || error.message}`);
  });
  return child;
}

/** The line of an error that says most. */
function lastWords(child) {
  const lines = child.said.split('\n').filter((line) => line.trim() !== '');
  return lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? '';
}

/** Asks a worker to stop; what does not in time is ended with the stage. */
export async function stopped(worker) {
  if (worker.exitCode !== null) return;
  worker.send('stop');
  await Promise.race([new Promise((resolve) => worker.once('exit', resolve)), sleep(STOP_MS)]);
}
