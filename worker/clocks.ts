// Reads the clocks that the storm guard compares. Knows where each is read; judges nothing.
import { activityInfo } from '@temporalio/activity';
import { instantFromMs } from '../domain/localDate.js';
import { type Clocks, DRIFT_MINUTES } from '../domain/stormGuard.js';
import type { Database } from '../database/connect.js';
import { databaseNow } from '../database/databaseClock.js';

/** To be called within an activity: what the engine has put down as past is when it scheduled it. */
export function clockReader(db: Database): () => Promise<Clocks> {
  let start = { wall: Date.now(), monotonic: performance.now() };
  return async () => {
    const asked = Date.now();
    const database = await databaseNow(db);
    const wall = Date.now();
    const monotonic = performance.now();
    const driftSeconds = (wall - start.wall - (monotonic - start.monotonic)) / 1_000;
    // Each jump counts once: what is due when it is seen is held, and from then on the new time is the time.
    if (Math.abs(driftSeconds) > DRIFT_MINUTES * 60) start = { wall, monotonic };
    return {
      worker: instantFromMs((asked + wall) / 2),
      database,
      engineAtLeast: instantFromMs(activityInfo().currentAttemptScheduledTimestampMs),
      driftSeconds,
    };
  };
}
