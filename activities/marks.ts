// Gathers what came of letters for a few milliseconds and marks it in one go: fewer commits, and few letters accepted but
// unmarked when the process dies. Knows timing; must not know states.
import type { Claimed, Ledger } from '../database/ledger/ledger.js';
import type { Instant } from '../domain/localDate.js';
import type { Clock } from '../mail/clock.js';
import { markOf, type Result } from './afterAttempt.js';

export type Attempted = { readonly letter: Claimed; readonly result: Result };

export type Marks = {
  readonly add: (attempted: Attempted) => void;
  /** Resolves when all that was added is marked; rejects when that failed. */
  readonly flushed: () => Promise<void>;
};

export type Marking = {
  readonly ledger: Pick<Ledger, 'mark'>;
  readonly clock: Clock;
  readonly epoch: string;
  readonly now: () => Instant;
  /** Told of each batch what was still this sender's. */
  readonly onMarked: (attempted: readonly Attempted[]) => void;
};

// goals.md §3.5: 5 ms leave about 16 letters accepted but unmarked, at full speed.
const GATHER_MS = 5;

export function openMarks({ ledger, clock, epoch, now, onMarked }: Marking): Marks {
  let waiting: Attempted[] = [];
  let writing: Promise<void> | null = null;

  async function write(): Promise<void> {
    await clock.sleep(GATHER_MS);
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      const marks = batch.map(({ letter, result }) => markOf(letter, result));
      const ids = new Set(await ledger.mark(epoch, now(), marks));
      onMarked(batch.filter(({ letter }) => ids.has(letter.id)));
    }
  }

  return {
    add: (added) => {
      waiting.push(added);
      if (writing !== null) return;
      const run = write().then(() => {
        writing = null;
      });
      // The failure is thrown by `flushed`; until then it must not count as unhandled.
      run.catch(() => undefined);
      writing = run;
    },
    flushed: async () => {
      await writing;
    },
  };
}
