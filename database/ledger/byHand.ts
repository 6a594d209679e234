// What a person does to single letters: hold, withdraw, send again, settle a doubt. Knows states and what may follow them;
// must not know who asks, nor how a “no” is worded.
import { sql } from 'kysely';
import { promptInstant } from '../../domain/quiet.js';
import type { Instant } from '../../domain/localDate.js';
import { workingCalendar } from '../../domain/workingCalendar.js';
import { type Database, inTransaction, type Tx } from '../connect.js';
import { bookOf, saveWords } from '../register.js';
import type { LetterState } from '../schema.js';
import { holdLetters } from './hold.js';
import { lockInstants, notStarted } from './instants.js';
import type { ByHand } from './release.js';
import { tell, type Telling, type ToldLetter } from './told.js';

/** Why a letter stays as it is; `next`: when it goes by itself. */
export type HandRefusal =
  | { readonly code: 'UnknownLetter' | 'LetterInDoubt'; readonly facts: { readonly id: string } }
  | { readonly code: 'LetterAlreadySent'; readonly facts: { readonly id: string; readonly time: Instant } }
  | { readonly code: 'LetterInState'; readonly facts: { readonly id: string; readonly state: LetterState } }
  | { readonly code: 'OutsideHours'; readonly facts: { readonly next: Instant } }
  | {
      readonly code: 'MailboxStopped';
      readonly facts: { readonly id: string; readonly mailbox: string };
    };

export type HandAnswer =
  | { readonly refused: HandRefusal }
  /** `at`: when it leaves, where it does; `toStart`: instants whose dispatch has to be started. */
  | { readonly at: Instant | null; readonly toStart: readonly Instant[] };

const DONE: HandAnswer = { at: null, toStart: [] };

/** Holds a letter that waits; one already held stays so. */
export function holdLetter(db: Database, id: string, hand: ByHand): Promise<HandAnswer> {
  return onLetter(db, id, hand, async (tx, letter) => {
    if (letter.state === 'held') return DONE;
    if (letter.state !== 'composing' && letter.state !== 'ready') return no(letter);
    await holdLetters(tx, [id], { cause: 'person', now: hand.now, from: hand.now });
    return DONE;
  });
}

/** What it says is never sent: a letter that waits, is held or in doubt. */
export function withdrawLetter(db: Database, id: string, hand: ByHand): Promise<HandAnswer> {
  return onLetter(db, id, hand, async (tx, letter) => {
    const { state } = letter;
    const waits = state === 'composing' || state === 'ready' || state === 'held';
    if (!waits && state !== 'inDoubt') return no(letter);
    await settleNotices(tx, id, 'missed');
    await sql`update letter set state = 'withdrawn', version = version + 1, epoch = null, doubt_at = null,
      reply = 'person' where id = ${id}`.execute(tx);
    const settled: readonly Telling[] = waits ? [] : [byPerson(letter, 'notSent', hand)];
    const told = toldOf(letter);
    const facts = { cause: 'person', update: hand.update };
    await tell(tx, hand.now, [...settled, { code: 'withdrawn', letter: told, facts }]);
    return DONE;
  });
}

/** The same message once more, at the next prompt instant: a letter in doubt, or one the relay refused. */
export function resendLetter(db: Database, id: string, hand: ByHand): Promise<HandAnswer> {
  return onLetter(db, id, hand, async (tx, letter) => {
    const { state } = letter;
    const next = await nextPrompt(tx, hand.now);
    if (state === 'composing' || state === 'ready') {
      const at = letter.at > hand.now ? letter.at : next;
      return { refused: { code: 'OutsideHours', facts: { next: at } } };
    }
    if ((state !== 'inDoubt' && state !== 'refused') || !letter.composed) return no(letter);
    if (letter.stopped)
      return { refused: { code: 'MailboxStopped', facts: { id, mailbox: letter.mailbox } } };
    return again(tx, letter, next, hand);
  });
}

/** A person knows what became of a letter in doubt; not sent: it goes again at the next prompt instant. */
export function settleLetter(
  db: Database,
  id: string,
  how: 'sent' | 'notSent',
  hand: ByHand,
): Promise<HandAnswer> {
  return onLetter(db, id, hand, async (tx, letter) => {
    if (letter.state !== 'inDoubt') return no(letter);
    if (how === 'notSent') return again(tx, letter, await nextPrompt(tx, hand.now), hand);
    await settleNotices(tx, id, 'sent');
    await sql`update letter set state = 'sent', epoch = null, doubt_at = null, sent_at = coalesce(claimed_at, now())
      where id = ${id}`.execute(tx);
    await tell(tx, hand.now, [byPerson(letter, 'sent', hand)]);
    return DONE;
  });
}

/** Letters in doubt that nobody could ask evidence for, sent once more where the operator prefers that (`NHIP_DOUBT`). */
export async function sendDoubtsAgain(
  db: Database,
  ranks: readonly number[],
  now: Instant,
): Promise<readonly Instant[]> {
  if (ranks.length === 0) return [];
  return inTransaction(db, async (tx) => {
    const { rows } = await sql<{ id: string }>`
      select id from letter where state = 'inDoubt' and kind = 'notices' and rank = any(${ranks}) and attempts < 2
        and doubt_at < now() - make_interval(secs => ${PATIENCE_SECONDS}) order by id`.execute(tx);
    const toStart = new Set<Instant>();
    for (const { id } of rows) {
      const letter = await lockLetter(tx, id);
      if (letter?.state !== 'inDoubt') continue;
      const at = await nextPrompt(tx, now);
      const answer = await again(tx, letter, at, { update: '', reason: null, now });
      if ('toStart' in answer) for (const instant of answer.toStart) toStart.add(instant);
    }
    return [...toStart].sort();
  });
}

/** Evidence may come late: a relay writes its log, a journal mailbox fills. */
const PATIENCE_SECONDS = 60;

interface Handled extends ToldLetter {
  readonly id: string;
  readonly state: LetterState;
  readonly mailbox: string;
  readonly sentAt: Instant | null;
  readonly composed: boolean;
  readonly stopped: boolean;
}

function onLetter(
  db: Database,
  id: string,
  { update, reason }: ByHand,
  act: (tx: Tx, letter: Handled) => Promise<HandAnswer>,
): Promise<HandAnswer> {
  return inTransaction(db, async (tx) => {
    const letter = await lockLetter(tx, id);
    if (letter === null) return { refused: { code: 'UnknownLetter', facts: { id } } };
    const answer = await act(tx, letter);
    if (!('refused' in answer) && reason !== null) await saveWords(tx, update, reason);
    return answer;
  });
}

async function lockLetter(tx: Tx, id: string): Promise<Handled | null> {
  const { rows } = await sql<Handled>`
    select id, state, at, mailbox, body, post, sent_at as "sentAt", raw is not null as composed,
      exists (select 1 from stopped_mailbox s where s.mailbox = letter.mailbox) as stopped,
      array(select n.id from notice n where n.letter = letter.id and n.state <> 'withdrawn' order by n.id) as notices,
      array(select distinct n.cycle from notice n where n.letter = letter.id order by n.cycle) as cycles
    from letter where id = ${id} for update`.execute(tx);
  return rows[0] ?? null;
}

function no({ id, state, sentAt }: Handled): HandAnswer {
  if (state === 'sent' && sentAt !== null)
    return { refused: { code: 'LetterAlreadySent', facts: { id, time: sentAt } } };
  if (state === 'inDoubt') return { refused: { code: 'LetterInDoubt', facts: { id } } };
  return { refused: { code: 'LetterInState', facts: { id, state } } };
}

async function settleNotices(tx: Tx, letter: string, state: 'missed' | 'sent'): Promise<void> {
  await sql`update notice set state = ${state}, leaving = false
    where letter = ${letter} and state = 'armed'`.execute(tx);
}

function toldOf({ at, body, post, notices, cycles }: Handled): ToldLetter {
  return { at, body, post, notices, cycles };
}

function byPerson(letter: Handled, how: 'sent' | 'notSent', { update }: ByHand): Telling {
  return { code: 'settledByPerson', letter: toldOf(letter), facts: { how, update } };
}

async function nextPrompt(tx: Tx, now: Instant): Promise<Instant> {
  const book = await bookOf(tx);
  return promptInstant({ days: workingCalendar(book), quiet: book.quiet }, now);
}

/** The letter keeps its id, its Message-ID and its words; only its instant is another. */
async function again(tx: Tx, letter: Handled, at: Instant, hand: ByHand): Promise<HandAnswer> {
  const { id } = letter;
  await lockInstants(tx, [at]);
  await sql`update notice set state = 'armed' where letter = ${id} and state = 'refused'`.execute(tx);
  await sql`delete from bounce where letter = ${id}`.execute(tx);
  await sql`update letter set state = 'ready', at = ${at}, released = true, epoch = null, doubt_at = null,
    retry_at = null, faults = 0 where id = ${id}`.execute(tx);
  const told =
    hand.update === ''
      ? ({ code: 'settledNotSent', letter: toldOf(letter), facts: { evidence: 'policy' } } as const)
      : byPerson(letter, 'notSent', hand);
  await tell(tx, hand.now, [told]);
  return { at, toStart: await notStarted(tx, [at]) };
}
