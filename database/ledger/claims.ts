// Claims letters for one attempt of one sender, and marks what came of it. Knows states and epochs; must not know SMTP.
//
// Every claim and every mark holds the sender's row FOR SHARE and names its epoch: a sender that was replaced can do
// neither, however late its statement arrives.
import { sql } from 'kysely';
import type { Instant } from '../../domain/localDate.js';
import type { Outcome, Phase } from '../../mail/smtpOutcome.js';
import { type Database, inTransaction, type Tx } from '../connect.js';
import { tell, type LetterCode, type Telling } from './told.js';

export type Claimed = {
  readonly id: string;
  readonly at: Instant;
  readonly mailbox: string;
  readonly envelope_from: string;
  readonly raw: Buffer;
  readonly attempts: number;
};

/**
 * Ids of letters that are ready, due by `now` (business time) and not waiting for a retry: prompts first, then by due day.
 * Read once for many claims: ordering thousands of rows for every claim cost more than sending them.
 */
export async function dueLetters(db: Database, now: Instant): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from letter where state = 'ready' and composed_version = version and at <= ${now}
      and (retry_at is null or retry_at <= now())
    order by rank, first_due, at, id limit ${WAVE}`.execute(db.kysely);
  return rows.map(({ id }) => id);
}

const WAVE = 5_000;

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
    returning letter.id, at, mailbox, envelope_from, raw, attempts`.execute(db.kysely);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** What came of a claim; `notTried`: given back before anything was written. */
export type Mark = {
  readonly letter: Claimed;
  readonly outcome: Outcome | { readonly class: 'notTried' };
};

// Real seconds until a letter the relay did not take is tried again, by the number of tries.
const RETRY_SECONDS = [5, 60, 300, 900, 1_800, 3_600];
const GREYLIST_SECONDS = 420;
const SLOW_SECONDS = 1_800;
/** A letter that looked like our fault so often is a person's: it must not stop the channel for ever. */
const FAULTS_BEFORE_HELD = 2;

type MarkRow = {
  readonly id: string;
  readonly class: Mark['outcome']['class'];
  readonly phase: Phase | null;
  readonly reply: string | null;
  readonly wait: number | null;
};

/** Marks a batch in one transaction; the ids of those that were still this sender's. */
export async function mark(
  db: Database,
  epoch: string,
  { now, marks }: { readonly now: Instant; readonly marks: readonly Mark[] },
): Promise<readonly string[]> {
  const rows = marks.map(markRow);
  return inTransaction(db, async (tx) => {
    await writeAttempts(tx, epoch, rows);
    const settled = await settle(tx, epoch, rows);
    await withdrawLeaving(
      tx,
      settled.map(({ id }) => id),
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    await tell(
      tx,
      now,
      settled.flatMap((letter) => tellingOf(letter, byId.get(letter.id))),
    );
    return settled.map(({ id }) => id);
  });
}

function markRow({ letter, outcome }: Mark): MarkRow {
  if (outcome.class === 'notTried')
    return { id: letter.id, class: 'notTried', phase: null, reply: null, wait: null };
  const { class: kind, phase, reply } = outcome;
  return { id: letter.id, class: kind, phase, reply, wait: waitOf(letter, outcome) };
}

function waitOf({ attempts }: Claimed, outcome: Outcome): number | null {
  if (outcome.class === 'ourFault') return SLOW_SECONDS;
  if (outcome.class !== 'notTaken') return null;
  // The channel has a wait of its own. What broke it may have been this letter: then another one is to probe.
  if (outcome.trouble === 'channel' && outcome.phase === 'connect') return 0;
  if (outcome.again === 'greylist') return GREYLIST_SECONDS;
  if (outcome.again === 'slow') return SLOW_SECONDS;
  return RETRY_SECONDS[Math.min(attempts, RETRY_SECONDS.length) - 1] ?? SLOW_SECONDS;
}

/** Even those of a sender that was replaced: what it heard is evidence. */
async function writeAttempts(tx: Tx, epoch: string, rows: readonly MarkRow[]): Promise<void> {
  const values = rows.flatMap(({ id, class: kind, phase, reply }) =>
    phase === null ? [] : [{ letter: id, epoch, phase, class: kind, reply }],
  );
  if (values.length > 0) await tx.insertInto('attempt').values(values).execute();
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

async function settle(tx: Tx, epoch: string, rows: readonly MarkRow[]): Promise<readonly Settled[]> {
  const { rows: settled } = await sql<Settled>`
    with owner as materialized (select 1 from sender where epoch = ${epoch} for share),
    outcome as (select * from json_to_recordset(${JSON.stringify(rows)})
      as o (id text, class text, reply text, wait integer)),
    -- By id alone: in a burst the planner believes that next to nothing is in 'sending', and would look for it.
    locked as materialized (select id, epoch, state from letter
      where id = any(${rows.map(({ id }) => id)}) order by id for update),
    done as (
      update letter set
        state = case o.class when 'accepted' then 'sent' when 'deadRecipient' then 'refused' when 'inDoubt' then 'inDoubt'
          when 'ourFault' then case when faults + 1 >= ${FAULTS_BEFORE_HELD} then 'held' else 'ready' end
          else 'ready' end,
        sent_at = case when o.class = 'accepted' then now() end,
        doubt_at = case when o.class = 'inDoubt' then now() end,
        retry_at = case when o.wait > 0 then now() + make_interval(secs => o.wait) end,
        attempts = attempts - case when o.class = 'notTried' or o.wait = 0 then 1 else 0 end,
        faults = faults + case when o.class = 'ourFault' then 1 else 0 end,
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

function tellingOf(letter: Settled, row: MarkRow | undefined): Telling[] {
  const code = row === undefined ? null : codeOf(letter, row.class);
  if (code === null) return [];
  const { at, body, post, cycles, notices } = letter;
  const smtpCode = /^\d{3}(?:[ -]\d\.\d+\.\d+)?/.exec(row?.reply ?? '')?.[0] ?? null;
  const facts = code === 'sent' || smtpCode === null ? {} : { facts: { smtpCode } };
  return [{ code, letter: { at, body, post, cycles, notices }, ...facts }];
}

function codeOf({ state }: Settled, kind: MarkRow['class']): LetterCode | null {
  switch (kind) {
    case 'accepted':
      return 'sent';
    case 'deadRecipient':
      return 'refused';
    case 'inDoubt':
      return 'inDoubt';
    case 'ourFault':
      return state === 'held' ? 'held' : 'notTaken';
    case 'notTaken':
      return 'notTaken';
    case 'notTried':
      return null;
    default:
      return kind satisfies never;
  }
}
