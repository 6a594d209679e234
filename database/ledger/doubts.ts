// Settles letters in doubt by evidence: sent, or back in the queue, or left for a person. Knows evidence; must not know where
// it comes from.
import { sql } from 'kysely';
import type { Instant } from '../../domain/localDate.js';
import type { Evidence } from '../../mail/relayEvidence.js';
import { type Database, inTransaction } from '../connect.js';
import { withdrawLeaving } from './claims.js';
import { notStarted } from './instants.js';
import { tell } from './told.js';

export type Settled = {
  readonly sent: number;
  /** Back in the queue. */
  readonly requeued: number;
  /** Nobody can tell, or not yet. */
  readonly open: number;
  /** Instants with a letter back in the queue whose dispatch is not known to run: it has to be started. */
  readonly toStart: readonly Instant[];
};

type Doubt = {
  readonly id: string;
  readonly at: Instant;
  readonly body: string | null;
  readonly post: string | null;
  readonly message_id: string;
  readonly since: Instant;
  /** What the attempt's own sender heard, though it was replaced before it could mark it. */
  readonly heard: string | null;
};

/** `now` in business time, for the record. Evidence that fails counts as `unknown`. */
export async function settleDoubts(db: Database, evidence: Evidence, now: Instant): Promise<Settled> {
  const { rows } = await sql<Doubt>`
    select id, at, body, post, message_id, doubt_at as since,
      (select a.class from attempt a where a.letter = letter.id and a.epoch = letter.epoch
        order by a.id desc limit 1) as heard
    from letter where state = 'inDoubt' order by rank, first_due, at, id`.execute(db.kysely);
  const sum = { sent: 0, requeued: 0, open: 0, toStart: new Set<Instant>() };
  for (const doubt of rows) {
    const answer = await answerOf(doubt, evidence);
    if (answer === 'unknown') sum.open += 1;
    else if (answer === 'accepted') sum.sent += await settled(db, doubt, 'sent', now);
    else {
      sum.requeued += await settled(db, doubt, 'ready', now);
      sum.toStart.add(doubt.at);
    }
  }
  return { ...sum, toStart: await notStarted(db.kysely, [...sum.toStart]) };
}

async function answerOf({ message_id, since, heard }: Doubt, evidence: Evidence) {
  if (heard !== null && heard !== 'inDoubt') return heard === 'accepted' ? 'accepted' : 'notAccepted';
  return evidence(message_id, since).catch(() => 'unknown' as const);
}

/** 1 when it was still in doubt. */
async function settled(db: Database, doubt: Doubt, state: 'sent' | 'ready', now: Instant): Promise<number> {
  const { id, at, body, post } = doubt;
  return inTransaction(db, async (tx) => {
    const { rows } =
      await sql`update letter set state = ${state}, epoch = null, doubt_at = null, retry_at = null,
        sent_at = case when ${state} = 'sent' then now() end
      where id = ${id} and state = 'inDoubt' returning id`.execute(tx);
    if (rows.length === 0) return 0;
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
    await tell(tx, now, [{ code: state === 'sent' ? 'settledSent' : 'settledNotSent', letter }]);
    return 1;
  });
}
