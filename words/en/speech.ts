// How the office addresses whom in English, and the pieces all letters share. Knows directions (voice.md §1.18); must not
// know a letter.
import type { LocalDate } from '../../domain/localDate.js';
import type { ObligationFacts } from '../../domain/notices.js';
import { asOfText, longDate, shortDate } from '../dates.js';
import type { Scene } from '../letter.js';
import { obligationName, withPeriod } from '../names.js';
import type { Subject } from '../subject.js';

export interface Speech {
  /** `please`, upward `we respectfully ask you to`; `Ask` opens a sentence. */
  readonly ask: string;
  readonly Ask: string;
  readonly we: string;
  readonly asOf: string;
}

export function speechEn({ direction, sender, at }: Scene): Speech {
  const up = direction === 'up';
  return {
    ask: up ? 'we respectfully ask you to' : 'please',
    Ask: up ? 'We respectfully ask you to' : 'Please',
    we: sender.name,
    asOf: asOfText('en', at),
  };
}

export function nameEn(obligation: ObligationFacts): string {
  return obligationName('en', obligation);
}

/** The same inside a sentence. */
export function theEn(obligation: ObligationFacts): string {
  return `the ${nameEn(obligation)}`;
}

export function recipientEn(scene: Scene, obligation: ObligationFacts): string {
  return scene.nameOf(obligation.to ?? scene.sender.code);
}

export const long = (date: LocalDate): string => longDate('en', date);
export const short = (date: LocalDate): string => shortDate('en', date);

/** `[TW-79] Reminder: Annual plan 2018, due 28 February 2018`; `dated` false leaves the date out. */
export function subjectEn(scene: Scene, kind: string, obligation: ObligationFacts, dated = true): Subject {
  const { shortTitle, titleEn, due } = obligation;
  return {
    code: scene.code,
    kind,
    name: nameEn(obligation),
    // A short title is Vietnamese: it helps only where the name is.
    ...(shortTitle !== undefined &&
      titleEn === undefined && { shortName: withPeriod(shortTitle, obligation, 'vi') }),
    ...(dated && { tail: `, due ${short(due)}` }),
  };
}
