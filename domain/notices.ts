// The notices of one cycle: one reminder of one duty to one post at one instant. Knows steps, posts and events; must not
// know words, mailboxes' letters or what was composed.
import type { Basis, Body, Form, Language, MonthDay, Part, Phrase, Post } from './agreement.js';
import type { Span } from './dated.js';
import type { Instant, LocalDate } from './localDate.js';
import type { Matter } from './matters.js';

export interface Notice {
  /** Derived, never drawn: what was sent is never sent again for the same id (design §6, §11.13). */
  readonly id: string;
  readonly agreement: string;
  readonly year: number;
  /** null: the Monday letter speaks of a whole cycle. */
  readonly obligation: string | null;
  /** Key of the duty it reminds of, `annualPlan/bdv-tw`; '' where it speaks of no one duty. */
  readonly duty: string;
  readonly body: string;
  readonly post: string;
  readonly mailbox: string;
  readonly language: Language;
  readonly step: string;
  readonly rung: number;
  readonly due: LocalDate | null;
  readonly at: Instant;
  /** From class `mat` upward: the letter says only that a matter waits. */
  readonly secret: boolean;
  readonly facts: NoticeFacts;
}

/** What a letter needs to know beside names: codes, dates and counts as of the send instant. */
export type NoticeFacts =
  | DutyFacts
  | MondayFacts
  | ScheduledFacts
  | ReviewFacts
  | MovedFacts
  | ReturnedFacts
  | ExtendedFacts
  | WaivedFacts;

export interface ObligationFacts {
  readonly localId: string;
  readonly kind: string;
  readonly title: string;
  readonly titleEn?: string;
  readonly shortTitle?: string;
  readonly form: Form;
  readonly year: number;
  readonly covers: Span;
  readonly basis: Basis;
  readonly quote?: string;
  readonly source?: string;
  readonly dueBasis: Basis;
  readonly phrase: Phrase;
  readonly cutoff?: string;
  readonly dataCutoff?: MonthDay;
  readonly nominalDue: LocalDate | null;
  readonly due: LocalDate;
  /** The year whose undecided calendar the due day rests on. */
  readonly provisionalYear: number | null;
  readonly to?: string;
  readonly onwardTo?: string;
}

/** A step of the ladder. */
export interface DutyFacts {
  readonly kind: 'duty';
  readonly obligation: ObligationFacts;
  readonly as?: Part;
  /** Other bodies that chair beside this one. */
  readonly coChairs: readonly string[];
  /** Working days from the letter to the due day; 0 once it is past. */
  readonly left: number;
  /** Working days since the due day; 0 before it. */
  readonly past: number;
  readonly position: 'opening' | 'firstBefore' | 'before' | 'lastBefore' | 'on' | 'overdue' | 'escalate';
  /** 1 for overdue-1. */
  readonly overdueNumber: number;
  /** Mornings of the steps still to come up to the due day. */
  readonly reminderDates: readonly LocalDate[];
  /** Days of the letters sent before to the ordinary post on this duty, in order. */
  readonly sentDates: readonly LocalDate[];
  /** Five working days after the letter. */
  readonly target: LocalDate;
  /** Whether the head is told after `target`. */
  readonly escalatesAfter: boolean;
  readonly meeting: MeetingFacts | null;
}

/** The meeting a paper belongs to, or the meeting itself. */
export interface MeetingFacts {
  readonly title: string;
  readonly titleEn?: string;
  readonly kind: string;
  readonly localId: string;
  readonly year: number;
  readonly scheduledOn: LocalDate | null;
  readonly heldOn: LocalDate | null;
  /** Ten working days before the meeting's due day: by then its date must be fixed. */
  readonly fixBy: LocalDate | null;
  /** How many bodies' papers for it have come, of how many. */
  readonly received: number;
  readonly expected: number;
}

/** What waits on a Monday morning, for the secretariat's own clerk. */
export interface MondayFacts {
  readonly kind: 'monday';
  readonly on: LocalDate;
  readonly overdue: readonly {
    readonly obligation: ObligationFacts;
    readonly body: string | null;
    readonly due: LocalDate;
    readonly past: number;
  }[];
  readonly drafts: readonly {
    readonly obligation: ObligationFacts;
    readonly body: string;
    readonly since: LocalDate;
  }[];
  readonly matters: readonly Matter[];
}

export interface ScheduledFacts {
  readonly kind: 'scheduled';
  readonly obligation: ObligationFacts;
  readonly date: LocalDate;
  /** What the addressee itself owes around the meeting. */
  readonly chain: readonly { readonly obligation: ObligationFacts; readonly due: LocalDate }[];
}

export interface ReviewFacts {
  readonly kind: 'review';
  readonly obligation: ObligationFacts;
  readonly submitter: string;
  readonly submittedOn: LocalDate;
  readonly number?: string;
  /** Working days since the submission. */
  readonly waited: number;
}

export interface MovedFacts {
  readonly kind: 'dueMoved';
  readonly obligation: ObligationFacts;
  readonly oldDue: LocalDate;
}

export interface ReturnedFacts {
  readonly kind: 'returned';
  readonly obligation: ObligationFacts;
  readonly target: LocalDate;
  readonly firstSubmittedOn: LocalDate | null;
  readonly number?: string;
  /** The reason stands in the register under this id; no history holds it. */
  readonly update: string;
}

export interface ExtendedFacts {
  readonly kind: 'extended';
  readonly obligation: ObligationFacts;
  readonly oldDue: LocalDate;
  readonly askedOn: LocalDate;
  readonly update: string;
}

export interface WaivedFacts {
  readonly kind: 'waived';
  readonly obligation: ObligationFacts;
  readonly decidedOn: LocalDate;
  readonly update: string;
}

/** A notice that has left, as the ledger keeps it. */
export interface SentNotice {
  readonly id: string;
  readonly duty: string;
  readonly body: string;
  readonly step: string;
  readonly due: LocalDate | null;
  readonly at: Instant;
  /** Settled, but nobody got it: it is held, or a person withdrew it. Letters do not speak of it. */
  readonly unsent?: true;
}

export interface Recipient {
  readonly body: Body;
  readonly post: Post;
}

/** By due (null last), obligation, body, rung, id: by code point (design §11.13). */
export function noticeOrder(a: Notice, b: Notice): number {
  return (
    compare(a.due ?? '9999', b.due ?? '9999') ||
    compare(a.obligation ?? '', b.obligation ?? '') ||
    compare(a.body, b.body) ||
    a.rung - b.rung ||
    compare(a.id, b.id)
  );
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
