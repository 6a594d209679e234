// Where duties and meetings stand by their acts alone, folded anew each time. Knows acts; must not know due dates or plans. Runs
// inside workflows, so it imports no calendar.
import type { CycleFacts, DutyAct } from './cycle.js';
import type { Instant, LocalDate } from './localDate.js';

/** Where a duty stands by its acts alone; `covered` and `notApplicable` come from planning. */
export interface DutyStanding {
  readonly state: 'open' | 'submitted' | 'accepted' | 'returned' | 'waived';
  /** The extended due day, where there is one. */
  readonly extendedTo: LocalDate | null;
  /** The day by which a returned paper is asked for again. */
  readonly target: LocalDate | null;
  readonly submittedOn: LocalDate | null;
  /** Lateness counts to the first submission. */
  readonly firstSubmittedOn: LocalDate | null;
  readonly lastActAt: Instant | null;
}

const UNTOUCHED: DutyStanding = {
  state: 'open',
  extendedTo: null,
  target: null,
  submittedOn: null,
  firstSubmittedOn: null,
  lastActAt: null,
};

export function dutyStanding(facts: CycleFacts, duty: string): DutyStanding {
  return (facts.duties[duty] ?? []).reduce(
    (standing, act) => ({ ...after(standing, act), lastActAt: act.at }),
    UNTOUCHED,
  );
}

function after(standing: DutyStanding, act: DutyAct): DutyStanding {
  switch (act.act) {
    case 'submitted':
      return {
        ...standing,
        state: 'submitted',
        submittedOn: act.on,
        firstSubmittedOn: standing.firstSubmittedOn ?? act.on,
      };
    case 'accepted':
      return { ...standing, state: 'accepted' };
    case 'returned':
      return { ...standing, state: 'returned', target: act.target };
    case 'extended':
      return { ...standing, extendedTo: act.due, target: null };
    case 'waived':
      return { ...standing, state: 'waived' };
    case 'urgingReleased':
    case 'urgingDropped':
    case 'urgingPutOff':
      return standing;
    default:
      act satisfies never;
      return standing;
  }
}

export interface MeetingStanding {
  readonly scheduledOn: LocalDate | null;
  readonly heldOn: LocalDate | null;
  readonly heldAt: Instant | null;
}

export function meetingStanding(facts: CycleFacts, meeting: string): MeetingStanding {
  let standing: MeetingStanding = { scheduledOn: null, heldOn: null, heldAt: null };
  for (const act of facts.meetings[meeting] ?? []) {
    standing =
      act.act === 'scheduled'
        ? { ...standing, scheduledOn: act.on }
        : { ...standing, heldOn: act.on, heldAt: act.at };
  }
  return standing;
}
