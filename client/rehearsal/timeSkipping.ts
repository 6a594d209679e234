// Moves the virtual clocks of single executions on a rehearsal server (Temporal 1.32, experimental API: temporal.md §3).
// Knows the engine's time-skipping calls, all of which stand in this file; must not know what the executions do.
import type { Client } from '@temporalio/client';
import { msToTs, tsToMs } from '@temporalio/common/lib/time.js';
import { randomUUID } from 'node:crypto';

/** An execution as the server shows it. */
export interface Seen {
  readonly running: boolean;
  /** Its own clock, epoch ms. */
  readonly now: number;
  /** A workflow task or an activity is under way: its plans may change. */
  readonly busy: boolean;
}

/** gRPC codes: 1 cancelled and 4 deadline both occur when a poll's time is up. */
const TIME_IS_UP = new Set([1, 4]);
const NOT_FOUND = 5;
const NOT_STARTED_YET = 9;
const RUNNING = 1;
const ACTIVITY_STARTED = 2;
/** The server's own limit of 200 skips would stop a long clock without a word. */
const SKIPS = 100_000;

/** null: no such execution. */
export async function look(client: Client, workflowId: string): Promise<Seen | null> {
  try {
    const described = await client.workflowService.describeWorkflowExecution({
      namespace: client.options.namespace,
      execution: { workflowId },
    });
    const skipping = described.workflowExtendedInfo?.timeSkippingInfo;
    return {
      running: described.workflowExecutionInfo?.status === RUNNING,
      // Until skipping was ever touched its clock is the real one.
      now: skipping?.currentTime ? tsToMs(skipping.currentTime) : Date.now(),
      busy:
        Boolean(described.pendingWorkflowTask) ||
        (described.pendingActivities ?? []).some(
          (activity) => !activity.nextAttemptScheduleTime || activity.state === ACTIVITY_STARTED,
        ),
    };
  } catch (error) {
    if (codeOf(error) === NOT_FOUND) return null;
    throw error;
  }
}

/** A laden machine may take long over what happens on the way. */
const LIMIT_MS = 60_000;

/** How a move of a clock ends: at its goal, or with the execution, which came to its own end on the way. */
export type Moved = 'there' | 'ended';

/**
 * Moves one execution's clock to `to` (epoch ms) and waits until it is there. `now`: what it shows, where known. Throws
 * when it does not get there.
 */
export async function fastForward(
  client: Client,
  workflowId: string,
  to: number,
  { now = null, limitMs = LIMIT_MS }: { readonly now?: number | null; readonly limitMs?: number } = {},
): Promise<Moved> {
  const from = now ?? (await clockOf(client, workflowId));
  if (from === null) return 'ended';
  if (to <= from) return 'there';
  const fastForwardId = randomUUID();
  try {
    await move(client, workflowId, { id: fastForwardId, duration: msToTs(Math.ceil(to - from)) });
    return await arrived(client, workflowId, fastForwardId, Date.now() + limitMs);
  } catch (error) {
    if (codeOf(error) === NOT_FOUND) return 'ended';
    throw error;
  }
}

/** null: it does not run. */
async function clockOf(client: Client, workflowId: string): Promise<number | null> {
  const seen = await look(client, workflowId);
  return seen?.running === true ? seen.now : null;
}

async function move(
  client: Client,
  workflowId: string,
  fastForwardConfig: { readonly id: string; readonly duration: ReturnType<typeof msToTs> },
): Promise<void> {
  const { namespace } = client.options;
  await client.workflowService.updateWorkflowExecutionOptions({
    namespace,
    workflowExecution: { workflowId },
    updateMask: { paths: ['time_skipping_config'] },
    workflowExecutionOptions: {
      timeSkippingConfig: {
        enabled: true,
        // What it starts keeps its own clock: the driver moves each.
        disablePropagation: true,
        maxSessionSkipCount: SKIPS,
        fastForwardConfig,
      },
    },
  });
}

const DONE = 2;
const FAILED = 3;

async function arrived(
  client: Client,
  workflowId: string,
  fastForwardId: string,
  end: number,
): Promise<Moved> {
  const { namespace } = client.options;
  for (;;) {
    const answer = await client.connection
      .withDeadline(Math.min(end, Date.now() + 5_000), () =>
        client.workflowService.pollWorkflowExecutionTimeSkipping({
          namespace,
          workflowExecution: { workflowId },
          fastForwardId,
        }),
      )
      .catch((error: unknown) => {
        if (TIME_IS_UP.has(codeOf(error) ?? 0)) return null;
        throw error;
      });
    if (answer?.fastForwardPollingResult === DONE) return 'there';
    if (answer?.fastForwardPollingResult === FAILED) {
      if (/ended/.test(answer.failedReason ?? '')) return 'ended';
      throw new Error(`${workflowId}: ${answer.failedReason ?? ''}`);
    }
    if (Date.now() > end) throw new Error(`the clock of ${workflowId} did not move: is a worker running?`);
  }
}

/** What an execution waits for. `at`: epoch ms in its clock; null: no timer. */
export interface Waiting {
  readonly id: string;
  readonly at: number | null;
}

interface Status {
  readonly planned: boolean;
  readonly wakeAt: number | null;
}

/** Waits until the execution has planned its next wake. */
export async function nextWake(
  client: Client,
  id: string,
  limitMs = LIMIT_MS,
): Promise<Waiting | 'absent' | 'ended'> {
  for (const end = Date.now() + limitMs; ; await pause()) {
    if (Date.now() > end) throw new Error(`${id} never planned its next wake: is a worker running?`);
    const seen = await look(client, id);
    if (!seen) return 'absent';
    if (!seen.running) return 'ended';
    if (seen.busy) continue;
    const status = await statusOf(client, id);
    if (!status?.planned) continue;
    if (status.wakeAt === null) return { id, at: null };
    // A wake that has passed belongs to a turn the server is about to give.
    if (status.wakeAt > seen.now) return { id, at: status.wakeAt };
  }
}

async function statusOf(client: Client, id: string): Promise<Status | null> {
  try {
    return await client.workflow.getHandle(id).query<Status>('status');
  } catch (error) {
    if (
      codeOf(error) === NOT_STARTED_YET ||
      (error instanceof Error && error.name === 'WorkflowNotFoundError')
    )
      return null;
    throw error;
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 10));
}

function codeOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null) return null;
  if ('code' in error && typeof error.code === 'number') return error.code;
  return 'cause' in error ? codeOf(error.cause) : null;
}
