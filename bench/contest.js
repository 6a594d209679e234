// One run of one peer: a fresh sink, emptied servers, scheduling, working, perhaps a blow, and what came of it. Knows the order
// of a run; must not know any peer.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AFTER_MS, arrived, struck } from './blows.js';
import { costOf } from './cost.js';
import { scoreOf } from './score.js';
import { openPostfix, openSink, openStage, scheduled, stopped, working } from './stage.js';

/** A worker must be ready this long before the first letter is due. */
const MARGIN_MS = 500;

/**
 * Runs `peer` once. `wanted`: { name, notices, everyMs, round, blow, via, ratePerMinute, coldS } as in `WORKLOADS`. Gives the run
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
  const stage = openStage(mkdtempSync(join(tmpdir(), 'nhip-bench-')));
  try {
    return await played(peer, wanted, servers, patience, stage);
  } finally {
    await stage.clear();
    rmSync(stage.folder, { recursive: true, force: true });
  }
}

async function played(peer, wanted, servers, patience, stage) {
  const sink = await openSink(stage, wanted.blow !== null);
  const port = wanted.via === 'postfix' ? await openPostfix(stage, sink.port) : sink.port;
  if (typeof port === 'string') throw new Error(port);
  const places = {};
  for (const need of peer.needs) {
    const server = await servers.of(need);
    Object.assign(places, await server.fresh(`bench_${wanted.name.toLowerCase()}`));
  }
  const leadMs = patience * 1000 * (peer.leadS?.(wanted.notices) ?? 3 + wanted.notices / 5_000);
  const began = Date.now();
  const run = {
    ...places,
    smtp: { host: '127.0.0.1', port },
    evidence: stage.folder,
    ratePerMinute: wanted.ratePerMinute ?? null,
    notices: wanted.notices,
    everyMs: wanted.everyMs,
    at: began + leadMs,
    first: true,
  };
  if (peer.schedule) await scheduled(wanted.name, run, stage);
  const scheduleS = (Date.now() - began) / 1000;
  const ready = await working(wanted.name, run, stage);
  if (Date.now() > run.at - MARGIN_MS) return null;
  const worker = wanted.coldS === undefined ? ready : await cold(ready, wanted, run, stage);
  const standby = wanted.blow?.standby ? await working(wanted.name, { ...run, first: false }, stage) : null;
  await sleep(run.at - 100 - Date.now());
  const before = await costs(peer, worker, servers);
  const end =
    wanted.blow === null
      ? await arrived(sink, run).then(() => sleep(AFTER_MS, {}))
      : await struck({ peer, wanted, run, worker, standby, sink, stage, servers });
  const after = await costs(peer, end.worker ?? worker, servers);
  const { copies, arrivals } = await sink.ask('report');
  await stopped(end.worker ?? worker);
  const dueOf = (n) => run.at + n * run.everyMs;
  const score = scoreOf({
    notices: wanted.notices,
    arrivals,
    copies,
    dueOf,
    ratePerMinute: run.ratePerMinute,
  });
  const afterwards =
    end.at === undefined
      ? spent(before, after, copies.length)
      : { lastAfterBlowS: ((arrivals.at(-1) ?? end.at) - end.at) / 1000 };
  return { ...score, ...afterwards, scheduleS };
}

/** Lets the worker that prepared the letters end, and starts another `coldS` before they are due. */
async function cold(ready, wanted, run, stage) {
  await stopped(ready);
  await sleep(Math.max(0, run.at - wanted.coldS * 1000 - Date.now()));
  return working(wanted.name, { ...run, first: false }, stage);
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
