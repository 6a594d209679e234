// Mailboxes that take no mail: found by refusals and returns, told in the record, opened again by people. Knows letters and
// rows; must not know who gets the notices instead, nor how a return is read.
import { sql } from 'kysely';
import type { Dossier } from '../../domain/agreement.js';
import { type Instant, localDateOf } from '../../domain/localDate.js';
import type { StoppedMailbox } from '../../domain/stoppedMailboxes.js';
import { type Database, inTransaction, type Tx } from '../connect.js';
import { oweTurns } from './owedTurns.js';
import { tell, type ToldLetter } from './told.js';

/** A return of a letter the relay had taken, as a delivery status notice tells it (RFC 3464). */
export type Return = (
  | { readonly messageId: string }
  /** The ledger's id. */
  | { readonly letter: string }
) & {
  /** `dead`: it will never arrive; `delayed`: the receiver's server goes on trying. */
  readonly class: 'dead' | 'delayed';
  /** `550 5.1.1` or `5.1.1`; null: none given. */
  readonly smtpCode: string | null;
  /** When the return came, business time. */
  readonly at: Instant;
};

export interface Returned {
  /** False: no such letter, or the same was told of it before; nothing was changed. */
  readonly isNews: boolean;
  /** Workflow ids of cycles that have to turn: another post may get their notices. */
  readonly toTurn: readonly string[];
}

const NO_NEWS: Returned = { isNews: false, toTurn: [] };

/** Takes down that a letter came back. A dead one counts as refused, and mail to its mailbox stops. May be repeated. */
export async function bounced(db: Database, told: Return): Promise<Returned> {
  return inTransaction(db, async (tx) => {
    const which = 'letter' in told ? sql`id = ${told.letter}` : sql`message_id = ${told.messageId}`;
    const { rows } = await sql<ReturnedLetter>`
      select ${LETTER} from letter where ${which} and kind = 'notices' and state in ('sent', 'inDoubt', 'refused')
      order by at desc limit 1 for update`.execute(tx);
    const [letter] = rows;
    if (!letter || !(await isFirst(tx, letter.id, told))) return NO_NEWS;
    const { smtpCode, at } = told;
    await tell(tx, at, [
      { code: 'bounced', letter: toldLetter(letter), facts: { smtpCode, why: told.class } },
    ]);
    if (told.class === 'delayed') return { isNews: true, toTurn: [] };
    await sql`update letter set state = 'refused', epoch = null, doubt_at = null, reply = ${smtpCode}
      where id = ${letter.id}`.execute(tx);
    await sql`update notice set state = 'refused' where letter = ${letter.id} and state in ('armed', 'sent')`.execute(
      tx,
    );
    const toTurn = await stop(tx, letter, smtpCode, at);
    await oweTurns(tx, toTurn);
    return { isNews: true, toTurn };
  });
}

/** Stops mail to the mailboxes of letters the relay refused for their recipient. The cycles that have to turn. */
export async function stopRefused(db: Database, now: Instant): Promise<readonly string[]> {
  return inTransaction(db, async (tx) => {
    const { rows } = await sql<ReturnedLetter>`
      select ${LETTER} from letter where state = 'refused' and kind = 'notices'
        and exists (select 1 from attempt a where a.letter = letter.id and a.class = 'deadRecipient')
        and not exists (select 1 from bounce b where b.letter = letter.id and b.class = 'dead')
      order by id for update`.execute(tx);
    const toTurn = new Set<string>();
    for (const letter of rows) {
      const smtpCode = /^\d{3}(?:[ -]\d\.\d+\.\d+)?/.exec(letter.reply ?? '')?.[0] ?? null;
      await isFirst(tx, letter.id, { class: 'dead', smtpCode, at: now });
      for (const cycle of await stop(tx, letter, smtpCode, now)) toTurn.add(cycle);
    }
    await oweTurns(tx, [...toTurn]);
    return [...toTurn].sort();
  });
}

const LETTER = sql.raw(`id, at, mailbox, body, post, reply,
  array(select n.id from notice n where n.letter = letter.id and n.state <> 'withdrawn' order by n.id) as notices,
  array(select distinct n.cycle from notice n where n.letter = letter.id and n.state <> 'withdrawn' order by n.cycle) as cycles`);

interface ReturnedLetter extends ToldLetter {
  readonly id: string;
  readonly mailbox: string;
  readonly reply: string | null;
}

function toldLetter({ at, body, post, notices, cycles }: ReturnedLetter): ToldLetter {
  return { at, body, post, notices, cycles };
}

async function isFirst(
  tx: Tx,
  letter: string,
  { class: kind, smtpCode, at }: Pick<Return, 'class' | 'smtpCode' | 'at'>,
): Promise<boolean> {
  const { rows } = await sql`insert into bounce (letter, class, at, smtp_code)
    values (${letter}, ${kind}, ${at}, ${smtpCode}) on conflict do nothing returning letter`.execute(tx);
  return rows.length > 0;
}

/** Of each stop the record tells; the cycles whose notices were to go there. */
async function stop(
  tx: Tx,
  letter: ReturnedLetter,
  smtpCode: string | null,
  now: Instant,
): Promise<readonly string[]> {
  const { id, mailbox, body, post } = letter;
  const { rows } = await sql<{ returns: number }>`
    insert into stopped_mailbox (mailbox, since, letter, body, post, smtp_code)
    values (${mailbox}, ${now}, ${id}, ${body}, ${post}, ${smtpCode})
    on conflict (mailbox) do update set letter = excluded.letter, smtp_code = excluded.smtp_code,
      returns = stopped_mailbox.returns + 1 returning returns`.execute(tx);
  const n = rows[0]?.returns ?? 1;
  await tell(tx, now, [{ code: 'mailboxStopped', letter: toldLetter(letter), facts: { n, smtpCode } }]);
  return cyclesTo(tx, mailbox, letter.cycles);
}

async function cyclesTo(tx: Tx, mailbox: string, known: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ cycle: string }>`
    select distinct cycle from notice where mailbox = ${mailbox} and state = 'armed'`.execute(tx);
  return [...new Set([...known, ...rows.map(({ cycle }) => cycle)])].sort();
}

/** A person says that mail arrives there again. The cycles that have to turn; null: it was not stopped. */
export async function openMailbox(
  db: Database,
  mailbox: string,
  now: Instant,
): Promise<readonly string[] | null> {
  return inTransaction(db, async (tx) => {
    const { rows } = await sql<{ letter: string }>`
      delete from stopped_mailbox where mailbox = ${mailbox} returning letter`.execute(tx);
    const [row] = rows;
    if (!row) return null;
    const found = await sql<ReturnedLetter>`select ${LETTER} from letter where id = ${row.letter}`.execute(
      tx,
    );
    const [letter] = found.rows;
    if (!letter) return [];
    await tell(tx, now, [{ code: 'mailboxOpened', letter: toldLetter(letter) }]);
    // Those that told another post meanwhile, too: their next notices come back here.
    const open = await sql<{ cycle: string }>`select cycle from cycle_view where not closed`.execute(tx);
    return open.rows.map(({ cycle }) => cycle).sort();
  });
}

/** Those of the dossier's mailboxes that take no mail. */
export async function stoppedOf(tx: Tx, { bodies }: Dossier): Promise<readonly StoppedMailbox[]> {
  const mine = bodies.flatMap(({ posts }) => posts.map(({ mailbox }) => mailbox));
  return (await stoppedMailboxes(tx)).filter(({ mailbox }) => mine.includes(mailbox));
}

/** All of them, by address. */
export async function stoppedMailboxes(tx: Tx): Promise<readonly (StoppedMailbox & StoppedPost)[]> {
  const rows = await tx
    .selectFrom('stopped_mailbox')
    .innerJoin('letter', 'letter.id', 'stopped_mailbox.letter')
    .select([
      'stopped_mailbox.mailbox',
      'stopped_mailbox.since',
      'stopped_mailbox.body',
      'stopped_mailbox.post',
      'stopped_mailbox.smtp_code',
      'letter.at',
    ])
    .orderBy('stopped_mailbox.mailbox')
    .execute();
  return rows.map(({ smtp_code, at, ...row }) => ({ ...row, smtpCode: smtp_code, sentOn: localDateOf(at) }));
}

interface StoppedPost {
  readonly body: string | null;
  readonly post: string | null;
}
