// The bare loop with letters built before their instant: as fast as nodemailer sends what lies ready.
import { rawOf } from '../letters.js';
import { CONNECTIONS, openPool } from '../pool.js';
import { eachWhenDue } from './pacing.js';

export const peer = {
  title: 'raw loop, composed before, not durable',
  needs: [],
  settings: `pool of ${CONNECTIONS}, finished bytes in memory before the instant`,
  work: async (run) => {
    const pool = openPool(run.smtp);
    const ready = Array.from({ length: run.notices }, (_, n) => rawOf(n));
    const clear = eachWhenDue(run, (n) => void pool.sendMail(ready[n]).catch(() => undefined));
    return async () => {
      clear();
      pool.close();
    };
  },
};
