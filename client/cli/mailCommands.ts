// `nhip mail list` and `nhip mail show`: the ledger for people, with the catcher's copy where there is one. Knows ledger and
// catcher; changes nothing.
import PostalMime from 'postal-mime';
import type { Language } from '../../domain/agreement.js';
import { clockOf, localDateOf } from '../../domain/localDate.js';
import { readCatcher, readLetter } from '../../machine/catcher.js';
import { LABELS, type LetterState as LabelledState } from '../../words/labels.js';
import type { LetterState } from '../../database/schema.js';
import { row } from './columns.js';
import { allDossiers, writer } from './ledgerLetters.js';
import { type LedgerLetter, ledgerJson, readLetters } from './ledgerRows.js';
import type { ExitCode, Output } from './output.js';
import { dayText } from './playDays.js';
import { withDatabase } from './reach.js';
import { refuse } from './refuse.js';

export function mailListCommand(out: Output): Promise<ExitCode> {
  return withDatabase(out, async ({ db, places }) => {
    const letters = await readLetters(db, writer(db, await allDossiers(db), places.from));
    if (out.json) out.printJson(letters.map(ledgerJson));
    else out.print(listText(letters, out.language) || EMPTY[out.language]);
    return 0;
  });
}

const EMPTY: Readonly<Record<Language, string>> = {
  vi: 'Sổ thư chưa có thư nào.',
  en: 'The ledger is empty.',
};

function listText(letters: readonly LedgerLetter[], language: Language): string {
  // A mailbox is one word: its column is as wide as the longest.
  const mailbox = Math.max(...letters.map(({ to }) => to.length));
  return letters.map((letter) => letterLine(letter, language, mailbox)).join('\n');
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
    if (out.json) out.printJson({ ...ledgerJson(letter), text: letter.words?.text ?? null, caught });
    else out.print(letterText(letter, caught, out.language));
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

function letterText(letter: LedgerLetter, caught: CaughtCopy | null, language: Language): string {
  const attempts = letter.attempts.map(({ at, phase, reply }) => `  ${at} ${phase} ${reply ?? ''}`.trimEnd());
  return [
    letterLine(letter, language),
    ...attempts,
    ...(caught === null ? [] : [`  ${caught.receivedAt} ${caught.file}`]),
    '',
    (caught?.text ?? letter.words?.text ?? '').trimEnd(),
  ].join('\n');
}
