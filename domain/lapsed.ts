// Which agreements are history: all their cycles closed before anybody registered them, or since. Knows terms and plans; must
// not know registers.
import type { CalendarBook, Dossier } from './agreement.js';
import { newCycle } from './cycle.js';
import { type Instant, localDateOf, startOf } from './localDate.js';
import { planCycle } from './plan.js';
import { cycleYears, hasCycle, startOfAgreement } from './term.js';
import { workingCalendar } from './workingCalendar.js';

/** An agreement all of whose cycles were closed before it was registered, or are by now: nothing runs for it (design §3). */
export function isHistory(
  dossier: Dossier,
  book: CalendarBook,
  registeredAt: Instant,
  now: Instant,
): boolean {
  const { agreement } = dossier;
  const years = cycleYears(agreement);
  if (!years) return true;
  if (years.last === null && agreement.endedOn === undefined) return false;
  let last = years.first;
  while (hasCycle(agreement, last + 1)) last += 1;
  const calendar = workingCalendar(book);
  const closes = (at: Instant): string | null =>
    planCycle({
      dossier,
      calendar,
      quiet: book.quiet,
      facts: newCycle(agreement.code, last, at),
      sent: [],
      asOf: now,
    })?.span.closing ?? null;
  const inTime = closes(startOf(startOfAgreement(agreement)));
  if (inTime === null || inTime < localDateOf(registeredAt)) return true;
  const closing = closes(registeredAt);
  return closing === null || closing < localDateOf(now);
}
