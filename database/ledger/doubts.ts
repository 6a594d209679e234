// Letters in doubt: which there are, and what a verdict changes. Knows states; must not know who gives the verdict.
import { sql } from 'kysely';
import type { Instant } from '../../domain/localDate.js';
import type { EvidenceSource } from '../../mail/relayEvidence.js';
import { type Database, inTransaction } from '../connect.js';
import { withdrawLeaving } from './claims.js';
import type { Doubt } from './ledger.js';
import { tell } from './told.js';

export async function doubts(db: Database): Promise<readonly Doubt[]> {
  const { rows } = await sql<Doubt>`
    select id, at, body, post, message_id, doubt_at as since,
      -- Of this claim alone: a sender may have tried it before, and heard something else then.
      (select a.class from attempt a where a.letter = letter.id and a.epoch = letter.epoch
        and a.at >= letter.claimed_at order by a.id desc limit 1) as heard
    from letter where state = 'inDoubt' order by rank, first_due, at, id`.execute(db.kysely);
  return rows;
}

/** Settles one: sent, or back in the queue. False: it was no longer in doubt. `now` in business time, for the record. */
export async function settleDoubt(
  db: Database,
  doubt: Doubt,
  state: 'sent' | 'ready',
  now: Instant,
  by: EvidenceSource,
): Promise<boolean> {
  const { id, at, body, post } = doubt;
  return inTransaction(db, async (tx) => {
    const { rows } =
      await sql`update letter set state = ${state}, epoch = null, doubt_at = null, retry_at = null,
        sent_at = case when ${state} = 'sent' then now() end
      where id = ${id} and state = 'inDoubt' returning id`.execute(tx);
    if (rows.length === 0) return false;
    const notices = await tx
      .selectFrom('notice')
      .select(['id', 'cycle'])
      .where('letter', '=', id)
      .where('state', '=', 'armed')
      .orderBy('id')
      .execute();
    if (state === 'sent') {
      await tx
        .updateTable('notice')
        .set({ state: 'sent' })
        .where('letter', '=', id)
        .where('state', '=', 'armed')
        .execute();
    } else await withdrawLeaving(tx, [id]);
    const cycles = [...new Set(notices.map(({ cycle }) => cycle))].sort();
    const letter = { at, body, post, cycles, notices: notices.map((notice) => notice.id) };
    await tell(tx, now, [
      { code: state === 'sent' ? 'settledSent' : 'settledNotSent', letter, facts: { evidence: by } },
    ]);
    return true;
  });
}
