// The reminders that a submission waits for its reviewer. Knows the secretariat and its steps; must not know ladders of duties.
import { secretariatOf } from './bodies.js';
import type { PlannedDuty, PlannedObligation } from './duties.js';
import { type DutyPlan, NOTHING } from './dutyPlan.js';
import { inOrder, reviewSteps, type Step, stepsToSend } from './ladder.js';
import { instantAt, type LocalDate, localDateOf } from './localDate.js';
import type { Matter } from './matters.js';
import { obligationFacts } from './noticeFacts.js';
import type { Notice } from './notices.js';
import type { PlanningCycle } from './planningCycle.js';
import { MORNING } from './quiet.js';
import { workingDaysBetween } from './workingDays.js';

/** A submission not accepted reminds the secretariat after 5 and 10 working days, then is a matter (design §11.23). */
export function planReview(
  cycle: PlanningCycle,
  obligation: PlannedObligation,
  duty: PlannedDuty,
  due: LocalDate,
): DutyPlan {
  const { submittedOn } = duty.standing;
  if (submittedOn === null || duty.body === null) return NOTHING;
  const submitter = duty.body;
  const steps = reviewSteps(cycle.sending, submittedOn);
  const coming = stepsToSend({
    sending: cycle.sending,
    steps,
    due,
    replans: cycle.replans,
    sentAt: (step) => cycle.sentAt(duty.key, step.name, due),
    otherNotices: [],
  }).filter((step) => step.morning <= cycle.span.closing);
  const notices = coming.flatMap((step): Notice[] => {
    const recipient = secretariatOf(cycle.dossier, cycle.facts.year, step.morning);
    if (!recipient) return [];
    return [
      cycle.noticeFor(recipient, obligation, instantAt(step.morning, MORNING), {
        id: [obligation.id, recipient.body.code, recipient.post.code, step.name, due, submitter].join('/'),
        duty: duty.key,
        step: step.name,
        rung: step.rung,
        due,
        facts: {
          kind: 'review',
          obligation: obligationFacts(cycle, obligation, due),
          submitter,
          submittedOn,
          ...numberOf(cycle, duty),
          waited: workingDaysBetween(cycle.sending.days, submittedOn, step.morning),
        },
      }),
    ];
  });
  const { agreement, year } = cycle.facts;
  const since = lastReview(cycle, duty, { steps, coming, due });
  const matters: readonly Matter[] =
    since !== null && since <= cycle.span.closing
      ? [{ code: 'reviewWaiting', agreement, year, obligation: obligation.id, body: submitter, since }]
      : [];
  return { notices, drafts: [], matters };
}

interface Reviews {
  readonly steps: readonly Step[];
  readonly coming: readonly Step[];
  readonly due: LocalDate;
}

/** The morning of the last reminder: when it left, or will leave where it was missed first. */
function lastReview(
  cycle: PlanningCycle,
  duty: PlannedDuty,
  { steps, coming, due }: Reviews,
): LocalDate | null {
  const last = steps.toSorted(inOrder).at(-1);
  if (!last) return null;
  const sent = cycle.sentAt(duty.key, last.name, due);
  if (sent !== null) return localDateOf(sent);
  return coming.find(({ name }) => name === last.name)?.morning ?? last.morning;
}

/** The number of the paper that waits, where it has one. */
function numberOf({ facts }: PlanningCycle, duty: PlannedDuty): { readonly number?: string } {
  const paper = facts.duties[duty.key]?.findLast((act) => act.act === 'submitted');
  return paper?.act === 'submitted' && paper.number !== undefined ? { number: paper.number } : {};
}
