// The same loop marking each row before its letter is sent: never twice, and lost for ever when it dies in between.
import { mailOf } from '../letters.js';
import { AT_ONCE, CONNECTIONS, openPool } from '../pool.js';
import { makeTable, openTable } from './noticeTable.js';
import { lanes } from './pacing.js';

const POLL_MS = 20;
const BATCH = 5;

export const peer = {
  title: 'cron + SQL, mark before sending',
  needs: ['postgres'],
  settings: `${AT_ONCE} lanes, each takes ${BATCH} rows as sent (skip locked), then sends them`,
  schedule: makeTable,
  work: async (run) => {
    const pool = openPool(run.smtp);
    const table = openTable(run.database, CONNECTIONS);
    const step = async () => {
      const taken = await table.takeAsSent(BATCH);
      for (const id of taken) await pool.sendMail(mailOf(id)).catch(() => undefined);
      return taken.length > 0;
    };
    const stop = lanes(AT_ONCE, step, POLL_MS);
    return async () => {
      await stop();
      pool.close();
      await table.close();
    };
  },
};
