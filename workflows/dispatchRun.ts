// One send instant: waits, seals, composes, sends, settles. It knows the order; the ledger knows the letters.
// Every command to the engine follows from something recorded: input, signal, activity result.
import {
  condition,
  defineQuery,
  defineSignal,
  proxyActivities,
  setHandler,
  sleep,
} from '@temporalio/workflow';
import { addMinutes } from '../domain/localDate.js';
import { businessNow, engineMs, msUntil } from './clock.js';
import { type DispatchActivities, type DispatchInput, MAIL_QUEUE, type WakeStatus } from './contract.js';

/** A notice was armed for this instant: sent with the start, so that a run that is closing looks once more. */
export const armed = defineSignal('armed');
export const dispatchStatus = defineQuery<WakeStatus>('status');

/** From then on notices may leave the instant's letters, never join (design §5). */
const SEAL_MINUTES_BEFORE = 2;
/** Between two looks at letters that wait for a retry or for evidence. */
const LOOK_AGAIN_MINUTES = 1;

const { sealInstant, composeInstant, settleInstant } = proxyActivities<DispatchActivities>({
  startToCloseTimeout: '5 minutes',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});
const { sendInstant } = proxyActivities<DispatchActivities>({
  taskQueue: MAIL_QUEUE,
  startToCloseTimeout: '2 hours',
  heartbeatTimeout: '5 seconds',
  retry: { initialInterval: '500 milliseconds', maximumInterval: '10 seconds' },
});

export async function dispatchRun(input: DispatchInput): Promise<void> {
  const { instant } = input;
  let wakeAt: number | null = engineMs(input, addMinutes(instant, -SEAL_MINUTES_BEFORE));
  let signals = 0;
  setHandler(armed, () => {
    signals += 1;
  });
  setHandler(dispatchStatus, () => ({ planned: true, wakeAt }));

  const waitUntil = async (at: typeof instant, summary: string): Promise<void> => {
    wakeAt = engineMs(input, at);
    if (wakeAt > Date.now()) await sleep(msUntil(input, at), { summary });
  };
  await waitUntil(addMinutes(instant, -SEAL_MINUTES_BEFORE), `chốt các thư gửi lúc ${instant}`);
  await sealInstant(instant);
  await composeInstant({ ...input, now: businessNow(input) });
  await waitUntil(instant, `gửi lúc ${instant}`);
  wakeAt = null;
  for (;;) {
    const seen = signals;
    let left = await sendInstant.executeWithOptions({ summary: `gửi các thư lúc ${instant}` }, [
      { ...input, now: businessNow(input) },
    ]);
    if (left.sending > 0) left = await settleInstant({ ...input, now: businessNow(input) });
    if (left.ready + left.sending === 0) {
      // A signal that came meanwhile means a row armed after the last look: none is stranded.
      if (signals === seen) return;
      continue;
    }
    const again = addMinutes(businessNow(input), LOOK_AGAIN_MINUTES);
    wakeAt = engineMs(input, again);
    await condition(() => signals > seen, msUntil(input, again), { summary: 'thư còn chờ, xem lại' });
    wakeAt = null;
  }
}
