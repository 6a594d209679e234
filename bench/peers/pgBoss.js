// pg-boss: each letter a job in PostgreSQL, fetched in batches.
import PgBoss from 'pg-boss';
import { mailOf } from '../letters.js';
import { openPool } from '../pool.js';
import { dueOf } from './pacing.js';

const QUEUE = 'letters';
const BULK = 1_000;
const WORKERS = 8;
const BATCH = 100;

export const peer = {
  title: 'pg-boss 10.4.2',
  needs: ['postgres'],
  settings: `${WORKERS} workers × batches of ${BATCH}, polling every 0.5 s (its shortest); expiry as it comes (15 min). 12 wants Node 22`,
  repeatsWithinS: 90,
  schedule: async (run) => {
    const boss = await opened(run);
    await boss.createQueue(QUEUE);
    for (let from = 0; from < run.notices; from += BULK) {
      const numbers = Array.from({ length: Math.min(BULK, run.notices - from) }, (_, n) => from + n);
      await boss.insert(
        numbers.map((n) => ({
          name: QUEUE,
          data: { n },
          retryLimit: 3,
          startAfter: new Date(dueOf(run, n)),
        })),
      );
    }
    await boss.stop({ graceful: false });
  },
  work: async (run) => {
    const pool = openPool(run.smtp);
    const boss = await opened(run);
    const send = (jobs) => Promise.all(jobs.map(({ data }) => pool.sendMail(mailOf(data.n))));
    for (let n = 0; n < WORKERS; n += 1) {
      await boss.work(QUEUE, { batchSize: BATCH, pollingIntervalSeconds: 0.5 }, send);
    }
    return async () => {
      await boss.stop({ graceful: false });
      pool.close();
    };
  },
};

async function opened(run) {
  const boss = new PgBoss({ connectionString: run.database, max: 10 });
  boss.on('error', () => undefined);
  return boss.start();
}
