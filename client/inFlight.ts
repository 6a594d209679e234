// How much is under way at once. Knows counting alone; must not know what is under way.

export type InFlight = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/** At most `most` pieces of work of one key at a time; the others wait for their turn in the order they came. */
export function inFlight(most: number): InFlight {
  const running = new Map<string, number>();
  const waiting = new Map<string, (() => void)[]>();
  const leave = (key: string): void => {
    const next = waiting.get(key)?.shift();
    if (next) return next();
    const left = (running.get(key) ?? 1) - 1;
    if (left > 0) running.set(key, left);
    else {
      running.delete(key);
      waiting.delete(key);
    }
  };
  const enter = async (key: string): Promise<void> => {
    const busy = running.get(key) ?? 0;
    if (busy < most) {
      running.set(key, busy + 1);
      return;
    }
    const queue = waiting.get(key) ?? [];
    waiting.set(key, queue);
    // Whoever leaves hands its place on: the count stays.
    await new Promise<void>((resolve) => queue.push(resolve));
  };
  return async (key, work) => {
    await enter(key);
    try {
      return await work();
    } finally {
      leave(key);
    }
  };
}

/** Works on all, `most` at a time, until `enough`. The first failure ends it: what is under way finishes, nothing new begins. */
export async function inParallel<T>(
  most: number,
  all: readonly T[],
  work: (one: T) => Promise<void>,
  enough: () => boolean = () => false,
): Promise<void> {
  const left = [...all];
  const worker = async (): Promise<void> => {
    for (let one = left.shift(); one !== undefined && !enough(); one = left.shift()) await work(one);
  };
  const workers = Array.from({ length: Math.min(most, left.length) }, worker);
  const ends = await Promise.allSettled(
    workers.map((run) =>
      run.catch((error: unknown) => {
        left.length = 0;
        throw error;
      }),
    ),
  );
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
