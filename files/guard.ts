// A look at YAML text before it is parsed: depth, anchors, tags, hidden characters. Knows tokens; must not build values.
//
// The composer recurses and resolves aliases, so a hostile text must be refused before it: the lexer runs in linear time.
import { Lexer } from 'yaml';
import type { Facts, MessageCode } from './messages.js';

export const MAX_DEPTH = 64;

export interface Finding {
  /** In UTF-16 units from the start of the text. */
  readonly offset: number;
  readonly code: MessageCode;
  readonly facts: Facts;
}

/** Marks of the lexer that stand for no text: document, scalar, end of a flow after an error. */
const MARKS: ReadonlySet<string> = new Set(['\u0002', '\u0018', '\u001f']);
const SCALAR = '\u001f';
/** Controls but tab and line ends; soft hyphen; zero-width, direction and line separators; marks inside; tags. */
export const HIDDEN =
  // oxlint-disable-next-line no-control-regex -- finding them is the purpose
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/u;

/** An anchor, alias or tag, if there is one, stands after one of these. */
const MARKED = /(?:^|[\s,[\]{}:"'-])[&*!]/;

/** What forbids parsing; empty for a text that may be parsed. */
export function forbidden(text: string): Finding[] {
  return isPlain(text) ? [] : lexed(text);
}

/** Whether no token can be forbidden, by counts that no spelling deceives: most files need no lexing of their own. */
function isPlain(text: string): boolean {
  if (MARKED.test(text)) return false;
  const openings = text.match(/[[{]/g)?.length ?? 0;
  if (openings >= MAX_DEPTH) return false;
  // A block needs a column of its own or an indicator on its line, so the fullest line bounds their depth.
  return text.split('\n').every((line) => openings + blocksOf(line) < MAX_DEPTH);
}

function blocksOf(line: string): number {
  return line.length - line.trimStart().length + (line.match(/[?:-](?:\s|$)/g)?.length ?? 0);
}

function lexed(text: string): Finding[] {
  const columns: number[] = [];
  let [offset, lineStart, flow, afterMark] = [0, 0, 0, false];
  for (const token of new Lexer().lex(text)) {
    if (MARKS.has(token)) {
      afterMark = token === SCALAR;
      continue;
    }
    const first = token[0] ?? '';
    if (!afterMark) {
      if (first === '&' || first === '*') return [{ offset, code: 'aliases', facts: {} }];
      if (first === '!') return [{ offset, code: 'invalidYaml', facts: { why: 'tag' } }];
      if (token === '[' || token === '{') flow += 1;
      if (token === ']' || token === '}') flow -= 1;
    }
    if (afterMark || token === '-' || token === '?') nest(columns, offset - lineStart);
    if (columns.length + flow > MAX_DEPTH + 1)
      return [{ offset, code: 'tooDeep', facts: { max: MAX_DEPTH } }];
    afterMark = false;
    offset += token.length;
    const broken = token.lastIndexOf('\n');
    if (broken >= 0) lineStart = offset - (token.length - broken - 1);
  }
  return [];
}

/** Columns of the blocks that are open: a lower bound of their depth, at least half of it. */
function nest(columns: number[], column: number): void {
  while ((columns.at(-1) ?? -1) >= column) columns.pop();
  columns.push(column);
}

/** Every kind of hidden character once, where it first stands. */
export function hiddenIn(text: string): Finding[] {
  const found = new Map<string, Finding>();
  for (const match of text.matchAll(new RegExp(HIDDEN, 'gu'))) {
    const hex = hexOf(match[0]);
    if (!found.has(hex)) found.set(hex, { offset: match.index, code: 'hiddenCharacter', facts: { hex } });
  }
  return [...found.values()];
}

export function hexOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
