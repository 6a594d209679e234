// Whether what a held letter says would still be true at a later instant, and the notice as it would then read. Knows
// duties, steps and days; must not know ledgers, nor why a letter was held.
import { isOwed, type PlannedDuty } from './duties.js';
import { type Instant, localDateOf, type LocalDate } from './localDate.js';
import { type LeavingKnown, whyNotLeaving } from './mayLeave.js';
import type { DutyFacts, Notice } from './notices.js';
import { nextWorkingDay } from './quiet.js';
import { addWorkingDays, type DaysOff, workingDaysBetween } from './workingDays.js';

/** Why a held notice is no longer true, as L23 counts it. */
export type WhyUntrue = 'received' | 'moved' | 'laterStep' | 'other';

/** What is known around a held notice. */
export interface HeldKnown extends LeavingKnown {
  /** Its duty as the last turn of its cycle left it; absent where the cycle has gone. */
  readonly duty: PlannedDuty | undefined;
  /** Of the same duty, whatever has left or is armed. */
  readonly others: readonly Pick<Notice, 'id' | 'rung' | 'at'>[];
}

export interface HeldNotice {
  readonly notice: Notice;
  /** False: a turn has withdrawn it. */
  readonly armed: boolean;
}

/** The notice as it would leave at `at`, or why it may not. */
export function atInstant(
  { notice, armed }: HeldNotice,
  known: HeldKnown,
  at: Instant,
): { readonly notice: Notice } | { readonly untrue: WhyUntrue } {
  const settled = dutyUntrue(notice, known.duty);
  if (settled !== null) return { untrue: settled };
  if (hasLaterStep(notice, known, at)) return { untrue: 'laterStep' };
  if (!armed || whyNotLeaving({ ...notice, at }, known, at) !== null) return { untrue: 'other' };
  const retold = retimed(notice, known.days, at);
  return retold === null ? { untrue: 'laterStep' } : { notice: retold };
}

function dutyUntrue(notice: Notice, duty: PlannedDuty | undefined): WhyUntrue | null {
  const { kind } = notice.facts;
  if (kind === 'monday' || kind === 'scheduled' || kind === 'review' || kind === 'waived') return null;
  if (!duty) return 'other';
  if (duty.status === 'waived' || duty.status === 'notApplicable') return 'other';
  if (!isOwed(duty.status)) return 'received';
  const due = duty.standing.target ?? duty.due;
  return kind === 'duty' && due !== notice.due ? 'moved' : null;
}

/** As when steps collapse: another step of this duty stands by the next working day (design §4). */
function hasLaterStep(notice: Notice, { others, days, quiet }: HeldKnown, at: Instant): boolean {
  if (notice.facts.kind !== 'duty' && notice.facts.kind !== 'review') return false;
  const next = nextWorkingDay({ days, quiet }, localDateOf(at));
  return others.some(
    (other) =>
      other.id !== notice.id &&
      other.rung > notice.rung &&
      other.at > notice.at &&
      localDateOf(other.at) <= next,
  );
}

/** The same notice with its days counted from `at`; null where it has nothing to say on that day. */
function retimed(notice: Notice, days: DaysOff, at: Instant): Notice | null {
  const day = localDateOf(at);
  const { facts } = notice;
  switch (facts.kind) {
    case 'duty': {
      const told = retimedDuty(facts, notice.due ?? facts.obligation.due, days, day);
      return told && { ...notice, at, facts: told };
    }
    case 'review':
      return {
        ...notice,
        at,
        facts: { ...facts, waited: workingDaysBetween(days, facts.submittedOn, day) },
      };
    case 'monday':
      // The next Monday has its own.
      return facts.on === day ? { ...notice, at } : null;
    case 'scheduled':
      return facts.date >= day ? { ...notice, at } : null;
    case 'returned':
    case 'extended':
    case 'waived':
    case 'dueMoved':
      return { ...notice, at };
    default:
      return facts satisfies never;
  }
}

function retimedDuty(facts: DutyFacts, due: LocalDate, days: DaysOff, day: LocalDate): DutyFacts | null {
  const isUpToDue = facts.position !== 'overdue' && facts.position !== 'escalate';
  if (isUpToDue && day > due) return null;
  return {
    ...facts,
    left: workingDaysBetween(days, day, due),
    past: workingDaysBetween(days, due, day),
    reminderDates: facts.reminderDates.filter((morning) => morning > day),
    target: addWorkingDays(days, day, 5),
  };
}
