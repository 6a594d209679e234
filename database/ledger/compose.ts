// Composes letters: which notices are still right, what they say as one message, stored with its envelope. Knows versions;
// must not know words.
import { sql } from 'kysely';
import { type Letter, lettersOf } from '../../domain/letters.js';
import { type Instant, type LocalDate, localDateOf } from '../../domain/localDate.js';
import type { Notice } from '../../domain/notices.js';
import { type Database, explainDatabase, inTransaction, type Tx } from '../connect.js';
import type { LetterState } from '../schema.js';
import { noticeOf } from './rows.js';
import { tell, type Telling } from './told.js';

/** The bytes every attempt sends. The Message-ID follows from the letter's id: composed again, it is the same. */
export type ComposedMessage = {
  readonly subject: string;
  readonly messageId: string;
  readonly envelope: { readonly from: string; readonly to: string };
  readonly raw: Buffer | string;
};

/** The letter cannot be written: an address that is none. */
export type NotComposed = {
  readonly refused: { readonly code: string; readonly field: 'from' | 'to' | 'replyTo' };
};

export type Composing = {
  readonly compose: (letter: Letter) => Promise<ComposedMessage | NotComposed>;
  /** Ids of those notices that are still right and may still be sent, by the state and the register of `now`. */
  readonly truthNow: (notices: readonly Notice[], now: Instant) => Promise<ReadonlySet<string>>;
  /** Business time. */
  readonly now: Instant;
};

export type Composed = {
  readonly composed: number;
  /** Without a true notice. */
  readonly withdrawn: number;
  /** Could not be composed: a person has to look. */
  readonly held: number;
  /** Workflow ids of cycles that lost a notice that was no longer right: they have to turn. */
  readonly toTurn: readonly string[];
};

// So many letters are read, checked and stored at a time.
const BATCH = 50;

/** Composes all letters of a sealed instant that have no message of their present version. */
export async function composeInstant(
  db: Database,
  instant: Instant,
  composing: Composing,
): Promise<Composed> {
  return composeAll(db, composing, (tx) => stale(tx).where('letter.at', '=', instant));
}

/** The same for all sealed instants up to `now`: letters that changed after they were composed. */
export async function composeDue(db: Database, composing: Composing): Promise<Composed> {
  return composeAll(db, composing, (tx) => stale(tx).where('letter.at', '<=', composing.now));
}

type Version = {
  readonly id: string;
  readonly version: number;
  readonly at: Instant;
  readonly mailbox: string;
  readonly message_id: string | null;
};

function stale(tx: Tx) {
  return tx
    .selectFrom('letter')
    .innerJoin('send_instant', 'send_instant.at', 'letter.at')
    .select(['letter.id', 'letter.version', 'letter.at', 'letter.mailbox', 'letter.message_id'])
    .where('send_instant.sealed_at', 'is not', null)
    .where('letter.state', 'in', ['composing', 'ready'])
    .where((is) =>
      is.or([is('composed_version', 'is', null), is('composed_version', '!=', is.ref('letter.version'))]),
    )
    .orderBy('letter.id')
    .limit(BATCH);
}

async function composeAll(
  db: Database,
  composing: Composing,
  select: (tx: Tx) => ReturnType<typeof stale>,
): Promise<Composed> {
  const sum = { composed: 0, withdrawn: 0, held: 0 };
  const toTurn = new Set<string>();
  for (;;) {
    const letters = await select(db.kysely).execute();
    if (letters.length === 0) return { ...sum, toTurn: [...toTurn].sort() };
    const drafts = await draftsOf(db, letters, composing);
    // A letter that changed meanwhile is stale again and comes with the next batch.
    const stored = await inTransaction(db, (tx) => store(tx, composing.now, drafts));
    for (const { result, draft } of stored) {
      sum[result] += 1;
      for (const { cycle } of draft.dropped) toTurn.add(cycle);
    }
  }
}

type Draft = {
  readonly letter: Version;
  readonly kept: readonly Notice[];
  readonly cycles: readonly string[];
  readonly dropped: readonly { readonly id: string; readonly cycle: string }[];
  readonly message: ComposedMessage | NotComposed | { readonly failed: string } | null;
};

async function draftsOf(
  db: Database,
  letters: readonly Version[],
  { compose, truthNow, now }: Composing,
): Promise<readonly Draft[]> {
  const ids = letters.map(({ id }) => id);
  const rows = await db.kysely
    .selectFrom('notice')
    .selectAll()
    .where('letter', 'in', ids)
    .where('state', '=', 'armed')
    .execute();
  const right = await truthNow(rows.map(noticeOf), now);
  const drafts: Draft[] = [];
  for (const letter of letters) {
    const mine = rows.filter((row) => row.letter === letter.id);
    const kept = mine.filter(({ id }) => right.has(id));
    const [whole] = lettersOf(kept.map(noticeOf));
    drafts.push({
      letter,
      kept: whole?.notices ?? [],
      cycles: [...new Set(kept.map(({ cycle }) => cycle))].sort(),
      dropped: mine.filter(({ id }) => !right.has(id)),
      message: whole === undefined ? null : await attempted(compose, whole),
    });
  }
  return drafts;
}

/** One letter that cannot be composed keeps no other from going; a database that is away stops all. */
async function attempted(compose: Composing['compose'], letter: Letter): Promise<Draft['message']> {
  try {
    return await compose(letter);
  } catch (error) {
    if (explainDatabase(error) !== null) throw error;
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}

type Result = 'composed' | 'withdrawn' | 'held';
type Stored = { readonly draft: Draft; readonly result: Result };

/** Those that nobody changed meanwhile. */
async function store(tx: Tx, now: Instant, drafts: readonly Draft[]): Promise<readonly Stored[]> {
  const stored: Stored[] = [];
  const tellings: Telling[] = [];
  for (const draft of drafts) {
    const { letter, kept, cycles } = draft;
    const told = fateOf(draft);
    if (!(await storeLetter(tx, draft, told))) continue;
    stored.push({ draft, result: told.result });
    const { body, post } = described(kept);
    const notices = kept.map(({ id }) => id);
    const facts = told.why === null ? {} : { facts: { cause: told.why } };
    tellings.push({ code: told.code, letter: { at: letter.at, body, post, cycles, notices }, ...facts });
  }
  await tell(tx, now, tellings);
  return stored;
}

async function storeLetter(
  tx: Tx,
  { letter, kept, dropped }: Draft,
  { columns, state }: Fate,
): Promise<boolean> {
  const version = letter.version + (dropped.length > 0 ? 1 : 0);
  const { numUpdatedRows } = await tx
    .updateTable('letter')
    .set({ ...columns, version, composed_version: version, ...described(kept) })
    .where('id', '=', letter.id)
    .where('version', '=', letter.version)
    .where('state', 'in', ['composing', 'ready'])
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  const ids = dropped.map(({ id }) => id);
  if (ids.length > 0)
    await tx.updateTable('notice').set({ state: 'withdrawn' }).where('id', 'in', ids).execute();
  if (state === 'refused')
    await sql`update notice set state = 'refused' where letter = ${letter.id} and state = 'armed'`.execute(
      tx,
    );
  return true;
}

type Fate = {
  readonly state: LetterState;
  readonly result: Result;
  readonly code: Telling['code'];
  readonly why: string | null;
  readonly columns: Record<string, unknown>;
};

function fateOf({ letter, message }: Draft): Fate {
  if (message === null) return fate('withdrawn', 'withdrawn', 'withdrawn', 'notTrue');
  if ('failed' in message)
    return {
      ...fate('held', 'held', 'held', 'composing'),
      columns: { state: 'held', reply: message.failed },
    };
  if ('refused' in message) {
    // Only the recipient's address is the recipient's fault.
    const state = message.refused.field === 'to' ? 'refused' : 'held';
    return fate(state, 'held', state, message.refused.code);
  }
  if (letter.message_id !== null && letter.message_id !== message.messageId)
    return fate('held', 'held', 'held', 'messageId');
  const { subject, messageId, envelope, raw } = message;
  const columns = {
    state: 'ready',
    subject,
    message_id: messageId,
    envelope_from: envelope.from,
    raw: typeof raw === 'string' ? Buffer.from(raw) : raw,
  };
  return { state: 'ready', result: 'composed', code: 'composed', why: null, columns };
}

function fate(state: LetterState, result: Result, code: Telling['code'], why: string): Fate {
  return { state, result, code, why, columns: { state, reply: why } };
}

type Described = {
  readonly body: string | null;
  readonly post: string | null;
  readonly rank: number;
  readonly first_due: LocalDate | null;
};

/** Post and body of the first notice (design §11.13); what orders the sending. */
function described(kept: readonly Notice[]): Described {
  const [letter] = lettersOf(kept);
  const dues = kept.flatMap(({ due }) => due ?? []).sort();
  return {
    body: letter?.body ?? null,
    post: letter?.post ?? null,
    rank: letter?.class === 'prompt' ? 0 : 1,
    first_due: dues[0] ?? (letter ? localDateOf(letter.at) : null),
  };
}
