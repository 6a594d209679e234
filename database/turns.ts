// The numbered turns of cycles (design §5): one row a cycle, locked by whoever turns it. Knows numbers and hashes; must not
// know what a turn does.
import type { Tx } from './connect.js';

export type StoredTurn = { readonly n: number; readonly inputHash: string; readonly result: unknown };

/**
 * Locks the cycle until the transaction ends, and answers its last turn; null where it never turned. The row is made when
 * absent, so that two first turns wait for each other, too.
 */
export async function lockCycle(tx: Tx, cycleId: string): Promise<StoredTurn | null> {
  await tx
    .insertInto('cycle_turn')
    .values({ cycle: cycleId, result: 'null' })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await tx
    .selectFrom('cycle_turn')
    .selectAll()
    .where('cycle', '=', cycleId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return row.n === 0 ? null : { n: row.n, inputHash: row.input_hash, result: row.result };
}

/** Keeps the turn just done; the cycle must be locked by `lockCycle` in the same transaction. `n` counts from 1. */
export async function storeTurn(
  tx: Tx,
  cycleId: string,
  { n, inputHash, result }: StoredTurn,
): Promise<void> {
  await tx
    .updateTable('cycle_turn')
    .set({ n, input_hash: inputHash, result: JSON.stringify(result ?? null) })
    .where('cycle', '=', cycleId)
    .execute();
}
