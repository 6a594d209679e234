// What turns publish for lists and pages: derived, rebuilt by a replan, never read by a decision. Knows rows; must not know
// how a plan is made.
import { sql } from 'kysely';
import type { Instant } from '../domain/localDate.js';
import { distinctMatters, type Matter } from '../domain/matters.js';
import type { Tx } from './connect.js';

export type Publication = {
  /** As JSON; whatever pages and lists need of it. */
  readonly plan: unknown;
  /** The register version the plan was made from. */
  readonly plannedVersion: number;
  readonly wakeAt: Instant | null;
  readonly closed: boolean;
};

export type CycleView = Publication & {
  readonly cycle: string;
  readonly agreement: string;
  readonly year: number;
};

/** Replaces what is shown of a cycle; `cycleId` as the workflow's, `cycle:tw-79:2018`. */
export async function publish(tx: Tx, cycleId: string, view: Publication): Promise<void> {
  const row = {
    agreement: cycleId.split(':')[1] ?? '',
    year: Number(cycleId.split(':')[2]),
    plan: JSON.stringify(view.plan ?? null),
    planned_version: view.plannedVersion,
    wake_at: view.wakeAt,
    closed: view.closed,
  };
  await tx
    .insertInto('cycle_view')
    .values({ cycle: cycleId, ...row })
    .onConflict((conflict) => conflict.column('cycle').doUpdateSet(row))
    .execute();
}

/** A cycle that no longer exists is shown as it was last, and closed. */
export async function closeView(tx: Tx, cycleId: string): Promise<void> {
  await tx
    .updateTable('cycle_view')
    .set({ closed: true, wake_at: null })
    .where('cycle', '=', cycleId)
    .execute();
}

/** Adds a matter to what is shown of a cycle, until its next turn publishes anew; nothing where it never turned. */
export async function addMatter(tx: Tx, cycleId: string, matter: Matter): Promise<void> {
  const row = await tx
    .selectFrom('cycle_view')
    .select('plan')
    .where('cycle', '=', cycleId)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) return;
  const plan = row.plan as { readonly matters: readonly Matter[] };
  const shown = { ...plan, matters: distinctMatters([...plan.matters, matter]) };
  await tx
    .updateTable('cycle_view')
    .set({ plan: JSON.stringify(shown) })
    .where('cycle', '=', cycleId)
    .execute();
}

/** Of one agreement or all, by agreement, then year. */
export async function readViews(tx: Tx, agreement?: string): Promise<readonly CycleView[]> {
  let query = tx.selectFrom('cycle_view').selectAll().orderBy('agreement').orderBy('year');
  if (agreement !== undefined) query = query.where('agreement', '=', agreement);
  return (await query.execute()).map((row) => ({
    cycle: row.cycle,
    agreement: row.agreement,
    year: row.year,
    plan: row.plan,
    plannedVersion: row.planned_version,
    wakeAt: row.wake_at,
    closed: row.closed,
  }));
}

/**
 * Open cycles planned from an older register than `version` although something they rest on has changed up to it: their
 * agreement, one of its bodies, or the calendar. A change elsewhere wakes nobody.
 */
export async function cyclesBehind(tx: Tx, version: number): Promise<readonly string[]> {
  const { rows } = await sql<{ cycle: string }>`
    select v.cycle from cycle_view v
    where not v.closed and v.planned_version < ${version} and (
      exists (select 1 from calendar_version c where c.version > v.planned_version and c.version <= ${version})
      or exists (select 1 from agreement_version a
        where a.code = v.agreement and a.version > v.planned_version and a.version <= ${version})
      or exists (select 1 from agreement_version a, json_array_elements_text(a.bodies) named, body_version b
        where a.code = v.agreement
          and a.version = (select max(version) from agreement_version where code = v.agreement and version <= ${version})
          and b.code = named and b.version > v.planned_version and b.version <= ${version}))
    order by v.agreement, v.year`.execute(tx);
  return rows.map(({ cycle }) => cycle);
}
