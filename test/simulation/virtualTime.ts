// Time that passes only when everybody waits. Knows a queue of moments; must not know who waits, nor why.

export type VirtualTime = {
  /** Epoch ms. */
  readonly now: () => number;
  readonly at: (ms: number, what: () => void) => void;
  readonly sleep: (ms: number) => Promise<void>;
  /** Lets everything happen that is to happen by then, in order. */
  readonly runUntil: (ms: number) => Promise<void>;
};

type Moment = { readonly ms: number; readonly place: number; readonly what: () => void };

export function virtualTime(start: number): VirtualTime {
  let now = start;
  let placed = 0;
  const heap: Moment[] = [];
  const at = (ms: number, what: () => void): void => {
    placed += 1;
    push(heap, { ms: Math.max(ms, now), place: placed, what });
  };
  return {
    now: () => now,
    at,
    sleep: (ms) => new Promise((wake) => at(now + ms, wake)),
    runUntil: async (end) => {
      await quiet();
      for (let next = heap[0]; next !== undefined && next.ms <= end; next = heap[0]) {
        pop(heap);
        now = next.ms;
        next.what();
        await quiet();
      }
      now = end;
    },
  };
}

/** All that follows without waiting has happened: promises settle before the next turn of the loop. */
function quiet(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}

function before(a: Moment, b: Moment): boolean {
  return a.ms < b.ms || (a.ms === b.ms && a.place < b.place);
}

function push(heap: Moment[], moment: Moment): void {
  let hole = heap.push(moment) - 1;
  while (hole > 0) {
    const parent = (hole - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || before(above, moment)) break;
    heap[hole] = above;
    hole = parent;
  }
  heap[hole] = moment;
}

function pop(heap: Moment[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let hole = 0;
  for (;;) {
    const left = 2 * hole + 1;
    const [a, b] = [heap[left], heap[left + 1]];
    const small = b !== undefined && a !== undefined && before(b, a) ? left + 1 : left;
    const child = heap[small];
    if (child === undefined || before(last, child)) break;
    heap[hole] = child;
    hole = small;
  }
  heap[hole] = last;
}
