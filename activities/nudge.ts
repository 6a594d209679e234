// Messages of a dispatch to other workflows: plan again, look again. Knows ids; must not know letters.
import { type WorkflowClient, WorkflowNotFoundError } from '@temporalio/client';
import type { Instant } from '../domain/localDate.js';
import type { BusinessClock } from '../workflows/contract.js';
import { startDispatch } from '../workflows/starts.js';

export interface Nudge extends BusinessClock {
  readonly toTurn: readonly string[];
  readonly toStart: readonly Instant[];
  readonly update: string;
  /** The sender's own instant. */
  readonly at?: Instant;
}

/** Asks and does not wait for the turns: a cycle may itself be waiting for this dispatch. */
export async function nudge(
  workflow: WorkflowClient,
  { toTurn, toStart, update, at, offsetMs }: Nudge,
): Promise<void> {
  for (const id of toTurn) {
    try {
      await workflow.getHandle(id).startUpdate('replan', {
        args: [{ update, ...(at !== undefined && { at }) }],
        updateId: update,
        waitForStage: 'ACCEPTED',
      });
    } catch (error) {
      // A cycle that has closed meanwhile owes no turn.
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  }
  for (const instant of toStart) await startDispatch(workflow, { instant, offsetMs });
}
