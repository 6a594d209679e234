// What the operator is still to be told of held letters, and the letter that tells it, in one transaction: never twice, and
// never none. Knows rows; must not know words.
import { sql } from 'kysely';
import { type Instant, localDateOf } from '../../domain/localDate.js';
import type { HoldCause } from '../../domain/stormGuard.js';
import type { Tx } from '../connect.js';
import type { ComposedMessage } from './ledger.js';

export interface Untold {
  readonly id: number;
  readonly cause: Exclude<HoldCause, 'person'>;
  readonly at: Instant;
  readonly from: Instant;
  readonly to: Instant;
  readonly letters: number;
  /** The letter that told of the same cause on the same day; '' where it went into the log. null: none. */
  readonly toldToday: string | null;
}

/** Holds nobody was told of, locked; those another process is telling of now are passed over. */
export async function untoldHolds(tx: Tx): Promise<readonly Untold[]> {
  const { rows } = await sql<Omit<Untold, 'toldToday'>>`
    select id, cause, at, from_at as "from", to_at as "to", letters from hold
    where told is null and cause <> 'person' order by id for update skip locked`.execute(tx);
  if (rows.length === 0) return [];
  const told = await sql<{ cause: string; at: Instant; told: string }>`
    select cause, at, told from hold where told is not null order by id desc limit 100`.execute(tx);
  return rows.map((hold) => ({
    ...hold,
    toldToday:
      told.rows.find(({ cause, at }) => cause === hold.cause && localDateOf(at) === localDateOf(hold.at))
        ?.told ?? null,
  }));
}

/** `letter`: the one that tells of them; '' where there is no address to write to. */
export async function markTold(tx: Tx, ids: readonly number[], letter: string): Promise<void> {
  await sql`update hold set told = ${letter} where id = any(${ids})`.execute(tx);
}

/** Ready to leave at once, at whatever hour. */
export async function storeOperatorLetter(
  tx: Tx,
  { id, at, mailbox, message }: OperatorLetter,
): Promise<void> {
  const { subject, messageId, envelope, raw } = message;
  await sql`insert into send_instant (at, sealed_at) values (${at}, now()) on conflict do nothing`.execute(
    tx,
  );
  await sql`insert into letter (id, at, mailbox, kind, state, version, composed_version, rank, first_due, subject,
      message_id, envelope_from, raw)
    values (${id}, ${at}, ${mailbox}, 'operator', 'ready', 0, 0, 0, ${localDateOf(at)}, ${subject},
      ${messageId}, ${envelope.from}, ${typeof raw === 'string' ? Buffer.from(raw) : raw})
    on conflict do nothing`.execute(tx);
}

export interface OperatorLetter {
  readonly id: string;
  readonly at: Instant;
  readonly mailbox: string;
  readonly message: ComposedMessage;
}

/** Instants of letters to the operator that have not left. */
export async function waitingOperatorLetters(tx: Tx): Promise<readonly Instant[]> {
  const { rows } = await sql<{ at: Instant }>`
    select distinct at from letter where kind = 'operator' and state in ('composing', 'ready') order by at`.execute(
    tx,
  );
  return rows.map(({ at }) => at);
}
