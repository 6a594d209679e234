// What a stranger wants to see once everything runs: where, which agreements, which letters go next. Knows lines; must not
// know how anything was started.
import type { Language } from '../../domain/agreement.js';
import type { Letter } from '../../domain/letters.js';
import { type Instant, withOffset } from '../../domain/localDate.js';
import type { Database } from '../../database/connect.js';
import { LABELS } from '../../words/labels.js';
import { codeWidth, type ListedAgreement, listAgreements } from './agreementList.js';
import { heading, padded, row, widthOf } from './columns.js';
import { allDossiers, type Dossiers, nextLetters, type Writer, writer } from './ledgerLetters.js';
import { timeText } from './playDays.js';
import { postName } from './playLetters.js';
import { START_PHRASES } from './startPhrases.js';

export interface StartPlaces {
  readonly ui: string | null;
  readonly desk: string;
  readonly mail: string;
}

export interface Started {
  readonly places: StartPlaces;
  readonly agreements: readonly ListedAgreement[];
  /** Letters of the next send instant; none where nothing is armed. */
  readonly next: readonly WordedLetter[];
  readonly dossiers: Dossiers;
}

interface WordedLetter {
  readonly letter: Letter;
  readonly subject: string;
}

export async function startedNow(
  db: Database,
  places: StartPlaces,
  from: string | null,
  now: Instant,
): Promise<Started> {
  const dossiers = await allDossiers(db);
  const write = writer(db, dossiers, from);
  const next = await nextLetters(db, now);
  return {
    places,
    agreements: await listAgreements(db, now),
    next: await Promise.all(next.map((letter) => worded(letter, write))),
    dossiers,
  };
}

async function worded(letter: Letter, write: Writer): Promise<WordedLetter> {
  return { letter, subject: (await write(letter)).subject };
}

export function startedJson({ places, agreements, next }: Started): object {
  return {
    ...places,
    agreements,
    next: next.map(({ letter, subject }) => ({
      at: withOffset(letter.at),
      to: letter.to,
      post: letter.post,
      body: letter.body,
      subject,
    })),
  };
}

export function startedText(started: Started, language: Language): string {
  const phrases = START_PHRASES[language];
  const { ui, desk, mail } = started.places;
  const places = [
    ...(ui === null ? [] : [[phrases.places.ui, ui] as const]),
    [phrases.places.desk, desk] as const,
    [phrases.places.mail, mail] as const,
  ];
  const width = Math.max(...places.map(([label]) => widthOf(label)));
  return [
    heading(phrases.running),
    ...places.map(([label, place]) => `  ${padded(label, width)}  ${place}`),
    '',
    heading(phrases.agreements),
    agreementLines(started.agreements, language),
    '',
    ...nextLines(started, language),
    '',
    phrases.stopHint,
  ].join('\n');
}

/** One row an agreement: code, title, status. */
export function agreementLines(agreements: readonly ListedAgreement[], language: Language): string {
  const states = LABELS[language].agreementStates;
  const columns = [{ width: codeWidth(agreements) }, { width: 72 }, { width: 20 }];
  return agreements
    .map(({ code, title, status }) => row(2, [code, title, states[status]], columns))
    .join('\n');
}

function nextLines({ next, dossiers }: Started, language: Language): readonly string[] {
  const phrases = START_PHRASES[language];
  const [first] = next;
  if (!first) return [phrases.nothingNext];
  const known = [...dossiers.values()];
  // A mailbox is one word: its column is as wide as the longest.
  const mailbox = Math.max(...next.map(({ letter }) => widthOf(letter.to)));
  const columns = [{ width: mailbox }, { width: 32 }, { width: 56 }];
  return [
    heading(phrases.next(timeText(language, first.letter.at), next.length)),
    ...next.map(({ letter, subject }) => row(2, [letter.to, postName(known, letter), subject], columns)),
  ];
}
