// Gathers what came of letters for a few milliseconds and marks it in one go: fewer commits, and few letters accepted but
// unmarked when the process dies. Knows timing; must not know states.
import type { Instant } from '../../domain/localDate.js';
import type { Database } from '../connect.js';
import { mark, type Mark } from './claims.js';

export type Marks = {
  readonly add: (mark: Mark) => void;
  /** Resolves when all that was added is marked; rejects when that failed. */
  readonly flushed: () => Promise<void>;
};

// goals.md §3.5: 5 ms leave about 16 letters accepted but unmarked, at full speed.
const GATHER_MS = 5;

/** `onMarked` is told each batch that was still this sender's. */
export function openMarks(
  db: Database,
  epoch: string,
  { now, onMarked }: { readonly now: Instant; readonly onMarked: (marks: readonly Mark[]) => void },
): Marks {
  let waiting: Mark[] = [];
  let writing: Promise<void> | null = null;

  async function write(): Promise<void> {
    await new Promise((gathered) => setTimeout(gathered, GATHER_MS));
    while (waiting.length > 0) {
      const marks = waiting;
      waiting = [];
      const ids = new Set(await mark(db, epoch, { now, marks }));
      onMarked(marks.filter(({ letter }) => ids.has(letter.id)));
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
