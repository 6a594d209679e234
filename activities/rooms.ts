// How many letters of one domain may be under way, so that a slow or dead one keeps no other waiting (goals.md R12). Knows
// domains and time; must not know letters.
//
// While others wait, a domain has half of the lanes; a slow one, of which a letter has been under way for long, one lane.
import type { Clock } from '../mail/clock.js';

export type Rooms = {
  /** One letter more, or less, waits. */
  readonly waits: (domain: string, letters: 1 | -1) => void;
  readonly someWait: () => boolean;
  /** Whether one more letter of the domain may go. */
  readonly hasRoom: (domain: string) => boolean;
  readonly isSlow: (domain: string) => boolean;
  /** A letter is under way until the returned function is called. */
  readonly enter: (domain: string) => () => void;
  /** Resolves when a letter is no longer under way, or after a while. */
  readonly change: () => Promise<void>;
};

const SLOW_MS = 2_000;
const LOOK_AGAIN_MS = 1_000;

export function openRooms(lanes: number, clock: Clock): Rooms {
  const half = Math.max(1, Math.floor(lanes / 2));
  // Since when, by domain and letter.
  const underWay = new Map<string, Map<symbol, number>>();
  const waiting = new Map<string, number>();
  const waking: (() => void)[] = [];
  const count = (domain: string): number => underWay.get(domain)?.size ?? 0;
  const isSlow = (domain: string): boolean => {
    const before = clock.monotonicMs() - SLOW_MS;
    for (const since of underWay.get(domain)?.values() ?? []) if (since < before) return true;
    return false;
  };
  const share = (domain: string): number => (isSlow(domain) ? 1 : half);
  return {
    isSlow,
    waits: (domain, letters) => {
      const now = (waiting.get(domain) ?? 0) + letters;
      if (now > 0) waiting.set(domain, now);
      else waiting.delete(domain);
    },
    someWait: () => waiting.size > 0,
    hasRoom: (domain) => {
      if (count(domain) < share(domain)) return true;
      if (isSlow(domain)) return false;
      for (const other of waiting.keys()) if (other !== domain && count(other) < share(other)) return false;
      return true;
    },
    enter: (domain) => {
      const key = Symbol(domain);
      const mine = underWay.get(domain) ?? new Map<symbol, number>();
      underWay.set(domain, mine.set(key, clock.monotonicMs()));
      return () => {
        mine.delete(key);
        if (mine.size === 0 && underWay.get(domain) === mine) underWay.delete(domain);
        for (const wake of waking.splice(0)) wake();
      };
    },
    change: async () => {
      const end = new AbortController();
      await Promise.race([
        new Promise<void>((wake) => void waking.push(wake)),
        clock.sleep(LOOK_AGAIN_MS, end.signal),
      ]);
      end.abort('changed');
    },
  };
}
