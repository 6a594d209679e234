// The workflows a reconciler looks after: whether they run, what a cycle knows, how a dead one comes back. Knows the engine;
// must not know ledger or plan.
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { CycleFacts } from '../domain/cycle.js';
import type { LivingTerm } from '../database/livingTerms.js';
import type { Hole } from '../domain/holes.js';
import type { Instant } from '../domain/localDate.js';
import { agreementId, type CycleStatus, dispatchId } from '../workflows/contract.js';
import { startDispatch, startTerm } from '../workflows/starts.js';

export interface RoundWorkflows {
  /** `dead`: terminated, failed or gone; `restored`: waits for a person. */
  cycle(id: string): Promise<{ readonly facts: CycleFacts } | 'closed' | 'restored' | 'dead'>;
  /** Brings a dead cycle back to where it was; false where the engine no longer has its history. */
  revive(id: string, now: Instant): Promise<boolean>;
  /** Asks for a turn and waits for it. */
  replan(id: string, now: Instant): Promise<void>;
  dispatchRuns(instant: Instant): Promise<boolean>;
  startDispatch(instant: Instant): Promise<void>;
  /** Terms that should run and do not; each is started again. */
  deadTerms(now: Instant): Promise<{ readonly holes: readonly Hole[]; readonly healed: number }>;
}

const TURN_MS = 60_000;

/** `terms`: those that have a cycle open or to come. */
export function roundWorkflows(
  client: Client,
  terms: (now: Instant) => Promise<readonly LivingTerm[]>,
): RoundWorkflows {
  const { workflow } = client;
  return {
    cycle: async (id) => {
      const status = await statusOf(client, id);
      if (status === 'COMPLETED') return 'closed';
      if (status !== 'RUNNING') return 'dead';
      const { stage, facts } = await workflow.getHandle(id).query<CycleStatus>('status');
      return stage === 'restored' ? 'restored' : { facts };
    },
    revive: async (id, now) => {
      if ((await statusOf(client, id)) === null) return false;
      return revive(client, id, now);
    },
    replan: async (id, now) => {
      const update = `round-${now}`;
      await client.withDeadline(Date.now() + TURN_MS, () =>
        workflow.getHandle(id).executeUpdate('replan', { args: [{ update }], updateId: update }),
      );
    },
    dispatchRuns: async (instant) => (await statusOf(client, dispatchId(instant))) === 'RUNNING',
    startDispatch: (instant) => startDispatch(workflow, { instant, offsetMs: 0, reconciles: true }),
    deadTerms: async (now) => {
      const holes: Hole[] = [];
      for (const { agreement, registeredAt } of await terms(now)) {
        const id = agreementId(agreement);
        const status = await statusOf(client, id);
        // A term with nothing more to open ends well and stays ended.
        if (status === 'RUNNING' || status === 'COMPLETED') continue;
        await startTerm(workflow, { agreement, registeredAt, offsetMs: 0 });
        holes.push({ kind: 'termNotRunning', of: id });
      }
      return { holes, healed: holes.length };
    },
  };
}

/** null: the engine does not know it. */
async function statusOf({ workflow }: Client, id: string): Promise<string | null> {
  try {
    return (await workflow.getHandle(id).describe()).status.name;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

/** A new run with the history of the old one up to its last decision: nothing that was asked is lost. */
async function revive(
  { workflow, workflowService, options }: Client,
  workflowId: string,
  now: Instant,
): Promise<boolean> {
  const { events } = await workflow.getHandle(workflowId).fetchHistory();
  const decision = events?.findLast((event) => event.workflowTaskCompletedEventAttributes)?.eventId;
  if (!decision) return false;
  await workflowService.resetWorkflowExecution({
    namespace: options.namespace,
    workflowExecution: { workflowId },
    workflowTaskFinishEventId: decision,
    reason: `round ${now}`,
    requestId: `round-${now}-${workflowId}`,
  });
  return true;
}
