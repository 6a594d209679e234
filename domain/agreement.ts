// What agreements, bodies and calendar decisions say, as plain data. Knows no files, no dates' meaning, no state.
//
// Terminology
//   Agreement   a coordination programme (chương trình phối hợp) between two or more bodies
//   Body        an office that signs, owes, receives; it lives from validFrom to validTo
//   Post        a mailbox of a body, with a rank; letters go to posts, never to persons
//   Entry       one obligation as its file words it: what it leaves out comes from the template's row or the defaults
import type { LocalDate } from './localDate.js';
import type { Roll } from './workingDays.js';

export type Regime = 'party' | 'state' | 'front' | 'armedForces' | 'other';
export type Level = 'central' | 'province' | 'district' | 'commune';
export type Rank = 'clerk' | 'office' | 'head' | 'leader';
export type Language = 'vi' | 'en';
export type Secrecy = 'thuong' | 'mat' | 'toi-mat' | 'tuyet-mat';
export type Stage = 'planning' | 'midYearReview' | 'reviewConference' | 'finalReview';
export type Form = 'paper' | 'meeting';
export type Basis = 'mandated' | 'configured';
export type Completion = 'all' | 'any' | 'lead' | 'drafter';
export type Part = 'drafter' | 'supplier' | 'chair';
export type Phrase = 'trước ngày' | 'chậm nhất ngày';
export type Beat = 'month' | 'quarter' | 'half' | 'year';
export type Vague = 'đầu năm' | 'giữa năm' | 'cuối năm';
export type NumberingScheme = 'party' | 'state';

export interface Post {
  readonly code: string;
  readonly title: string;
  readonly rank: Rank;
  readonly mailbox: string;
  readonly language: Language;
  readonly validFrom?: LocalDate;
  readonly validTo?: LocalDate;
}

export interface Succession {
  readonly to: readonly string[];
  readonly kind: 'merge' | 'replace' | 'rename' | 'dissolve' | 'split';
  readonly effectiveOn: LocalDate;
  readonly legalBasis?: string;
  readonly source?: string;
}

export interface Body {
  readonly code: string;
  readonly name: string;
  readonly shortName?: string;
  readonly regime: Regime;
  readonly level: Level;
  readonly parent?: string;
  readonly validFrom?: LocalDate;
  readonly validTo?: LocalDate;
  readonly phone?: string;
  readonly posts: readonly Post[];
  readonly succession: readonly Succession[];
}

/** A term as written: `from`/`to` are the first and last day it covers; `to` is null for an open-ended one. */
export interface Term {
  readonly from: LocalDate;
  readonly to: LocalDate | null;
  /** How the file wrote it: years print as “2016-2020”, dates as dates. */
  readonly written: 'years' | 'dates';
  readonly statements: readonly TermStatement[];
}

export interface TermStatement {
  readonly from: string;
  readonly to?: string;
  readonly source?: string;
  readonly quote?: string;
}

export interface Party {
  readonly body: string;
  readonly lead: boolean;
  readonly signatory?: string;
}

export interface RoleHolder {
  readonly year: number;
  readonly body: string;
  readonly source?: string;
  readonly quote?: string;
}

export interface Link {
  readonly agreement: string;
  readonly basis: 'stated' | 'inferred';
  readonly quote?: string;
  readonly source?: string;
}

export interface Contents {
  readonly stated?: string;
  readonly quote?: string;
  readonly source?: string;
  readonly published: readonly PublishedContent[];
}

export interface PublishedContent {
  readonly text: string;
  readonly kind?: 'common' | 'specific';
  readonly owner?: string;
  readonly quote?: string;
  readonly source?: string;
}

export interface Fact {
  readonly text: string;
  readonly quote?: string;
  readonly source?: string;
}

/** Both days included; nobody is written to in it, counting ignores it. */
export interface QuietSpan {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly reason?: string;
  readonly source?: string;
}

export interface MonthDay {
  readonly month: number;
  readonly day: number;
}

export interface Offset {
  readonly months?: number;
  readonly days?: number;
  readonly workingDays?: number;
}

export type YearOfDay = 'lastYear' | 'thisYear' | 'nextYear';

/** Design §3: when something is due. Order: rule → offset → phrase → roll. */
export type DueRule =
  | { readonly rule: 'day'; readonly on: MonthDay; readonly of: 'thisYear' | 'nextYear' }
  | { readonly rule: 'every'; readonly beat: Beat; readonly plus: Offset }
  | { readonly rule: 'anniversary'; readonly years: number; readonly of: 'signedOn' | 'effectiveOn' }
  | {
      readonly rule: 'relative';
      readonly side: 'before' | 'after';
      readonly base: string;
      readonly offset: Offset;
    }
  | {
      readonly rule: 'tiers';
      readonly tiers: Readonly<Partial<Record<Level, MonthDay>>>;
      readonly of: 'thisYear' | 'nextYear';
    }
  | { readonly rule: 'vague'; readonly vague: Vague };

export interface OpensRule {
  readonly on: MonthDay;
  readonly of: YearOfDay;
}

export interface Overdue {
  readonly every: number;
  readonly times: number;
}

export interface Ladder {
  /** Working days before the due day, falling. */
  readonly before: readonly number[];
  readonly on: boolean;
  readonly overdue: Overdue | null;
  readonly escalate: number | null;
}

export type OwnerRule = (
  | { readonly body: string }
  | { readonly role: string; readonly of: 'thisYear' | 'nextYear' }
  | { readonly eachChildOf: string }
) & { readonly as?: Part };

/** One obligation as its file words it. Absent = not said; null = said to be none. */
export interface ObligationEntry {
  readonly id: string;
  readonly kind: string;
  readonly title?: string;
  readonly shortTitle?: string;
  readonly form?: Form;
  readonly stage?: Stage;
  readonly basis?: Basis;
  readonly quote?: string;
  readonly source?: string;
  readonly covers?: { readonly from: LocalDate; readonly to: LocalDate };
  readonly dataCutoff?: MonthDay;
  readonly opens?: OpensRule | null;
  readonly due?: DueRule;
  readonly dueBasis?: Basis;
  readonly phrase?: Phrase;
  readonly cutoff?: string;
  readonly roll?: Roll;
  readonly owners?: readonly OwnerRule[];
  readonly completion?: Completion;
  readonly to?: string;
  readonly onwardTo?: string;
  readonly ladder?: {
    readonly before?: readonly number[] | null;
    readonly on?: boolean | null;
    readonly overdue?: Overdue | null;
    readonly escalate?: number | null;
  };
  readonly secrecy?: Secrecy;
}

export interface Agreement {
  readonly code: string;
  readonly title: string;
  readonly shortTitle?: string;
  readonly number?: string;
  readonly numberingScheme: NumberingScheme;
  readonly level: Level;
  readonly term: Term;
  readonly signedOn?: LocalDate;
  readonly effectiveOn?: LocalDate;
  readonly endedOn?: LocalDate;
  readonly endReason?: string;
  /** In order; at most one leads. */
  readonly parties: readonly Party[];
  readonly standingBody?: string;
  readonly roles: Readonly<Record<string, readonly RoleHolder[]>>;
  readonly parent?: Link;
  readonly predecessor?: Link;
  readonly contents?: Contents;
  readonly facts: readonly Fact[];
  readonly phone?: string;
  readonly secrecy: Secrecy;
  readonly template: 'annual-cycle' | 'none';
  readonly remove: readonly string[];
  readonly quiet: readonly QuietSpan[];
  readonly obligations: readonly ObligationEntry[];
  readonly sample: boolean;
}

/** The Prime Minister's decision on one year's days off (Labour Code 2019, Art. 112). */
export interface CalendarDecision {
  readonly year: number;
  readonly tetDaysBefore: 1 | 2;
  /** −1: 1/9 is off beside 2/9; +1: 3/9; null before 2021. */
  readonly nationalDayNeighbour: -1 | 1 | null;
  readonly swaps: readonly { readonly off: LocalDate; readonly work: LocalDate }[];
  readonly decidedOn?: LocalDate;
  readonly source?: string;
  /** True switches on 24/11 (Ngày Văn hóa Việt Nam), which no source confirms yet. */
  readonly confirmed?: boolean;
}

/** What files and register hold of the calendar: decisions replace the bundled ones year by year, whole. */
export interface CalendarBook {
  readonly decisions: readonly CalendarDecision[];
  readonly quiet: readonly QuietSpan[];
}

/** Entries that arose for one cycle, under the id of the request that brought them; whether they stand the cycle knows. */
export interface Arisen {
  readonly year: number;
  readonly update: string;
  readonly entries: readonly ObligationEntry[];
}

/** All that planning one agreement needs to know of the register. */
export interface Dossier {
  readonly agreement: Agreement;
  /** In the order they were entered; absent: none. */
  readonly arisen?: readonly Arisen[];
  /** In file order: fan-out lists children in it. */
  readonly bodies: readonly Body[];
}
