// Drives all open executions through virtual time in step, instant by instant. Knows ids and clocks; must not know what
// happens at an instant.
import type { Client } from '@temporalio/client';
import { fastForward, nextWake, type Waiting } from './timeSkipping.js';

/** Timers fire at their instant or a few ms later: one second past it everything has been set going. */
const PAST_MS = 1_000;
/** What a run for one instant does before it, it does within so long; what comes in between finds it done. */
const LEAD_MS = 5 * 60_000;
const AT_ONCE = 8;

export interface Driver {
  /** Moves every clock to `until` (epoch ms of the engine), stopping at every wake on the way. */
  to(until: number): Promise<void>;
  /** Forgets what these executions waited for: something was said to them. */
  changed(ids: readonly string[]): void;
}

/** A run for one instant (`at`, epoch ms of the engine): between the others' wakes its clock may lag. */
export interface ForInstant {
  readonly id: string;
  readonly at: number;
}

/** What the ledger says; never visibility, which lags. */
export interface Instants {
  readonly open: readonly ForInstant[];
  /** Changes when one of them may have spoken to those people speak to. */
  readonly stirred: number;
}

/** `spokenTo`: those whose clocks must show the instant at which people speak to them; not all of them run yet. */
export function driver(
  client: Client,
  spokenTo: readonly string[],
  instants: () => Promise<Instants>,
): Driver {
  const clocks = clocksOf(client);
  let reached = Number.NEGATIVE_INFINITY;
  let stirred = 0;
  const look = async (): Promise<Looked> => {
    for (;;) {
      const people = await clocks.ask(spokenTo);
      const said = await instants();
      if (said.stirred === stirred) {
        // The ledger says when, nobody has to be asked; one whose instant is past looks again at an hour of its own.
        const open = said.open.map(({ id, at }) => clocks.known(id) ?? { id, at: Math.max(at, reached) });
        return { people, open };
      }
      stirred = said.stirred;
      clocks.forget(spokenTo);
    }
  };
  return {
    changed: clocks.forget,
    to: async (until) => {
      for (;;) {
        const { people, open } = await look();
        const next = Math.min(until, ...[...people, ...open].map(({ at }) => at ?? until));
        const isDue = ({ at }: Waiting): boolean => next < until && at !== null && at <= next;
        const woken = next < until ? people.filter(isDue) : people;
        if (woken.length > 0) {
          const near = open.filter(({ at }) => at !== null && at > next && at <= next + LEAD_MS);
          await clocks.move(near, next - PAST_MS);
        }
        await clocks.move([...woken, ...open.filter(isDue)], next < until ? next + PAST_MS : until);
        reached = next;
        if (woken.length > 0) clocks.lookForNew();
        if (next < until) continue;
        const after = await look();
        if ([...after.people, ...after.open].every(({ at }) => at === null || at >= until)) return;
      }
    },
  };
}

interface Looked {
  readonly people: readonly Waiting[];
  readonly open: readonly Waiting[];
}

interface Clocks {
  readonly known: (id: string) => Waiting | undefined;
  /** What each of these waits for; those that do not run are left out. */
  readonly ask: (ids: readonly string[]) => Promise<readonly Waiting[]>;
  readonly move: (those: readonly Waiting[], to: number) => Promise<void>;
  readonly forget: (ids: readonly string[]) => void;
  /** Somebody may have started what did not run before. */
  readonly lookForNew: () => void;
}

function clocksOf(client: Client): Clocks {
  const waiting = new Map<string, Waiting>();
  const silent = { absent: new Set<string>(), ended: new Set<string>() };
  const touched = new Set<string>();
  const ask = async (id: string): Promise<void> => {
    const next = await nextWake(client, id);
    if (typeof next === 'string') silent[next].add(id);
    else waiting.set(id, next);
  };
  return {
    known: (id) => waiting.get(id),
    ask: async (ids) => {
      const known = [waiting, silent.absent, silent.ended];
      await inBatches(
        ids.filter((id) => !known.some((those) => those.has(id))),
        ask,
      );
      return ids.flatMap((id) => waiting.get(id) ?? []);
    },
    move: (those, to) =>
      inBatches(those, async ({ id, at }) => {
        // A clock nobody has touched is the real one.
        const end = await fastForward(client, id, to, { now: touched.has(id) ? null : Date.now() });
        touched.add(id);
        if (end === 'there' && (at === null || at > to)) return;
        waiting.delete(id);
        if (end === 'there') await ask(id);
      }),
    forget: (ids) => {
      for (const id of ids) for (const those of [waiting, silent.absent, silent.ended]) those.delete(id);
    },
    lookForNew: () => silent.absent.clear(),
  };
}

async function inBatches<T>(those: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  for (let start = 0; start < those.length; start += AT_ONCE) {
    await Promise.all(those.slice(start, start + AT_ONCE).map(work));
  }
}
