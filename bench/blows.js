// What befalls a run in the midst of its letters: its worker or a server is killed. Knows when and how; must not know any peer.
import { setTimeout as sleep } from 'node:timers/promises';
import { children } from './children.js';
import { working } from './stage.js';

/** A peer from which nothing comes for so long has stopped. */
const SILENCE_MS = 60_000;
/** Copies may still come after the last letter. */
export const AFTER_MS = 500;
/** After a blow, and where a peer's own locks do not ask for more. */
const REPEATS_WITHIN_S = 15;
/** Until somebody starts again what died. */
const RESTART_MS = 1_000;

/** Waits until every letter came, `enough` says so, or none came for long. */
export async function arrived(sink, run, { enough = () => false, silenceMs = SILENCE_MS } = {}) {
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

/**
 * Waits for `share` of the letters, strikes, and waits for the others up to `cutS` seconds. `kind`: `worker`, or the server that is
 * killed. When it struck, and who works afterwards.
 */
export async function struck({ peer, wanted, run, worker, standby, sink, stage, servers }) {
  const { kind, share, cutS } = wanted.blow;
  await arrived(sink, run, { enough: (distinct) => distinct >= run.notices * share });
  const at = Date.now();
  const another = () => working(wanted.name, { ...run, first: false }, stage);
  const next = { worker: standby ?? worker };
  if (kind === 'worker') {
    await children.kill(worker);
    if (standby === null) next.worker = await sleep(RESTART_MS).then(another);
  } else {
    const server = await servers.of(kind);
    await server.crash(RESTART_MS);
    // Who dies of it is started again, as by any supervisor.
    if (worker.exitCode !== null) next.worker = await another();
  }
  await arrived(sink, run, { enough: () => Date.now() > at + cutS * 1000, silenceMs: Infinity });
  // Some give a letter to a second worker only when a lock or lease ends.
  const repeatsWithinS = Math.min(cutS, peer.repeatsWithinS ?? REPEATS_WITHIN_S);
  await sleep(Math.max(AFTER_MS, at + repeatsWithinS * 1000 - Date.now()));
  return { at, worker: next.worker };
}
