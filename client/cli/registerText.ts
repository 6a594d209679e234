// What `nhip register` says it did or would do. Knows answers and words; must not know the register.
import type { Language } from '../../domain/agreement.js';
import { withOffset } from '../../domain/localDate.js';
import { deskTime, shortDate } from '../../words/dates.js';
import { codeText } from '../../words/names.js';
import { speakerOf } from '../../words/speaker.js';
import type { RegisterAnswer, RegisterPreview } from '../registering.js';
import type { CyclePreview, PreviewedLetter } from '../registerPreview.js';
import type { Output } from './output.js';
import { VERB_PHRASES } from './verbPhrases.js';

interface RegisterPhrases {
  readonly none: string;
  readonly done: string;
  readonly would: string;
  readonly new: string;
  readonly changed: string;
  readonly unchanged: string;
  readonly started: string;
  readonly kinds: Readonly<Record<string, string>>;
  readonly quiet: string;
  readonly cycle: (code: string, year: number) => string;
  readonly due: (name: string, from: string | null, to: string | null) => string;
  readonly letters: Readonly<Record<'withdrawn' | 'added' | 'changed', (count: number) => string>>;
  readonly nothingMoves: string;
}

const PHRASES: Readonly<Record<Language, RegisterPhrases>> = {
  vi: {
    none: 'Không có thay đổi.',
    done: 'Đã ghi nhận: sổ đăng ký có thay đổi.',
    would: 'Sẽ ghi vào sổ đăng ký:',
    new: 'mới',
    changed: 'thay đổi',
    unchanged: 'giữ nguyên',
    started: 'bắt đầu theo dõi',
    kinds: { agreement: 'chương trình', body: 'cơ quan', calendar: 'lịch nghỉ' },
    quiet: 'các ngày không gửi thư',
    cycle: (code, year) => `Chu kỳ ${code} năm ${year}`,
    due: (name, from, to) => {
      if (from === null) return `thêm: ${name}, hạn ${to}`;
      return to === null ? `bỏ: ${name}, hạn ${from}` : `đổi thời hạn: ${name}, từ ${from} sang ${to}`;
    },
    letters: {
      withdrawn: (count) => `thư không còn gửi: ${count}`,
      added: (count) => `thư gửi thêm: ${count}`,
      changed: (count) => `thư đổi nội dung: ${count}`,
    },
    nothingMoves: 'Thời hạn và thư của các chu kỳ đang mở không thay đổi.',
  },
  en: {
    none: 'No changes.',
    done: 'Recorded: the register has changed.',
    would: 'Would be registered:',
    new: 'new',
    changed: 'changed',
    unchanged: 'unchanged',
    started: 'started',
    kinds: { agreement: 'agreement', body: 'body', calendar: 'calendar' },
    quiet: 'days without letters',
    cycle: (code, year) => `Cycle ${code}, ${year}`,
    due: (name, from, to) => {
      if (from === null) return `added: ${name}, due ${to}`;
      return to === null ? `dropped: ${name}, due ${from}` : `moved: ${name}, from ${from} to ${to}`;
    },
    letters: {
      withdrawn: (count) => `letters that would not go: ${count}`,
      added: (count) => `letters more: ${count}`,
      changed: (count) => `letters with other contents: ${count}`,
    },
    nothingMoves: 'No due day and no letter of an open cycle would change.',
  },
};

const SHOWN_LETTERS = 10;

export function registeredText(answer: RegisterAnswer, { language }: Output): string {
  const phrases = PHRASES[language];
  if (isUnchanged(answer)) return phrases.none;
  return [phrases.done, ...listsOf(answer, phrases)].join('\n');
}

/** The register first, then cycle by cycle: due days, letters. */
export function previewText(preview: RegisterPreview, { language }: Output): string {
  const phrases = PHRASES[language];
  if (isUnchanged(preview)) return phrases.none;
  const cycles = preview.cycles.flatMap((cycle) => cycleLines(cycle, phrases, language));
  return [
    phrases.would,
    ...listsOf(preview, phrases),
    ...(cycles.length > 0 ? cycles : [phrases.nothingMoves]),
  ].join('\n');
}

/** As `register --json` names things, with what would move in each cycle. */
export function previewJson({ dossiers: _, ...cycle }: CyclePreview): object {
  const letter = ({ at, to }: PreviewedLetter): object => ({ at: withOffset(at), to });
  return {
    ...cycle,
    withdrawn: cycle.withdrawn.map(letter),
    added: cycle.added.map(letter),
    changed: cycle.changed.map(letter),
  };
}

function isUnchanged({ new: fresh, changed }: RegisterAnswer): boolean {
  return fresh.length + changed.length === 0;
}

function listsOf(answer: RegisterAnswer, phrases: RegisterPhrases): readonly string[] {
  const list = (label: string, names: readonly string[]): readonly string[] =>
    names.length === 0 ? [] : [`  ${label}: ${names.join(', ')}`];
  const named = (names: readonly string[]): readonly string[] => names.map((name) => nameOf(name, phrases));
  return [
    ...list(phrases.new, named(answer.new)),
    ...list(phrases.changed, named(answer.changed)),
    ...list(phrases.unchanged, named(answer.unchanged)),
    ...list(phrases.started, answer.started),
  ];
}

/** `agreement tw-79` in the words of the language. */
function nameOf(name: string, { kinds, quiet }: RegisterPhrases): string {
  if (name === 'calendar quiet') return quiet;
  const [kind = '', code = ''] = name.split(' ');
  return `${kinds[kind] ?? kind} ${code}`;
}

function cycleLines(
  { agreement, year, dossiers, dues, ...letters }: CyclePreview,
  phrases: RegisterPhrases,
  language: Language,
): readonly string[] {
  const day = (date: CyclePreview['dues'][number]['from']): string | null =>
    date && shortDate(language, date);
  const moved = dues.map(({ obligation, body, from, to }) => {
    const speaker = speakerOf(language, to === null ? dossiers.old : dossiers.now, year);
    const name = speaker.obligation(obligation);
    return `  ${phrases.due(body === null ? name : `${name} (${speaker.body(body)})`, day(from), day(to))}`;
  });
  return [
    '',
    phrases.cycle(codeText(agreement), year),
    ...moved,
    ...(['withdrawn', 'added', 'changed'] as const).flatMap((kind) =>
      letterLines(phrases.letters[kind], letters[kind], language),
    ),
  ];
}

function letterLines(
  head: (count: number) => string,
  letters: readonly PreviewedLetter[],
  language: Language,
): readonly string[] {
  if (letters.length === 0) return [];
  const shown = letters.slice(0, SHOWN_LETTERS).map(({ at, to }) => `    ${deskTime(language, at)}  ${to}`);
  const more = letters.length - shown.length;
  return [
    `  ${head(letters.length)}`,
    ...shown,
    ...(more > 0 ? [`    ${VERB_PHRASES[language].more(more)}`] : []),
  ];
}
