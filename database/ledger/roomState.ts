// What waits for a person in the mail room, in figures. Knows tables; must not know who shows it.
import { sql } from 'kysely';
import type { HoldCause } from '../../domain/stormGuard.js';
import type { Database } from '../connect.js';
import { lastRound } from '../rounds.js';
import { channelNow } from './channel.js';
import { stoppedMailboxes } from './mailboxes.js';

export interface RoomState {
  /** Held letters by cause; `none`: could not be composed or sent. */
  readonly held: Readonly<Partial<Record<HoldCause | 'none', number>>>;
  readonly inDoubt: number;
  /** Mailboxes mail to which has stopped. */
  readonly stopped: readonly string[];
  /** The relay's words for a fault of ours; null: none. */
  readonly alarm: string | null;
  /** Consecutive failures of the way to the relay. */
  readonly failures: number;
  /** Holes the last comparison of plan, ledger and evidence found; null before the first. */
  readonly holes: number | null;
}

export async function roomState(db: Database): Promise<RoomState> {
  const { rows } = await sql<{ state: 'held' | 'inDoubt'; cause: HoldCause | null; n: number }>`
    select state, hold_cause as cause, count(*) as n from letter where state in ('held', 'inDoubt')
    group by state, hold_cause`.execute(db.kysely);
  const { alarm, failures } = await channelNow(db);
  const round = await lastRound(db);
  return {
    held: Object.fromEntries(
      rows.filter(({ state }) => state === 'held').map(({ cause, n }) => [cause ?? 'none', n]),
    ),
    inDoubt: rows.filter(({ state }) => state === 'inDoubt').reduce((sum, { n }) => sum + n, 0),
    stopped: (await stoppedMailboxes(db.kysely)).map(({ mailbox }) => mailbox),
    alarm,
    failures,
    holes: round === null ? null : round.holes.length,
  };
}

export function heldCount({ held }: RoomState): number {
  return Object.values(held).reduce((sum, n) => sum + n, 0);
}
