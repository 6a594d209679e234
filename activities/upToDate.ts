// What time it is when an activity of a dispatch begins. Knows that a request may wait for a worker, or be tried again, hours
// after it was recorded; must not know what is done with the time.
import { activityInfo } from '@temporalio/activity';
import { epochMs, type Instant, instantFromMs } from '../domain/localDate.js';

type Asked = { readonly instant: Instant; readonly now: Instant };

type Dispatching<A extends Asked, C, S, E> = {
  readonly sealInstant: (instant: Instant) => Promise<void>;
  readonly composeInstant: (asked: A) => Promise<C>;
  readonly sendInstant: (asked: A) => Promise<S>;
  readonly settleInstant: (asked: A) => Promise<E>;
};

/**
 * The same activities, with `now` moved on by the real ms since it was put down: a letter of 08:00 whose worker comes back at 14:00
 * is late, whatever the recorded request says.
 */
export function upToDate<A extends Asked, C, S, E>(
  base: Dispatching<A, C, S, E>,
  sinceAsked: (asked: Asked) => number = sinceScheduled,
): Dispatching<A, C, S, E> {
  const moved = (asked: A): A => ({
    ...asked,
    now: instantFromMs(epochMs(asked.now) + Math.max(0, sinceAsked(asked))),
  });
  return {
    sealInstant: (instant) => base.sealInstant(instant),
    composeInstant: (asked) => base.composeInstant(moved(asked)),
    sendInstant: (asked) => base.sendInstant(moved(asked)),
    settleInstant: (asked) => base.settleInstant(moved(asked)),
  };
}

/** On an engine that skips time its clock is ahead of ours: then nothing has passed that we could know of. */
function sinceScheduled(): number {
  return Date.now() - activityInfo().scheduledTimestampMs;
}
