// Whether a meeting may be scheduled on a day, and concluded. Knows the chain of papers before a meeting; must not know
// papers' own commands.
import type { Command, CycleState, Decision } from './command.js';
import { refuseFuture } from './command.js';
import type { CycleFacts } from './cycle.js';
import { addDays, addMonths, type Instant, type LocalDate, localDateOf } from './localDate.js';
import { fitsScheme } from './numbering.js';
import { type Refused, refuse } from './refusals.js';
import type { SliceObligation } from './slice.js';
import { dutyStanding, meetingStanding } from './standing.js';
import { addWorkingDays, type DaysOff, roughlyFromSlice, rollTo, workingDaysBetween } from './workingDays.js';

/** An invitation must be out three working days before a meeting (Decision 45/2018/QĐ-TTg). */
const INVITATION_WORKING_DAYS = 3;

export function decideMeeting(
  state: CycleState,
  command: Command & { do: 'schedule' | 'conclude' },
  obligation: SliceObligation,
  asOf: Instant,
): Decision {
  const about = { obligation: obligation.localId, conference: obligation.localId };
  if (obligation.form !== 'meeting') return refuse('NotMeeting', about);
  const applicable = obligation.duties.find((duty) => !duty.notApplicable);
  if (obligation.duties.length > 0 && !applicable) {
    return refuse('NotApplicable', { ...about, why: obligation.duties[0]?.notApplicable ?? null });
  }
  const { scheduledOn, heldOn } = meetingStanding(state.facts, obligation.localId);
  if (heldOn) return refuse('AlreadySettled', { ...about, how: 'accepted', date: heldOn, body: null });
  if (command.do === 'schedule') {
    if (command.anyway ? !command.reasoned : scheduledOn !== null && !command.reasoned)
      return refuse('ReasonRequired');
    const { days } = state.slice;
    if (command.on < days.from || command.on > days.to)
      return refuse('DateTooFar', { date: command.on, last: days.to });
    const refused = command.anyway ? undefined : refuseDay(state, obligation, command.on, asOf);
    if (refused) return refused;
    const act = { act: 'scheduled', at: asOf, on: command.on, update: command.update } as const;
    return { accepted: [{ type: 'meetingActed', meeting: obligation.localId, act }] };
  }
  if (!scheduledOn) return refuse('ConferenceNotScheduled', about);
  const future = refuseFuture(command.on, asOf);
  if (future) return future;
  if (command.on < scheduledOn) return refuse('ConferenceNotHeld', { ...about, date: scheduledOn });
  const { termEnds } = state.slice;
  if (command.next && termEnds !== null)
    return refuse('TermEnded', { code: state.facts.agreement, date: termEnds });
  const wrong = refuseNumber(state, command, obligation);
  if (wrong) return wrong;
  const number = command.number === undefined ? {} : { number: command.number };
  const act = { act: 'held', at: asOf, on: command.on, ...number } as const;
  return { accepted: [{ type: 'meetingActed', meeting: obligation.localId, act }] };
}

/** Of the notice of conclusions: who issues it for a joint meeting is not fixed, so either way of numbering will do. */
function refuseNumber(
  { slice: { numbering } }: CycleState,
  { number }: Command & { do: 'conclude' },
  { duties }: SliceObligation,
): Refused | undefined {
  const [first] = duties;
  if (number === undefined || !numbering || !first) return undefined;
  const fits = fitsScheme(number, 'party') || fitsScheme(number, 'state');
  return fits ? undefined : refuse('NumberNotInScheme', { number, issuer: first.body });
}

/** A meeting meets on a working day and leaves room for every step of its chain (design §3). */
function refuseDay(
  state: CycleState,
  meeting: SliceObligation,
  date: LocalDate,
  asOf: Instant,
): Refused | undefined {
  // A day just inside the slice may have a chain that reaches out of it.
  const days = roughlyFromSlice(state.slice.days);
  const today = localDateOf(asOf);
  const about = { obligation: meeting.localId, conference: meeting.localId, date };
  if (!days.isWorking(date)) {
    return refuse('ConferenceDayOff', {
      ...about,
      prev: rollTo(days, date, 'previous'),
      next: rollTo(days, date, 'next'),
    });
  }
  const undecided = (state.slice.provisional ?? []).filter(({ from, to }) => from <= date && date <= to);
  if (undecided[0]) {
    const holidays = undecided.map(({ holiday }) => holiday);
    return refuse('CalendarProvisional', { ...about, year: undecided[0].year, holidays });
  }
  const tight = firstThatDoesNotFit(state, meeting, days, date, today);
  if (!tight) return undefined;
  let earliest = date > today ? date : rollTo(days, addDays(today, 1), 'next');
  while (earliest < state.slice.closing && firstThatDoesNotFit(state, meeting, days, earliest, today)) {
    earliest = addWorkingDays(days, earliest, 1);
  }
  return refuse('ConferenceTooSoon', {
    ...about,
    step: tight,
    n: workingDaysBetween(days, today, date),
    earliest,
  });
}

/** The step of the chain whose own due day would have passed; the meeting itself stands for the legal three days. */
function firstThatDoesNotFit(
  { facts, slice }: CycleState,
  meeting: SliceObligation,
  days: DaysOff,
  date: LocalDate,
  today: LocalDate,
): string | undefined {
  const chain = slice.obligations
    .filter((other) => other.before?.base === meeting.localId && isStillAsked(facts, other))
    .map((other) => ({ localId: other.localId, due: dueBefore(days, other, date) }))
    .filter(({ due }) => due < today)
    .sort((a, b) => (a.due < b.due ? -1 : 1));
  const [first] = chain;
  if (first) return first.localId;
  return workingDaysBetween(days, today, date) < INVITATION_WORKING_DAYS ? meeting.localId : undefined;
}

function isStillAsked(facts: CycleFacts, obligation: SliceObligation): boolean {
  return obligation.duties.some((duty) => {
    const { state } = dutyStanding(facts, `${obligation.localId}/${duty.body}`);
    return !duty.notApplicable && (state === 'open' || state === 'returned');
  });
}

function dueBefore(days: DaysOff, obligation: SliceObligation, meeting: LocalDate): LocalDate {
  if (!obligation.before) return meeting;
  const { offset, phrase, roll } = obligation.before;
  const moved = addDays(addMonths(meeting, -(offset.months ?? 0)), -(offset.days ?? 0));
  const named = offset.workingDays ? addWorkingDays(days, moved, -offset.workingDays) : moved;
  return rollTo(days, phrase === 'trước ngày' ? addDays(named, -1) : named, roll);
}
