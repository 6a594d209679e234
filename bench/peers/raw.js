// A bare loop over nodemailer's pool, without any memory: what people call the limit. Everything else is told as a ratio to it.
import { mailOf } from '../letters.js';
import { CONNECTIONS, openPool } from '../pool.js';
import { eachWhenDue } from './pacing.js';

export const peer = {
  title: 'raw nodemailer loop, not durable',
  needs: [],
  settings: `pool of ${CONNECTIONS}, composes at sending`,
  work: async (run) => {
    const pool = openPool(run.smtp);
    const clear = eachWhenDue(run, (n) => void pool.sendMail(mailOf(n)).catch(() => undefined));
    return async () => {
      clear();
      pool.close();
    };
  },
};
