// The plan of one cycle: which notices are to go when, what is drafted, what is a person's matter, and when to look
// again. The one planner behind engine, simulate, preview and reconciler. Knows no clock, no I/O, no Temporal.
import type { Agreement } from './agreement.js';
import { ratifiersOf } from './bodies.js';
import { type CycleSpan, type OpenCycle, openCycle } from './cycleSpan.js';
import { type PlannedObligation, type PlannedStage, stagesOf } from './duties.js';
import { planDuty } from './dutyNotices.js';
import type { Draft } from './drafts.js';
import { eventNotices } from './eventNotices.js';
import { type Instant, localDateOf, startOf, yearOf } from './localDate.js';
import { distinctMatters, type Matter } from './matters.js';
import { mondayNotices } from './monday.js';
import { compare, type Notice, noticeOrder } from './notices.js';
import { obligationRules } from './obligations.js';
import { type PlanInput, type PlanningCycle, planningCycle } from './planningCycle.js';
import { reachable, stoppedMatters } from './stoppedMailboxes.js';

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
  /** Who must ratify what arises, as of `asOf`: the parties, and for one that has ended its successors. */
  readonly ratifiers: readonly string[];
}

/**
 * The plan as of an instant; null where the cycle does not exist. Pure: the same input gives the same plan, and a later
 * `asOf` alone changes statuses, never a notice.
 */
export function planCycle(input: PlanInput): CyclePlan | null {
  const { dossier, facts, calendar } = input;
  const cycle = openCycle({ dossier, facts, days: calendar }, input.asOf);
  if (!cycle) return null;
  const { stopped = [] } = input;
  const planning = planningCycle({ ...input, dossier: reachable(dossier, stopped) }, cycle);
  const known = [
    ...unknownMatters(planning, cycle),
    ...finalReviewMatter(planning),
    ...stoppedMatters(dossier, facts.year, cycle.obligations, stopped),
  ];
  const base = {
    agreement: facts.agreement,
    year: facts.year,
    span: cycle.span,
    closed: cycle.closed,
    stages: stagesOf(cycle.obligations),
    obligations: cycle.obligations,
    wakeAt: wakeAfter(input.asOf, cycle),
    ratifiers: ratifiersOf(dossier, localDateOf(input.asOf)),
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

function unknownMatters(planning: PlanningCycle, cycle: OpenCycle): readonly Matter[] {
  const { agreement, year } = planning.facts;
  const since = cycle.span.opening;
  const holders = cycle.obligations.flatMap((obligation) =>
    obligation.duties.flatMap((duty): Matter[] => {
      if (duty.status === 'proposed') return [];
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

/** An open-ended term has none, unless by an anniversary (design §3, §11.14). */
function hasFinalReview(agreement: Agreement): boolean {
  return obligationRules(agreement).some(
    ({ kind, due }) => kind === 'finalReview' && (agreement.term.to !== null || due.rule === 'anniversary'),
  );
}

function wakeAfter(asOf: Instant, cycle: OpenCycle): Instant | null {
  if (cycle.closed) return null;
  const opens = cycle.obligations.flatMap(({ opens: day }) => (day ? [startOf(day)] : []));
  return [...opens, cycle.span.closesAt]
    .filter((instant) => instant > asOf)
    .reduce<Instant>((first, instant) => (instant < first ? instant : first), cycle.span.closesAt);
}
