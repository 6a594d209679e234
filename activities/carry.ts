// From one cycle to the next: what a meeting adopted is proposed there. Knows ids and starts; must not know what was adopted.
import { type WorkflowClient, WorkflowNotFoundError } from '@temporalio/client';
import type { Instant } from '../domain/localDate.js';
import type { Carried } from '../domain/proposals.js';
import { type BusinessClock, cycleId, type Replan } from '../workflows/contract.js';
import { startCycle } from '../workflows/starts.js';

export interface Carry extends BusinessClock {
  readonly agreement: string;
  /** The cycle it goes into. */
  readonly year: number;
  readonly registeredAt: Instant;
  /** The instant of the turn that carries it, business time. */
  readonly at: Instant;
  readonly proposed: Carried;
}

/** Opens the next cycle where it is not open yet and tells it. Said again it does no harm; nobody waits for its turn. */
export async function carry(workflow: WorkflowClient, given: Carry): Promise<void> {
  const { agreement, year, registeredAt, offsetMs, at, proposed } = given;
  await startCycle(workflow, { agreement, year, registeredAt, offsetMs });
  const update = `carry-${proposed.update}`;
  try {
    await workflow.getHandle(cycleId(agreement, year)).startUpdate<unknown, [Replan]>('replan', {
      args: [{ update, at, proposed }],
      updateId: update,
      waitForStage: 'ACCEPTED',
    });
  } catch (error) {
    // An early end may have closed it already.
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}
