// From when to when a cycle is open. Knows opening and closing rules; must not know notices.
import type { DatedCycle, DatingInput } from './dated.js';
import { datesOf } from './dueDates.js';
import { isSettled, plannedObligation, type PlannedObligation } from './duties.js';
import {
  dateOf,
  earlier,
  type Instant,
  instantAt,
  instantFromMs,
  epochMs,
  later,
  type LocalDate,
  localDateOf,
  startOf,
} from './localDate.js';
import { hasCycle, naturalOpening } from './term.js';
import { addWorkingDays } from './workingDays.js';

/** What is open this many working days after the last due day is unmet (design §3). */
const GRACE_WORKING_DAYS = 60;

export interface CycleSpan {
  readonly opening: LocalDate;
  /** 00:00 of the opening day, or the registration if that came later. */
  readonly openFrom: Instant;
  readonly closing: LocalDate;
  /** The last second of the closing day. */
  readonly closesAt: Instant;
}

export interface OpenCycle {
  readonly span: CycleSpan;
  readonly dated: DatedCycle;
  readonly obligations: readonly PlannedObligation[];
  readonly closed: boolean;
}

/** The cycle as it stands at `asOf`; null where it does not exist: outside the term, or closed before it opened (design §11.26). */
export function openCycle(input: DatingInput, asOf: Instant): OpenCycle | null {
  const { agreement } = input.dossier;
  const { facts } = input;
  if (!hasCycle(agreement, facts.year)) return null;
  const opening = later(naturalOpening(agreement, facts.year), localDateOf(facts.registeredAt));
  const dated = datesOf(input);
  const standing = (closed: boolean): readonly PlannedObligation[] =>
    dated.obligations.map((obligation) =>
      plannedObligation(agreement, facts, obligation, { asOf, opening, closed }),
    );
  const open = standing(false);
  const closing = closingDay(input, open);
  if (closing < opening) return null;
  const span: CycleSpan = {
    opening,
    openFrom: later(startOf(opening), facts.registeredAt),
    closing,
    closesAt: endOf(closing),
  };
  const closed = asOf >= span.closesAt;
  return { span, dated, obligations: closed ? standing(true) : open, closed };
}

/** 24:00 of a day as its last second, so that the evening still belongs to the day. */
export function endOf(day: LocalDate): Instant {
  return instantFromMs(epochMs(instantAt(day, '23:59')) + 59_000);
}

/** Early end first; else when all is settled, not before 31/12; else the grace after the last due day (design §11.8–9). */
function closingDay(input: DatingInput, obligations: readonly PlannedObligation[]): LocalDate {
  const { agreement } = input.dossier;
  const yearEnd = dateOf(input.facts.year, 12, 31);
  const duties = obligations.flatMap((obligation) => obligation.duties);
  const applicable = duties.filter(({ status }) => status !== 'notApplicable' && status !== 'proposed');
  const last = applicable.reduce<LocalDate | null>(
    (latest, duty) => (duty.due && (!latest || duty.due > latest) ? duty.due : latest),
    null,
  );
  const grace = last ? later(yearEnd, addWorkingDays(input.days, last, GRACE_WORKING_DAYS)) : yearEnd;
  const settled = applicable.every((duty) => isSettled(duty.status))
    ? later(yearEnd, lastActDay(obligations, yearEnd))
    : grace;
  const closing = earlier(grace, settled);
  return agreement.endedOn === undefined ? closing : earlier(closing, agreement.endedOn);
}

function lastActDay(obligations: readonly PlannedObligation[], none: LocalDate): LocalDate {
  const acts = obligations.flatMap((obligation) => [
    obligation.meeting.heldAt,
    ...obligation.duties.map((duty) => duty.standing.lastActAt),
  ]);
  return acts.reduce<LocalDate>((latest, at) => (at ? later(latest, localDateOf(at)) : latest), none);
}
