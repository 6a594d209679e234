// What a cycle's own state carries of its last plan, so that a command can be judged without register or calendar
// (design §12.2). Knows the plan's shape; must not know commands. Plain JSON: it travels through Temporal.
import type { Completion, Dossier, Form, NumberingScheme, Offset, Part, Phrase } from './agreement.js';
import { bodyOf, leadOf } from './bodies.js';
import type { NotApplicableWhy } from './dated.js';
import type { Draft } from './drafts.js';
import { addDays, type Instant, type LocalDate, startOf, addMonths } from './localDate.js';
import { schemeOf } from './numbering.js';
import type { CyclePlan } from './plan.js';
import type { PlanningCalendar } from './planningCycle.js';
import { type ProvisionalSpan, provisionalSpans } from './provisionalDays.js';
import { type DaysOffSlice, daysOffSlice, type Roll } from './workingDays.js';

/** The urging letter of a duty: of which passed due day, from when it waits, and who issues it. */
export interface SliceDraft {
  readonly due: LocalDate;
  readonly from: Instant;
  readonly issuer: string | null;
  readonly scheme: NumberingScheme | null;
}

export interface SliceDuty {
  readonly body: string;
  readonly as: Part | null;
  readonly due: LocalDate | null;
  /** From then on a submission is taken: the opening, or the first letter if that left earlier. */
  readonly takenFrom: Instant;
  readonly notApplicable: NotApplicableWhy | null;
  readonly draft?: SliceDraft;
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
  // A build refuses by what its own slices say: what an older one accepted under an older slice stays accepted on replay.
  /** How the bodies of this cycle number their papers; a joint paper stands in the lead's books. */
  readonly numbering?: {
    readonly joint: NumberingScheme;
    readonly schemes: Readonly<Record<string, NumberingScheme | null>>;
  };
  /** Days around holidays of undecided years. */
  readonly provisional?: readonly ProvisionalSpan[];
}

/** The slice of a plan. `firstLetters` names the earliest letter of each duty that has left. */
export function sliceOf(
  plan: CyclePlan,
  dossier: Dossier,
  calendar: PlanningCalendar,
  firstLetters: ReadonlyMap<string, Instant>,
): CycleSlice {
  const { span } = plan;
  const { agreement } = dossier;
  const scheme = (code: string | null): NumberingScheme | null => {
    const body = code === null ? undefined : bodyOf(dossier, code);
    return body ? schemeOf(body.regime) : null;
  };
  // Counting back from a day just after the opening may leave the cycle by a few weeks.
  const from = addDays(span.opening, -60);
  const to = addDays(addMonths(span.closing, 12), 1);
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
                ...draftOf(plan.drafts, obligation.id, duty.body, scheme),
              },
            ],
      ),
    })),
    days: daysOffSlice(calendar, from, to),
    numbering: {
      joint: agreement.numberingScheme,
      schemes: Object.fromEntries(bodiesIn(plan).map((code) => [code, scheme(code)])),
    },
    provisional: provisionalSpans((year) => calendar.isProvisional(year), from, to),
  };
}

function takenFrom(opens: Instant, ...letters: readonly (Instant | undefined)[]): Instant {
  return letters.reduce<Instant>((first, at) => (at !== undefined && at < first ? at : first), opens);
}

function bodiesIn({ obligations }: CyclePlan): readonly string[] {
  const bodies = obligations.flatMap(({ duties }) => duties.flatMap(({ body }) => body ?? []));
  return [...new Set(bodies)].sort();
}

function draftOf(
  drafts: readonly Draft[],
  obligation: string,
  body: string,
  scheme: (code: string | null) => NumberingScheme | null,
): { readonly draft?: SliceDraft } {
  const draft = drafts.find((candidate) => candidate.obligation === obligation && candidate.body === body);
  if (!draft) return {};
  const { due, at, issuer } = draft;
  return { draft: { due, from: at, issuer, scheme: scheme(issuer) } };
}
