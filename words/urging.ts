// The urging letter as a paper (L9): what it is made of before it is laid out. Knows its parts; must not know a language.
import type { Form, Post } from '../domain/agreement.js';
import type { LocalDate } from '../domain/localDate.js';
import type { Scene } from './letter.js';
import type { NamedObligation } from './names.js';
import { oneLine } from './subject.js';

export interface UrgingFacts {
  readonly obligation: NamedObligation & { readonly form: Form; readonly onwardTo?: string };
  /** The day that has passed. */
  readonly due: LocalDate;
  /** By when the paper is asked for now, and before which day difficulties may be told. */
  readonly target: LocalDate;
  readonly askBy: LocalDate;
  /** The body above the issuer; null where the register names none. */
  readonly superior: string | null;
  /** Who heads the issuer and who may sign for the head; null where it has no such post. */
  readonly head: Post | null;
  readonly deputy: Post | null;
}

/** Two columns above and below, the text between them. */
export interface UrgingPaper {
  readonly head: Columns;
  /** Number, place and day, left open: they are the office's. */
  readonly numbered: Columns;
  readonly addressee: string;
  readonly paragraphs: readonly string[];
  readonly asks: readonly string[];
  readonly close: string;
  readonly foot: Columns;
}

export interface Columns {
  readonly left: readonly string[];
  readonly right: readonly string[];
}

/** What a person fills in. */
export const OPEN = '……';

export type UrgingWords = (scene: Scene, facts: UrgingFacts) => UrgingPaper;

/** Party offices have their own form; all others take the State’s (domain.md §4). */
export function isPartyForm({ sender }: Scene): boolean {
  return sender.regime === 'party';
}

/** The issuer's lines in capitals, the superior's first; a name that ends with it is not said twice. */
export function issuerLines({ sender }: Scene, { superior }: UrgingFacts): readonly string[] {
  const name = oneLine(sender.name);
  const above = superior === null ? null : oneLine(superior);
  const own = above !== null && name.endsWith(` ${above}`) ? name.slice(0, -above.length - 1) : name;
  return [above, own].flatMap((line) => (line === null ? [] : [line.toLocaleUpperCase('vi')]));
}
