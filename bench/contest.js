// One run of one peer: a fresh sink, emptied servers, scheduling, working, perhaps a kill, and what came of it. Knows the order
// of a run; must not know any peer.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { children, message } from './children.js';
import { costOf } from './cost.js';
import { scoreOf } from './score.js';

const HOST = fileURLToPath(new URL('host.js', import.meta.url));
const SINK = fileURLToPath(new URL('sink.js', import.meta.url));
const READY_MS = 240_000;
/** A worker must be ready this long before the first letter is due. */
const MARGIN_MS = 500;
/** A peer from which nothing comes for so long has stopped. */
const SILENCE_MS = 60_000;
/** Copies may still come after the last letter. */
const AFTER_MS = 500;
/** After a kill, and where a peer's own locks do not ask for more. */
const REPEATS_WITHIN_S = 15;

/**
 * Runs `peer` once. `wanted`: { name, notices, everyMs, round, kill }; `kill`: null or { share, standby, cutS }. Gives the run
 * with its figures, or with `why` it has none; never throws for what a peer does.
 */
export async function contest(peer, wanted, servers) {
  const run = { peer: wanted.name, notices: wanted.notices, round: wanted.round };
  const lacking = await missing(peer, servers);
  if (lacking !== null) return { ...run, why: `skipped: ${lacking}` };
  // Scheduling takes as long as it takes: where it came too late, once more with twice the time.
  for (const patience of [1, 3]) {
    try {
      const figures = await once(peer, wanted, servers, patience);
      if (figures !== null) return { ...run, figures };
    } catch (error) {
      return { ...run, why: `failed: ${error.message.split('\n')[0]}` };
    }
  }
  return { ...run, why: 'failed: not ready when the letters were due' };
}

async function missing(peer, servers) {
  for (const need of peer.needs) {
    const server = await servers.of(need);
    if (typeof server === 'string') return server;
  }
  return peer.missing?.() ?? null;
}

async function once(peer, wanted, servers, patience) {
  const folder = mkdtempSync(join(tmpdir(), 'nhip-bench-'));
  const stage = { children: [] };
  try {
    return await played(peer, wanted, servers, patience, folder, stage);
  } finally {
    for (const child of stage.children) await children.kill(child);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function played(peer, wanted, servers, patience, folder, stage) {
  const sink = await openSink(folder, stage, wanted.kill !== null);
  const places = {};
  for (const need of peer.needs) {
    const server = await servers.of(need);
    Object.assign(places, await server.fresh(`bench_${wanted.name.toLowerCase()}`));
  }
  const leadMs = patience * 1000 * (peer.leadS?.(wanted.notices) ?? 3 + wanted.notices / 5_000);
  const began = Date.now();
  const run = {
    ...places,
    smtp: { host: '127.0.0.1', port: sink.port },
    evidence: folder,
    notices: wanted.notices,
    everyMs: wanted.everyMs,
    at: began + leadMs,
    first: true,
  };
  if (peer.schedule) await scheduled(wanted.name, run, stage);
  const scheduleS = (Date.now() - began) / 1000;
  const worker = await working(wanted.name, run, stage);
  if (Date.now() > run.at - MARGIN_MS) return null;
  const standby = wanted.kill?.standby ? await working(wanted.name, { ...run, first: false }, stage) : null;
  await sleep(run.at - 100 - Date.now());
  const before = await costs(peer, worker, servers);
  const end =
    wanted.kill === null
      ? await arrived(sink, run).then(() => sleep(AFTER_MS, {}))
      : await killed({ peer, wanted, run, worker, standby, sink, stage });
  const after = await costs(peer, end.worker ?? worker, servers);
  const { copies, arrivals } = await sink.ask('report');
  const dueOf = (n) => run.at + n * run.everyMs;
  const score = scoreOf({ notices: wanted.notices, arrivals, copies, dueOf });
  await stopped(end.worker ?? worker);
  if (end.killedAt !== undefined) return { ...score, ...afterKill(arrivals, end.killedAt), scheduleS };
  return { ...score, ...spent(before, after, copies.length), scheduleS };
}

async function openSink(folder, stage, evidence) {
  const index = join(folder, 'index.jsonl');
  writeFileSync(index, '');
  const env = { ...process.env, ...(evidence && { BENCH_SINK_INDEX: index }) };
  const child = children.fork(SINK, [], { env });
  stage.children.push(child);
  const { port } = await message(child, (said) => said.port !== undefined, READY_MS);
  const ask = (what) => {
    const answer = message(
      child,
      (said) => (what === 'count' ? 'distinct' in said : 'copies' in said),
      READY_MS,
    );
    child.send(what);
    return answer;
  };
  return { port, ask };
}

function hosted(name, part, run, stage) {
  const options = { env: { ...process.env, TZ: 'UTC' }, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] };
  const child = children.fork(HOST, [name, part, JSON.stringify(run)], options);
  child.said = '';
  child.stderr.on('data', (chunk) => {
    child.said = (child.said + chunk).slice(-4_000);
  });
  stage.children.push(child);
  return child;
}

async function scheduled(name, run, stage) {
  const child = hosted(name, 'schedule', run, stage);
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`schedule: ${lastWords(child) || `ended (${code})`}`);
}

async function working(name, run, stage) {
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

/** Waits until every letter came, `enough` says so, or none came for long. */
async function arrived(sink, run, { enough = () => false, silenceMs = SILENCE_MS } = {}) {
  let known = { received: -1, at: Date.now() };
  for (;;) {
    const { distinct, received } = await sink.ask('count');
    const now = Date.now();
    if (distinct >= run.notices || enough(distinct)) return;
    if (received !== known.received) known = { received, at: now };
    else if (now > Math.max(known.at, run.at + run.notices * run.everyMs) + silenceMs) return;
    await sleep(100);
  }
}

/** Kills the worker in the midst of the letters; when, and who works afterwards. */
async function killed({ peer, wanted, run, worker, standby, sink, stage }) {
  const { share, cutS } = wanted.kill;
  await arrived(sink, run, { enough: (distinct) => distinct >= run.notices * share });
  const killedAt = Date.now();
  await children.kill(worker);
  const next =
    standby ?? (await sleep(1_000).then(() => working(wanted.name, { ...run, first: false }, stage)));
  await arrived(sink, run, { enough: () => Date.now() > killedAt + cutS * 1000, silenceMs: Infinity });
  // Some give a letter to a second worker only when a lock or lease ends.
  const repeatsWithinS = Math.min(cutS, peer.repeatsWithinS ?? REPEATS_WITHIN_S);
  await sleep(Math.max(AFTER_MS, killedAt + repeatsWithinS * 1000 - Date.now()));
  return { killedAt, worker: next };
}

function afterKill(arrivals, killedAt) {
  return { lastAfterKillS: ((arrivals.at(-1) ?? killedAt) - killedAt) / 1000 };
}

async function costs(peer, worker, servers) {
  const below = [];
  for (const need of peer.needs) below.push(costOf((await servers.of(need)).pid));
  const sum = (name) => below.reduce((total, one) => total + one[name], 0);
  return { worker: costOf(worker.pid), servers: { seconds: sum('seconds'), peakMb: sum('peakMb') } };
}

/** Milliseconds of processor a letter, from the instant on; resident memory in MB at its highest. */
function spent(before, after, letters) {
  const each = (part) => ((after[part].seconds - before[part].seconds) * 1000) / letters;
  return {
    workerMs: each('worker'),
    serverMs: each('servers'),
    workerBeforeS: before.worker.seconds,
    workerMb: after.worker.peakMb,
  };
}

async function stopped(worker) {
  if (worker.exitCode !== null) return;
  worker.send('stop');
  await Promise.race([new Promise((resolve) => worker.once('exit', resolve)), sleep(2_000)]);
}
