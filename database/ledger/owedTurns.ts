// Cycles that have to turn because a letter of theirs lost a notice: it was too late, or no longer right. Knows who owes; must not
// know who is told. Written in the transaction of the loss, so that it outlives whoever caused it.
import { sql } from 'kysely';
import type { Database, Tx } from '../connect.js';

/** By workflow id. A further loss after a turn has begun is owed anew. */
export async function oweTurns(tx: Tx, cycles: readonly string[]): Promise<void> {
  if (cycles.length === 0) return;
  // In order, as every writer of several rows.
  await sql`insert into owed_turn (cycle) select unnest(${[...new Set(cycles)].sort()}::text[])
    on conflict (cycle) do update set place = nextval('owed_turn_order')`.execute(tx);
}

/** All that owe, by workflow id; a closed cycle plans nothing anew. */
export async function owedTurns({ kysely }: Pick<Database, 'kysely'>): Promise<readonly string[]> {
  const { rows } = await sql<{ cycle: string }>`select cycle from owed_turn o
    where not exists (select 1 from cycle_view v where v.cycle = o.cycle and v.closed) order by cycle`.execute(
    kysely,
  );
  return rows.map(({ cycle }) => cycle);
}

/** To be read before the ledger is: what is lost later is not paid by this turn. null: nothing is owed. */
export async function debtOf(tx: Tx, cycle: string): Promise<number | null> {
  const { rows } = await sql<{ place: number }>`select place from owed_turn where cycle = ${cycle}`.execute(
    tx,
  );
  return rows[0]?.place ?? null;
}

/** The turn that read the debt has planned anew. */
export async function payDebt(tx: Tx, cycle: string, place: number | null): Promise<void> {
  if (place === null) return;
  await sql`delete from owed_turn where cycle = ${cycle} and place = ${place}`.execute(tx);
}
