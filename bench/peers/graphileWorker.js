// graphile-worker: each letter a job in PostgreSQL, fetched ahead into a local queue.
import { makeWorkerUtils, run as runWorker, Logger } from 'graphile-worker';
import { mailOf } from '../letters.js';
import { AT_ONCE, openPool } from '../pool.js';
import { dueOf } from './pacing.js';

const BULK = 1_000;
const AHEAD = 200;
const logger = new Logger(() => () => undefined);

export const peer = {
  title: 'graphile-worker 0.17.3',
  needs: ['postgres'],
  settings: `concurrency ${AT_ONCE}, local queue ${AHEAD}, polling every 0.5 s; lock as it comes (4 h). 0.18 wants Node 22`,
  repeatsWithinS: 90,
  schedule: async (run) => {
    const worker = await makeWorkerUtils({ connectionString: run.database, logger });
    await worker.migrate();
    for (let from = 0; from < run.notices; from += BULK) {
      const numbers = Array.from({ length: Math.min(BULK, run.notices - from) }, (_, n) => from + n);
      await worker.addJobs(
        numbers.map((n) => ({ identifier: 'letter', payload: { n }, runAt: new Date(dueOf(run, n)) })),
      );
    }
    await worker.release();
  },
  work: async (run) => {
    const pool = openPool(run.smtp);
    const runner = await runWorker({
      connectionString: run.database,
      logger,
      noHandleSignals: true,
      taskList: { letter: (payload) => pool.sendMail(mailOf(payload.n)).then(() => undefined) },
      preset: {
        worker: {
          concurrentJobs: AT_ONCE,
          maxPoolSize: 10,
          pollInterval: 500,
          localQueue: { size: AHEAD },
        },
      },
    });
    return async () => {
      await runner.stop().catch(() => undefined);
      pool.close();
    };
  },
};
