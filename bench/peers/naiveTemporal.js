// Temporal as one first thinks of it: one workflow a reminder, which sleeps and then calls an activity.
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { mailOf } from '../letters.js';
import { openPool } from '../pool.js';
import { dueOf } from './pacing.js';

const QUEUE = 'letters';
const STARTS_AT_ONCE = 50;
const CACHED = 2_000;
const ACTIVITIES_AT_ONCE = 100;

export const peer = {
  title: 'Temporal, one workflow a reminder',
  needs: ['temporal'],
  settings: `sleep, then an activity; ${ACTIVITIES_AT_ONCE} activities at once, ${CACHED} workflows cached; started before the instant`,
  // Every start is a transaction of the development server.
  leadS: (notices) => 10 + notices / 25,
  schedule: async (run) => {
    const connection = await Connection.connect({ address: run.temporal });
    const { workflow } = new Client({ connection });
    let next = 0;
    const lane = async () => {
      for (let n = next++; n < run.notices; n = next++) {
        const args = [{ n, at: dueOf(run, n) }];
        await workflow.start('remind', { taskQueue: QUEUE, workflowId: `reminder-${n}`, args });
      }
    };
    await Promise.all(Array.from({ length: STARTS_AT_ONCE }, lane));
    await connection.close();
  },
  work: async (run) => {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    const pool = openPool(run.smtp);
    const connection = await NativeConnection.connect({ address: run.temporal });
    const worker = await Worker.create({
      connection,
      taskQueue: QUEUE,
      workflowsPath: fileURLToPath(new URL('naiveWorkflow.js', import.meta.url)),
      activities: { send: (n) => pool.sendMail(mailOf(n)).then(() => undefined) },
      maxCachedWorkflows: CACHED,
      maxConcurrentActivityTaskExecutions: ACTIVITIES_AT_ONCE,
    });
    const done = worker.run();
    return async () => {
      worker.shutdown();
      await done;
      pool.close();
    };
  },
};
