// What is wrong with a file, where, and how it is said. Knows places and codes; must not know how files are read.
import type { Language } from '../domain/agreement.js';
import { DICTIONARIES } from './dictionaries.js';
import { WORDING } from './wording.js';

export type MessageCode = keyof typeof WORDING;
export type Facts = Readonly<Record<string, string | number>>;

/** Where in a file: line and column from 1 (columns in UTF-16 units), the field as `parties[1].body`, empty for the file itself. */
export interface Spot {
  readonly line: number;
  readonly column: number;
  readonly field: string;
}

export interface FileMessage extends Spot {
  readonly file: string;
  readonly code: MessageCode;
  readonly facts: Facts;
  readonly severity: 'error' | 'warning';
}

/** What is odd but real never stops a file (design §3). */
const WARNINGS: ReadonlySet<MessageCode> = new Set<MessageCode>([
  'quoteNotFound',
  'signedAfterTerm',
  'signedOnDayOff',
  'dueUnresolved',
  'numberNotInScheme',
  'foreignLetter',
  'ownerTwice',
  'byteOrderMark',
]);

export const START_OF_FILE: Spot = { line: 1, column: 1, field: '' };

export function fileMessage(file: string, spot: Spot, code: MessageCode, facts: Facts = {}): FileMessage {
  return { file, ...spot, code, facts, severity: WARNINGS.has(code) ? 'warning' : 'error' };
}

/** The sentence alone, without place and without “lưu ý: ” / “warning: ”. */
export function sentence(message: Pick<FileMessage, 'code' | 'facts'>, language: Language): string {
  return filled(WORDING[message.code][language], message.facts, language);
}

/** `file:line:column: field: sentence`; a warning's sentence begins “lưu ý: ” (“warning: ”). */
export function printed(message: FileMessage, language: Language): string {
  const field = message.field || (language === 'vi' ? 'tệp' : 'file');
  const mark = message.severity === 'error' ? '' : language === 'vi' ? 'lưu ý: ' : 'warning: ';
  return `${message.file}:${message.line}:${message.column}: ${field}: ${mark}${sentence(message, language)}`;
}

export function hasErrors(messages: readonly FileMessage[]): boolean {
  return messages.some((message) => message.severity === 'error');
}

/** By file in the order of reading, then by place. */
export function inOrder(messages: readonly FileMessage[], files: readonly string[]): FileMessage[] {
  return messages.toSorted(
    (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column,
  );
}

function filled(template: string, facts: Facts, language: Language): string {
  const kept = template.replace(/‹([^›]*)›/g, (_, part: string) =>
    slots(part).every((slot) => facts[slot] !== undefined) ? part : '',
  );
  return kept.replace(SLOT, (_, name: string, dictionary: string | undefined) =>
    worded(facts[name] ?? '', dictionary, facts, language),
  );
}

const SLOT = /\{(\w+)(?::(\w+))?\}/g;

function slots(part: string): string[] {
  return [...part.matchAll(SLOT)].map((match) => match[1] ?? '');
}

function worded(
  value: string | number,
  dictionary: string | undefined,
  facts: Facts,
  language: Language,
): string {
  if (dictionary === undefined) return shortened(String(value));
  if (dictionary === 'bytes') return megabytes(Number(value), language);
  const words = DICTIONARIES[dictionary]?.[value];
  return words ? filled(words[language], facts, language) : String(value);
}

/** A hostile value must not fill the screen; the longest list of ours has 140. */
const LONGEST_FACT = 200;

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > LONGEST_FACT ? `${line.slice(0, LONGEST_FACT - 1)}…` : line;
}

function megabytes(bytes: number, language: Language): string {
  const text = (Math.ceil((bytes / 1_048_576) * 10) / 10).toString();
  return `${language === 'vi' ? text.replace('.', ',') : text} MB`;
}
