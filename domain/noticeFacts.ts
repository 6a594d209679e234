// The dates and counts a letter states, as of its send instant. Knows what letters need; must not know their words.
import type { PlannedDuty, PlannedObligation } from './duties.js';
import { isUpToDue, type Step } from './ladder.js';
import { type LocalDate, localDateOf, yearOf } from './localDate.js';
import type { DutyFacts, MeetingFacts, ObligationFacts } from './notices.js';
import type { PlanningCycle } from './planningCycle.js';
import { addWorkingDays, workingDaysBetween } from './workingDays.js';

/** Made once for each due day: a year's notices repeat them by the hundred. */
export function obligationFacts(
  cycle: PlanningCycle,
  obligation: PlannedObligation,
  due: LocalDate,
): ObligationFacts {
  const key = `${obligation.localId} ${due}`;
  const known = cycle.said.get(key);
  if (known) return known;
  const made = madeFacts(cycle, obligation, due);
  cycle.said.set(key, made);
  return made;
}

function madeFacts(cycle: PlanningCycle, obligation: PlannedObligation, due: LocalDate): ObligationFacts {
  // What remains of the rule is what a letter says of it; what is absent there stays absent here.
  const {
    id: _id,
    stage: _stage,
    presence: _presence,
    covers: _covers,
    opens: _opens,
    due: _due,
    roll: _roll,
    owners: _owners,
    completion: _completion,
    ladder: _ladder,
    secrecy: _secrecy,
    ...said
  } = obligation.rule;
  return {
    ...said,
    localId: obligation.localId,
    year: cycle.facts.year,
    covers: obligation.covers,
    nominalDue: nominalOf(obligation, due),
    due,
    provisionalYear: cycle.calendar.isProvisional(yearOf(due)) ? yearOf(due) : null,
  };
}

/** The nominal day behind a duty's own due day; an extended day is its own. */
function nominalOf(obligation: PlannedObligation, due: LocalDate): LocalDate | null {
  const duty = obligation.duties.find((candidate) => candidate.due === due);
  if (!duty) return obligation.due === due ? obligation.nominalDue : due;
  return duty.standing.extendedTo === null ? duty.nominalDue : due;
}

interface Speaking {
  readonly step: Step;
  readonly due: LocalDate;
  readonly all: readonly Step[];
  readonly coming: readonly Step[];
}

/** Days from the letter on are counted in working days; the first day does not count. */
export function dutyFacts(
  cycle: PlanningCycle,
  obligation: PlannedObligation,
  duty: PlannedDuty,
  { step, due, all, coming }: Speaking,
): DutyFacts {
  const { days } = cycle.sending;
  const escalation = all.find((other) => other.name === 'escalate');
  return {
    kind: 'duty',
    obligation: obligationFacts(cycle, obligation, due),
    ...(duty.as && { as: duty.as }),
    coChairs: coChairs(cycle, obligation, duty),
    left: workingDaysBetween(days, step.morning, due),
    past: workingDaysBetween(days, due, step.morning),
    position: positionOf(step, all),
    overdueNumber: Number(/^overdue-(\d+)$/.exec(step.name)?.[1] ?? 0),
    reminderDates: all
      .filter((other) => isUpToDue(other) && other.morning > step.morning)
      .map(({ morning }) => morning),
    sentDates: sentBefore(cycle, duty, step, coming),
    target: addWorkingDays(days, step.morning, 5),
    escalatesAfter: escalation !== undefined && escalation.morning > step.morning,
    meeting: meetingFacts(cycle, obligation),
  };
}

function positionOf(step: Step, all: readonly Step[]): DutyFacts['position'] {
  if (step.name === 'opening' || step.name === 'on' || step.name === 'escalate') return step.name;
  if (step.name.startsWith('overdue-')) return 'overdue';
  const before = all.filter((other) => other.name.startsWith('before-'));
  // With a single rung the letter before the due day is the pressing one.
  if (before.at(-1)?.name === step.name) return 'lastBefore';
  return before[0]?.name === step.name ? 'firstBefore' : 'before';
}

function sentBefore(
  cycle: PlanningCycle,
  duty: PlannedDuty,
  step: Step,
  coming: readonly Step[],
): readonly LocalDate[] {
  const sent = cycle.sentSteps(duty.key).map((notice) => localDateOf(notice.at));
  const planned = coming.filter((other) => other.to === 'ordinary' && other.morning < step.morning);
  const dates = [...sent, ...planned.map(({ morning }) => morning)].filter((day) => day < step.morning);
  return [...new Set(dates)].sort();
}

function coChairs(cycle: PlanningCycle, obligation: PlannedObligation, duty: PlannedDuty): readonly string[] {
  const chairs = obligation.duties.flatMap((other) =>
    other.as === 'chair' && other.body ? [other.body] : [],
  );
  const others = chairs.length > 1 ? chairs : cycle.dossier.agreement.parties.map((party) => party.body);
  return others.filter((body) => body !== duty.body);
}

/** The meeting an obligation is, or hangs on. */
export function meetingFacts(cycle: PlanningCycle, obligation: PlannedObligation): MeetingFacts | null {
  const meeting =
    obligation.rule.form === 'meeting'
      ? obligation
      : cycle.obligations.find((other) => other.localId === obligation.base && other.rule.form === 'meeting');
  if (!meeting) return null;
  const asked = obligation.duties.filter(
    (duty) => duty.status !== 'notApplicable' && duty.status !== 'waived',
  );
  const standing = meeting.meeting;
  return {
    title: meeting.rule.title,
    ...(meeting.rule.titleEn !== undefined && { titleEn: meeting.rule.titleEn }),
    kind: meeting.rule.kind,
    localId: meeting.localId,
    year: cycle.facts.year,
    scheduledOn: standing.scheduledOn,
    heldOn: standing.heldOn,
    fixBy: meeting.due && addWorkingDays(cycle.sending.days, meeting.due, -10),
    received: asked.filter((duty) => duty.status === 'submitted' || duty.status === 'accepted').length,
    expected: asked.length,
  };
}
