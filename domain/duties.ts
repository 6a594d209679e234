// Where each duty, obligation and stage of a cycle stands at an instant. Knows acts, dates and completion; must not know
// notices.
import type { Agreement, Stage } from './agreement.js';
import { leadOf } from './bodies.js';
import { isCompleted } from './completion.js';
import type { CycleFacts } from './cycle.js';
import type { DatedDuty, DatedObligation } from './dated.js';
import { type Instant, type LocalDate, startOf } from './localDate.js';
import { isPending } from './proposals.js';
import { type DutyStanding, dutyStanding, type MeetingStanding, meetingStanding } from './standing.js';

export type DutyStatus =
  | 'upcoming'
  | 'open'
  | 'submitted'
  | 'accepted'
  | 'returned'
  | 'covered'
  | 'waived'
  | 'notApplicable'
  | 'unmet'
  | 'removed'
  /** Waits for every party to ratify it; nobody owes it yet. */
  | 'proposed';
export type ObligationStatus =
  | 'upcoming'
  | 'open'
  | 'met'
  | 'unmet'
  | 'notApplicable'
  | 'removed'
  | 'proposed';
export type StageStatus = Exclude<ObligationStatus, 'removed' | 'proposed'>;

export interface PlannedDuty extends DatedDuty {
  readonly status: DutyStatus;
  readonly standing: DutyStanding;
}

export interface PlannedObligation extends Omit<DatedObligation, 'duties'> {
  readonly duties: readonly PlannedDuty[];
  readonly meeting: MeetingStanding;
  readonly status: ObligationStatus;
}

export interface Moment {
  readonly asOf: Instant;
  readonly opening: LocalDate;
  readonly closed: boolean;
}

export function plannedObligation(
  agreement: Agreement,
  facts: CycleFacts,
  obligation: DatedObligation,
  moment: Moment,
): PlannedObligation {
  const meeting = meetingStanding(facts, obligation.localId);
  const standings = obligation.duties.map((duty) => dutyStanding(facts, duty.key));
  const asked = obligation.duties.map((duty, index) => ({
    body: duty.body,
    as: duty.as ?? null,
    notApplicable: duty.notApplicable,
    state: standings[index]?.state ?? 'open',
  }));
  const met = isCompleted(obligation.rule.completion, asked, leadOf(agreement) ?? null);
  const duties = obligation.duties.map((duty, index): PlannedDuty => {
    const standing = standings[index] ?? dutyStanding(facts, duty.key);
    return { ...duty, standing, status: statusOf(obligation, duty, standing, { ...moment, meeting, met }) };
  });
  const pending = obligation.proposal !== null && isPending(obligation.proposal);
  const status = pending ? 'proposed' : worst(duties.map((duty) => ofDuty(duty.status)));
  return { ...obligation, duties, meeting, status };
}

/** Done for good: nothing more is asked of the body, and the cycle need not wait. */
export function isSettled(status: DutyStatus): boolean {
  return status === 'accepted' || status === 'covered' || status === 'waived' || status === 'notApplicable';
}

/** The body still owes something. */
export function isOwed(status: DutyStatus): boolean {
  return status === 'upcoming' || status === 'open' || status === 'returned';
}

function statusOf(
  obligation: DatedObligation,
  duty: DatedDuty,
  standing: DutyStanding,
  moment: Moment & { readonly meeting: MeetingStanding; readonly met: boolean },
): DutyStatus {
  if (duty.notApplicable) return 'notApplicable';
  if (obligation.proposal && isPending(obligation.proposal)) return 'proposed';
  if (moment.meeting.heldOn) return 'accepted';
  switch (standing.state) {
    case 'submitted':
    case 'accepted':
    case 'waived':
      return standing.state;
    case 'returned':
      return moment.met ? 'covered' : moment.closed ? 'unmet' : 'returned';
    case 'open':
      if (moment.met) return 'covered';
      if (moment.closed) return 'unmet';
      return startOf(obligation.opens ?? moment.opening) <= moment.asOf ? 'open' : 'upcoming';
    default:
      return standing.state satisfies never;
  }
}

function ofDuty(status: DutyStatus): ObligationStatus {
  switch (status) {
    case 'submitted':
    case 'accepted':
    case 'covered':
    case 'waived':
      return 'met';
    case 'returned':
      return 'open';
    case 'upcoming':
    case 'open':
    case 'notApplicable':
    case 'unmet':
    case 'removed':
    case 'proposed':
      return status;
    default:
      return status satisfies never;
  }
}

const WORST_FIRST: readonly ObligationStatus[] = [
  'unmet',
  'open',
  'upcoming',
  'met',
  'proposed',
  'notApplicable',
  'removed',
];

/** The worst of unmet > open > upcoming; not applicable only if all are (design §11.21). */
export function worst(statuses: readonly ObligationStatus[]): ObligationStatus {
  return WORST_FIRST.find((status) => statuses.includes(status)) ?? 'notApplicable';
}

const STAGES: readonly Stage[] = ['planning', 'midYearReview', 'reviewConference', 'finalReview'];

export interface PlannedStage {
  readonly stage: Stage;
  readonly status: StageStatus;
}

/** Only stages with an obligation are listed. */
export function stagesOf(obligations: readonly PlannedObligation[]): readonly PlannedStage[] {
  return STAGES.flatMap((stage) => {
    const statuses = obligations
      .filter((obligation) => obligation.stage === stage)
      .map(({ status }) => status);
    const status = worst(statuses);
    if (statuses.length === 0) return [];
    // What is only proposed has not begun.
    if (status === 'proposed') return [{ stage, status: 'upcoming' }];
    return [{ stage, status: status === 'removed' ? 'notApplicable' : status }];
  });
}
