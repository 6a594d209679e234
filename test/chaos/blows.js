// What befalls a burst: which part is killed or frozen, and who starts it again. Knows parts; must not know letters.
import { setTimeout as sleep } from 'node:timers/promises';
import { children } from '../../bench/children.js';

/** Until somebody, as any supervisor, starts again what died. */
const DOWN_MS = 1_000;
/** A frozen sender is replaced after two seconds without a beat; some wake before that. */
const FROZEN_MS = { from: 500, to: 6_000 };

export const RELAY = 'the relay';
export const PROMOTED = 'PostgreSQL, its synchronous standby promoted';

/**
 * `parts`: { workers, sender, another, servers, relay, pair, chance }. `workers`: those alive, which a blow may change; `sender`: the one
 * that sends; `another(place)` starts a worker in its place.
 */
export const BLOWS = {
  'both workers': async ({ workers, another }) => {
    await Promise.all(workers.map((worker) => children.kill(worker)));
    await sleep(DOWN_MS);
    workers.splice(0, 2, ...(await Promise.all([another(0), another(1)])));
  },
  'the Temporal server': async ({ servers }) => (await servers.of('temporal')).crash(DOWN_MS),
  'the sending worker, another standing by': async ({ workers, sender, another }) => {
    const place = workers.indexOf(sender);
    await children.kill(sender);
    await sleep(DOWN_MS);
    workers[place] = await another(place);
  },
  PostgreSQL: async ({ servers }) => (await servers.of('postgres')).crash(DOWN_MS),
  [RELAY]: async ({ relay }) => {
    await relay.kill();
    await sleep(DOWN_MS);
    await relay.restart();
  },
  'the sending worker, frozen and woken': async ({ sender, chance }) => {
    sender.kill('SIGSTOP');
    await sleep(FROZEN_MS.from + chance() * (FROZEN_MS.to - FROZEN_MS.from));
    sender.kill('SIGCONT');
  },
  [PROMOTED]: ({ pair }) => pair.failOver(DOWN_MS),
};

/** Whoever died of a blow is started again, as by any supervisor. */
export async function risen({ workers, another }) {
  for (const [place, worker] of workers.entries()) {
    if (worker.exitCode !== null || worker.signalCode !== null) workers[place] = await another(place);
  }
}
