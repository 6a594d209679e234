// Starts workflows for other workflows: cycles by their term, dispatches by turns. Knows ids and start policies; must not
// know what is planned.
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { WorkflowClient } from '@temporalio/client';
import { newCycle } from '../domain/cycle.js';
import { epochMs, type Instant } from '../domain/localDate.js';
import {
  agreementId,
  type BusinessClock,
  type CycleInput,
  cycleId,
  type DispatchInput,
  dispatchId,
  TASK_QUEUE,
  type TermInput,
} from './contract.js';
import { NhipAgreement, NhipYear } from './searchAttributes.js';

/** Starts the term of an agreement unless it runs; true when it was started now. */
export async function startTerm(workflow: WorkflowClient, input: TermInput): Promise<boolean> {
  return started(
    workflow.start('agreementTerm', {
      workflowId: agreementId(input.agreement),
      taskQueue: TASK_QUEUE,
      args: [input],
      // A term that ended may be taken up again by a new version of its file.
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      typedSearchAttributes: [{ key: NhipAgreement, value: input.agreement }],
      staticSummary: `chương trình ${input.agreement}`,
    }),
  );
}

/** Starts a cycle unless it runs or has ended well: a closed cycle is never opened again. */
export async function startCycle(
  workflow: WorkflowClient,
  cycle: BusinessClock & {
    readonly agreement: string;
    readonly year: number;
    readonly registeredAt: Instant;
    /** The opener's instant, where it has one. */
    readonly openedAt?: Instant;
    readonly continueAfterTurns?: number;
  },
): Promise<boolean> {
  const input: CycleInput = {
    facts: newCycle(cycle.agreement, cycle.year, cycle.registeredAt),
    turn: 0,
    handled: [],
    offsetMs: cycle.offsetMs,
    ...(cycle.openedAt !== undefined && { openedAt: cycle.openedAt }),
    ...(cycle.continueAfterTurns !== undefined && { continueAfterTurns: cycle.continueAfterTurns }),
  };
  return started(
    workflow.start('annualCycle', {
      workflowId: cycleId(cycle.agreement, cycle.year),
      taskQueue: TASK_QUEUE,
      args: [input],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
      typedSearchAttributes: [
        { key: NhipAgreement, value: cycle.agreement },
        { key: NhipYear, value: cycle.year },
      ],
      staticSummary: `${cycle.agreement} · chu kỳ năm ${cycle.year}`,
      staticDetails: `Chu kỳ năm ${cycle.year} của chương trình ${cycle.agreement}; đăng ký ${cycle.registeredAt}.`,
    }),
  );
}

/** A signal with the start: a run that is about to close sees it and looks once more, so no row is stranded. */
export async function startDispatch(workflow: WorkflowClient, input: DispatchInput): Promise<void> {
  await workflow.signalWithStart('dispatchRun', {
    workflowId: dispatchId(input.instant),
    taskQueue: TASK_QUEUE,
    args: [input],
    signal: 'armed',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    staticSummary: `đợt gửi ${new Date(epochMs(input.instant)).toISOString().slice(0, 16)}Z`,
  });
}

async function started(start: Promise<unknown>): Promise<boolean> {
  try {
    await start;
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}
