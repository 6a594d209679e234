// Days that may still turn into days off or worked days because their year is not decided. Knows holidays; must not know who
// plans anything on them.
import type { CalendarReason } from './workingCalendar.js';
import { addDays, dateOf, type LocalDate, yearOf } from './localDate.js';
import { hungKingsDay, tetOf } from './lunar.js';

/** How far from a holiday a decision has moved a weekday in the years 2016–2026 (31/8/2026 the farthest). */
const REACH_DAYS = 2;

/** Both days included. */
export interface ProvisionalSpan {
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** The undecided year, which is the holiday's. */
  readonly year: number;
  readonly holiday: CalendarReason;
}

/** Around the holidays of undecided years, those that touch the span of days given. */
export function provisionalSpans(
  isProvisional: (year: number) => boolean,
  from: LocalDate,
  to: LocalDate,
): readonly ProvisionalSpan[] {
  const years = Array.from({ length: yearOf(to) - yearOf(from) + 1 }, (_, index) => yearOf(from) + index);
  return years
    .filter(isProvisional)
    .flatMap(holidaysOf)
    .map((span) => ({ ...span, from: addDays(span.from, -REACH_DAYS), to: addDays(span.to, REACH_DAYS) }))
    .filter((span) => span.from <= to && span.to >= from);
}

function holidaysOf(year: number): readonly ProvisionalSpan[] {
  const tet = tetOf(year);
  const hungKings = hungKingsDay(year);
  const of = (holiday: CalendarReason, from: LocalDate, to: LocalDate): ProvisionalSpan => ({
    from,
    to,
    year,
    holiday,
  });
  return [
    of('newYear', dateOf(year, 1, 1), dateOf(year, 1, 1)),
    // From one to three days before, with days in lieu of a weekend after them.
    of('tet', addDays(tet, -3), addDays(tet, 4)),
    of('hungKings', hungKings, hungKings),
    of('reunification', dateOf(year, 4, 30), dateOf(year, 5, 1)),
    of('nationalDay', dateOf(year, 9, 1), dateOf(year, 9, 3)),
  ];
}
