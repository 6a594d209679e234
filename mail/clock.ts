// Real, elapsing time as an argument: a simulation plays it faster than it passes. Knows waiting; must not know dates: what
// day it is comes from the workflow.
import { setTimeout as wait } from 'node:timers/promises';
import { epochMs, type Instant, instantFromMs } from '../domain/localDate.js';

export type Clock = {
  /** Resolves after `ms`, or as soon as the signal comes; never rejects. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Milliseconds since some moment; never goes back. */
  readonly monotonicMs: () => number;
};

export const realClock: Clock = {
  sleep: (ms, signal) => wait(ms, undefined, signal && { signal }).catch(() => undefined),
  monotonicMs: () => performance.now(),
};

/** Calls `fn` every `ms` until the returned function is called. */
export function every(clock: Clock, ms: number, fn: () => void): () => void {
  const stop = new AbortController();
  void (async () => {
    for (;;) {
      await clock.sleep(ms, stop.signal);
      if (stop.signal.aborted) return;
      fn();
    }
  })();
  // A reason of our own: making the usual one costs a stack trace each time.
  return () => stop.abort('stopped');
}

/** Business time from `instant` on, as it passes by the clock: work that lasts learns what has become due, or late. */
export function passing(clock: Clock, instant: Instant): () => Instant {
  const [start, from] = [clock.monotonicMs(), epochMs(instant)];
  return () => instantFromMs(from + clock.monotonicMs() - start);
}
