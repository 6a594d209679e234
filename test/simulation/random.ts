// Numbers that follow from a seed alone. Knows arithmetic.

export type Random = {
  /** 0 ≤ x < 1. */
  readonly next: () => number;
  /** from ≤ n ≤ to. */
  readonly whole: (from: number, to: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly one: <T>(of: readonly [T, ...T[]]) => T;
};

/** Mulberry32: small, fast, and good enough to choose faults. */
export function random(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const whole = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    whole,
    chance: (probability) => next() < probability,
    one: (of) => of[whole(0, of.length - 1)] ?? of[0],
  };
}
