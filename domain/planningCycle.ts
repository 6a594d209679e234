// A cycle while it is planned: what the parts of the planner ask of each other. Knows acts, sent notices and days on which
// mail may leave; must not know how any notice is planned.
import type { Dossier, QuietSpan, Secrecy } from './agreement.js';
import type { CycleFacts } from './cycle.js';
import type { CycleSpan, OpenCycle } from './cycleSpan.js';
import type { PlannedObligation } from './duties.js';
import { type Instant, type LocalDate, localDateOf } from './localDate.js';
import type { Notice, ObligationFacts, Recipient, SentNotice } from './notices.js';
import { promptInstantOf } from './prompts.js';
import type { SendingDays } from './quiet.js';
import { type MeetingStanding, meetingStanding } from './standing.js';
import type { StoppedMailbox } from './stoppedMailboxes.js';
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
  /** Mailboxes that take no mail; default: none. */
  readonly stopped?: readonly StoppedMailbox[];
  readonly asOf: Instant;
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
  noticeFor(
    recipient: Recipient,
    obligation: PlannedObligation | null,
    at: Instant,
    said: NoticeSaid,
  ): Notice;
}

/** What a notice says, beside whom it goes to and when. */
type NoticeSaid = Pick<Notice, 'id' | 'duty' | 'step' | 'rung' | 'due' | 'facts'>;

export function planningCycle(input: PlanInput, cycle: OpenCycle): PlanningCycle {
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
    sentSteps: (duty) =>
      input.sent.filter(
        (notice) => notice.duty === duty && notice.unsent !== true && isLadderStep(notice.step),
      ),
    toldOn: (duty) =>
      facts.prompts
        .filter((prompt) => prompt.body !== null && `${prompt.obligation}/${prompt.body}` === duty)
        .map((prompt) => localDateOf(promptInstantOf(sending, prompt))),
    // One literal, field by field: a nation's year makes half a million of them.
    noticeFor: ({ body, post }, obligation, at, said) => ({
      id: said.id,
      agreement: agreement.code,
      year: facts.year,
      obligation: obligation && obligation.id,
      duty: said.duty,
      body: body.code,
      post: post.code,
      mailbox: post.mailbox,
      language: post.language,
      step: said.step,
      rung: said.rung,
      due: said.due,
      at,
      secret: isSecret(obligation ? obligation.rule.secrecy : agreement.secrecy),
      facts: said.facts,
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
