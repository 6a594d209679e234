// The workflow of a single reminder. Knows its instant; must not know mail.
import { proxyActivities, sleep } from '@temporalio/workflow';

const { send } = proxyActivities({ startToCloseTimeout: '1 minute' });

export async function remind({ n, at }) {
  const wait = at - Date.now();
  if (wait > 0) await sleep(wait);
  await send(n);
}
