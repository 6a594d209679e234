// Keeps letters to a rate. Knows time; must not know letters.
import { PACE_MARGIN } from '../domain/sendForecast.js';
import type { Clock } from './clock.js';

/** Each call resolves when one more may go: evenly, at most `perSecond` a second; null: at once. In the order of the calls. */
export function pacer(perSecond: number | null, clock: Clock): (signal?: AbortSignal) => Promise<void> {
  if (perSecond === null) return () => Promise.resolve();
  const intervalMs = (1_000 / perSecond) * PACE_MARGIN;
  let next = clock.monotonicMs();
  return async (signal) => {
    const now = clock.monotonicMs();
    const mine = Math.max(now, next);
    next = mine + intervalMs;
    if (mine > now) await clock.sleep(mine - now, signal);
  };
}
