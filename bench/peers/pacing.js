// When each letter of a run is due. Knows instants; must not know queues.

/** The instant of letter `n`, ms since 1970. */
export function dueOf({ at, everyMs }, n) {
  return at + n * everyMs;
}

/** Calls `act(n)` for each letter when it is due; all at once where all are due at once. */
export function eachWhenDue({ notices, at, everyMs }, act) {
  const numbers = Array.from({ length: notices }, (_, n) => n);
  const timers =
    everyMs === 0
      ? [setTimeout(() => numbers.forEach(act), at - Date.now())]
      : numbers.map((n) => setTimeout(() => act(n), dueOf({ at, everyMs }, n) - Date.now()));
  return () => timers.forEach(clearTimeout);
}

/** Runs `count` lanes of `step` until `stop()`; a step that found nothing (false) waits `idleMs`. */
export function lanes(count, step, idleMs) {
  let stopping = false;
  const lane = async () => {
    while (!stopping) {
      if (!(await step())) await new Promise((resolve) => setTimeout(resolve, idleMs));
    }
  };
  const all = Promise.all(Array.from({ length: count }, lane));
  return async () => {
    stopping = true;
    await all;
  };
}
