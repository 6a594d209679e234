// What the reconciler reads and writes: notices as the ledger holds them, letters counted as sent, and its own rounds. Knows
// rows; must not know what a hole is.
import { sql } from 'kysely';
import type { Hole, LedgerNotice } from '../domain/holes.js';
import type { Instant } from '../domain/localDate.js';
import type { Database, Tx } from './connect.js';
import { append } from './record.js';

/** All notices of a cycle, by id. */
export async function ledgerNotices(tx: Tx, cycle: string): Promise<readonly LedgerNotice[]> {
  return tx
    .selectFrom('notice')
    .innerJoin('letter', 'letter.id', 'notice.letter')
    .select(['notice.id', 'notice.at', 'notice.mailbox', 'notice.state', 'letter.state as letter'])
    .where('notice.cycle', '=', cycle)
    .orderBy('notice.id')
    .execute();
}

/** A letter counted as sent; `sentAt` real time. */
export type SentLetter = { readonly id: string; readonly messageId: string; readonly sentAt: Instant };

/** Letters sent in the last days (real time), or those of one instant; by id. */
export async function sentLetters(
  tx: Tx,
  which: { readonly days: number } | { readonly instant: Instant },
): Promise<readonly SentLetter[]> {
  const chosen =
    'days' in which
      ? sql<boolean>`sent_at > now() - make_interval(days => ${which.days})`
      : sql<boolean>`at = ${which.instant}`;
  const rows = await tx
    .selectFrom('letter')
    .select(['id', 'message_id', 'sent_at'])
    .where('state', '=', 'sent')
    .where(chosen)
    .orderBy('id')
    .execute();
  return rows.flatMap(({ id, message_id: messageId, sent_at: sentAt }) =>
    messageId === null || sentAt === null ? [] : [{ id, messageId, sentAt }],
  );
}

/** Workflow ids of cycles with a notice of this instant, whatever its state. */
export async function cyclesAt(tx: Tx, instant: Instant): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('notice')
    .select('cycle')
    .distinct()
    .where('at', '=', instant)
    .orderBy('cycle')
    .execute();
  return rows.map(({ cycle }) => cycle);
}

/** Instants with an armed notice in a letter that waits to go, by time. */
export async function waitingInstants(tx: Tx): Promise<readonly Instant[]> {
  const rows = await tx
    .selectFrom('notice')
    .innerJoin('letter', 'letter.id', 'notice.letter')
    .select('notice.at')
    .distinct()
    .where('notice.state', '=', 'armed')
    .where('letter.state', 'in', ['composing', 'ready', 'sending'])
    .orderBy('notice.at')
    .execute();
  return rows.map(({ at }) => at);
}

export type Round = {
  readonly at: Instant;
  readonly planned: number;
  readonly sent: number;
  readonly proven: number;
  readonly holes: readonly Hole[];
  readonly healed: number;
};

/**
 * Keeps a round and says it in the record: that there was no hole is itself a line (goals.md R9). `cycles`: those it is told
 * of in their history.
 */
export async function saveRound(
  tx: Tx,
  stream: string,
  round: Round,
  cycles: readonly string[] = [],
): Promise<void> {
  const { at, holes, ...counts } = round;
  await tx
    .insertInto('round')
    .values({ at, ...counts, holes: JSON.stringify(holes) })
    .execute();
  const whole = holes.length === 0 && round.proven === round.sent;
  const facts = { ...counts, holes: holes.length, cycles, ...(whole && { n: round.sent }) };
  await append(tx, stream, [{ code: 'reconciled', at, facts }]);
}

/** The last round of all cycles or of one instant; null before the first. */
export async function lastRound({ kysely }: Pick<Database, 'kysely'>): Promise<Round | null> {
  const row = await kysely.selectFrom('round').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirst();
  if (row === undefined) return null;
  const { id: _, ...round } = row;
  return round;
}
