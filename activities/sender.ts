// Who may send: the one owner of the sender's lock. Knows waiting, beats and fences; must not know letters, nor where the
// lock is.
//
// The beat tells a frozen owner, whose session still holds the lock: a standby that sees the same beat for LEASE_MS ends
// the sessions of that process. The frozen one, should it wake, fences itself: it writes no message when its last beat is
// older than FENCE_MS.
import type { Ledger, Seat } from '../database/ledger/ledger.js';
import { type Clock, every } from '../mail/clock.js';

export type Sender = {
  /** Random, new for every owner. */
  readonly epoch: string;
  /** Whether it is certain that nobody else sends now. */
  readonly holds: () => boolean;
  readonly release: () => Promise<void>;
};

export type Waiting = {
  readonly signal?: AbortSignal;
  /** Called about ten times a second while waiting, for heartbeats. */
  readonly onWait?: () => void;
  /** Asked about once a second while waiting: true ends the waiting, as others did the work. */
  readonly enough?: () => Promise<boolean>;
};

const POLL_MS = 100;
const BEAT_MS = 500;
const LEASE_MS = 2_000;
const FENCE_MS = 1_500;

/**
 * Waits until nobody else sends, and takes over: what a former owner left in `sending` is in doubt from then on. null when
 * `enough` said so or the signal came.
 */
export async function becomeSender(
  ledger: Pick<Ledger, 'seat'>,
  clock: Clock,
  waiting: Waiting = {},
): Promise<Sender | null> {
  const seat = await ledger.seat();
  try {
    if (await waited(seat, clock, waiting)) return await takenOver(seat, clock);
    await seat.leave();
    return null;
  } catch (error) {
    await seat.leave();
    throw error;
  }
}

type Seen = { readonly beat: string; readonly since: number };

const NOTHING_SEEN: Seen = { beat: '', since: Number.POSITIVE_INFINITY };

async function waited(seat: Seat, clock: Clock, { signal, onWait, enough }: Waiting): Promise<boolean> {
  let seen = NOTHING_SEEN;
  for (let poll = 1; signal?.aborted !== true; poll += 1) {
    const { taken, beat } = await seat.take();
    if (taken) return true;
    if (seen.beat !== beat) seen = { beat, since: clock.monotonicMs() };
    if (clock.monotonicMs() - seen.since > LEASE_MS) {
      await seat.endFrozen();
      seen = NOTHING_SEEN;
    }
    onWait?.();
    if (poll % 10 === 0 && (await enough?.()) === true) return false;
    await clock.sleep(POLL_MS, signal);
  }
  return false;
}

async function takenOver(seat: Seat, clock: Clock): Promise<Sender> {
  const epoch = await seat.takeOver();
  let lost = false;
  let lastBeat = clock.monotonicMs();
  const fail = (): void => {
    lost = true;
  };
  seat.onLost(fail);
  const stop = every(clock, BEAT_MS, () => {
    const asked = clock.monotonicMs();
    seat.beat(epoch).then((reigns) => {
      if (reigns) lastBeat = asked;
      else lost = true;
    }, fail);
  });
  return {
    epoch,
    holds: () => !lost && clock.monotonicMs() - lastBeat < FENCE_MS,
    release: async () => {
      stop();
      lost = true;
      await seat.leave();
    },
  };
}
