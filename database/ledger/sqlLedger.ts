// The ledger in PostgreSQL. Knows which statement does what; must not know when.
import type { Database } from '../connect.js';
import { channelNow, closeChannel, openChannel } from './channel.js';
import { claim, dueLetters, mark, postpone } from './claims.js';
import { noticesOf, staleLetters, storeLetters } from './compose.js';
import { doubts, settleDoubt } from './doubts.js';
import { closeInstant, counts, isSettled, notStarted, seal } from './instants.js';
import { withdrawLate } from './late.js';
import type { Ledger } from './ledger.js';
import { owedTurns } from './owedTurns.js';
import { seat } from './sender.js';

export function sqlLedger(db: Database): Ledger {
  return {
    seat: () => seat(db),
    seal: (instant) => seal(db, instant),
    counts: (instant) => counts(db, instant),
    isSettled: (instant) => isSettled(db, instant),
    closeInstant: (instant) => closeInstant(db, instant),
    notStarted: (instants) => notStarted(db.kysely, instants),
    staleLetters: (which) => staleLetters(db, which),
    noticesOf: (letters) => noticesOf(db, letters),
    storeLetters: (now, written) => storeLetters(db, now, written),
    withdrawLate: (now) => withdrawLate(db, now),
    owedTurns: () => owedTurns(db),
    dueLetters: (now, without) => dueLetters(db, now, without),
    postpone: (domain, now, waitSeconds) => postpone(db, domain, now, waitSeconds),
    claim: (epoch, ids) => claim(db, epoch, ids),
    mark: (epoch, now, marks) => mark(db, epoch, now, marks),
    doubts: () => doubts(db),
    settleDoubt: (doubt, state, now, by) => settleDoubt(db, doubt, state, now, by),
    channel: () => channelNow(db),
    closeChannel: (waitSeconds, alarm) => closeChannel(db, waitSeconds, alarm),
    openChannel: () => openChannel(db),
  };
}
