// Keeps letters to a rate. Knows time; must not know letters.
import type { Clock } from './clock.js';

// A letter's way to the relay takes now more, now less: a little slower than allowed, no window of a minute holds one more.
const MARGIN = 1.015;

/** Each call resolves when one more may go: evenly, at most `perSecond` a second; null: at once. In the order of the calls. */
export function pacer(perSecond: number | null, clock: Clock): (signal?: AbortSignal) => Promise<void> {
  if (perSecond === null) return () => Promise.resolve();
  const intervalMs = (1_000 / perSecond) * MARGIN;
  let next = clock.monotonicMs();
  return async (signal) => {
    const now = clock.monotonicMs();
    const mine = Math.max(now, next);
    next = mine + intervalMs;
    if (mine > now) await clock.sleep(mine - now, signal);
  };
}
