// The business clock inside a workflow. Knows the engine's clock and the offset; must not know zones or calendars.
import { epochMs, type Instant, instantFromMs } from '../domain/localDate.js';
import type { BusinessClock } from './contract.js';

/** Now in business time. `Date.now()` is the recorded time of the workflow task. */
export function businessNow(clock: BusinessClock): Instant {
  return instantFromMs(Date.now() - clock.offsetMs);
}

/** The engine's clock at a business instant, ms. */
export function engineMs(clock: BusinessClock, instant: Instant): number {
  return epochMs(instant) + clock.offsetMs;
}

/** Timers of no length are not timers: a wait that is due asks for the shortest one. */
export function msUntil(clock: BusinessClock, instant: Instant): number {
  return Math.max(1, engineMs(clock, instant) - Date.now());
}
