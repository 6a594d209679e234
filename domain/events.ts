// What people did during a played span of time, as plain data. Knows verbs and their words; must not know files or what a verb changes.
import type { CalendarDecision, ObligationEntry } from './agreement.js';
import type { Instant, LocalDate } from './localDate.js';

interface Happened {
  readonly at: Instant;
  /** 1-based place in its file; the “Update id” of a play is `e<place>` (design §12.1). */
  readonly place: number;
  readonly reason?: string;
}

interface OnCycle extends Happened {
  readonly agreement: string;
  readonly year: number;
}

interface OnObligation extends OnCycle {
  readonly obligation: string;
  /** The body whose duty it is, in every verb (design §12.1). */
  readonly by?: string;
}

interface OnDuty extends OnObligation {
  readonly by: string;
}

/** The agreement counts as registered at `at`. */
export interface RegisterEvent extends Happened {
  readonly do: 'register';
  readonly agreement: string;
}

/** `on` is the day of the fact, the day of `at` where the file does not say. */
export interface SubmitEvent extends OnDuty {
  readonly do: 'submit';
  readonly on: LocalDate;
  readonly number?: string;
}

export interface AcceptEvent extends OnDuty {
  readonly do: 'accept';
  readonly on: LocalDate;
  readonly number?: string;
}

export interface ReturnEvent extends OnDuty {
  readonly do: 'return';
  readonly on: LocalDate;
  readonly number?: string;
}

/** Without `by`: every duty of the obligation. */
export interface ExtendEvent extends OnObligation {
  readonly do: 'extend';
  readonly to: LocalDate;
}

/** Without `by`: every duty of the obligation. */
export interface WaiveEvent extends OnObligation {
  readonly do: 'waive';
}

export interface ScheduleEvent extends OnObligation {
  readonly do: 'schedule';
  readonly on: LocalDate;
  /** Overrides the refusal that a step of the meeting's chain no longer fits. */
  readonly anyway: boolean;
}

export interface ConcludeEvent extends OnObligation {
  readonly do: 'conclude';
  readonly on: LocalDate;
  /** Of the notice of conclusions. */
  readonly number?: string;
  /** Obligations of the next cycle, proposed until every party has ratified. */
  readonly next: readonly ObligationEntry[];
}

export interface ProposeEvent extends OnCycle {
  readonly do: 'propose';
  readonly next: readonly ObligationEntry[];
}

export interface RatifyEvent extends OnCycle {
  readonly do: 'ratify';
  /** The party that ratifies. */
  readonly by: string;
  readonly on: LocalDate;
}

export interface CorrectEvent extends OnDuty {
  readonly do: 'correct';
}

/** The urging letter drafted for the duty was issued by its office. */
export interface ReleaseEvent extends OnDuty {
  readonly do: 'release';
  readonly on: LocalDate;
  readonly number: string;
}

export interface DropEvent extends OnDuty {
  readonly do: 'drop';
}

export interface PutOffEvent extends OnDuty {
  readonly do: 'putOff';
  readonly to: LocalDate;
}

/** Without `year`: the whole agreement. */
export interface PauseEvent extends Happened {
  readonly do: 'pause';
  readonly agreement: string;
  readonly year?: number;
}

export interface ResumeEvent extends Happened {
  readonly do: 'resume';
  readonly agreement: string;
  readonly year?: number;
}

export interface ReplanEvent extends Happened {
  readonly do: 'replan';
  readonly agreement?: string;
  readonly year?: number;
}

/** A calendar decision that becomes known at `at` and replaces its year from then on. */
export interface DecideEvent extends Happened {
  readonly do: 'decide';
  readonly calendar: CalendarDecision;
}

/** Nothing is planned or sent from `at` to `until`. */
export interface OutageEvent extends Happened {
  readonly do: 'outage';
  readonly until: Instant;
}

export type PlayEvent =
  | RegisterEvent
  | SubmitEvent
  | AcceptEvent
  | ReturnEvent
  | ExtendEvent
  | WaiveEvent
  | ScheduleEvent
  | ConcludeEvent
  | ProposeEvent
  | RatifyEvent
  | CorrectEvent
  | ReleaseEvent
  | DropEvent
  | PutOffEvent
  | PauseEvent
  | ResumeEvent
  | ReplanEvent
  | DecideEvent
  | OutageEvent;

export type Verb = PlayEvent['do'];
