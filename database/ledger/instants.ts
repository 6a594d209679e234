// Send instants: which have a dispatch, which are sealed, which are done. Knows instants; must not know what letters say.
//
// A turn that joins a letter holds the instant's row FOR SHARE, sealing and closing take it FOR UPDATE: so a notice joins
// before the seal or not at all, and a dispatch that closes is either seen closed or sees the new row.
import { sql } from 'kysely';
import type { Instant } from '../../domain/localDate.js';
import { type Database, inTransaction, type Tx } from '../connect.js';
import type { LetterState } from '../schema.js';
import type { Counts } from './ledger.js';

/** Letters in these states keep a dispatch running. */
export const ACTIVE = ['composing', 'ready', 'sending'] as const satisfies readonly LetterState[];

/** Makes the rows that are absent and locks all of them against sealing; in order, so that two turns never wait crosswise. */
export async function lockInstants(tx: Tx, instants: readonly Instant[]): Promise<readonly Instant[]> {
  const sorted = [...new Set(instants)].sort();
  if (sorted.length === 0) return [];
  await tx
    .insertInto('send_instant')
    .values(sorted.map((at) => ({ at })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const rows = await tx
    .selectFrom('send_instant')
    .select(['at', 'sealed_at'])
    .where('at', 'in', sorted)
    .orderBy('at')
    .forShare()
    .execute();
  return rows.filter((row) => row.sealed_at !== null).map(({ at }) => at);
}

/** Those of the instants whose dispatch is not known to run. */
export async function notStarted(tx: Tx, instants: readonly Instant[]): Promise<readonly Instant[]> {
  if (instants.length === 0) return [];
  const rows = await tx
    .selectFrom('send_instant')
    .select('at')
    .where('at', 'in', instants)
    .where('started_at', 'is', null)
    .orderBy('at')
    .execute();
  return rows.map(({ at }) => at);
}

/** Instants whose dispatch runs, by time. */
export async function startedInstants(tx: Tx): Promise<readonly Instant[]> {
  const rows = await tx
    .selectFrom('send_instant')
    .select('at')
    .where('started_at', 'is not', null)
    .orderBy('at')
    .execute();
  return rows.map(({ at }) => at);
}

/** How many notices stand withdrawn: each that a dispatch takes out of a letter asks its cycle for a turn. */
export async function withdrawnNotices(tx: Tx): Promise<number> {
  const { n } = await tx
    .selectFrom('notice')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('state', '=', 'withdrawn')
    .executeTakeFirstOrThrow();
  return n;
}

/** To be called once the dispatch of the instant was started, or was found running. */
export async function markStarted(db: Database, instant: Instant): Promise<void> {
  await sql`update send_instant set started_at = now() where at = ${instant}`.execute(db.kysely);
}

/** From now on notices may leave the instant's letters, never join. Waits for turns that are joining; may be repeated. */
export async function seal(db: Database, instant: Instant): Promise<void> {
  await sql`insert into send_instant (at, sealed_at) values (${instant}, now())
    on conflict (at) do update set sealed_at = coalesce(send_instant.sealed_at, now())`.execute(db.kysely);
}

/** Whether nothing is left to compose or send; held, in doubt and refused letters keep no dispatch running. */
export async function isSettled(db: Database | { readonly kysely: Tx }, instant: Instant): Promise<boolean> {
  const row = await db.kysely
    .selectFrom('letter')
    .select('id')
    .where('at', '=', instant)
    .where('state', 'in', ACTIVE)
    .limit(1)
    .executeTakeFirst();
  return row === undefined;
}

/**
 * Closes the books of a dispatch: true, and the instant counts as not started, when nothing is left; false when something
 * came in. A turn that joins afterwards finds it not started, so no row is stranded; its start must be a signal-with-start,
 * which a run that is just closing cannot swallow.
 */
export async function closeInstant(db: Database, instant: Instant): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    await sql`select 1 from send_instant where at = ${instant} for update`.execute(tx);
    if (!(await isSettled({ kysely: tx }, instant))) return false;
    await sql`update send_instant set started_at = null where at = ${instant}`.execute(tx);
    return true;
  });
}

const NONE: Record<LetterState, number> = {
  composing: 0,
  ready: 0,
  sending: 0,
  sent: 0,
  refused: 0,
  inDoubt: 0,
  held: 0,
  withdrawn: 0,
};

/** The letters of an instant by state. */
export async function counts(db: Database, instant: Instant): Promise<Counts> {
  const { rows } = await sql<{ state: LetterState; n: number; wait: number | null }>`
    select l.state, count(*) as n,
      min(greatest(0, extract(epoch from greatest(l.retry_at, c.probe_at) - now())))::float8 as wait
    from letter l cross join channel c where l.at = ${instant} group by l.state`.execute(db.kysely);
  const byState = { ...NONE };
  for (const { state, n } of rows) byState[state] = n;
  const ready = rows.find(({ state }) => state === 'ready');
  return { ...byState, retryInSeconds: ready ? Math.ceil(ready.wait ?? 0) : null };
}
