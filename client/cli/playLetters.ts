// The letters of a play: a line for each, then the words of one of each kind. Knows lines and their order; must not know
// how a letter is composed.
import type { Dossier, Language } from '../../domain/agreement.js';
import { bodyOf } from '../../domain/bodies.js';
import type { Letter } from '../../domain/letters.js';
import { localDateOf } from '../../domain/localDate.js';
import { shortBody } from '../../words/names.js';
import { oneLine } from '../../words/subject.js';
import { heading, row } from './columns.js';
import { cellsInMonth, timeText } from './playDays.js';
import type { PlayWords } from './playJson.js';
import { PLAY_PHRASES } from './playPhrases.js';

const LETTER_COLUMNS: Readonly<Record<Language, readonly { readonly width: number }[]>> = {
  vi: [{ width: 5 }, { width: 8 }, { width: 5 }, { width: 26 }, { width: 56 }],
  en: [{ width: 6 }, { width: 3 }, { width: 5 }, { width: 26 }, { width: 60 }],
};

/** One line a letter, by month: when, to which post of which body, subject. */
export function lettersText(
  dossiers: readonly Dossier[],
  letters: readonly Letter[],
  words: PlayWords,
  language: Language,
): string {
  const phrases = PLAY_PHRASES[language];
  if (letters.length === 0) return phrases.noLetters;
  const lines = letters.flatMap((letter, index) => {
    const month = localDateOf(letter.at).slice(0, 7);
    const before = letters[index - 1];
    const isNew = before === undefined || localDateOf(before.at).slice(0, 7) !== month;
    const cells = [
      ...cellsInMonth(language, letter.at),
      postName(dossiers, letter),
      words.composed(letter).subject,
    ];
    const line = row(2, cells, LETTER_COLUMNS[language]);
    return isNew ? [phrases.month(Number(month.slice(5)), month.slice(0, 4)), line] : [line];
  });
  return [heading(phrases.letters(letters.length)), ...lines].join('\n');
}

/** `Văn thư, Ban Dân vận TW`. */
export function postName(
  dossiers: readonly Dossier[],
  addressed: { readonly body: string; readonly post: string },
): string {
  const body = dossiers.flatMap((dossier) => bodyOf(dossier, addressed.body) ?? [])[0];
  const post = body?.posts.find((candidate) => candidate.code === addressed.post);
  return body && post ? `${oneLine(post.title)}, ${shortBody(body)}` : `${addressed.post}, ${addressed.body}`;
}

/** The whole text of the first letter of each kind, so that a stranger reads what is said before anybody is mailed. */
export function sampleLetters(
  dossiers: readonly Dossier[],
  letters: readonly Letter[],
  words: PlayWords,
  language: Language,
): string {
  const first = new Map<string, Letter>();
  for (const letter of letters) {
    const kind = kindOf(letter);
    if (!first.has(kind)) first.set(kind, letter);
  }
  if (first.size === 0) return '';
  const texts = [...first.values()].map((letter) => {
    const { subject, text } = words.composed(letter);
    const page = [
      `${timeText(language, letter.at)}  ${letter.to}`,
      subject,
      '',
      ...text.trimEnd().split('\n'),
    ];
    return page.map((line) => `  │ ${line}`.trimEnd()).join('\n');
  });
  return [heading(PLAY_PHRASES[language].samples), ...texts].join('\n\n');
}

/** `before`, `overdue`, `monday`; a digest is a kind of its own. */
function kindOf({ notices }: Letter): string {
  const [first, second] = notices;
  return second ? 'digest' : (first?.step ?? '').replace(/-\d+$/, '');
}
