// `nhip mail list` and `nhip mail show`: the ledger for people, with the catcher's copy where there is one. Knows ledger and
// catcher; changes nothing.
import PostalMime from 'postal-mime';
import type { Language } from '../../domain/agreement.js';
import { clockOf, instantFromMs, localDateOf } from '../../domain/localDate.js';
import { readCatcher, readLetter } from '../../machine/catcher.js';
import { LABELS, type LetterState as LabelledState } from '../../words/labels.js';
import type { Database } from '../../database/connect.js';
import { type HeldLetter, heldLetters, untrueLetter } from '../../database/ledger/heldLetters.js';
import type { LetterState } from '../../database/schema.js';
import { CHOICES } from '../../words/choices.js';
import { row } from './columns.js';
import { allDossiers, writer } from './ledgerLetters.js';
import { type LedgerLetter, ledgerJson, readLetters } from './ledgerRows.js';
import type { ListedState } from './mailGroup.js';
import { MAIL_HAND_PHRASES } from './mailHandPhrases.js';
import type { ExitCode, Output } from './output.js';
import { dayText } from './playDays.js';
import { withDatabase } from './reach.js';
import { refuse } from './refuse.js';

/** Of one state or all; of held letters whether they would still be true, were they released now. */
export function mailListCommand(state: ListedState | undefined, out: Output): Promise<ExitCode> {
  return withDatabase(out, async ({ db, places }) => {
    const choice = state === undefined ? {} : { states: statesOf(state) };
    const letters = await readLetters(db, writer(db, await allDossiers(db), places.from), choice);
    const held = await judgedLetters(db, letters);
    if (out.json) out.printJson(letters.map((letter) => ledgerJson(letter, held.get(letter.id))));
    else out.print(listText(letters, held, out.language) || EMPTY[out.language]);
    return 0;
  });
}

/** Not yet composed is, for people, waiting like any other. */
function statesOf(state: ListedState): readonly LetterState[] {
  return state === 'ready' ? ['composing', 'ready'] : [state];
}

type Judged = ReadonlyMap<string, HeldLetter>;

async function judgedLetters(db: Database, letters: readonly LedgerLetter[]): Promise<Judged> {
  const ids = letters.filter(({ state }) => state === 'held').map(({ id }) => id);
  const held = await heldLetters(db.kysely, instantFromMs(Date.now()), ids);
  return new Map(held.map((letter) => [letter.id, letter]));
}

const EMPTY: Readonly<Record<Language, string>> = {
  vi: 'Sổ thư chưa có thư nào.',
  en: 'The ledger is empty.',
};

function listText(letters: readonly LedgerLetter[], held: Judged, language: Language): string {
  // A mailbox is one word: its column is as wide as the longest.
  const mailbox = Math.max(...letters.map(({ to }) => to.length));
  return letters.flatMap((letter) => letterLines(letter, held.get(letter.id), language, mailbox)).join('\n');
}

/** Of a held letter with its id, by which it is released, why it is held and whether it would still be true. */
function letterLines(
  letter: LedgerLetter,
  held: HeldLetter | undefined,
  language: Language,
  mailbox?: number,
): readonly string[] {
  const line = letterLine(letter, language, mailbox);
  if (!held) return [line];
  const phrases = MAIL_HAND_PHRASES[language];
  const untrue = untrueLetter(held);
  const cause = held.cause === null ? [] : [CHOICES.cause[held.cause][language]];
  const truth = untrue === null ? phrases.stillTrue : phrases.untrue[untrue];
  return [line, `  ${[letter.id, ...cause, truth].join('; ')}`];
}

function letterLine(letter: LedgerLetter, language: Language, mailbox = letter.to.length): string {
  const when = `${dayText(language, localDateOf(letter.at))} ${clockOf(letter.at)}`;
  const subject = letter.words?.subject ?? '';
  const columns = [{ width: 25 }, { width: mailbox }, { width: 12 }, { width: 60 }];
  return row(0, [when, letter.to, stateText(letter.state, language), subject], columns);
}

function stateText(state: LetterState, language: Language): string {
  // Not yet composed is, for people, waiting like any other.
  const label: LabelledState = state === 'composing' ? 'ready' : state;
  return LABELS[language].letterStates[label];
}

interface CaughtCopy {
  readonly receivedAt: string;
  readonly file: string;
  readonly subject: string;
  readonly text: string;
}

/** `id` as the list gives it: mailbox and instant. */
export function mailShowCommand(id: string, out: Output): Promise<ExitCode> {
  return withDatabase(out, async ({ db, places }) => {
    const write = writer(db, await allDossiers(db), places.from);
    const [letter] = await readLetters(db, write, { id });
    if (!letter) return unknownLetter(id, out);
    const caught = await caughtCopy(places.catcherFolder, letter);
    const held = (await judgedLetters(db, [letter])).get(id);
    if (out.json) out.printJson({ ...ledgerJson(letter, held), text: letter.words?.text ?? null, caught });
    else out.print([...letterLines(letter, held, out.language), ...bodyLines(letter, caught)].join('\n'));
    return 0;
  });
}

export function unknownLetter(id: string, out: Output): ExitCode {
  return refuse({ code: 'UnknownLetter', facts: { id } }, out);
}

async function caughtCopy(folder: string | null, { messageId }: LedgerLetter): Promise<CaughtCopy | null> {
  if (folder === null || messageId === null) return null;
  const received = readCatcher(folder).find((letter) => letter.messageId === messageId);
  if (!received) return null;
  const mail = await PostalMime.parse(readLetter(folder, received));
  return {
    receivedAt: received.receivedAt,
    file: received.file,
    subject: mail.subject ?? '',
    text: mail.text ?? '',
  };
}

function bodyLines(letter: LedgerLetter, caught: CaughtCopy | null): readonly string[] {
  const attempts = letter.attempts.map(({ at, phase, reply }) => `  ${at} ${phase} ${reply ?? ''}`.trimEnd());
  return [
    ...attempts,
    ...(caught === null ? [] : [`  ${caught.receivedAt} ${caught.file}`]),
    '',
    (caught?.text ?? letter.words?.text ?? '').trimEnd(),
  ];
}
