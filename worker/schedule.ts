// The one schedule: the daily round. Knows when; must not know what is compared.
import { type Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import { TASK_QUEUE } from '../workflows/contract.js';

const DAILY_ROUND = 'daily-round';

/** Before the first letters of the day (08:00), so that what it heals still goes in time. */
const AT = { hour: 6, minute: 30 } as const;

/** Idempotent. A round missed while everything stood still is made up for at once, if it is not older than a day. */
export async function scheduleDailyRound(client: Client): Promise<void> {
  try {
    await client.schedule.create({
      scheduleId: DAILY_ROUND,
      spec: { calendars: [AT], timezone: 'Asia/Ho_Chi_Minh' },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 day' },
      action: {
        type: 'startWorkflow',
        workflowType: 'dailyRound',
        workflowId: DAILY_ROUND,
        taskQueue: TASK_QUEUE,
        args: [{ offsetMs: 0 }],
        staticSummary: 'đối chiếu hằng ngày',
      },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
}
