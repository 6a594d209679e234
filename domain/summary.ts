// One line about a cycle: the stage under way, the next due day, how much is overdue. Knows plans only.
import { isOwed } from './duties.js';
import { type Instant, type LocalDate, localDateOf } from './localDate.js';
import type { CyclePlan } from './plan.js';

export interface CycleSummary {
  /** The first stage that is open, else the first to come; null once closed. */
  readonly stage: string | null;
  readonly nextDue: LocalDate | null;
  /** Duties whose due day has passed and that are still owed. */
  readonly overdue: number;
}

export function summaryOf(plan: CyclePlan, asOf: Instant): CycleSummary {
  const today = localDateOf(asOf);
  const owed = plan.obligations.flatMap(({ duties }) => duties.filter((duty) => isOwed(duty.status)));
  const dues = owed.flatMap(({ due }) => (due ? [due] : []));
  const coming = dues.filter((due) => due >= today).sort();
  const stage =
    plan.stages.find(({ status }) => status === 'open') ??
    plan.stages.find(({ status }) => status === 'upcoming');
  return {
    stage: plan.closed ? null : (stage?.stage ?? null),
    nextDue: coming[0] ?? null,
    overdue: dues.filter((due) => due < today).length,
  };
}
