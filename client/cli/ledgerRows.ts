// Letters of the ledger as lists show them, sent or still to go. Knows tables and the JSON of design §8; must not know who
// asks.
import PostalMime from 'postal-mime';
import { type Letter, lettersOf } from '../../domain/letters.js';
import { clockOf, type Instant, withOffset } from '../../domain/localDate.js';
import type { Database } from '../../database/connect.js';
import { type HeldLetter, untrueLetter } from '../../database/ledger/heldLetters.js';
import { type NoticeRow, noticeOf } from '../../database/ledger/rows.js';
import type { LetterState } from '../../database/schema.js';
import type { Words, Writer } from './ledgerLetters.js';

export interface LedgerLetter {
  readonly id: string;
  readonly at: Instant;
  readonly to: string;
  readonly post: string | null;
  readonly body: string | null;
  readonly state: LetterState;
  readonly messageId: string | null;
  /** As sent; for what has not left, as it would read now; null where nothing is left to say. */
  readonly words: Words | null;
  readonly notices: readonly NoticeRow[];
  readonly attempts: readonly {
    readonly at: Instant;
    readonly phase: string;
    readonly reply: string | null;
  }[];
}

export interface LetterChoice {
  readonly id?: string;
  readonly states?: readonly LetterState[];
  readonly cycle?: { readonly agreement: string; readonly year: number };
}

/** By instant, then mailbox. Of a cycle: the letters with a notice of it that was not withdrawn. */
export async function readLetters(
  db: Database,
  write: Writer,
  choice: LetterChoice = {},
): Promise<readonly LedgerLetter[]> {
  const rows = await letterRows(db, choice);
  const ids = rows.map((row) => row.id);
  const notices = await noticesOf(db, ids);
  const attempts = await attemptsOf(db, ids);
  return Promise.all(
    rows.map(async (row): Promise<LedgerLetter> => {
      const own = notices.get(row.id) ?? [];
      const [unsent] = lettersOf(own.filter(({ state }) => state === 'armed').map(noticeOf));
      return {
        id: row.id,
        at: row.at,
        to: row.mailbox,
        post: row.post ?? own[0]?.post ?? null,
        body: row.body ?? own[0]?.body ?? null,
        state: row.state,
        messageId: row.message_id,
        words: await wordsOf(row, unsent, write),
        notices: own,
        attempts: attempts.get(row.id) ?? [],
      };
    }),
  );
}

async function letterRows(db: Database, { id, states, cycle }: LetterChoice) {
  let query = db.kysely
    .selectFrom('letter')
    .select(['id', 'at', 'mailbox', 'post', 'body', 'state', 'subject', 'message_id', 'raw'])
    .orderBy('at')
    .orderBy('mailbox');
  if (id !== undefined) query = query.where('id', '=', id);
  if (states !== undefined) query = query.where('state', 'in', states);
  if (cycle) {
    query = query.where('id', 'in', (inner) =>
      inner
        .selectFrom('notice')
        .select('letter')
        .where('agreement', '=', cycle.agreement)
        .where('year', '=', cycle.year)
        .where('state', '!=', 'withdrawn'),
    );
  }
  return query.execute();
}

async function wordsOf(
  { raw, subject }: { readonly raw: Buffer | null; readonly subject: string | null },
  unsent: Letter | undefined,
  write: Writer,
): Promise<Words | null> {
  // What was composed is kept word for word; only what was not yet is put into words here.
  if (raw !== null) {
    const mail = await PostalMime.parse(raw);
    return { subject: mail.subject ?? subject ?? '', text: mail.text ?? '' };
  }
  if (!unsent) return null;
  const { subject: now, text } = await write(unsent);
  return { subject: now, text };
}

async function noticesOf(
  db: Database,
  letters: readonly string[],
): Promise<ReadonlyMap<string, readonly NoticeRow[]>> {
  if (letters.length === 0) return new Map();
  const rows = await db.kysely
    .selectFrom('notice')
    .selectAll()
    .where('letter', 'in', letters)
    .orderBy('due')
    .orderBy('id')
    .execute();
  return byLetter(rows);
}

async function attemptsOf(
  db: Database,
  letters: readonly string[],
): Promise<ReadonlyMap<string, LedgerLetter['attempts']>> {
  if (letters.length === 0) return new Map();
  const rows = await db.kysely
    .selectFrom('attempt')
    .select(['letter', 'at', 'phase', 'reply'])
    .where('letter', 'in', letters)
    .orderBy('id')
    .execute();
  const told = rows.flatMap(({ at, ...row }) => (at === null ? [] : [{ at, ...row }]));
  return byLetter(told);
}

function byLetter<T extends { readonly letter: string }>(rows: readonly T[]): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.letter);
    if (group) group.push(row);
    else groups.set(row.letter, [row]);
  }
  return groups;
}

/** Design §8: one entry of `mail list --json`; `held`: why, and whether it would still be true. */
export function ledgerJson(letter: LedgerLetter, held: HeldLetter | undefined): object {
  const why = held && untrueLetter(held);
  return {
    id: letter.id,
    at: withOffset(letter.at),
    to: letter.to,
    post: letter.post,
    body: letter.body,
    subject: letter.words?.subject ?? null,
    state: letter.state,
    notices: letter.notices.map(noticeJson),
    attempts: letter.attempts.map(({ at, phase, reply }) => ({ at: withOffset(at), phase, reply })),
    held: held ? { cause: held.cause, stillTrue: why === null, why: why ?? null } : null,
  };
}

/** A letter of a cycle in the shape of `simulate`, with its id and state. */
export function shownLetterJson(letter: LedgerLetter): object {
  return {
    at: withOffset(letter.at),
    to: letter.to,
    post: letter.post,
    body: letter.body,
    class: clockOf(letter.at) === '08:00' ? 'morning' : 'prompt',
    subject: letter.words?.subject ?? null,
    text: letter.words?.text ?? null,
    notices: letter.notices.filter(({ state }) => state !== 'withdrawn').map(noticeJson),
    id: letter.id,
    state: letter.state,
  };
}

function noticeJson({ id, obligation, body, step, due, state }: NoticeRow): object {
  return { id, obligation, body, step, due, state };
}
