// A cycle whose turns fail becomes a matter that people see. Knows the view; must not know why turns fail.
import { localDateOf } from '../domain/localDate.js';
import { type Database, inTransaction } from '../database/connect.js';
import { addMatter } from '../database/view.js';
import { cycleId, type StuckCycle } from '../workflows/contract.js';

/** Idempotent; the matter ends with the next turn that publishes. */
export async function tellStuck(db: Database, { agreement, year, since }: StuckCycle): Promise<void> {
  const matter = {
    code: 'cycleStuck',
    agreement,
    year,
    obligation: null,
    body: null,
    since: localDateOf(since),
  } as const;
  await inTransaction(db, (tx) => addMatter(tx, cycleId(agreement, year), matter));
}
