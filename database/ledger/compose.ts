// What a letter's message is made of and where it is stored. Knows versions; must not know what makes a notice right, nor
// words.
import { sql } from 'kysely';
import type { Instant } from '../../domain/localDate.js';
import { type Database, inTransaction, type Tx } from '../connect.js';
import type { ArmedNotice, StaleLetter, Which, Written } from './ledger.js';
import { noticeOf } from './rows.js';
import { tell, type Telling } from './told.js';

// So many letters are read, checked and stored at a time.
const BATCH = 50;

/** Letters of sealed instants that have no message of their present version. */
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
    .limit(BATCH);
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
    const stored = new Set<string>();
    const tellings: Telling[] = [];
    for (const one of written) {
      if (!(await storeLetter(tx, one))) continue;
      stored.add(one.letter.id);
      tellings.push(tellingOf(one));
    }
    await tell(tx, now, tellings);
    return stored;
  });
}

async function storeLetter(tx: Tx, one: Written): Promise<boolean> {
  const { letter, state, message, why, dropped } = one;
  const version = letter.version + (dropped.length > 0 ? 1 : 0);
  const { numUpdatedRows } = await tx
    .updateTable('letter')
    .set({
      state,
      version,
      composed_version: version,
      body: one.body,
      post: one.post,
      rank: one.rank,
      first_due: one.firstDue,
      ...(message === null ? { reply: why?.words ?? null } : columnsOf(message)),
    })
    .where('id', '=', letter.id)
    .where('version', '=', letter.version)
    .where('state', 'in', ['composing', 'ready'])
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  if (dropped.length > 0)
    await tx.updateTable('notice').set({ state: 'withdrawn' }).where('id', 'in', dropped).execute();
  if (state === 'refused')
    await sql`update notice set state = 'refused' where letter = ${letter.id} and state = 'armed'`.execute(
      tx,
    );
  return true;
}

function columnsOf({ subject, messageId, envelope, raw }: NonNullable<Written['message']>) {
  return {
    subject,
    message_id: messageId,
    envelope_from: envelope.from,
    raw: typeof raw === 'string' ? Buffer.from(raw) : raw,
  };
}

function tellingOf({ letter, state, why, body, post, cycles, kept }: Written): Telling {
  const facts = why === null ? {} : { facts: { cause: why.code } };
  const code = state === 'ready' ? 'composed' : state;
  return { code, letter: { at: letter.at, body, post, cycles, notices: kept }, ...facts };
}
