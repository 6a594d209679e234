// Which cycles an agreement has and from when. Knows the term's days; must not know obligations.
import type { Agreement } from './agreement.js';
import { dateOf, later, type LocalDate, yearOf } from './localDate.js';

/** The latest of signing, effect and first day of the term, of those known (design §3). */
export function startOfAgreement(agreement: Agreement): LocalDate {
  return [agreement.signedOn, agreement.effectiveOn]
    .filter((day) => day !== undefined)
    .reduce<LocalDate>(later, agreement.term.from);
}

/** First and last cycle year; `last` is null for an open-ended term. Null where there is no cycle at all. */
export function cycleYears(
  agreement: Agreement,
): { readonly first: number; readonly last: number | null } | null {
  const first = yearOf(startOfAgreement(agreement));
  const last = agreement.term.to === null ? null : yearOf(agreement.term.to);
  return last !== null && last < first ? null : { first, last };
}

export function hasCycle(agreement: Agreement, year: number): boolean {
  const years = cycleYears(agreement);
  if (!years || year < years.first || (years.last !== null && year > years.last)) return false;
  return agreement.endedOn === undefined || naturalOpening(agreement, year) <= agreement.endedOn;
}

/** 1 December of the year before, or `start` if later; registration may open it later still. */
export function naturalOpening(agreement: Agreement, year: number): LocalDate {
  return later(dateOf(year - 1, 12, 1), startOfAgreement(agreement));
}
