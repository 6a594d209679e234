// DBOS: each letter a durable workflow in PostgreSQL that sleeps, then sends as a step.
import { DBOS } from '@dbos-inc/dbos-sdk';
import { mailOf } from '../letters.js';
import { CONNECTIONS, openPool } from '../pool.js';
import { dueOf } from './pacing.js';

const STARTS_AT_ONCE = 50;
const POOL = 20;

export const peer = {
  title: 'DBOS 5.3.0',
  needs: ['postgres'],
  settings: `durable sleep, then a step; ${POOL} database connections, ${CONNECTIONS} to the relay; the same executor comes back`,
  // The workflows sleep in the process that started them.
  leadS: (notices) => 15 + notices / 200,
  repeatsWithinS: 20,
  work: async (run) => {
    const pool = openPool(run.smtp);
    const send = (n) => pool.sendMail(mailOf(n)).then(() => null);
    const remind = DBOS.registerWorkflow(
      async (n, due) => {
        // Always a sleep: a branch on the clock would not replay.
        await DBOS.sleep(Math.max(0, due - Date.now()));
        await DBOS.runStep(() => send(n), { name: 'send', retriesAllowed: true });
      },
      { name: 'remind' },
    );
    DBOS.setConfig({
      name: 'bench',
      systemDatabaseUrl: run.database,
      systemDatabasePoolSize: POOL,
      logLevel: 'error',
    });
    await DBOS.launch();
    if (run.first) await started(run, remind);
    return async () => {
      await DBOS.shutdown();
      pool.close();
    };
  },
};

async function started(run, remind) {
  let next = 0;
  const lane = async () => {
    for (let n = next++; n < run.notices; n = next++) {
      await DBOS.startWorkflow(remind, { workflowID: `letter-${n}` })(n, dueOf(run, n));
    }
  };
  await Promise.all(Array.from({ length: STARTS_AT_ONCE }, lane));
}
