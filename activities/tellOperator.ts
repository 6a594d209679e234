// Tells the operator of held letters, once: a letter (L23) where there is an address, else a line in the log. Knows what it
// takes to write it; must not know why letters are held.
import type { Language } from '../domain/agreement.js';
import { epochMs, type Instant, instantFromMs } from '../domain/localDate.js';
import { promptInstant } from '../domain/quiet.js';
import { type Database, inTransaction, type Tx } from '../database/connect.js';
import { heldLetters, truthCounts } from '../database/ledger/heldLetters.js';
import {
  markTold,
  storeOperatorLetter,
  type Untold,
  untoldHolds,
} from '../database/ledger/operatorLetters.js';
import { messageOf } from '../mail/message.js';
import { operatorLetter } from '../mail/operatorLetter.js';
import type { Knowledge } from './knowledge.js';

export interface OperatorMeans {
  readonly db: Database;
  readonly knowledge: Knowledge;
  /** NHIP_OPERATOR; null: the log alone. */
  readonly operator: string | null;
  readonly from: string | null;
  readonly language: Language;
  /** Where held letters are shown; null: on the command line alone. */
  readonly link: string | null;
  readonly log: (level: 'info' | 'alarm', message: string, facts: Readonly<Record<string, unknown>>) => void;
}

/** Writes at most one letter a cause and day. The instants at which letters to the operator wait. */
export async function tellOperator(means: OperatorMeans, now: Instant): Promise<readonly Instant[]> {
  const { book, calendar } = await means.knowledge();
  const next = promptInstant({ days: calendar, quiet: book.quiet }, now);
  const told = await inTransaction(means.db, async (tx) => {
    const holds = await untoldHolds(tx);
    const again = holds.filter(({ toldToday }) => toldToday !== null);
    for (const { id, toldToday } of again) await markTold(tx, [id], toldToday ?? '');
    const news = holds.filter(({ toldToday }) => toldToday === null);
    const [first] = news;
    if (!first) return { holds, at: null };
    return { holds, at: await written(tx, means, { news, first, now, next }) };
  });
  for (const { cause, from, to, letters } of told.holds)
    means.log('alarm', 'letters are held: nhip mail list --state held', { cause, from, to, letters });
  return told.at === null ? [] : [told.at];
}

interface News {
  readonly news: readonly Untold[];
  readonly first: Untold;
  readonly now: Instant;
  readonly next: Instant;
}

/** null: nobody to write to. */
async function written(
  tx: Tx,
  means: OperatorMeans,
  { news, first, now, next }: News,
): Promise<Instant | null> {
  const { operator, from, language, link } = means;
  const ids = news.map(({ id }) => id);
  if (operator === null) {
    await markTold(tx, ids, '');
    return null;
  }
  const counts = truthCounts(await heldLetters(tx, now));
  const same = news.filter(({ cause }) => cause === first.cause);
  const spanned = {
    from: same.map((hold) => hold.from).reduce((a, b) => (a < b ? a : b)),
    to: same.map((hold) => hold.to).reduce((a, b) => (a > b ? a : b)),
  };
  // The key is mailbox and instant: a second cause in the same second waits for the next.
  const at = await freeInstant(tx, operator, now);
  const letter = operatorLetter({
    to: operator,
    at,
    language,
    from,
    held: { cause: first.cause, ...spanned, ...counts, next, link },
  });
  const message = await messageOf(letter);
  if ('refused' in message) {
    means.log('alarm', 'NHIP_OPERATOR or NHIP_FROM is no mail address', { field: message.refused.field });
    await markTold(tx, ids, '');
    return null;
  }
  const { subject, letterId } = letter;
  await storeOperatorLetter(tx, { id: letterId, at, mailbox: operator, message: { subject, ...message } });
  await markTold(tx, ids, letterId);
  return at;
}

async function freeInstant(tx: Tx, mailbox: string, now: Instant): Promise<Instant> {
  const taken = await tx
    .selectFrom('letter')
    .select('at')
    .where('mailbox', '=', mailbox)
    .where('at', '>=', now)
    .execute();
  let at = now;
  while (taken.some((letter) => letter.at === at)) at = instantFromMs(epochMs(at) + 1_000);
  return at;
}
