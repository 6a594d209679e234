// Entries that arose for one cycle, as part of the register. Knows rows and versions; must not know who has ratified what.
import type { Arisen, ObligationEntry } from '../domain/agreement.js';
import type { Tx } from './connect.js';

/**
 * Keeps what a request brings, before the request is made; said again under the same id, it is corrected. The register's
 * version is raised, so that whoever read it before reads it again. False where the request was known before.
 */
export async function saveArisen(tx: Tx, agreement: string, arisen: Arisen): Promise<boolean> {
  const head = await tx.selectFrom('register_head').select('version').forUpdate().executeTakeFirstOrThrow();
  const version = head.version + 1;
  const { year, update, entries } = arisen;
  const known = await tx.selectFrom('arisen').select('version').where('update_id', '=', update).execute();
  const row = { agreement, year, entries: JSON.stringify(entries) };
  await tx
    .insertInto('arisen')
    .values({ update_id: update, version, ...row })
    .onConflict((conflict) => conflict.column('update_id').doUpdateSet(row))
    .execute();
  await tx.updateTable('register_head').set({ version }).execute();
  return known.length === 0;
}

/** Forgets what a request brought that was refused. */
export async function forgetArisen(tx: Tx, update: string): Promise<void> {
  await tx.deleteFrom('arisen').where('update_id', '=', update).execute();
}

/** Of one agreement as of a version of the register, in the order they came. */
export async function arisenOf(tx: Tx, agreement: string, version: number): Promise<readonly Arisen[]> {
  const rows = await tx
    .selectFrom('arisen')
    .select(['update_id', 'year', 'entries'])
    .where('agreement', '=', agreement)
    .where('version', '<=', version)
    .orderBy('version')
    .execute();
  return rows.map((row) => ({
    update: row.update_id,
    year: row.year,
    entries: row.entries as readonly ObligationEntry[],
  }));
}
