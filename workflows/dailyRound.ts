// Once a day: are plan, ledger and evidence one? It knows the order; the activities compare and heal.
// Every command to the engine follows from something recorded: input, activity result.
import { proxyActivities } from '@temporalio/workflow';
import { businessNow } from './clock.js';
import type { BusinessClock, RoundActivities, RoundResult } from './contract.js';

const retry = { initialInterval: '10 seconds', maximumInterval: '10 minutes' } as const;
const { reconcileAll } = proxyActivities<RoundActivities>({
  startToCloseTimeout: '2 hours',
  heartbeatTimeout: '1 minute',
  retry,
});
const { sealRecord } = proxyActivities<RoundActivities>({ startToCloseTimeout: '10 minutes', retry });

export async function dailyRound(clock: BusinessClock): Promise<RoundResult> {
  const now = businessNow(clock);
  const result = await reconcileAll.executeWithOptions(
    { summary: `đối chiếu kế hoạch, sổ gửi và bằng chứng` },
    [{ now }],
  );
  await sealRecord.executeWithOptions({ summary: 'nối chuỗi nhật ký' }, [{ now: businessNow(clock) }]);
  return result;
}
