// A loop over a table that marks each row after its letter was taken: the simplest rival, and a strong one.
import { mailOf } from '../letters.js';
import { AT_ONCE, CONNECTIONS, openPool } from '../pool.js';
import { makeTable, openTable } from './noticeTable.js';
import { lanes } from './pacing.js';

const POLL_MS = 20;
const BATCH = 500;

export const peer = {
  title: 'cron + SQL, mark after sending',
  needs: ['postgres'],
  settings: `asks every ${POLL_MS} ms for ${BATCH} rows, ${AT_ONCE} letters at once, one update a letter`,
  schedule: makeTable,
  work: async (run) => {
    const pool = openPool(run.smtp);
    const table = openTable(run.database, CONNECTIONS);
    const send = async (id) => {
      await pool.sendMail(mailOf(id));
      await table.mark([id]);
    };
    const stop = lanes(
      1,
      async () => {
        const waiting = await table.due(BATCH);
        const next = async () => {
          for (let id = waiting.shift(); id !== undefined; id = waiting.shift())
            await send(id).catch(() => undefined);
        };
        const some = waiting.length > 0;
        await Promise.all(Array.from({ length: AT_ONCE }, next));
        return some;
      },
      POLL_MS,
    );
    return async () => {
      await stop();
      pool.close();
      await table.close();
    };
  },
};
