// What people did to one cycle, and how each event adds to it. Knows acts and their order; must not know due dates,
// calendars or letters: those follow from the acts by planning. Runs inside workflows, so it imports no calendar.
//
// Terminology
//   Act      something done to one duty or meeting; the list of acts is the truth, its state is folded from it
//   Prompt   an event that must be told to somebody soon
//   Facts    all acts of one cycle: plain JSON, small enough to travel through continue-as-new
import type { Instant, LocalDate } from './localDate.js';
import { afterProposalEvent, type Proposal, type ProposalEvent } from './proposals.js';

export type DutyAct =
  | { readonly act: 'submitted'; readonly at: Instant; readonly on: LocalDate; readonly number?: string }
  | { readonly act: 'accepted'; readonly at: Instant; readonly on: LocalDate }
  | { readonly act: 'returned'; readonly at: Instant; readonly target: LocalDate; readonly update: string }
  | {
      readonly act: 'extended';
      readonly at: Instant;
      readonly from: LocalDate;
      readonly due: LocalDate;
      readonly update: string;
    }
  | { readonly act: 'waived'; readonly at: Instant; readonly on: LocalDate; readonly update: string }
  | UrgingAct;

/** Done with the urging letter that was drafted when `due` had passed; the duty itself stands as it stood. */
export type UrgingAct =
  | {
      readonly act: 'urgingReleased';
      readonly at: Instant;
      readonly due: LocalDate;
      /** Day and number of the paper as its office issued it. */
      readonly on: LocalDate;
      readonly number: string;
      readonly issuer: string;
    }
  | { readonly act: 'urgingDropped'; readonly at: Instant; readonly due: LocalDate; readonly update: string }
  | {
      readonly act: 'urgingPutOff';
      readonly at: Instant;
      readonly due: LocalDate;
      readonly to: LocalDate;
      readonly update: string;
    };

export type MeetingAct =
  | { readonly act: 'scheduled'; readonly at: Instant; readonly on: LocalDate; readonly update: string }
  | { readonly act: 'held'; readonly at: Instant; readonly on: LocalDate; readonly number?: string };

export type PromptKind = 'scheduled' | 'returned' | 'extended' | 'waived' | 'dueMoved';

export interface Prompt {
  readonly kind: PromptKind;
  /** Local id of the obligation: `annualPlan`, `report.M08`. */
  readonly obligation: string;
  /** null: every party and owner. */
  readonly body: string | null;
  /** Id of the Update (of the event, in a play) that caused it. */
  readonly update: string;
  /** The instant from which it may be told; moved by an outage. */
  readonly since: Instant;
  readonly oldDue?: LocalDate;
}

export interface CycleFacts {
  readonly agreement: string;
  readonly year: number;
  /** When the agreement came into the register. */
  readonly registeredAt: Instant;
  /** Each replan since the opening: steps before it that were not sent by then count as missed. */
  readonly replans: readonly Instant[];
  /** Acts by duty, `<obligation>/<body>`, in order. */
  readonly duties: Readonly<Record<string, readonly DutyAct[]>>;
  /** Acts by meeting, in order. */
  readonly meetings: Readonly<Record<string, readonly MeetingAct[]>>;
  readonly prompts: readonly Prompt[];
  readonly pausedAt: Instant | null;
  /** Obligations that arose in this cycle, in order; absent: none did. */
  readonly proposals?: readonly Proposal[];
}

/** What happened. Commands order, events report. */
export type CycleEvent =
  | { readonly type: 'dutyActed'; readonly duty: string; readonly act: DutyAct }
  | { readonly type: 'meetingActed'; readonly meeting: string; readonly act: MeetingAct }
  | { readonly type: 'dutyCorrected'; readonly duty: string; readonly at: Instant }
  | { readonly type: 'meetingCorrected'; readonly meeting: string; readonly at: Instant }
  | { readonly type: 'paused'; readonly at: Instant }
  | { readonly type: 'resumed'; readonly at: Instant }
  | { readonly type: 'replanned'; readonly at: Instant }
  | {
      readonly type: 'recovered';
      readonly at: Instant;
      readonly missed: readonly Prompt[];
    }
  | { readonly type: 'prompted'; readonly prompt: Prompt }
  | ProposalEvent;

export function newCycle(agreement: string, year: number, registeredAt: Instant): CycleFacts {
  return {
    agreement,
    year,
    registeredAt,
    replans: [],
    duties: {},
    meetings: {},
    prompts: [],
    pausedAt: null,
  };
}

/** Never throws: a history may hold events older than today's rules. */
export function evolve(facts: CycleFacts, event: CycleEvent): CycleFacts {
  switch (event.type) {
    case 'dutyActed':
      return afterDutyAct(facts, event.duty, event.act);
    case 'meetingActed':
      return afterMeetingAct(facts, event.meeting, event.act);
    case 'dutyCorrected':
      return { ...replannedAt(facts, event.at), duties: withoutLast(facts.duties, event.duty) };
    case 'meetingCorrected':
      return { ...replannedAt(facts, event.at), meetings: withoutLast(facts.meetings, event.meeting) };
    case 'paused':
      return { ...facts, pausedAt: event.at };
    case 'resumed':
      return replannedAt({ ...facts, pausedAt: null }, event.at);
    case 'replanned':
      return replannedAt(facts, event.at);
    case 'recovered':
      return {
        ...replannedAt(facts, event.at),
        prompts: facts.prompts.map((prompt) =>
          event.missed.some((missed) => isSamePrompt(missed, prompt))
            ? { ...prompt, since: event.at }
            : prompt,
        ),
      };
    case 'prompted':
      return { ...facts, prompts: [...facts.prompts, event.prompt] };
    case 'proposed':
    case 'ratified':
    case 'ratificationTakenBack':
    case 'proposalWithdrawn':
      return afterProposalEvent(facts, event);
    default:
      event satisfies never;
      return facts;
  }
}

/** While paused nothing leaves, so nothing is planned anew: the resumption does it once for all. */
function replannedAt(facts: CycleFacts, at: Instant): CycleFacts {
  if (facts.pausedAt !== null) return facts;
  return { ...facts, replans: [...facts.replans, at] };
}

function isSamePrompt(a: Prompt, b: Prompt): boolean {
  return a.kind === b.kind && a.update === b.update && a.obligation === b.obligation && a.body === b.body;
}

/** Returned and extended duties get new days and so are planned anew; a submission moves no day (design §12.3). */
function afterDutyAct(facts: CycleFacts, duty: string, act: DutyAct): CycleFacts {
  const duties = { ...facts.duties, [duty]: [...(facts.duties[duty] ?? []), act] };
  const slash = duty.lastIndexOf('/');
  const told = (kind: PromptKind, update: string): CycleFacts => ({
    ...(kind === 'waived' ? facts : replannedAt(facts, act.at)),
    duties,
    prompts: [
      ...facts.prompts,
      { kind, obligation: duty.slice(0, slash), body: duty.slice(slash + 1), update, since: act.at },
    ],
  });
  switch (act.act) {
    case 'submitted':
    case 'accepted':
    case 'urgingReleased':
    case 'urgingDropped':
    case 'urgingPutOff':
      return { ...facts, duties };
    case 'returned':
      return told('returned', act.update);
    case 'extended':
      return told('extended', act.update);
    case 'waived':
      return told('waived', act.update);
    default:
      act satisfies never;
      return facts;
  }
}

function afterMeetingAct(facts: CycleFacts, meeting: string, act: MeetingAct): CycleFacts {
  const meetings = { ...facts.meetings, [meeting]: [...(facts.meetings[meeting] ?? []), act] };
  const moved = { ...replannedAt(facts, act.at), meetings };
  if (act.act === 'held') return moved;
  const prompt: Prompt = {
    kind: 'scheduled',
    obligation: meeting,
    body: null,
    update: act.update,
    since: act.at,
  };
  return { ...moved, prompts: [...facts.prompts, prompt] };
}

function withoutLast<T>(
  acts: Readonly<Record<string, readonly T[]>>,
  key: string,
): Record<string, readonly T[]> {
  const { [key]: list = [], ...others } = acts;
  return list.length > 1 ? { ...others, [key]: list.slice(0, -1) } : others;
}
