// The plan of one cycle: which notices are to go when, what is drafted, what is a person's matter, and when to look
// again. The one planner behind engine, simulate, preview and reconciler. Knows no clock, no I/O, no Temporal.
import type { Agreement, Dossier, QuietSpan, Secrecy } from './agreement.js';
import { type CycleFacts, type MeetingStanding, meetingStanding } from './cycle.js';
import { type CycleSpan, type OpenCycle, openCycle } from './cycleSpan.js';
import { type PlannedObligation, type PlannedStage, stagesOf } from './duties.js';
import { type Draft, daysOf, planDuty } from './dutyNotices.js';
import { eventNotices } from './eventNotices.js';
import { type Instant, later, startOf, yearOf } from './localDate.js';
import { distinctMatters, type Matter } from './matters.js';
import { mondayNotices } from './monday.js';
import { compare, type Notice, noticeOrder, type Recipient, type SentNotice } from './notices.js';
import type { SendingDays } from './quiet.js';
import type { DaysOff } from './workingDays.js';

/** The law's calendar as a plan needs it. */
export interface PlanningCalendar extends DaysOff {
  isProvisional(year: number): boolean;
}

export interface PlanInput {
  readonly dossier: Dossier;
  readonly calendar: PlanningCalendar;
  /** Quiet spans of calendar files; an agreement's own are added here. */
  readonly quiet: readonly QuietSpan[];
  readonly facts: CycleFacts;
  /** What has left for this cycle, as the ledger keeps it: never sent again. */
  readonly sent: readonly SentNotice[];
  readonly asOf: Instant;
}

export interface CyclePlan {
  readonly agreement: string;
  readonly year: number;
  readonly span: CycleSpan;
  readonly closed: boolean;
  readonly stages: readonly PlannedStage[];
  readonly obligations: readonly PlannedObligation[];
  /** All still to go, from now to the cycle's closing, by instant; none while paused. */
  readonly notices: readonly Notice[];
  readonly drafts: readonly Draft[];
  /** Those of the future, too: each since its day. */
  readonly matters: readonly Matter[];
  /** Next stage change or closing after `asOf`; null once closed. */
  readonly wakeAt: Instant | null;
}

/** A cycle while it is planned: what the parts of the planner ask of each other. */
export interface PlanningCycle {
  readonly dossier: Dossier;
  readonly facts: CycleFacts;
  readonly calendar: PlanningCalendar;
  readonly sending: SendingDays;
  readonly span: CycleSpan;
  readonly obligations: readonly PlannedObligation[];
  /** Steps before this instant that were not sent are missed. */
  readonly from: Instant;
  meeting(localId: string): MeetingStanding;
  wasSent(duty: string, step: string, due: string): boolean;
  wasTold(id: string): boolean;
  sentSteps(duty: string): readonly SentNotice[];
  /** Days on which events of this duty are told from now on. */
  toldOn(duty: string): ReturnType<typeof daysOf>;
  noticeFor(recipient: Recipient, obligation: PlannedObligation | null, at: Instant): NoticeBase;
}

type NoticeBase = Pick<
  Notice,
  'agreement' | 'year' | 'obligation' | 'body' | 'post' | 'mailbox' | 'language' | 'at' | 'secret'
>;

/**
 * The plan as of an instant; null where the cycle does not exist. Pure: the same input gives the same plan, and a later
 * `asOf` alone changes statuses, never a notice.
 */
export function planCycle(input: PlanInput): CyclePlan | null {
  const { dossier, facts, calendar } = input;
  const cycle = openCycle({ dossier, facts, days: calendar }, input.asOf);
  if (!cycle) return null;
  const planning = planningCycle(input, cycle);
  const known = [...unknownMatters(planning, cycle), ...finalReviewMatter(planning)];
  const base = {
    agreement: facts.agreement,
    year: facts.year,
    span: cycle.span,
    closed: cycle.closed,
    stages: stagesOf(cycle.obligations),
    obligations: cycle.obligations,
    wakeAt: wakeAfter(input.asOf, cycle),
  };
  if (facts.pausedAt !== null) return { ...base, notices: [], drafts: [], matters: distinctMatters(known) };
  const told = eventNotices(planning);
  const withEvents: PlanningCycle = { ...planning, toldOn: toldOn(told, planning.from) };
  const duties = cycle.obligations.flatMap((obligation) =>
    obligation.duties.map((duty) => planDuty(withEvents, obligation, duty)),
  );
  const drafts = duties.flatMap((duty) => duty.drafts);
  const matters = distinctMatters([...known, ...duties.flatMap((duty) => duty.matters)]);
  // What is mailed of matters are those of the open cycle; an early end is told to nobody (design §11.9).
  const mailed = matters.filter((matter) => matter.code !== 'finalReviewOpen');
  const notices = [
    ...told,
    ...duties.flatMap((duty) => duty.notices),
    ...mondayNotices(withEvents, drafts, mailed),
  ].sort((a, b) => compare(a.at, b.at) || noticeOrder(a, b));
  return { ...base, notices, drafts, matters };
}

function planningCycle(input: PlanInput, cycle: OpenCycle): PlanningCycle {
  const { dossier, facts, calendar } = input;
  const { agreement } = dossier;
  const sent = new Set(input.sent.map((notice) => `${notice.duty} ${notice.step} ${notice.due}`));
  const told = new Set(input.sent.map((notice) => notice.id));
  return {
    dossier,
    facts,
    calendar,
    sending: { days: calendar, quiet: [...input.quiet, ...agreement.quiet] },
    span: cycle.span,
    obligations: cycle.obligations,
    from: facts.replannedAt ? later(cycle.span.openFrom, facts.replannedAt) : cycle.span.openFrom,
    meeting: (localId) => meetingStanding(facts, localId),
    wasSent: (duty, step, due) => sent.has(`${duty} ${step} ${due}`),
    wasTold: (id) => told.has(id),
    sentSteps: (duty) => input.sent.filter((notice) => notice.duty === duty && isLadderStep(notice.step)),
    toldOn: () => [],
    noticeFor: ({ body, post }, obligation, at) => ({
      agreement: agreement.code,
      year: facts.year,
      obligation: obligation && obligation.id,
      body: body.code,
      post: post.code,
      mailbox: post.mailbox,
      language: post.language,
      at,
      secret: isSecret(obligation ? obligation.rule.secrecy : agreement.secrecy),
    }),
  };
}

/** Letters to the ordinary post about the duty itself, which later letters may refer to. */
function isLadderStep(step: string): boolean {
  return step === 'opening' || step === 'on' || step.startsWith('before-') || step.startsWith('overdue-');
}

function isSecret(secrecy: Secrecy): boolean {
  return secrecy !== 'thuong';
}

function toldOn(told: readonly Notice[], from: Instant): PlanningCycle['toldOn'] {
  return (duty) =>
    daysOf(
      told
        .filter((notice) => notice.duty === duty && notice.step !== 'scheduled' && notice.at >= from)
        .map(({ at }) => at),
    );
}

function unknownMatters(planning: PlanningCycle, cycle: OpenCycle): readonly Matter[] {
  const { agreement, year } = planning.facts;
  const since = cycle.span.opening;
  const holders = cycle.obligations.flatMap((obligation) =>
    obligation.duties.flatMap((duty): Matter[] => {
      if (duty.body !== null || duty.notApplicable || duty.role === undefined) return [];
      const roleYear = duty.roleYear ?? year;
      const { role } = duty;
      return [
        {
          code: 'holderUnknown',
          agreement,
          year: roleYear,
          obligation: obligation.id,
          body: null,
          role,
          since,
        },
      ];
    }),
  );
  const dates = cycle.dated.undated.map(
    (id): Matter => ({
      code: 'dateUnknown',
      agreement,
      year,
      obligation: `${agreement}/${year}/${id}`,
      body: null,
      since,
    }),
  );
  return [...holders, ...dates];
}

/** An early end brings nothing forward; that the final review is open is for the clerk to settle (design §3, §11.9). */
function finalReviewMatter({
  dossier: { agreement },
  facts,
  span,
  obligations,
}: PlanningCycle): readonly Matter[] {
  const { endedOn } = agreement;
  if (endedOn === undefined || yearOf(endedOn) !== facts.year || span.closing !== endedOn) return [];
  const reviews = obligations.filter((obligation) => obligation.rule.kind === 'finalReview');
  const held = reviews.length > 0 && reviews.every((review) => review.status === 'met');
  if (held || !hasFinalReview(agreement)) return [];
  return [
    {
      code: 'finalReviewOpen',
      agreement: agreement.code,
      year: facts.year,
      obligation: null,
      body: null,
      since: endedOn,
    },
  ];
}

function hasFinalReview(agreement: Agreement): boolean {
  if (agreement.obligations.some((entry) => entry.kind === 'finalReview')) return true;
  return (
    agreement.template === 'annual-cycle' &&
    agreement.term.to !== null &&
    !agreement.remove.includes('finalReview')
  );
}

function wakeAfter(asOf: Instant, cycle: OpenCycle): Instant | null {
  if (cycle.closed) return null;
  const opens = cycle.obligations.flatMap(({ opens: day }) => (day ? [startOf(day)] : []));
  return [...opens, cycle.span.closesAt]
    .filter((instant) => instant > asOf)
    .reduce<Instant>((first, instant) => (instant < first ? instant : first), cycle.span.closesAt);
}
