// Letters that came back for a fault of ours, and the letters a return may be about. Knows states; must not know how a
// return is read. Mailboxes that take no mail: `mailboxes.ts`.
import { sql } from 'kysely';
import type { Instant } from '../../domain/localDate.js';
import { type Database, inTransaction } from '../connect.js';
import { tell, type ToldLetter } from './told.js';

/**
 * Takes down that a letter the relay had taken was refused later for what is ours (policy, size, content): it counts as
 * refused, and its mailbox stays open. The cycles that have to turn; null: no such letter, or it was told before. `at` in
 * business time.
 */
export async function returnedRefused(
  db: Database,
  {
    letter,
    smtpCode,
    at,
  }: { readonly letter: string; readonly smtpCode: string | null; readonly at: Instant },
): Promise<readonly string[] | null> {
  return inTransaction(db, async (tx) => {
    const { rows } = await sql<Pick<ToldLetter, 'at' | 'body' | 'post'>>`
      update letter set state = 'refused', epoch = null, doubt_at = null, reply = ${smtpCode}
      where id = ${letter} and state in ('sent', 'inDoubt') returning at, body, post`.execute(tx);
    const [row] = rows;
    if (!row) return null;
    const notices = await tx
      .updateTable('notice')
      .set({ state: 'refused' })
      .where('letter', '=', letter)
      .where('state', 'in', ['armed', 'sent'])
      .returning(['id', 'cycle'])
      .execute();
    const cycles = [...new Set(notices.map(({ cycle }) => cycle))].sort();
    const told = { ...row, cycles, notices: notices.map(({ id }) => id).sort() };
    await tell(tx, at, [{ code: 'bounced', letter: told, facts: { smtpCode, why: 'refused' } }]);
    return cycles;
  });
}

// Notices of non-delivery come within days; relays give up after five.
const RETURNS_WITHIN = '30 days';

/** Ids of letters that may still come back, newest first; of one Message-ID where it is given. */
export async function mayComeBack(db: Database, messageId: string | null): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from letter where kind = 'notices' and state in ('sent', 'inDoubt', 'refused')
      and (message_id = ${messageId} or (${messageId}::text is null and
        coalesce(sent_at, doubt_at, now()) > now() - ${RETURNS_WITHIN}::interval))
    order by at desc, id`.execute(db.kysely);
  return rows.map(({ id }) => id);
}
