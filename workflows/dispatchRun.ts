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
import { addMinutes, type Instant } from '../domain/localDate.js';
import { businessNow, engineMs, msUntil } from './clock.js';
import {
  type DispatchActivities,
  type DispatchInput,
  MAIL_QUEUE,
  type NudgeActivities,
  type RoundActivities,
  type WakeStatus,
} from './contract.js';

/** A notice was armed for this instant: sent with the start, so that a run that is closing looks once more. */
export const armed = defineSignal('armed');
export const dispatchStatus = defineQuery<WakeStatus>('status');

/** From then on notices may leave the instant's letters, never join (design §5). */
const SEAL_MINUTES_BEFORE = 2;
/** Between two looks at letters that wait for a retry or for evidence. */
const LOOK_AGAIN_MINUTES = 1;

/** By then what is still open is a hole. */
const RECONCILE_MINUTES_AFTER = 30;

const retry = { initialInterval: '1 second', maximumInterval: '1 minute' } as const;
const { nudge } = proxyActivities<NudgeActivities>({ startToCloseTimeout: '1 minute', retry });
const { reconcileInstant } = proxyActivities<RoundActivities>({
  startToCloseTimeout: '1 hour',
  heartbeatTimeout: '1 minute',
  retry: { ...retry, maximumAttempts: 5 },
});
const { sealInstant } = proxyActivities<DispatchActivities>({
  taskQueue: MAIL_QUEUE,
  startToCloseTimeout: '1 minute',
  retry,
});
// A killed worker's letters are taken over when its heart stops, not when its hours are up.
const { composeInstant, sendInstant, settleInstant } = proxyActivities<DispatchActivities>({
  taskQueue: MAIL_QUEUE,
  startToCloseTimeout: '2 hours',
  heartbeatTimeout: '5 seconds',
  retry: { initialInterval: '500 milliseconds', maximumInterval: '10 seconds' },
});

export async function dispatchRun(input: DispatchInput): Promise<void> {
  const { instant, offsetMs } = input;
  const sealsAt = addMinutes(instant, -SEAL_MINUTES_BEFORE);
  let wakeAt: number | null = engineMs(input, sealsAt);
  let signals = 0;
  setHandler(armed, () => {
    signals += 1;
  });
  setHandler(dispatchStatus, () => ({ planned: true, wakeAt }));

  const waitUntil = async (at: Instant, summary: string): Promise<void> => {
    wakeAt = engineMs(input, at);
    if (wakeAt > Date.now()) await sleep(msUntil(input, at), { summary });
  };
  const asked = (): DispatchInput & { now: Instant } => ({ ...input, now: businessNow(input) });
  const tell = async (toTurn: readonly string[], toStart: readonly Instant[]): Promise<void> => {
    if (toTurn.length + toStart.length === 0) return;
    const at = businessNow(input);
    await nudge({ offsetMs, toTurn, toStart, update: `dispatch-${at}`, at });
  };

  await waitUntil(sealsAt, `chốt các thư gửi lúc ${instant}`);
  await sealInstant.executeWithOptions({ summary: `chốt ${instant}` }, [instant]);
  const composed = await composeInstant.executeWithOptions({ summary: `soạn các thư lúc ${instant}` }, [
    asked(),
  ]);
  await tell(composed.toTurn, []);
  await waitUntil(instant, `gửi lúc ${instant}`);
  for (;;) {
    wakeAt = null;
    const seen = signals;
    const sent = await sendInstant.executeWithOptions({ summary: `gửi các thư lúc ${instant}` }, [asked()]);
    const end = await settleInstant.executeWithOptions({ summary: `khép đợt gửi ${instant}` }, [asked()]);
    await tell([...sent.toTurn, ...end.toTurn], end.toStart);
    if (signals > seen) continue;
    // A signal that comes with the last task makes the engine refuse the end, and the run looks once more.
    if (end.closed && !input.reconciles) return;
    if (end.closed) {
      const at = addMinutes(businessNow(input), RECONCILE_MINUTES_AFTER);
      wakeAt = engineMs(input, at);
      const summary = `đối chiếu lúc ${at}`;
      if (await condition(() => signals > seen, msUntil(input, at), { summary })) continue;
      wakeAt = null;
      await reconcileInstant.executeWithOptions({ summary: `đối chiếu ${instant}` }, [asked()]);
      if (signals > seen) continue;
      return;
    }
    const again = addMinutes(
      businessNow(input),
      Math.max(LOOK_AGAIN_MINUTES, Math.ceil(end.channelOpensInSeconds / 60)),
    );
    wakeAt = engineMs(input, again);
    await condition(() => signals > seen, msUntil(input, again), { summary: 'thư còn chờ, xem lại' });
  }
}
