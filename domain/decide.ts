// Whether a command on a cycle is accepted, and what then happened. Reads only the state; must not know register,
// calendar or clock: `asOf` is given. Runs inside workflows as the validator of every Update.
import { isCompleted } from './completion.js';
import { type CycleEvent, type CycleFacts, dutyStanding, meetingStanding } from './cycle.js';
import { addDays, addMonths, type Instant, type LocalDate, localDateOf } from './localDate.js';
import { type Refused, refuse } from './refusals.js';
import type { CycleSlice, SliceDuty, SliceObligation } from './slice.js';
import { addWorkingDays, type DaysOff, fromSlice, rollTo, workingDaysBetween } from './workingDays.js';

interface Ordered {
  /** The request's own id: repeating it does no harm. */
  readonly update: string;
  /** Whether a reason stands in the register under that id; its words never travel. */
  readonly reasoned: boolean;
}

interface OnObligation extends Ordered {
  /** Local id: `annualPlan`, `report.M08`. */
  readonly obligation: string;
}

interface OnDuty extends OnObligation {
  readonly by: string;
}

export type Command =
  | (OnDuty & { readonly do: 'submit'; readonly on: LocalDate; readonly number?: string })
  | (OnDuty & { readonly do: 'accept'; readonly on: LocalDate })
  | (OnDuty & { readonly do: 'return' })
  | (OnObligation & { readonly do: 'extend'; readonly by?: string; readonly to: LocalDate })
  | (OnObligation & { readonly do: 'waive'; readonly by?: string })
  | (OnObligation & { readonly do: 'schedule'; readonly on: LocalDate; readonly anyway: boolean })
  | (OnObligation & { readonly do: 'conclude'; readonly on: LocalDate; readonly number?: string })
  | (OnObligation & { readonly do: 'correct'; readonly by?: string })
  | (Ordered & { readonly do: 'pause' })
  | (Ordered & { readonly do: 'resume' });

export interface CycleState {
  readonly facts: CycleFacts;
  readonly slice: CycleSlice;
}

export type Decision = Refused | { readonly accepted: readonly CycleEvent[] };

/** A paper asked for again is due this many working days later (design §12.7). */
const RETURN_WORKING_DAYS = 5;
/** An invitation must be out three working days before a meeting (Decision 45/2018/QĐ-TTg). */
const INVITATION_WORKING_DAYS = 3;

/** Judges one command. A refusal is a value and changes nothing. */
export function decide(state: CycleState, command: Command, asOf: Instant): Decision {
  const { facts, slice } = state;
  if (asOf >= slice.closesAt) {
    return refuse('CycleClosed', {
      code: facts.agreement,
      year: facts.year,
      date: slice.closing,
      next: facts.year + 1,
    });
  }
  if (command.do === 'pause' || command.do === 'resume') return decidePause(facts, command, asOf);
  const obligation = slice.obligations.find((candidate) => candidate.localId === command.obligation);
  if (!obligation) {
    return refuse('UnknownObligation', {
      code: facts.agreement,
      year: facts.year,
      kind: command.obligation,
      known: slice.obligations.map((candidate) => candidate.localId),
    });
  }
  if (command.do === 'schedule' || command.do === 'conclude')
    return decideMeeting(state, command, obligation, asOf);
  if (command.do === 'correct') return decideCorrection(facts, command, obligation, asOf);
  return decideDuties(state, command, obligation, asOf);
}

function decidePause(
  facts: CycleFacts,
  command: Command & { do: 'pause' | 'resume' },
  asOf: Instant,
): Decision {
  if (command.do === 'pause' && facts.pausedAt !== null) {
    return refuse('PausedAgreement', { code: facts.agreement, date: localDateOf(facts.pausedAt) });
  }
  if (command.do === 'resume' && facts.pausedAt === null)
    return refuse('NotPaused', { code: facts.agreement });
  if (command.do === 'pause' && !command.reasoned) return refuse('ReasonRequired');
  return { accepted: [{ type: command.do === 'pause' ? 'paused' : 'resumed', at: asOf }] };
}

type DutyCommand = Command & { do: 'submit' | 'accept' | 'return' | 'extend' | 'waive' };

/** One duty by name; for extend and waive without a name, every duty that is still owed. */
function decideDuties(
  state: CycleState,
  command: DutyCommand,
  obligation: SliceObligation,
  asOf: Instant,
): Decision {
  const { by } = command;
  if (by !== undefined) {
    const duty = obligation.duties.find((candidate) => candidate.body === by);
    if (!duty) {
      const owners = obligation.duties.map(({ body }) => body);
      return refuse('BodyNotOwner', { body: by, obligation: obligation.localId, owners });
    }
    return decideDuty(state, command, obligation, duty, asOf);
  }
  const decisions = obligation.duties.map((duty) => decideDuty(state, command, obligation, duty, asOf));
  const accepted = decisions.flatMap((decision) => ('accepted' in decision ? decision.accepted : []));
  return accepted.length > 0
    ? { accepted }
    : (decisions[0] ?? refuse('NotApplicable', { obligation: obligation.localId }));
}

function decideDuty(
  state: CycleState,
  command: DutyCommand,
  obligation: SliceObligation,
  duty: SliceDuty,
  asOf: Instant,
): Decision {
  const about = { obligation: obligation.localId, body: duty.body };
  if (duty.notApplicable) return refuse('NotApplicable', { ...about, why: duty.notApplicable });
  const key = `${obligation.localId}/${duty.body}`;
  const standing = dutyStanding(state.facts, key);
  const settledOn = standing.lastActAt && localDateOf(standing.lastActAt);
  if (standing.state === 'accepted' || standing.state === 'waived') {
    return refuse('AlreadySettled', { ...about, how: standing.state, date: settledOn });
  }
  if (standing.state !== 'submitted' && isMet(state, obligation)) {
    // Another body's submission has met it for all.
    return command.do === 'accept' || command.do === 'return'
      ? refuse('NotSubmitted', about)
      : refuse('AlreadySettled', { ...about, how: 'covered', date: null });
  }
  const acted = (act: (CycleEvent & { type: 'dutyActed' })['act']): Decision => ({
    accepted: [{ type: 'dutyActed', duty: key, act }],
  });
  switch (command.do) {
    case 'submit':
      return refuseSubmission(state, command, obligation, duty, asOf) ?? acted(submission(command, asOf));
    case 'accept':
      if (standing.state !== 'submitted') return refuse('NotSubmitted', about);
      return refuseFuture(command.on, asOf) ?? acted({ act: 'accepted', at: asOf, on: command.on });
    case 'return': {
      if (standing.state !== 'submitted') return refuse('NotSubmitted', about);
      if (!command.reasoned) return refuse('ReasonRequired');
      const target = addWorkingDays(fromSlice(state.slice.days), localDateOf(asOf), RETURN_WORKING_DAYS);
      return acted({ act: 'returned', at: asOf, target, update: command.update });
    }
    case 'extend':
      return decideExtension(state, command, obligation, duty, asOf);
    case 'waive':
      if (!command.reasoned) return refuse('ReasonRequired');
      return acted({ act: 'waived', at: asOf, on: localDateOf(asOf), update: command.update });
    default:
      return command satisfies never;
  }
}

function isMet({ facts, slice }: CycleState, obligation: SliceObligation): boolean {
  const duties = obligation.duties.map((duty) => ({
    ...duty,
    state: dutyStanding(facts, `${obligation.localId}/${duty.body}`).state,
  }));
  return isCompleted(obligation.completion, duties, slice.lead);
}

function submission(
  command: Command & { do: 'submit' },
  asOf: Instant,
): (CycleEvent & { type: 'dutyActed' })['act'] {
  return {
    act: 'submitted',
    at: asOf,
    on: command.on,
    ...(command.number !== undefined && { number: command.number }),
  };
}

function refuseFuture(on: LocalDate, asOf: Instant): Refused | undefined {
  const today = localDateOf(asOf);
  return on > today ? refuse('DateInFuture', { date: on, today }) : undefined;
}

function refuseSubmission(
  { facts, slice }: CycleState,
  command: Command & { do: 'submit' },
  obligation: SliceObligation,
  duty: SliceDuty,
  asOf: Instant,
): Refused | undefined {
  const about = { obligation: obligation.localId, body: duty.body };
  if (obligation.form === 'meeting') return refuse('IsMeeting', about);
  const standing = dutyStanding(facts, `${obligation.localId}/${duty.body}`);
  if (standing.state === 'submitted') {
    const paper = facts.duties[`${obligation.localId}/${duty.body}`]?.findLast(
      (act) => act.act === 'submitted',
    );
    const number = paper?.act === 'submitted' ? (paper.number ?? null) : null;
    return refuse('AlreadySubmitted', { ...about, date: standing.submittedOn, number });
  }
  const future = refuseFuture(command.on, asOf);
  if (future) return future;
  if (slice.signedOn && command.on < slice.signedOn) {
    return refuse('BeforeSigning', { date: command.on, code: facts.agreement, signedOn: slice.signedOn });
  }
  if (asOf < slice.openFrom || asOf < duty.takenFrom) {
    return refuse('NotYetOpen', {
      ...about,
      opens: localDateOf(asOf < slice.openFrom ? slice.openFrom : duty.takenFrom),
    });
  }
  return undefined;
}

function decideExtension(
  state: CycleState,
  command: Command & { do: 'extend' },
  obligation: SliceObligation,
  duty: SliceDuty,
  asOf: Instant,
): Decision {
  const key = `${obligation.localId}/${duty.body}`;
  const standing = dutyStanding(state.facts, key);
  const about = { obligation: obligation.localId, body: duty.body };
  const due = standing.extendedTo ?? duty.due;
  if (standing.state === 'submitted')
    return refuse('AlreadySubmitted', { ...about, date: standing.submittedOn, number: null });
  if (command.to > state.slice.days.to)
    return refuse('DateTooFar', { date: command.to, last: state.slice.days.to });
  if (due === null || command.to <= due)
    return refuse('ExtensionNotLater', { ...about, date: command.to, due });
  if (!command.reasoned) return refuse('ReasonRequired');
  const act = { act: 'extended', at: asOf, from: due, due: command.to, update: command.update } as const;
  return { accepted: [{ type: 'dutyActed', duty: key, act }] };
}

function decideMeeting(
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
  const number = command.number === undefined ? {} : { number: command.number };
  const act = { act: 'held', at: asOf, on: command.on, ...number } as const;
  return { accepted: [{ type: 'meetingActed', meeting: obligation.localId, act }] };
}

/** A meeting meets on a working day and leaves room for every step of its chain (design §3). */
function refuseDay(
  state: CycleState,
  meeting: SliceObligation,
  date: LocalDate,
  asOf: Instant,
): Refused | undefined {
  const days = fromSlice(state.slice.days);
  const today = localDateOf(asOf);
  const about = { obligation: meeting.localId, conference: meeting.localId, date };
  if (!days.isWorking(date)) {
    return refuse('ConferenceDayOff', {
      ...about,
      prev: rollTo(days, date, 'previous'),
      next: rollTo(days, date, 'next'),
    });
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

/** Takes back the last act, without a letter; the record keeps both (design §8). */
function decideCorrection(
  facts: CycleFacts,
  command: Command & { do: 'correct' },
  obligation: SliceObligation,
  asOf: Instant,
): Decision {
  const about = { obligation: obligation.localId, body: command.by ?? null };
  if (obligation.form === 'meeting' && facts.meetings[obligation.localId]) {
    return { accepted: [{ type: 'meetingCorrected', meeting: obligation.localId, at: asOf }] };
  }
  if (command.by === undefined || !obligation.duties.some((duty) => duty.body === command.by)) {
    return refuse('BodyNotOwner', { ...about, owners: obligation.duties.map(({ body }) => body) });
  }
  const duty = `${obligation.localId}/${command.by}`;
  if (!facts.duties[duty]) return refuse('NotSubmitted', about);
  return { accepted: [{ type: 'dutyCorrected', duty, at: asOf }] };
}
