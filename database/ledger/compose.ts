// What a letter's message is made of and where it is stored. Knows versions; must not know what makes a notice right, nor
// words.
import { sql } from 'kysely';
import type { Instant } from '../../domain/localDate.js';
import { type Database, inTransaction, type Tx } from '../connect.js';
import type { ArmedNotice, StaleLetter, Which, Written } from './ledger.js';
import { oweTurns } from './owedTurns.js';
import { noticeOf } from './rows.js';
import { tell, type Telling } from './told.js';

// To look for them costs a walk over all letters of the instant, so many are named at once.
const WAVE = 2_000;

/** Some letters of sealed instants that have no message of their present version. */
export async function staleLetters(db: Database, which: Which): Promise<readonly StaleLetter[]> {
  const stale = db.kysely
    .selectFrom('letter')
    .innerJoin('send_instant', 'send_instant.at', 'letter.at')
    .select(['letter.id', 'letter.version', 'letter.at', 'letter.message_id'])
    .where('send_instant.sealed_at', 'is not', null)
    .where('letter.state', 'in', ['composing', 'ready'])
    .where((is) =>
      is.or([is('composed_version', 'is', null), is('composed_version', '!=', is.ref('letter.version'))]),
    )
    .orderBy('letter.id')
    .limit(WAVE);
  return 'at' in which
    ? stale.where('letter.at', '=', which.at).execute()
    : stale.where('letter.at', '<=', which.upTo).execute();
}

/** The armed notices of these letters. */
export async function noticesOf(db: Database, letters: readonly string[]): Promise<readonly ArmedNotice[]> {
  if (letters.length === 0) return [];
  const rows = await db.kysely
    .selectFrom('notice')
    .selectAll()
    .where('letter', 'in', letters)
    .where('state', '=', 'armed')
    .execute();
  return rows.map((row) => ({ letter: row.letter, cycle: row.cycle, notice: noticeOf(row) }));
}

/** Stores what became of stale letters; ids of those that nobody changed meanwhile. `now` in business time. */
export async function storeLetters(
  db: Database,
  now: Instant,
  written: readonly Written[],
): Promise<ReadonlySet<string>> {
  return inTransaction(db, async (tx) => {
    const stored = await store(tx, written);
    const ours = written.filter(({ letter }) => stored.has(letter.id));
    const dropped = ours.flatMap((one) => one.dropped);
    await withdraw(tx, dropped);
    const refused = ours.filter(({ state }) => state === 'refused').map(({ letter }) => letter.id);
    if (refused.length > 0)
      await sql`update notice set state = 'refused' where letter = any(${refused}) and state = 'armed'`.execute(
        tx,
      );
    await tell(tx, now, ours.map(tellingOf));
    return stored;
  });
}

/** Their cycles have to plan anew. */
async function withdraw(tx: Tx, notices: readonly string[]): Promise<void> {
  if (notices.length === 0) return;
  const rows = await tx
    .updateTable('notice')
    .set({ state: 'withdrawn' })
    .where('id', 'in', notices)
    .returning('cycle')
    .execute();
  await oweTurns(
    tx,
    rows.map(({ cycle }) => cycle),
  );
}

/** All in one statement: a burst composes ten thousand within two minutes. */
async function store(tx: Tx, written: readonly Written[]): Promise<ReadonlySet<string>> {
  const raws = written.map(({ message }) => bytesOf(message?.raw ?? null));
  const { rows } = await sql<{ id: string }>`
    with written as (
      select w.*, r.raw from json_to_recordset(${JSON.stringify(written.map(columnsOf))})
        as w (n integer, id text, before integer, after integer, state text, body text, post text, rank integer, due date,
          subject text, message_id text, envelope_from text, reply text)
      join unnest(${raws}::bytea[]) with ordinality as r (raw, n) using (n)),
    locked as materialized (
      select id from letter where id = any(${written.map(({ letter }) => letter.id)}) order by id for update)
    update letter set state = w.state, version = w.after, composed_version = w.after, body = w.body, post = w.post,
      rank = w.rank, first_due = w.due, subject = coalesce(w.subject, letter.subject),
      message_id = coalesce(w.message_id, letter.message_id),
      envelope_from = coalesce(w.envelope_from, letter.envelope_from),
      raw = coalesce(w.raw, letter.raw), reply = coalesce(w.reply, letter.reply)
    from written w join locked using (id)
    where letter.id = w.id and letter.version = w.before and letter.state in ('composing', 'ready')
    returning letter.id`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}

function bytesOf(raw: Buffer | string | null): Buffer | null {
  return typeof raw === 'string' ? Buffer.from(raw) : raw;
}

function columnsOf(one: Written, index: number) {
  const { letter, state, message, why, body, post, rank, firstDue } = one;
  return {
    n: index + 1,
    id: letter.id,
    before: letter.version,
    after: letter.version + (one.dropped.length > 0 ? 1 : 0),
    state,
    body,
    post,
    rank,
    due: firstDue,
    subject: message?.subject ?? null,
    message_id: message?.messageId ?? null,
    envelope_from: message?.envelope.from ?? null,
    reply: why?.words ?? null,
  };
}

function tellingOf({ letter, state, why, body, post, cycles, kept }: Written): Telling {
  const facts = why === null ? {} : { facts: { cause: why.code } };
  const code = state === 'ready' ? 'composed' : state;
  return { code, letter: { at: letter.at, body, post, cycles, notices: kept }, ...facts };
}
