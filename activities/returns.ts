// Reads what came back and takes it down in the ledger. Knows the order of it; must not know how a mailbox is reached, nor
// what a notice looks like.
import type { Database } from '../database/connect.js';
import { bounced } from '../database/ledger/mailboxes.js';
import { mayComeBack, returnedRefused } from '../database/ledger/returns.js';
import type { Instant } from '../domain/localDate.js';
import { letterCode } from '../mail/letterCode.js';
import { type Bounce, returnedOf } from '../mail/returned.js';
import type { ReturnMailbox } from '../mail/returnMailbox.js';

export type ReadReturns = {
  readonly dead: number;
  readonly refused: number;
  readonly delayed: number;
  /** Answering machines: read, never answered, no notice. */
  readonly automatic: number;
  /** Letters people wrote: left unread for the clerk. */
  readonly personal: number;
  /** Notices about no letter of ours. */
  readonly foreign: number;
  /** Workflow ids of cycles that have to turn. */
  readonly toTurn: readonly string[];
  /** The receivers' words for faults of ours: spam, policy, size. */
  readonly alarms: readonly string[];
};

/** Reads all unread letters of the return mailbox. `now` in business time. May be repeated; a return counts once. */
export async function readReturns(db: Database, mailbox: ReturnMailbox, now: Instant): Promise<ReadReturns> {
  const sum = { dead: 0, refused: 0, delayed: 0, automatic: 0, personal: 0, foreign: 0 };
  const toTurn = new Set<string>();
  const alarms = new Set<string>();
  await mailbox.eachUnread(async (raw) => {
    const returned = await returnedOf(raw);
    if (returned.kind !== 'bounce') {
      sum[returned.kind] += 1;
      return returned.kind === 'automatic';
    }
    const letter = await letterOf(db, returned);
    if (letter === null) sum.foreign += 1;
    else {
      sum[returned.class] += 1;
      for (const cycle of await takeDown(db, letter, returned, now)) toTurn.add(cycle);
      if (returned.class === 'refused') alarms.add(returned.text ?? returned.smtpCode ?? '');
    }
    return true;
  });
  return { ...sum, toTurn: [...toTurn].sort(), alarms: [...alarms].sort() };
}

/** By Message-ID, else by the code in its footer. */
async function letterOf(db: Database, { messageId, letterCode: code }: Bounce): Promise<string | null> {
  if (messageId !== null) {
    const [letter] = await mayComeBack(db, messageId);
    if (letter !== undefined) return letter;
  }
  if (code === null) return null;
  return (await mayComeBack(db, null)).find((id) => letterCode(id) === code) ?? null;
}

async function takeDown(
  db: Database,
  letter: string,
  { class: kind, smtpCode }: Bounce,
  at: Instant,
): Promise<readonly string[]> {
  if (kind === 'refused') return (await returnedRefused(db, { letter, smtpCode, at })) ?? [];
  return (await bounced(db, { letter, class: kind, smtpCode, at })).toTurn;
}
