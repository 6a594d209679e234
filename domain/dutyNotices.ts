// The notices of one obligation's duties: steps of the ladder, reviews, drafts, and the matters where nobody answers.
// Knows posts and steps; must not know Mondays, events or other obligations.
import { bodyOf, headPost, ordinaryPost, secretariatOf, urgingPost } from './bodies.js';
import { draftStanding } from './drafts.js';
import type { PlannedDuty, PlannedObligation } from './duties.js';
import { isOwed } from './duties.js';
import { type DutyPlan, NOTHING } from './dutyPlan.js';
import { type LadderInput, ladderSteps, laterRungAlone, type Step, stepsToSend } from './ladder.js';
import { type Instant, instantAt, type LocalDate } from './localDate.js';
import type { Matter } from './matters.js';
import { maySpeakFrom } from './meetings.js';
import { dutyFacts } from './noticeFacts.js';
import type { Notice, Recipient } from './notices.js';
import type { PlanningCycle } from './planningCycle.js';
import { MORNING, nextMorning } from './quiet.js';
import { planReview } from './reviewNotices.js';

/** All that is still to go for one duty, up to the cycle's closing. */
export function planDuty(cycle: PlanningCycle, obligation: PlannedObligation, duty: PlannedDuty): DutyPlan {
  if (duty.body === null || duty.due === null) return NOTHING;
  if (duty.status === 'submitted' && obligation.rule.form === 'paper')
    return planReview(cycle, obligation, duty, duty.due);
  const speaks = maySpeakFrom(cycle, obligation);
  if (!isOwed(duty.status) || speaks === null) return NOTHING;
  const replans = [...cycle.replans, speaks].sort();
  const due = duty.standing.target ?? duty.due;
  const all = ladderSteps(ladderOf(cycle, obligation, duty, due));
  const recipientOn = (step: Step): Recipient | undefined => recipientOf(cycle, duty.body ?? '', step);
  const distinct = laterRungAlone(all, (step) => recipientOn(step)?.post.code ?? `no ${step.to}`);
  // A step nobody can receive is no step: it neither speaks for others nor keeps them from speaking.
  const steps = distinct.filter(recipientOn);
  const sentAt = (step: Step): Instant | null => cycle.sentAt(duty.key, step.name, due);
  const coming = stepsToSend({
    sending: cycle.sending,
    steps,
    due,
    replans,
    sentAt,
    otherNotices: cycle.toldOn(duty.key),
  }).filter((step) => step.morning <= cycle.span.closing);
  const notices = coming.flatMap((step) => {
    const recipient = recipientOn(step);
    return recipient ? [ladderNotice(cycle, obligation, duty, { step, due, recipient, all, coming })] : [];
  });
  const unanswered = [
    ...distinct.filter((step) => instantAt(step.morning, MORNING) >= cycle.span.openFrom),
    ...coming,
  ]
    .filter((step) => step.morning <= cycle.span.closing && sentAt(step) === null && !recipientOn(step))
    .map((step) => missing(cycle, obligation, duty, step));
  const urging = draftOf(cycle, obligation, duty, { all, due, replans });
  return { notices, drafts: urging.drafts, matters: [...unanswered, ...urging.matters] };
}

function ladderOf(
  cycle: PlanningCycle,
  obligation: PlannedObligation,
  duty: PlannedDuty,
  due: LocalDate,
): LadderInput {
  const { ladder } = obligation.rule;
  const { scheduledOn } = obligation.meeting;
  const asked = duty.standing.target !== null;
  return {
    sending: cycle.sending,
    // A returned paper is asked for politely: one reminder before, none to the head (design §12.7).
    ladder: asked ? { ...ladder, before: [1], on: true, escalate: null } : ladder,
    opens: asked ? null : obligation.opens,
    due,
    overdueFrom: scheduledOn && scheduledOn > due ? scheduledOn : due,
    scheduled: scheduledOn !== null,
  };
}

function recipientOf(cycle: PlanningCycle, code: string, step: Step): Recipient | undefined {
  const body = bodyOf(cycle.dossier, code);
  const post = body && (step.to === 'head' ? headPost(body, step.morning) : ordinaryPost(body, step.morning));
  return body && post && { body, post };
}

interface Planned {
  readonly step: Step;
  readonly due: LocalDate;
  readonly recipient: Recipient;
  readonly all: readonly Step[];
  readonly coming: readonly Step[];
}

function ladderNotice(
  cycle: PlanningCycle,
  obligation: PlannedObligation,
  duty: PlannedDuty,
  { step, due, recipient, all, coming }: Planned,
): Notice {
  return cycle.noticeFor(recipient, obligation, instantAt(step.morning, MORNING), {
    id: [obligation.id, recipient.body.code, recipient.post.code, step.name, due].join('/'),
    duty: duty.key,
    step: step.name,
    rung: step.rung,
    due,
    facts: dutyFacts(cycle, obligation, duty, { step, due, all, coming }),
  });
}

function missing(cycle: PlanningCycle, obligation: PlannedObligation, duty: PlannedDuty, step: Step): Matter {
  return {
    code: step.to === 'head' ? 'headMissing' : 'postMissing',
    agreement: cycle.facts.agreement,
    year: cycle.facts.year,
    obligation: obligation.id,
    body: duty.body,
    since: step.morning,
  };
}

/** After the last overdue step the urging letter is drafted, never sent (design §4, §11.11). */
function draftOf(
  cycle: PlanningCycle,
  obligation: PlannedObligation,
  duty: PlannedDuty,
  urging: Urging,
): Pick<DutyPlan, 'drafts' | 'matters'> {
  const last = urging.all.filter((step) => step.name.startsWith('overdue-')).at(-1);
  const body = duty.body === null ? undefined : bodyOf(cycle.dossier, duty.body);
  if (!last || !body) return NOTHING;
  const day = draftDay(cycle, duty, { ...urging, last });
  if (day > cycle.span.closing) return NOTHING;
  const post = urgingPost(body, day);
  if (!post) {
    const { agreement, year } = cycle.facts;
    const matter: Matter = {
      code: 'leaderMissing',
      agreement,
      year,
      obligation: obligation.id,
      body: body.code,
      since: day,
    };
    return { drafts: [], matters: [matter] };
  }
  const { due } = urging;
  const draft = {
    at: instantAt(day, MORNING),
    to: post.mailbox,
    post: post.code,
    body: body.code,
    obligation: obligation.id,
    due,
    issuer: secretariatOf(cycle.dossier, cycle.facts.year, day)?.body.code ?? null,
    standing: draftStanding(cycle.facts, duty.key, due),
  };
  return { drafts: [draft], matters: [] };
}

/** The day of the last overdue step; where that was missed, the morning after the replan that found it so. */
function draftDay(
  cycle: PlanningCycle,
  duty: PlannedDuty,
  { all, due, last, replans }: Urging & { readonly last: Step },
): LocalDate {
  const spoken = all
    .filter((step) => step.rung >= last.rung)
    .flatMap((step) => cycle.sentAt(duty.key, step.name, due) ?? []);
  return replans.reduce<LocalDate>((day, from) => {
    const planned = instantAt(day, MORNING);
    const missed = planned < from && !spoken.some((at) => at >= planned && at < from);
    return missed ? nextMorning(cycle.sending, from) : day;
  }, last.morning);
}

interface Urging {
  readonly all: readonly Step[];
  readonly due: LocalDate;
  readonly replans: readonly Instant[];
}
