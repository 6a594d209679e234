// The commands people give a cycle, and the state they are judged by. Knows words and shapes, and what several judgements ask
// of the state; decides nothing.
import { isCompleted } from './completion.js';
import type { CycleEvent, CycleFacts } from './cycle.js';
import { type Instant, type LocalDate, localDateOf } from './localDate.js';
import { type Refused, refuse } from './refusals.js';
import type { CycleSlice, SliceObligation } from './slice.js';
import { dutyStanding } from './standing.js';

interface Ordered {
  /** The request's own id: repeating it does no harm. */
  readonly update: string;
  /** Whether a reason stands in the register under that id; its words never travel. */
  readonly reasoned: boolean;
}

interface OnObligation extends Ordered {
  /** Local id: `annualPlan`, `report.M08`. */
  readonly obligation: string;
}

interface OnDuty extends OnObligation {
  readonly by: string;
}

/** Without `due` the draft there is now. */
interface OnDraft extends OnDuty {
  readonly due?: LocalDate;
}

export type Command =
  | (OnDuty & { readonly do: 'submit'; readonly on: LocalDate; readonly number?: string })
  | (OnDuty & { readonly do: 'accept'; readonly on: LocalDate })
  | (OnDuty & { readonly do: 'return' })
  | (OnObligation & { readonly do: 'extend'; readonly by?: string; readonly to: LocalDate })
  | (OnObligation & { readonly do: 'waive'; readonly by?: string })
  | (OnObligation & { readonly do: 'schedule'; readonly on: LocalDate; readonly anyway: boolean })
  | (OnObligation & {
      readonly do: 'conclude';
      readonly on: LocalDate;
      readonly number?: string;
      /** Ids of the obligations adopted for the next cycle; their entries stand in the register. */
      readonly next?: readonly string[];
    })
  | (Ordered & {
      readonly do: 'propose';
      readonly next: readonly string[];
      /** The cycle whose meeting adopted them. */
      readonly from?: number;
    })
  | (Ordered & { readonly do: 'ratify'; readonly by: string; readonly on: LocalDate })
  | (OnObligation & { readonly do: 'correct'; readonly by?: string })
  | (OnDraft & { readonly do: 'release'; readonly on: LocalDate; readonly number: string })
  | (OnDraft & { readonly do: 'drop' })
  | (OnDraft & { readonly do: 'putOff'; readonly to: LocalDate })
  | (Ordered & { readonly do: 'pause' })
  | (Ordered & { readonly do: 'resume' });

/** Every verb by which a person speaks to a cycle: the names of the cycle's Updates too (design §5). */
export const VERBS: readonly Command['do'][] = Object.keys({
  submit: true,
  accept: true,
  return: true,
  extend: true,
  waive: true,
  schedule: true,
  conclude: true,
  propose: true,
  ratify: true,
  correct: true,
  release: true,
  drop: true,
  putOff: true,
  pause: true,
  resume: true,
} satisfies Readonly<Record<Command['do'], true>>) as readonly Command['do'][];

export interface CycleState {
  readonly facts: CycleFacts;
  readonly slice: CycleSlice;
}

export type Decision = Refused | { readonly accepted: readonly CycleEvent[] };

/** Facts are recorded on their day or after it, never ahead. */
export function refuseFuture(on: LocalDate, asOf: Instant): Refused | undefined {
  const today = localDateOf(asOf);
  return on > today ? refuse('DateInFuture', { date: on, today }) : undefined;
}

/** Whether those who had to submit have, so that nothing is owed by the others. */
export function isMet({ facts, slice }: CycleState, obligation: SliceObligation): boolean {
  const duties = obligation.duties.map((duty) => ({
    ...duty,
    state: dutyStanding(facts, `${obligation.localId}/${duty.body}`).state,
  }));
  return isCompleted(obligation.completion, duties, slice.lead);
}
