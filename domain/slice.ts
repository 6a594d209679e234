// What a cycle's own state carries of its last plan, so that a command can be judged without register or calendar
// (design §12.2). Knows the plan's shape; must not know commands. Plain JSON: it travels through Temporal.
import type { Completion, Dossier, Form, NumberingScheme, Offset, Part, Phrase } from './agreement.js';
import { bodyOf, leadOf } from './bodies.js';
import type { NotApplicableWhy } from './dated.js';
import type { PlannedDuty, PlannedObligation } from './duties.js';
import { addDays, type Instant, type LocalDate, startOf, addMonths } from './localDate.js';
import { schemeOf } from './numbering.js';
import type { CyclePlan } from './plan.js';
import type { PlanningCalendar } from './planningCycle.js';
import { type ProvisionalSpan, provisionalSpans } from './provisionalDays.js';
import { hasCycle } from './term.js';
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
  /** Who must ratify what arises, in order. */
  readonly ratifiers: readonly string[];
  /** The day the term ends, where no cycle follows this one; null: one does. */
  readonly termEnds: LocalDate | null;
  /** Without what is only proposed: of that the facts tell. */
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

interface Slicing {
  readonly plan: CyclePlan;
  readonly firstLetters: ReadonlyMap<string, Instant>;
  readonly scheme: (body: string | null) => NumberingScheme | null;
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
    ratifiers: plan.ratifiers,
    termEnds: hasCycle(agreement, plan.year + 1) ? null : (agreement.endedOn ?? agreement.term.to),
    obligations: plan.obligations
      .filter(({ status }) => status !== 'proposed')
      .map((obligation) => obligationOf({ plan, firstLetters, scheme }, obligation)),
    days: daysOffSlice(calendar, from, to),
    numbering: {
      joint: agreement.numberingScheme,
      schemes: Object.fromEntries(bodiesIn(plan).map((code) => [code, scheme(code)])),
    },
    provisional: provisionalSpans((year) => calendar.isProvisional(year), from, to),
  };
}

function obligationOf(slicing: Slicing, obligation: PlannedObligation): SliceObligation {
  const { rule, localId, due, opens, base, duties } = obligation;
  return {
    localId,
    form: rule.form,
    due,
    opens,
    completion: rule.completion,
    before:
      base !== null && rule.due.rule === 'relative' && rule.due.side === 'before'
        ? { base, offset: rule.due.offset, phrase: rule.phrase, roll: rule.roll }
        : null,
    duties: duties.flatMap((duty) =>
      duty.body === null ? [] : [dutyOf(slicing, obligation, { ...duty, body: duty.body })],
    ),
  };
}

function dutyOf(
  { plan, firstLetters, scheme }: Slicing,
  { id, opens }: PlannedObligation,
  { key, body, as, due, notApplicable }: PlannedDuty & { readonly body: string },
): SliceDuty {
  const draft = plan.drafts.find((candidate) => candidate.obligation === id && candidate.body === body);
  return {
    body,
    as: as ?? null,
    due,
    takenFrom: takenFrom(
      opens ? startOf(opens) : plan.span.openFrom,
      firstLetters.get(key),
      plan.notices.find((notice) => notice.duty === key)?.at,
    ),
    notApplicable,
    ...(draft && {
      draft: { due: draft.due, from: draft.at, issuer: draft.issuer, scheme: scheme(draft.issuer) },
    }),
  };
}

function bodiesIn({ obligations }: CyclePlan): readonly string[] {
  const bodies = obligations.flatMap(({ duties }) => duties.flatMap(({ body }) => body ?? []));
  return [...new Set(bodies)].sort();
}

function takenFrom(opens: Instant, ...letters: readonly (Instant | undefined)[]): Instant {
  return letters.reduce<Instant>((first, at) => (at !== undefined && at < first ? at : first), opens);
}
