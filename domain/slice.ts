// What a cycle's own state carries of its last plan, so that a command can be judged without register or calendar
// (design §12.2). Knows the plan's shape; must not know commands. Plain JSON: it travels through Temporal.
import type { Agreement, Completion, Form, Offset, Part, Phrase } from './agreement.js';
import { leadOf } from './bodies.js';
import type { NotApplicableWhy } from './dated.js';
import { addDays, type Instant, type LocalDate, startOf, addMonths } from './localDate.js';
import type { CyclePlan } from './plan.js';
import { type DaysOff, type DaysOffSlice, daysOffSlice, type Roll } from './workingDays.js';

export interface SliceDuty {
  readonly body: string;
  readonly as: Part | null;
  readonly due: LocalDate | null;
  /** From then on a submission is taken: the opening, or the first letter if that left earlier. */
  readonly takenFrom: Instant;
  readonly notApplicable: NotApplicableWhy | null;
}

export interface SliceObligation {
  readonly localId: string;
  readonly form: Form;
  readonly due: LocalDate | null;
  readonly opens: LocalDate | null;
  readonly completion: Completion;
  readonly duties: readonly SliceDuty[];
  /** How its due day hangs on a meeting it stands before. */
  readonly before: {
    readonly base: string;
    readonly offset: Offset;
    readonly phrase: Phrase;
    readonly roll: Roll;
  } | null;
}

export interface CycleSlice {
  readonly openFrom: Instant;
  readonly closing: LocalDate;
  readonly closesAt: Instant;
  readonly signedOn: LocalDate | null;
  readonly lead: string | null;
  readonly obligations: readonly SliceObligation[];
  /** From two months before the opening to a year after the closing. */
  readonly days: DaysOffSlice;
}

/** The slice of a plan. `firstLetters` names the earliest letter of each duty that has left. */
export function sliceOf(
  plan: CyclePlan,
  agreement: Agreement,
  calendar: DaysOff,
  firstLetters: ReadonlyMap<string, Instant>,
): CycleSlice {
  const { span } = plan;
  // Counting back from a day just after the opening may leave the cycle by a few weeks.
  const from = addDays(span.opening, -60);
  return {
    openFrom: span.openFrom,
    closing: span.closing,
    closesAt: span.closesAt,
    signedOn: agreement.signedOn ?? null,
    lead: leadOf(agreement) ?? null,
    obligations: plan.obligations.map((obligation) => ({
      localId: obligation.localId,
      form: obligation.rule.form,
      due: obligation.due,
      opens: obligation.opens,
      completion: obligation.rule.completion,
      before:
        obligation.base !== null &&
        obligation.rule.due.rule === 'relative' &&
        obligation.rule.due.side === 'before'
          ? {
              base: obligation.base,
              offset: obligation.rule.due.offset,
              phrase: obligation.rule.phrase,
              roll: obligation.rule.roll,
            }
          : null,
      duties: obligation.duties.flatMap((duty) =>
        duty.body === null
          ? []
          : [
              {
                body: duty.body,
                as: duty.as ?? null,
                due: duty.due,
                takenFrom: takenFrom(
                  obligation.opens ? startOf(obligation.opens) : span.openFrom,
                  firstLetters.get(duty.key),
                  plan.notices.find((notice) => notice.duty === duty.key)?.at,
                ),
                notApplicable: duty.notApplicable,
              },
            ],
      ),
    })),
    days: daysOffSlice(calendar, from, addDays(addMonths(span.closing, 12), 1)),
  };
}

function takenFrom(opens: Instant, ...letters: readonly (Instant | undefined)[]): Instant {
  return letters.reduce<Instant>((first, at) => (at !== undefined && at < first ? at : first), opens);
}
