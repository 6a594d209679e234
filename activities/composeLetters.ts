// Composes letters: which notices are still right, and what becomes of the letter. Knows the order; must not know words, nor
// where letters are stored.
import { explainDatabase } from '../database/connect.js';
import type {
  ArmedNotice,
  ComposedMessage,
  Ledger,
  StaleLetter,
  Which,
  Written,
} from '../database/ledger/ledger.js';
import { type Letter, lettersOf } from '../domain/letters.js';
import { type Instant, localDateOf } from '../domain/localDate.js';
import type { Notice } from '../domain/notices.js';

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

// So many are read, checked, composed and stored together.
const BATCH = 100;

type Store = Pick<Ledger, 'staleLetters' | 'noticesOf' | 'storeLetters'>;

/** Composes all letters of a sealed instant, or of all up to `now`, that have no message of their present version. */
export async function composeLetters(ledger: Store, which: Which, composing: Composing): Promise<Composed> {
  const sum = { composed: 0, withdrawn: 0, held: 0 };
  const toTurn = new Set<string>();
  for (;;) {
    const letters = await ledger.staleLetters(which);
    if (letters.length === 0) return { ...sum, toTurn: [...toTurn].sort() };
    for (let from = 0; from < letters.length; from += BATCH) {
      const drafts = await draftsOf(ledger, letters.slice(from, from + BATCH), composing);
      // A letter that changed meanwhile is stale again and comes with the next letters.
      const written = drafts.map((draft) => draft.written);
      const stored = await ledger.storeLetters(composing.now, written);
      for (const draft of drafts) {
        if (!stored.has(draft.written.letter.id)) continue;
        sum[counted(draft.written.state)] += 1;
        for (const { cycle } of draft.dropped) toTurn.add(cycle);
      }
    }
  }
}

function counted(state: Written['state']): 'composed' | 'withdrawn' | 'held' {
  if (state === 'ready') return 'composed';
  return state === 'withdrawn' ? 'withdrawn' : 'held';
}

type Draft = { readonly written: Written; readonly dropped: readonly ArmedNotice[] };

async function draftsOf(
  ledger: Store,
  letters: readonly StaleLetter[],
  { compose, truthNow, now }: Composing,
): Promise<readonly Draft[]> {
  const armed = await ledger.noticesOf(letters.map(({ id }) => id));
  const right = await truthNow(
    armed.map(({ notice }) => notice),
    now,
  );
  const byLetter = new Map<string, ArmedNotice[]>(letters.map(({ id }) => [id, []]));
  for (const one of armed) byLetter.get(one.letter)?.push(one);
  return Promise.all(
    letters.map((letter) => draftOf(letter, byLetter.get(letter.id) ?? [], { right, compose })),
  );
}

type Known = { readonly right: ReadonlySet<string>; readonly compose: Composing['compose'] };

async function draftOf(
  letter: StaleLetter,
  armed: readonly ArmedNotice[],
  { right, compose }: Known,
): Promise<Draft> {
  const kept = armed.filter(({ notice }) => right.has(notice.id));
  const dropped = armed.filter(({ notice }) => !right.has(notice.id));
  const [whole] = lettersOf(kept.map(({ notice }) => notice));
  const fate = whole === undefined ? NOT_TRUE : fateOf(letter, await attempted(compose, whole));
  const written = {
    ...fate,
    ...described(whole),
    letter,
    cycles: [...new Set(kept.map(({ cycle }) => cycle))].sort(),
    kept: whole?.notices.map(({ id }) => id) ?? [],
    dropped: dropped.map(({ notice }) => notice.id),
  };
  return { written, dropped };
}

type Message = ComposedMessage | NotComposed | { readonly failed: string };

/** One letter that cannot be composed keeps no other from going; a database that is away stops all. */
async function attempted(compose: Composing['compose'], letter: Letter): Promise<Message> {
  try {
    return await compose(letter);
  } catch (error) {
    if (explainDatabase(error) !== null) throw error;
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}

type Fate = Pick<Written, 'state' | 'message' | 'why'>;

const NOT_TRUE: Fate = fate('withdrawn', 'notTrue');

function fateOf({ message_id }: StaleLetter, message: Message): Fate {
  if ('failed' in message) return fate('held', 'composing', message.failed);
  // Only the recipient's address is the recipient's fault.
  if ('refused' in message)
    return fate(message.refused.field === 'to' ? 'refused' : 'held', message.refused.code);
  if (message_id !== null && message_id !== message.messageId) return fate('held', 'messageId');
  return { state: 'ready', message, why: null };
}

function fate(state: Written['state'], code: string, words = code): Fate {
  return { state, message: null, why: { code, words } };
}

/** Post and body of the first notice (design §11.13); what orders the sending. */
function described(letter: Letter | undefined): Pick<Written, 'body' | 'post' | 'rank' | 'firstDue'> {
  if (letter === undefined) return { body: null, post: null, rank: 1, firstDue: null };
  const [due = localDateOf(letter.at)] = letter.notices.flatMap((notice) => notice.due ?? []).sort();
  return { body: letter.body, post: letter.post, rank: letter.class === 'prompt' ? 0 : 1, firstDue: due };
}
