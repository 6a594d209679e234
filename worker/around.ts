// What may be put round the activities of a worker, as a test does that ends the process at a named point of them. Knows
// shapes alone; must not know what is put there.
import type { Client } from '@temporalio/client';
import type { TurnWorld } from '../activities/turn.js';
import type { Database } from '../database/connect.js';
import type { DispatchActivities, NudgeActivities, TurnActivities } from '../workflows/contract.js';

export type TurnWorkerActivities = TurnActivities & NudgeActivities;
type StartDispatches = TurnWorld['startDispatches'];

export interface Around {
  readonly turns?: (
    own: TurnWorkerActivities,
    means: { readonly db: Database; readonly workflow: Client['workflow'] },
  ) => TurnWorkerActivities;
  /** After a turn's commit, before its answer. */
  readonly starts?: (own: StartDispatches) => StartDispatches;
  readonly mail?: (own: DispatchActivities) => DispatchActivities;
}
