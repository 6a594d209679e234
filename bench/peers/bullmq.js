// BullMQ: each letter a delayed job in Redis.
import { Queue, Worker } from 'bullmq';
import { mailOf } from '../letters.js';
import { AT_ONCE, openPool } from '../pool.js';
import { dueOf } from './pacing.js';

const QUEUE = 'letters';
const BULK = 1_000;

export const peer = {
  title: 'BullMQ 6.7.0 + Redis',
  needs: ['redis'],
  settings: `delayed jobs added ${BULK} at a time, 3 attempts, concurrency ${AT_ONCE}; locks and stalled check as they come (30 s each)`,
  repeatsWithinS: 90,
  schedule: async (run) => {
    const queue = new Queue(QUEUE, { connection: run.redis });
    for (let from = 0; from < run.notices; from += BULK) {
      const numbers = Array.from({ length: Math.min(BULK, run.notices - from) }, (_, n) => from + n);
      const now = Date.now();
      await queue.addBulk(
        numbers.map((n) => ({
          name: 'letter',
          data: { n },
          opts: { delay: dueOf(run, n) - now, attempts: 3, removeOnComplete: true },
        })),
      );
    }
    await queue.close();
  },
  work: async (run) => {
    const pool = openPool(run.smtp);
    const connection = { ...run.redis, maxRetriesPerRequest: null };
    const worker = new Worker(QUEUE, ({ data }) => pool.sendMail(mailOf(data.n)).then(() => null), {
      connection,
      concurrency: AT_ONCE,
    });
    await worker.waitUntilReady();
    return async () => {
      await worker.close();
      pool.close();
    };
  },
};
