// What a letter is made of before it is text or HTML, and what its words need to know. Knows shapes; must not know a language.
import type { Agreement, Body, Post } from '../domain/agreement.js';
import type { Instant, LocalDate } from '../domain/localDate.js';
import type { Matter } from '../domain/matters.js';
import type {
  DutyFacts,
  ExtendedFacts,
  MondayFacts,
  MovedFacts,
  NoticeFacts,
  ReturnedFacts,
  ReviewFacts,
  ScheduledFacts,
  WaivedFacts,
} from '../domain/notices.js';
import type { AgreementName } from './names.js';
import type { Subject } from './subject.js';

export interface Row {
  readonly label: string;
  readonly value: string;
}

/** Text and HTML say the same blocks in the same order. */
export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'heading'; readonly text: string }
  /** Numbered from `from`; with dashes where it is absent. */
  | { readonly kind: 'list'; readonly items: readonly string[]; readonly from?: number }
  | { readonly kind: 'duty'; readonly title: string; readonly rows: readonly Row[] };

export interface Wording {
  readonly subject: Subject;
  readonly blocks: readonly Block[];
}

/** By levels, then ranks: who speaks to whom (voice.md §1.2). */
export type Direction = 'up' | 'level' | 'down';

/** Who speaks to whom about which agreement, when. Names are those of the letter's day. */
export interface Scene {
  readonly at: Instant;
  readonly today: LocalDate;
  readonly code: string;
  readonly agreement: Agreement;
  readonly agreementName: AgreementName;
  readonly year: number;
  /** The office that speaks and signs. */
  readonly sender: Body;
  /** Its post that answers; null where no party has a post that day. */
  readonly contact: { readonly post: Post; readonly body: Body; readonly phone?: string } | null;
  readonly body: Body;
  readonly post: Post;
  /** The office writes to a post of its own. */
  readonly isOwn: boolean;
  readonly direction: Direction;
  /** `Trưởng Ban Dân vận Tỉnh ủy`; null where the body has no head. */
  readonly headTitle: string | null;
  /** Title of the post that got the earlier letters. */
  readonly ordinaryTitle: string;
  /** A body's name by its code; what is no code as it stands. */
  readonly nameOf: (code: string) => string;
  /** An obligation's name with its period, by its id. */
  readonly obligationOf: (id: string) => string;
  readonly hasCoChairs: (localId: string) => boolean;
  /** A released reason by its id; null where there is none to show. */
  readonly reasonOf: (update: string) => string | null;
}

/** The letters of voice.md §2 by what they say; `meeting…` are L5–L7 of a meeting not yet held. */
export interface LetterFacts {
  readonly opening: DutyFacts;
  readonly firstReminder: DutyFacts;
  readonly reminder: DutyFacts;
  readonly lastReminder: DutyFacts;
  readonly dueToday: DutyFacts;
  readonly overdue: DutyFacts;
  readonly overdueAgain: DutyFacts;
  readonly escalation: DutyFacts;
  readonly fixMeeting: DutyFacts;
  readonly meetingFixed: DutyFacts;
  readonly meetingOverdue: DutyFacts;
  readonly meetingOverdueAgain: DutyFacts;
  readonly meetingEscalation: DutyFacts;
  readonly papers: DutyFacts;
  readonly conclusions: DutyFacts;
  readonly successor: DutyFacts;
  readonly scheduled: ScheduledFacts;
  readonly returned: ReturnedFacts;
  readonly extended: ExtendedFacts;
  readonly waived: WaivedFacts;
  readonly dueMoved: MovedFacts;
  readonly review: ReviewFacts;
  readonly monday: MondayFacts;
}

export type LetterKind = keyof LetterFacts;
export type DutyLetterKind = {
  [K in LetterKind]: LetterFacts[K] extends DutyFacts ? K : never;
}[LetterKind];

export type LetterWords = {
  readonly [K in LetterKind]: (scene: Scene, facts: LetterFacts[K]) => Wording;
};

/** Groups of the digest: passed, today, coming, for information, and papers that wait for acceptance. */
export type Group = 'passed' | 'today' | 'coming' | 'told' | 'waiting';
export const GROUPS: readonly Group[] = ['passed', 'today', 'coming', 'told', 'waiting'];

export interface DigestCounts {
  readonly agreements: number;
  /** Lines that ask for something. */
  readonly asks: number;
  /** Lines that only inform. */
  readonly told: number;
  readonly first: LocalDate | null;
}

export interface DigestWords {
  readonly subject: (scene: Scene, counts: DigestCounts) => Subject;
  readonly intro: (scene: Scene, counts: DigestCounts) => Block;
  readonly heading: (group: Group, letter: string, count: number) => string;
  /** `named`: the line says whose duty it is, since the mailbox serves several bodies. */
  readonly line: (
    scene: Scene,
    facts: Exclude<NoticeFacts, MondayFacts>,
    group: Group,
    named: boolean,
  ) => string;
  readonly mondayHeading: (scene: Scene) => string;
}

export interface FrameWords {
  readonly salutation: (scene: Scene) => string;
  readonly contact: (scene: Scene) => string | null;
  readonly close: string;
  readonly signer: (scene: Scene) => string;
  /** Paragraphs under the line `--`. */
  readonly footer: (scene: Scene, steps: readonly string[], letterCode: string) => readonly string[];
  /** Of the footer only the first paragraph and the code (L24). */
  readonly secretFooter: (scene: Scene, letterCode: string) => readonly string[];
  readonly secretSubject: (letterCode: string) => string;
  readonly secret: (scene: Scene) => readonly Block[];
  readonly stepLabel: (step: string, facts: NoticeFacts) => string;
}

export interface Words {
  readonly letters: LetterWords;
  readonly digest: DigestWords;
  readonly frame: FrameWords;
  /** What only a person can settle, as one sentence. */
  readonly matter: (matter: Matter, names: Pick<Scene, 'nameOf' | 'obligationOf'>) => string;
}

export function paragraph(...sentences: readonly (string | false | null)[]): Block {
  return { kind: 'paragraph', text: sentences.filter((sentence) => sentence).join(' ') };
}

/** Blocks that are there. */
export function blocks(...given: readonly (Block | false | null)[]): readonly Block[] {
  return given.filter((block): block is Block => block !== false && block !== null);
}

export function upperFirst(text: string): string {
  return `${text.slice(0, 1).toLocaleUpperCase('vi')}${text.slice(1)}`;
}

/** A reason as part of a sentence: one line, without its own full stop. */
export function withoutFullStop(text: string): string {
  return text.replace(/[.\s]+$/u, '');
}
