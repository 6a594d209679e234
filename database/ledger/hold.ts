// Holds letters instead of letting them leave, and says so in the record. Knows causes and rows; the thresholds are
// `domain/stormGuard.ts`'s. Must not know whom it tells.
//
// A held letter keeps its notices: a turn leaves them where they are for as long as they are right (`keptAside`), so that
// nothing planned anew slips past the hold.
import { sql } from 'kysely';
import { addDays, addMinutes, type Instant, instantAt, localDateOf } from '../../domain/localDate.js';
import type { Notice } from '../../domain/notices.js';
import {
  AWAY_MINUTES,
  CATCHING_UP_LETTERS,
  CLOCKS_APART_SECONDS,
  type HoldCause,
  isBig,
  SEAL_MINUTES,
  USUAL_DAYS,
} from '../../domain/stormGuard.js';
import { append } from '../record.js';
import { workflowStream } from '../streams.js';
import { type Database, inTransaction, type Tx } from '../connect.js';
import { noticeOf } from './rows.js';

/** The dispatch of an instant is at work at `now`, business time: what waits there is attended to. */
export async function attend(db: Database, instant: Instant, now: Instant): Promise<void> {
  await sql`insert into send_instant (at, seen_at) values (${instant}, ${now})
    on conflict (at) do update set seen_at = greatest(send_instant.seen_at, excluded.seen_at)`.execute(
    db.kysely,
  );
}

/**
 * Holds what waits at instants nobody attended, where that is more than 20 letters in all; else nothing. While the relay is
 * given time to recover, its letters are attended. Answers how many were held.
 */
export async function holdMissed(db: Database, now: Instant): Promise<number> {
  const before = addMinutes(now, -AWAY_MINUTES);
  const missed = sql`
    select l.id, greatest(l.at, i.seen_at) as since from letter l
    join send_instant i on i.at = l.at cross join channel c
    where l.state in ('composing', 'ready') and l.kind = 'notices' and not l.released and l.at < ${before}
      and coalesce(greatest(i.seen_at, c.probe_at), l.at) < ${before}`;
  const { rows } = await sql<{ n: number; since: Instant | null }>`
    select count(*) as n, min(since) as since from (${missed}) m`.execute(db.kysely);
  const { n = 0, since = null } = rows[0] ?? {};
  if (n <= CATCHING_UP_LETTERS || since === null) return 0;
  return inTransaction(db, async (tx) => {
    const found = await sql<{ id: string }>`select id from (${missed}) m`.execute(tx);
    const ids = found.rows.map(({ id }) => id);
    const held = await holdLetters(tx, ids, { cause: 'outage', now, from: since });
    return held;
  });
}

/** Holds the letters of an instant that has many more than usual; released ones do not count. Answers how many. */
export async function holdBig(db: Database, instant: Instant, now: Instant): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select id from letter where at = ${instant} and state in ('composing', 'ready') and kind = 'notices'
      and not released`.execute(db.kysely);
  if (!isBig(rows.length, await usualLetters(db, instant))) return 0;
  return inTransaction(db, (tx) =>
    holdLetters(
      tx,
      rows.map(({ id }) => id),
      { cause: 'bigInstant', now, from: instant },
    ),
  );
}

/** The most letters that left at one instant of the last 60 days. */
export async function usualLetters(db: Database, instant: Instant): Promise<number> {
  const since = instantAt(addDays(localDateOf(instant), -USUAL_DAYS), '00:00');
  const { rows } = await sql<{ most: number | null }>`
    select max(n) as most from (select count(*) as n from letter
      where at >= ${since} and at < ${instant} and kind = 'notices' and state in ('sent', 'refused', 'inDoubt')
      group by at) i`.execute(db.kysely);
  return rows[0]?.most ?? 0;
}

/** Holds what is due at `now` or sealed: nobody knows what time it is. */
export async function holdByClock(db: Database, now: Instant): Promise<number> {
  return inTransaction(db, async (tx) => {
    const { rows } = await sql<{ id: string }>`
      select l.id from letter l left join send_instant i on i.at = l.at
      where l.state in ('composing', 'ready') and l.kind = 'notices' and not l.released
        and (l.at <= ${now} or i.sealed_at is not null)`.execute(tx);
    const ids = rows.map(({ id }) => id);
    return holdLetters(tx, ids, { cause: 'clock', now, from: now });
  });
}

/** Whether an instant was sealed that, by `now`, cannot have been: the clock went back, or the engine is older. */
export async function sealedAhead(db: Database, now: Instant): Promise<boolean> {
  const latest = addMinutes(now, SEAL_MINUTES + CLOCKS_APART_SECONDS / 60);
  const row = await db.kysely
    .selectFrom('send_instant')
    .select('at')
    .where('sealed_at', 'is not', null)
    .where('at', '>', latest)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Holds all unsent letters with a notice of a cycle of which database and engine tell different things. Where the database
 * is the older one, whatever is due is held, too: it may have left after the backup.
 */
export async function holdRestored(
  db: Database,
  { cycle, now, databaseOlder }: RestoredCycle,
): Promise<number> {
  return inTransaction(db, async (tx) => {
    const { rows } = await sql<{ id: string }>`
      update cycle_turn set restored_at = ${now} where cycle = ${cycle} and restored_at is null
      returning cycle as id`.execute(tx);
    // Found before, and held then.
    if (rows.length === 0) return 0;
    const found = await sql<{ id: string }>`
      select id from letter where state in ('composing', 'ready') and kind = 'notices' and (
        exists (select 1 from notice n where n.letter = letter.id and n.state = 'armed' and n.cycle = ${cycle})
        or (${databaseOlder} and at <= ${now}))`.execute(tx);
    const ids = found.rows.map(({ id }) => id);
    return holdLetters(tx, ids, { cause: 'restored', now, from: now });
  });
}

export interface RestoredCycle {
  /** Workflow id. */
  readonly cycle: string;
  readonly now: Instant;
  readonly databaseOlder: boolean;
}

/** A person has resumed the cycle: its letters wait as before, but for those shared with a cycle still to be resumed. */
export async function resumeLetters(tx: Tx, cycle: string): Promise<void> {
  await sql`update cycle_turn set restored_at = null where cycle = ${cycle}`.execute(tx);
  await sql`update letter set state = 'composing', version = version + 1, hold_cause = null, held_at = null
    where state = 'held' and hold_cause = 'restored'
      and exists (select 1 from notice n where n.letter = letter.id and n.state = 'armed' and n.cycle = ${cycle})
      and not exists (select 1 from notice n join cycle_turn t on t.cycle = n.cycle
        where n.letter = letter.id and n.state = 'armed' and t.restored_at is not null)`.execute(tx);
}

interface Holding {
  readonly cause: HoldCause;
  /** Business time. */
  readonly now: Instant;
  /** Since when the service was away; for other causes when it was found. */
  readonly from: Instant;
}

interface HeldLetter {
  readonly at: Instant;
  readonly cycles: readonly string[];
}

/** Holds those that are still here; one line in the record for each instant. Answers how many. */
export async function holdLetters(tx: Tx, ids: readonly string[], holding: Holding): Promise<number> {
  if (ids.length === 0) return 0;
  const { cause, now, from } = holding;
  const { rows } = await sql<HeldLetter>`
    with mine as materialized (
      select id from letter where id = any(${ids}) order by id for update),
    held as (
      update letter set state = 'held', hold_cause = ${cause}, held_at = ${now} from mine
      where letter.id = mine.id and letter.state in ('composing', 'ready') returning letter.id, letter.at)
    select at, array(select distinct n.cycle from notice n where n.letter = held.id and n.state = 'armed'
      order by n.cycle) as cycles from held order by at, id`.execute(tx);
  if (rows.length === 0) return 0;
  // What a person holds, the operator need not be told of.
  if (cause !== 'person')
    await tx
      .insertInto('hold')
      .values({ cause, at: now, from_at: from, to_at: now, letters: rows.length })
      .execute();
  await tellHeld(tx, rows, holding);
  return rows.length;
}

async function tellHeld(tx: Tx, held: readonly HeldLetter[], { cause, now, from }: Holding): Promise<void> {
  for (const instant of [...new Set(held.map(({ at }) => at))].sort()) {
    const letters = held.filter(({ at }) => at === instant);
    const cycles = [...new Set(letters.flatMap((letter) => letter.cycles))].sort();
    const told = { instant, cycles, n: letters.length, cause };
    const outage = { code: 'outage', at: now, facts: { ...told, from, to: now } };
    await append(tx, workflowStream.dispatch(instant), [
      ...(cause === 'outage' ? [outage] : []),
      { code: 'held', at: now, facts: told },
    ]);
  }
}

/** Armed notices of a cycle in letters that are held, or that a person let go: no turn moves what is still right. */
export async function keptAside(tx: Tx, cycle: string): Promise<readonly Notice[]> {
  const rows = await tx
    .selectFrom('notice')
    .innerJoin('letter', 'letter.id', 'notice.letter')
    .selectAll('notice')
    .where('notice.cycle', '=', cycle)
    .where('notice.state', '=', 'armed')
    .where((is) =>
      is.or([
        is.and([is('letter.state', '=', 'held'), is('letter.hold_cause', 'is not', null)]),
        is('letter.released', '=', true),
      ]),
    )
    .orderBy('notice.id')
    .execute();
  return rows.map(noticeOf);
}
