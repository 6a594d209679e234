// The shapes of a cycle with its days: obligations and duties, each with its due day. Knows no rule.
import type { Dossier, Part, Stage } from './agreement.js';
import type { CycleFacts } from './cycle.js';
import type { LocalDate } from './localDate.js';
import type { ObligationRule } from './obligations.js';
import type { Proposal } from './proposals.js';
import type { DaysOff } from './workingDays.js';

export interface Span {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

export type NotApplicableWhy =
  | 'beforeStart'
  | 'beforeRegistration'
  | 'beforeRatification'
  | 'afterEnd'
  | 'periodBeforeStart'
  | 'periodAfterTerm'
  | 'bodyAbsent'
  | 'noDate'
  | 'baseNotApplicable'
  | 'noChildren';

export interface DatedDuty {
  /** `<obligation>/<body>` with the obligation's local id; `?role` in place of an unknown body. */
  readonly key: string;
  /** null: nobody knows who holds the role. */
  readonly body: string | null;
  readonly role?: string;
  /** The year whose holder is unknown, where `body` is null. */
  readonly roleYear?: number;
  readonly as?: Part;
  readonly nominalDue: LocalDate | null;
  readonly due: LocalDate | null;
  /** Why it does not apply; null: it does. */
  readonly notApplicable: NotApplicableWhy | null;
}

export interface DatedObligation {
  /** `tw-79/2018/annualPlan`. */
  readonly id: string;
  /** The id within the cycle: `annualPlan`, `report.M08`. */
  readonly localId: string;
  readonly rule: ObligationRule;
  readonly stage: Stage;
  readonly covers: Span;
  readonly opens: LocalDate | null;
  readonly nominalDue: LocalDate | null;
  readonly due: LocalDate | null;
  readonly duties: readonly DatedDuty[];
  /** Local id of the meeting it stands `after`: silent until that was held. */
  readonly afterMeeting: string | null;
  /** Local id of what its due day is counted from. */
  readonly base: string | null;
  /** What brought it into this cycle alone; null: it stands in the agreement. */
  readonly proposal: Proposal | null;
}

export interface DatedCycle {
  readonly obligations: readonly DatedObligation[];
  /** Ids whose anniversary cannot be told, as `signedOn` or `effectiveOn` is unknown (design §11.20). */
  readonly undated: readonly string[];
}

export interface DatingInput {
  readonly dossier: Dossier;
  readonly days: DaysOff;
  readonly facts: CycleFacts;
}
