// How the letters of the real engine differ from those of the play without one. Knows both; must not know words of people.
import { letterIdOf } from '../../domain/letters.js';
import type { Played } from '../../domain/play.js';
import type { Rehearsal } from '../rehearsal/rehearse.js';
import type { PlayWords } from './playJson.js';

export interface Difference {
  readonly kind: 'missing' | 'unexpected' | 'doubled' | 'notices' | 'subject' | 'text' | 'refusals';
  /** Letter id, or the instant of a refusal. */
  readonly about: string;
}

/** By letter id (mailbox and instant), notices, subject and text; refusals by instant and code. */
export function differences(
  simulated: Played,
  real: Pick<Rehearsal, 'letters' | 'refusals'>,
  words: PlayWords,
): readonly Difference[] {
  const found: Difference[] = [];
  const expected = new Map(simulated.letters.map((letter) => [letter.id, letter]));
  const seen = new Set<string>();
  for (const caught of real.letters) {
    const about = letterIdOf(caught.to, caught.at);
    const letter = expected.get(about);
    if (seen.has(about)) found.push({ kind: 'doubled', about });
    else if (!letter) found.push({ kind: 'unexpected', about });
    else {
      const { subject, text } = words.composed(letter);
      if (!same(letter.notices.map(idOf), caught.notices.map(idOf))) found.push({ kind: 'notices', about });
      if (subject !== caught.subject) found.push({ kind: 'subject', about });
      if (text.trimEnd() !== caught.text.trimEnd()) found.push({ kind: 'text', about });
    }
    seen.add(about);
  }
  for (const about of expected.keys()) if (!seen.has(about)) found.push({ kind: 'missing', about });
  const said = (refusals: Played['refusals']): readonly string[] =>
    refusals.map(({ at, refusal }) => `${at} ${refusal.code}`);
  const [planned, met] = [said(simulated.refusals), said(real.refusals)];
  for (const about of [
    ...planned.filter((refusal) => !met.includes(refusal)),
    ...met.filter((refusal) => !planned.includes(refusal)),
  ])
    found.push({ kind: 'refusals', about });
  return found;
}

function idOf({ id }: { readonly id: string }): string {
  return id;
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}
