// Finds that the database goes on from an older state: an asynchronous standby was promoted, or a backup was restored to a point in
// time. Knows PostgreSQL's timelines; must not know whom it tells.
import { sql } from 'kysely';
import type { Instant } from '../../domain/localDate.js';
import { type Database, inTransaction } from '../connect.js';
import { holdLetters } from './hold.js';

type Cluster = { readonly known: string | null; readonly now: string };

/**
 * Holds what is due by `now`, business time, where the timeline is another one than before and commits did not wait for a standby:
 * marks may be missing, and what waits may have left. Answers how many.
 */
export async function holdPromoted(db: Database, now: Instant): Promise<number> {
  const cluster = await clusterOf(db);
  if (cluster === null || cluster.known === cluster.now) return 0;
  return inTransaction(db, async (tx) => {
    const { rows } = await sql`update sender set cluster = ${cluster.now}
      where cluster is not distinct from ${cluster.known} returning 1 as found`.execute(tx);
    // Found by another one, who held.
    if (rows.length === 0 || !mayLack(cluster)) return 0;
    const due = await tx
      .selectFrom('letter')
      .select('id')
      .where('state', 'in', ['composing', 'ready'])
      .where('kind', '=', 'notices')
      .where('at', '<=', now)
      .execute();
    return holdLetters(
      tx,
      due.map(({ id }) => id),
      { cause: 'restored', now, from: now },
    );
  });
}

/** Whether the timeline is a new one, and commits of the old one were not waited for. */
function mayLack({ known, now }: Cluster): boolean {
  const [timeline, waited] = known?.split(' ') ?? [];
  return timeline !== undefined && waited === 'alone' && timeline !== now.split(' ')[0];
}

// Not supported, not allowed: some providers keep the log's place to themselves. Then only turns are numbered.
const KEPT = new Set(['0A000', '42501']);

async function clusterOf(db: Database): Promise<Cluster | null> {
  try {
    const { rows } = await sql<Cluster>`
      select cluster as known, left(pg_walfile_name(pg_current_wal_lsn()), 8) || case
        when current_setting('synchronous_standby_names') <> ''
          and current_setting('synchronous_commit') not in ('off', 'local') then ' waited' else ' alone' end as now
      from sender`.execute(db.kysely);
    return rows[0] ?? null;
  } catch (error) {
    if (error instanceof Error && 'code' in error && KEPT.has(String(error.code))) return null;
    throw error;
  }
}
