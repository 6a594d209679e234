// Subjects of letters within their length. Knows what may be cut; must not know a language.

/** Longest subject, in characters of NFC text (RFC 5322 §2.1.1 recommends lines of at most 78). */
export const SUBJECT_LENGTH = 78;

export interface Subject {
  /** `TW-79`, without the brackets. */
  readonly code: string;
  readonly kind: string;
  readonly name?: string;
  readonly shortName?: string;
  /** Follows the name and is never cut: `, hạn 15/6/2026`. */
  readonly tail?: string;
}

/** Code and tail stay whole: first the short name, then a cut at a word with “…”. */
export function subjectLine(subject: Subject): string {
  const code = `[${subject.code}] `;
  const tail = subject.tail ?? '';
  const room = SUBJECT_LENGTH - length(code) - length(tail);
  const middles = [subject.name, subject.shortName ?? subject.name].map((name) =>
    headerText(name === undefined ? subject.kind : `${subject.kind}: ${name}`),
  );
  const middle = middles.find((text) => length(text) <= room) ?? cut(middles.at(-1) ?? '', room);
  return `${code}${middle}${tail}`.normalize('NFC');
}

function length(text: string): number {
  return Array.from(text.normalize('NFC')).length;
}

function cut(text: string, room: number): string {
  const characters = Array.from(text.normalize('NFC'))
    .slice(0, Math.max(0, room - 1))
    .join('');
  const word = characters.lastIndexOf(' ');
  return `${(word > 0 ? characters.slice(0, word) : characters).replace(/[\s,:;]+$/u, '')}…`;
}

/** One line for a header: what looks like an encoded word (RFC 2047) is broken up, since readers would decode it. */
export function headerText(text: string): string {
  return oneLine(text).replaceAll('=?', '= ?');
}

/** One line without control or invisible line-breaking characters: what reaches a header or a table cell. */
export function oneLine(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
}
