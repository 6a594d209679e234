// What the engine's namespace needs before a worker runs: search attributes and ten years of memory. Knows their names only.
import type { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';

/** Proof outlives a term: closed runs are kept ten years (temporal.md §2.3). */
const RETENTION_MS = 3_650 * 86_400_000;

const KEYWORD = 2;
const INT = 3;
const DATETIME = 6;
const SEARCH_ATTRIBUTES = {
  NhipAgreement: KEYWORD,
  NhipStage: KEYWORD,
  NhipYear: INT,
  NhipOverdue: INT,
  NhipNextDue: DATETIME,
} as const;

/** Idempotent; to be done at every start, as the dev server forgets closed runs after a day by default. */
export async function prepareNamespace(connection: Connection, namespace: string): Promise<void> {
  await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: SEARCH_ATTRIBUTES });
  await connection.workflowService.updateNamespace({
    namespace,
    config: { workflowExecutionRetentionTtl: msToTs(RETENTION_MS) },
  });
}
