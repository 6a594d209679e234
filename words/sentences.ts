// Filling the sentences of history and refusals with their facts. Knows the marks of a sentence; must not know any sentence.
//
// `{name}` is a fact; with `:date`, `:time`, `:docDate` (beside the fact `scheme`), `:step`, `:body` or `:obligation` it is
// shown in words, of lists each; any other `{name:choice}` picks a phrase of `CHOICES`. What stands in `‹…›` is left out where a fact inside is absent.
import type { Language } from '../domain/agreement.js';
import type { Instant, LocalDate } from '../domain/localDate.js';
import { type Choice, CHOICES } from './choices.js';
import { deskTime, joined, shortDate } from './dates.js';
import { stepLabel } from './labels.js';
import { docDate } from './names.js';
import { oneLine } from './subject.js';

export type Fact = string | number | readonly string[] | null | undefined;
export type Facts = Readonly<Record<string, Fact>>;
export type Bilingual = Readonly<Record<Language, string>>;

/** Who knows names; a code nobody knows is shown as it is. */
export interface Speaker {
  readonly language: Language;
  readonly body: (code: string) => string;
  /** By local id (`annualPlan`) or id (`tw-79/2018/annualPlan`). */
  readonly obligation: (id: string) => string;
}

const MARK = /\{(\w+)(?::(\w+))?\}/g;
const GROUP = /‹([^‹›]*)›/g;

/** The sentence with its facts. Throws where one is absent outside `‹…›`: a sentence with a hole proves nothing. */
export function filled(sentence: string, facts: Facts, speaker: Speaker): string {
  const whole = sentence.replace(GROUP, (_, group: string) =>
    namesIn(group).every((name) => isGiven(facts[name])) ? group : '',
  );
  return whole.replace(MARK, (_, name: string, kind?: string) => shown(name, facts, kind, speaker));
}

/** Names of the facts a sentence speaks of, optional ones too. */
export function namesIn(sentence: string): readonly string[] {
  return [...sentence.matchAll(MARK)].flatMap(([, name]) => (name === undefined ? [] : [name]));
}

function isGiven(fact: Fact): fact is string | number | readonly string[] {
  return fact !== undefined && fact !== null && fact !== '';
}

function shown(name: string, facts: Facts, kind: string | undefined, speaker: Speaker): string {
  const fact = facts[name];
  if (!isGiven(fact)) throw new RangeError(`no fact “${name}”`);
  const each = typeof fact === 'object' ? fact : [String(fact)];
  return joined(
    speaker.language,
    each.map((one) => (kind === undefined ? oneLine(one) : inWords(one, kind, facts, speaker))),
  );
}

function inWords(fact: string, kind: string, facts: Facts, speaker: Speaker): string {
  switch (kind) {
    case 'date':
      return shortDate(speaker.language, fact as LocalDate);
    case 'time':
      return deskTime(speaker.language, fact as Instant);
    case 'docDate':
      return docDate(speaker.language, facts['scheme'] === 'party' ? 'party' : 'state', fact as LocalDate);
    case 'step':
      return stepLabel(speaker.language, fact);
    case 'body':
      return oneLine(speaker.body(fact));
    case 'obligation':
      return oneLine(speaker.obligation(fact));
    default: {
      const phrases: Readonly<Record<string, Bilingual>> | undefined = CHOICES[kind as Choice];
      const phrase = phrases?.[fact];
      return phrase ? filled(phrase[speaker.language], facts, speaker) : oneLine(fact);
    }
  }
}
