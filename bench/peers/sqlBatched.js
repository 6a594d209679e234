// The same loop claiming and marking whole batches under a lease: few statements, and a whole batch in doubt when it dies.
import { mailOf } from '../letters.js';
import { CONNECTIONS, openPool } from '../pool.js';
import { LEASE_S, makeTable, openTable } from './noticeTable.js';
import { lanes } from './pacing.js';

const POLL_MS = 20;
const BATCH = 100;
const LANES = 2;

export const peer = {
  title: 'cron + SQL, claimed and marked in batches',
  needs: ['postgres'],
  settings: `${LANES} lanes of ${BATCH} rows, lease ${LEASE_S} s, one update a batch`,
  repeatsWithinS: LEASE_S + 5,
  schedule: makeTable,
  work: async (run) => {
    const pool = openPool(run.smtp);
    const table = openTable(run.database, CONNECTIONS);
    const step = async () => {
      const taken = await table.claim(BATCH);
      if (taken.length === 0) return false;
      const sent = await Promise.all(
        taken.map((id) =>
          pool.sendMail(mailOf(id)).then(
            () => [id],
            () => [],
          ),
        ),
      );
      await table.mark(sent.flat());
      return true;
    };
    const stop = lanes(LANES, step, POLL_MS);
    return async () => {
      await stop();
      pool.close();
      await table.close();
    };
  },
};
