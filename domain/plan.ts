// The plan of one cycle: which notices are to go when, what is drafted, what is a person's matter, and when to look
// again. The one planner behind engine, simulate, preview and reconciler. Knows no clock, no I/O, no Temporal.
import type { Agreement, Dossier, QuietSpan, Secrecy } from './agreement.js';
import { type CycleFacts, type MeetingStanding, meetingStanding } from './cycle.js';
import { type CycleSpan, type OpenCycle, openCycle } from './cycleSpan.js';
import { type PlannedObligation, type PlannedStage, stagesOf } from './duties.js';
import { planDuty } from './dutyNotices.js';
import type { Draft } from './dutyPlan.js';
import { eventNotices, instantOf } from './eventNotices.js';
import { type Instant, type LocalDate, localDateOf, startOf, yearOf } from './localDate.js';
import { distinctMatters, type Matter } from './matters.js';
import { mondayNotices } from './monday.js';
import {
  compare,
  type Notice,
  noticeOrder,
  type ObligationFacts,
  type Recipient,
  type SentNotice,
} from './notices.js';
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
  /** Opening and each replan since, in order. */
  readonly replans: readonly Instant[];
  /** The last of them. */
  readonly from: Instant;
  /** Facts of obligations already made in this plan. */
  readonly said: Map<string, ObligationFacts>;
  meeting(localId: string): MeetingStanding;
  sentAt(duty: string, step: string, due: string): Instant | null;
  wasTold(id: string): boolean;
  sentSteps(duty: string): readonly SentNotice[];
  /** Days on which events of this duty are told. */
  toldOn(duty: string): readonly LocalDate[];
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
  const duties = cycle.obligations.flatMap((obligation) =>
    obligation.duties.map((duty) => planDuty(planning, obligation, duty)),
  );
  const drafts = duties.flatMap((duty) => duty.drafts);
  const matters = distinctMatters([...known, ...duties.flatMap((duty) => duty.matters)]);
  // What is mailed of matters are those of the open cycle; an early end is told to nobody (design §11.9).
  const mailed = matters.filter((matter) => matter.code !== 'finalReviewOpen');
  const notices = [
    ...told,
    ...duties.flatMap((duty) => duty.notices),
    ...mondayNotices(planning, drafts, mailed),
  ].sort((a, b) => compare(a.at, b.at) || noticeOrder(a, b));
  return { ...base, notices, drafts, matters };
}

function planningCycle(input: PlanInput, cycle: OpenCycle): PlanningCycle {
  const { dossier, facts, calendar } = input;
  const { agreement } = dossier;
  // A turn may tell of an earlier instant than an Update that came while it ran.
  const replans = [cycle.span.openFrom, ...facts.replans.filter((at) => at > cycle.span.openFrom).sort()];
  const sent = new Map(
    input.sent.map((notice) => [`${notice.duty} ${notice.step} ${notice.due}`, notice.at]),
  );
  const told = new Set(input.sent.map((notice) => notice.id));
  const sending = { days: calendar, quiet: [...input.quiet, ...agreement.quiet] };
  return {
    dossier,
    facts,
    calendar,
    sending,
    span: cycle.span,
    obligations: cycle.obligations,
    replans,
    from: replans.at(-1) ?? cycle.span.openFrom,
    said: new Map(),
    meeting: (localId) => meetingStanding(facts, localId),
    sentAt: (duty, step, due) => sent.get(`${duty} ${step} ${due}`) ?? null,
    wasTold: (id) => told.has(id),
    sentSteps: (duty) => input.sent.filter((notice) => notice.duty === duty && isLadderStep(notice.step)),
    toldOn: (duty) =>
      facts.prompts
        .filter((prompt) => prompt.body !== null && `${prompt.obligation}/${prompt.body}` === duty)
        .map((prompt) => localDateOf(instantOf(sending, prompt))),
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
