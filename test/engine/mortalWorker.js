// A worker process that ends itself at named points, as a machine does: without a word. Knows the points of the product's own
// activities; must not know what is tested. Argument: JSON { places, folder, points }.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const { startWorker } = await import('../../dist/worker/main.js');

const { places, folder, points } = JSON.parse(process.argv[2]);
const books = join(folder, 'reached.json');
// On disk: the process that comes after this one counts on.
const counts = existsSync(books) ? JSON.parse(readFileSync(books, 'utf8')) : {};
const never = new Promise(() => {});
const answers = [];
process.on('message', () => answers.shift()?.());
process.on('disconnect', () => process.exit(1));

async function reached(at) {
  counts[at] = (counts[at] ?? 0) + 1;
  writeFileSync(books, JSON.stringify(counts));
  const point = points.find((one) => one.at === at && one.nth === counts[at]);
  if (point === undefined) return;
  if (point.tell) {
    process.send({ at });
    await new Promise((resolve) => answers.push(resolve));
    return;
  }
  if (point.afterMs !== undefined) await new Promise((resolve) => setTimeout(resolve, point.afterMs));
  process.kill(process.pid, 'SIGKILL');
  await never;
}

const turns = (own) => ({
  ...own,
  turn: async (input) => {
    await reached('beforeTurn');
    const result = await own.turn(input);
    await reached('turned');
    // The answer is on its way: what follows happens in the workflow, continuing as new among it.
    void reached('answered');
    return result;
  },
});

const starts = (own) => async (instants, clock) => {
  await reached('armed');
  for (const instant of instants) {
    await own([instant], clock);
    await reached('dispatchStarted');
  }
};

const mail = (own) => ({
  ...own,
  composeInstant: async (asked) => {
    await reached('beforeCompose');
    const composed = await own.composeInstant(asked);
    await reached('composed');
    return composed;
  },
  sendInstant: async (asked) => {
    const sent = await own.sendInstant(asked);
    await reached('sent');
    return sent;
  },
});

const worker = await startWorker(places, () => {}, { rounds: false, around: { turns, starts, mail } });
process.send({ at: 'ready' });
process.once('SIGTERM', () => void worker.stop().then(() => process.exit(0)));
worker.done.catch(() => process.exit(1));
