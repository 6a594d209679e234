// Restate: each letter a durable call, sent to the server with a delay; the server comes by npm.
import './withResolvers.js';
import * as restate from '@restatedev/restate-sdk';
import { mailOf } from '../letters.js';
import { openPool } from '../pool.js';
import { dueOf } from './pacing.js';

const SENDS_AT_ONCE = 50;

export const peer = {
  title: 'Restate 1.7.12',
  needs: ['restate'],
  settings: 'delayed calls, the letter inside ctx.run; server, SDK 1.17.2 and retries as they come',
  leadS: (notices) => 8 + notices / 400,
  schedule: async (run) => {
    // The server asks a service for its shape before it takes calls for it.
    await serving(run, () => Promise.resolve());
    const uri = `http://127.0.0.1:${run.restate.service}`;
    await asked(`${run.restate.admin}/deployments`, { uri, force: true });
    let next = 0;
    const lane = async () => {
      for (let n = next++; n < run.notices; n = next++) {
        const delay = `${Math.max(0, dueOf(run, n) - Date.now())}ms`;
        await asked(`${run.restate.ingress}/letters/send/send?delay=${delay}`, n);
      }
    };
    await Promise.all(Array.from({ length: SENDS_AT_ONCE }, lane));
  },
  work: async (run) => {
    const pool = openPool(run.smtp);
    await serving(run, (n) => pool.sendMail(mailOf(n)));
    return async () => pool.close();
  },
};

/** Calls belong to an address: whoever comes after a kill listens at the same one. */
async function serving(run, send) {
  const letters = restate.service({
    name: 'letters',
    handlers: {
      send: async (ctx, n) => {
        await ctx.run('send', () => send(n).then(() => null));
      },
    },
  });
  await restate.endpoint().bind(letters).listen(run.restate.service);
}

async function asked(url, body) {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  await answer.arrayBuffer();
}
