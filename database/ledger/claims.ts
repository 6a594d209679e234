// Claims letters for one attempt of one sender, and marks what came of it. Knows states and epochs; must not know SMTP, nor
// what becomes of a letter after which answer.
//
// Every claim and every mark holds the sender's row FOR SHARE and names its epoch: a sender that was replaced can do
// neither, however late its statement arrives.
import { sql } from 'kysely';
import type { Instant } from '../../domain/localDate.js';
import { type Database, inTransaction, type Tx } from '../connect.js';
import type { Claimed, DueLetter, Mark } from './ledger.js';
import { tell, type Telling } from './told.js';

/**
 * Letters that are ready, due by `now` (business time) and not waiting for a retry: prompts first, then by due day.
 * Read once for many claims: ordering thousands of rows for every claim cost more than sending them.
 */
export async function dueLetters(
  db: Database,
  now: Instant,
  without: readonly string[],
): Promise<readonly DueLetter[]> {
  const { rows } = await sql<DueLetter>`
    select id, mailbox from letter where state = 'ready' and composed_version = version and at <= ${now}
      and (retry_at is null or retry_at <= now()) and lower(split_part(mailbox, '@', 2)) <> all(${without})
    order by rank, first_due, at, id limit ${WAVE}`.execute(db.kysely);
  return rows;
}

const WAVE = 5_000;

/** Letters to the domain that are ready and due by `now` wait for so long. */
export async function postpone(
  db: Database,
  domain: string,
  now: Instant,
  waitSeconds: number,
): Promise<void> {
  await sql`update letter set retry_at = greatest(retry_at, now() + make_interval(secs => ${waitSeconds}))
    where state = 'ready' and at <= ${now} and lower(split_part(mailbox, '@', 2)) = ${domain}`.execute(
    db.kysely,
  );
}

/** Takes those of the letters that are still ready and as composed; in the order given. */
export async function claim(
  db: Database,
  epoch: string,
  ids: readonly string[],
): Promise<readonly Claimed[]> {
  const { rows } = await sql<Claimed>`
    with owner as materialized (select 1 from sender where epoch = ${epoch} for share),
    free as materialized (
      select id from letter where id = any(${ids}) and exists (select 1 from owner) for update skip locked)
    update letter set state = 'sending', epoch = ${epoch}, claimed_at = now(), attempts = attempts + 1
    from free where letter.id = free.id and state = 'ready' and composed_version = version
    returning letter.id, at, mailbox, envelope_from, raw, attempts, faults`.execute(db.kysely);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** Marks a batch in one transaction; the ids of those that were still this sender's. `now` in business time. */
export async function mark(
  db: Database,
  epoch: string,
  now: Instant,
  marks: readonly Mark[],
): Promise<readonly string[]> {
  return inTransaction(db, async (tx) => {
    const settled = await settle(tx, epoch, marks);
    const back = settled.filter(({ state }) => state === 'ready' || state === 'held');
    await withdrawLeaving(
      tx,
      back.map(({ id }) => id),
    );
    const byId = new Map(marks.map((one) => [one.id, one]));
    await tell(
      tx,
      now,
      settled.flatMap((letter) => tellingOf(letter, byId.get(letter.id))),
    );
    return settled.map(({ id }) => id);
  });
}

type Settled = {
  readonly id: string;
  readonly at: Instant;
  readonly body: string | null;
  readonly post: string | null;
  readonly state: string;
  readonly notices: readonly string[];
  readonly cycles: readonly string[];
};

async function settle(tx: Tx, epoch: string, marks: readonly Mark[]): Promise<readonly Settled[]> {
  const rows = marks.map(({ id, state, attempts, faults, waitSeconds, attempt }) => {
    const { phase = null, class: kind = null, reply = null } = attempt ?? {};
    return { id, state, attempts, faults, wait: waitSeconds, phase, kind, reply };
  });
  const { rows: settled } = await sql<Settled>`
    with owner as materialized (select 1 from sender where epoch = ${epoch} for share),
    outcome as (select * from json_to_recordset(${JSON.stringify(rows)})
      as o (id text, state text, attempts integer, faults integer, wait integer, phase text, kind text, reply text)),
    -- Even those of a sender that was replaced: what it heard is evidence.
    heard as (
      insert into attempt (letter, epoch, phase, class, reply)
      select id, ${epoch}, phase, kind, reply from outcome where kind is not null),
    -- By id alone: in a burst the planner believes that next to nothing is in 'sending', and would look for it.
    locked as materialized (select id, epoch, state from letter
      where id = any(${marks.map(({ id }) => id)}) order by id for update),
    done as (
      update letter set state = o.state, attempts = o.attempts, faults = o.faults,
        sent_at = case when o.state = 'sent' then now() end,
        doubt_at = case when o.state = 'inDoubt' then now() end,
        retry_at = case when o.wait > 0 then now() + make_interval(secs => o.wait) end,
        reply = coalesce(o.reply, letter.reply), epoch = null
      from outcome o join locked l on l.id = o.id
      where letter.id = o.id and l.epoch = ${epoch} and l.state = 'sending' and exists (select 1 from owner)
      returning letter.id, letter.at, letter.body, letter.post, letter.state),
    told as (
      update notice set state = done.state from done
      where notice.letter = done.id and notice.state = 'armed' and done.state in ('sent', 'refused')
      returning notice.id)
    select done.*, (select count(*) from told) as told,
      array(select n.id from notice n where n.letter = done.id and n.state = 'armed' order by n.id) as notices,
      array(select distinct n.cycle from notice n where n.letter = done.id and n.state = 'armed' order by n.cycle) as cycles
    from done order by done.id`.execute(tx);
  return settled;
}

/** A letter that came back untaken loses the notices that were withdrawn while it was on its way. */
export async function withdrawLeaving(tx: Tx, letters: readonly string[]): Promise<void> {
  if (letters.length === 0) return;
  await sql`with gone as (
      update notice set state = 'withdrawn', leaving = false from letter l
      where notice.letter = l.id and l.id = any(${letters}) and l.state in ('ready', 'held')
        and notice.leaving and notice.state = 'armed'
      returning notice.id, notice.letter)
    update letter set version = version + 1, state = case when exists (select 1 from notice n
        where n.letter = letter.id and n.state = 'armed' and n.id not in (select id from gone))
      then state else 'withdrawn' end
    where id in (select letter from gone)`.execute(tx);
}

function tellingOf(letter: Settled, one: Mark | undefined): Telling[] {
  if (one === undefined || one.code === null) return [];
  const { at, body, post, cycles, notices } = letter;
  const smtpCode = /^\d{3}(?:[ -]\d\.\d+\.\d+)?/.exec(one.attempt?.reply ?? '')?.[0] ?? null;
  const facts = one.code === 'sent' || smtpCode === null ? {} : { facts: { smtpCode } };
  return [{ code: one.code, letter: { at, body, post, cycles, notices }, ...facts }];
}
