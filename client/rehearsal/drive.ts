// Drives all open executions through virtual time in step, instant by instant. Knows ids and clocks; must not know what
// happens at an instant.
import type { Client } from '@temporalio/client';
import { fastForward, nextWake, type Waiting } from './timeSkipping.js';

/** Timers fire at their instant or a few ms later: one second past it everything has been set going. */
const PAST_MS = 1_000;
const AT_ONCE = 8;

export interface Driver {
  /** Moves every clock to `until` (epoch ms of the engine), stopping at every wake on the way. */
  to(until: number): Promise<void>;
  /** Forgets what these executions waited for: something was said to them. */
  changed(ids: readonly string[]): void;
}

/** What may be running, from register and ledger, never from visibility, which lags. */
export interface Running {
  /** Those people speak to: their clocks must show the instant at which they are spoken to. */
  readonly spokenTo: readonly string[];
  /** Those that only wait: between their wakes their clocks may lag. */
  readonly waiting: readonly string[];
}

export function driver(client: Client, running: () => Promise<Running>): Driver {
  const waiting = new Map<string, Waiting>();
  const ended = new Set<string>();
  const look = async ({ spokenTo, waiting: silent }: Running): Promise<readonly Waiting[]> => {
    const ids = [...spokenTo, ...silent].filter((id) => !ended.has(id));
    await inBatches(
      ids.filter((id) => !waiting.has(id)),
      async (id) => {
        const next = await nextWake(client, id);
        if (next) waiting.set(id, next);
        // A cycle does not run before its term opens it.
        else if (!spokenTo.includes(id)) ended.add(id);
      },
    );
    return ids.flatMap((id) => waiting.get(id) ?? []);
  };
  return {
    changed: (ids) => {
      for (const id of ids) {
        waiting.delete(id);
        ended.delete(id);
      }
    },
    to: async (until) => {
      for (;;) {
        const now = await running();
        const all = await look(now);
        const next = Math.min(until, ...all.map(({ at }) => at ?? Number.POSITIVE_INFINITY));
        const due =
          next < until
            ? all.filter(({ at }) => at !== null && at <= next)
            : all.filter(({ id }) => now.spokenTo.includes(id));
        await inBatches(due, async ({ id }) =>
          fastForward(client, id, next < until ? next + PAST_MS : until),
        );
        for (const { id } of due) waiting.delete(id);
        if (next < until) continue;
        const late = (await look(await running())).filter(({ at }) => at !== null && at <= until);
        if (late.length === 0) return;
      }
    },
  };
}

async function inBatches<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += AT_ONCE) {
    await Promise.all(items.slice(start, start + AT_ONCE).map(work));
  }
}
