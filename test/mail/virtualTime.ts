// A clock that jumps to the next moment somebody waits for, once nothing else is to be done.
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../mail/clock.js';

export type VirtualTime = Clock & {
  /** Plays until the work is done. */
  readonly play: <T>(work: Promise<T>) => Promise<T>;
};

type Sleeper = { readonly at: number; readonly wake: () => void };

export function virtualTime(): VirtualTime {
  let now = 0;
  let sleepers: Sleeper[] = [];
  return {
    monotonicMs: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const sleeper = { at: now + ms, wake: resolve };
        if (signal?.aborted === true) return resolve();
        signal?.addEventListener('abort', () => {
          sleepers = sleepers.filter((one) => one !== sleeper);
          resolve();
        });
        const place = sleepers.findIndex(({ at }) => at > sleeper.at);
        sleepers.splice(place < 0 ? sleepers.length : place, 0, sleeper);
      }),
    play: async (work) => {
      let done = false;
      const end = work.finally(() => {
        done = true;
      });
      end.catch(() => undefined);
      for (;;) {
        await setImmediate();
        if (done) return end;
        const next = sleepers.shift();
        if (next === undefined) throw new Error('everybody waits for nothing');
        now = next.at;
        next.wake();
      }
    },
  };
}
