// What the sender asks of the ledger. Knows operations and their promises; must not know SQL, and not in which order a
// dispatch uses them (`activities/`). A simulation gives in a ledger of its own.
import type { Instant, LocalDate } from '../../domain/localDate.js';
import type { Notice } from '../../domain/notices.js';
import type { EvidenceSource } from '../../mail/relayEvidence.js';
import type { Outcome, Phase } from '../../mail/smtpOutcome.js';
import type { LetterState } from '../schema.js';
import type { LetterCode } from './told.js';

export type Ledger = {
  /** A place in the queue for the sender's lock; it holds a session until it is left. */
  readonly seat: () => Promise<Seat>;

  /** From now on notices may leave the instant's letters, never join. Waits for turns that are joining; may be repeated. */
  readonly seal: (instant: Instant) => Promise<void>;
  readonly counts: (instant: Instant) => Promise<Counts>;
  /** Whether nothing is left to compose or send; held, in doubt and refused letters keep no dispatch running. */
  readonly isSettled: (instant: Instant) => Promise<boolean>;
  /** Closes the books of an instant: true when nothing is left, and from then on it counts as not started. */
  readonly closeInstant: (instant: Instant) => Promise<boolean>;
  /** Those of the instants whose dispatch is not known to run. */
  readonly notStarted: (instants: readonly Instant[]) => Promise<readonly Instant[]>;

  /** Some letters of sealed instants that have no message of their present version. */
  readonly staleLetters: (which: Which) => Promise<readonly StaleLetter[]>;
  /** The armed notices of these letters. */
  readonly noticesOf: (letters: readonly string[]) => Promise<readonly ArmedNotice[]>;
  /** Stores what became of stale letters, in one transaction; ids of those that nobody changed meanwhile. */
  readonly storeLetters: (now: Instant, written: readonly Written[]) => Promise<ReadonlySet<string>>;

  /** Withdraws what can no longer go on its day at `now`; the cycles' workflow ids: they have to turn and plan anew. */
  readonly withdrawLate: (now: Instant) => Promise<readonly string[]>;
  /** Cycles' workflow ids that have lost a notice and not turned since, whoever withdrew it. */
  readonly owedTurns: () => Promise<readonly string[]>;
  /**
   * Letters that are ready, due by `now` and not waiting for a retry, in the order of sending: prompts first, then by due
   * day. Not all, where there are many; none to mailboxes of the domains in `without`.
   */
  readonly dueLetters: (now: Instant, without: readonly string[]) => Promise<readonly DueLetter[]>;
  /** Letters to the domain that are ready and due by `now` wait for so long, in real time. */
  readonly postpone: (domain: string, now: Instant, waitSeconds: number) => Promise<void>;
  /** Takes those of the letters that are still ready and as composed, in the order given; none under an old epoch. */
  readonly claim: (epoch: string, ids: readonly string[]) => Promise<readonly Claimed[]>;
  /** Marks what came of claims, in one transaction; ids of those that were still this epoch's. */
  readonly mark: (epoch: string, now: Instant, marks: readonly Mark[]) => Promise<readonly string[]>;

  readonly doubts: () => Promise<readonly Doubt[]>;
  /** Settles one by this evidence: sent, or back in the queue. False: it was no longer in doubt. */
  readonly settleDoubt: (
    doubt: Doubt,
    state: 'sent' | 'ready',
    now: Instant,
    by: EvidenceSource,
  ) => Promise<boolean>;

  readonly channel: () => Promise<Channel>;
  /** One more failure: closed for so long. True: this raised the alarm. */
  readonly closeChannel: (waitSeconds: number, alarm: string | null) => Promise<boolean>;
  /** Open at once, failures forgotten: a letter went through, or a person has mended the fault. */
  readonly openChannel: () => Promise<void>;
};

/** One who wants to be the sender. */
export type Seat = {
  /** Takes the lock if it is free; else the beat of whoever has it. */
  readonly take: () => Promise<{ readonly taken: boolean; readonly beat: string }>;
  /** Ends the sessions of a holder that no longer beats. */
  readonly endFrozen: () => Promise<void>;
  /**
   * To be called by the holder of the lock: a new random epoch, and what a former sender left in `sending` is in doubt from
   * then on.
   */
  readonly takeOver: () => Promise<string>;
  /** False: another epoch reigns. */
  readonly beat: (epoch: string) => Promise<boolean>;
  readonly onLost: (lost: () => void) => void;
  readonly leave: () => Promise<void>;
};

export type Counts = Readonly<Record<LetterState, number>> & {
  /** Real seconds until the next letter of the instant may be tried again; 0: now; null: none is waiting. */
  readonly retryInSeconds: number | null;
};

/** One instant, or all up to `now`. */
export type Which = { readonly at: Instant } | { readonly upTo: Instant };

export type StaleLetter = {
  readonly id: string;
  readonly version: number;
  readonly at: Instant;
  readonly message_id: string | null;
};

export type ArmedNotice = {
  readonly letter: string;
  /** The cycle's workflow id. */
  readonly cycle: string;
  readonly notice: Notice;
};

/** The bytes every attempt sends. The Message-ID follows from the letter's id: composed again, it is the same. */
export type ComposedMessage = {
  readonly subject: string;
  readonly messageId: string;
  readonly envelope: { readonly from: string; readonly to: string };
  readonly raw: Buffer | string;
};

/** What became of a stale letter. */
export type Written = {
  readonly letter: StaleLetter;
  readonly state: 'ready' | 'withdrawn' | 'held' | 'refused';
  /** The message of a ready letter. */
  readonly message: ComposedMessage | null;
  /** Why it is not ready: `code` for the record, `words` for the operator. */
  readonly why: { readonly code: string; readonly words: string } | null;
  readonly body: string | null;
  readonly post: string | null;
  /** 0: a prompt. */
  readonly rank: number;
  readonly firstDue: LocalDate | null;
  readonly cycles: readonly string[];
  /** Ids of the notices it tells, and of those that are no longer right. */
  readonly kept: readonly string[];
  readonly dropped: readonly string[];
};

export type DueLetter = { readonly id: string; readonly mailbox: string };

export type Claimed = {
  readonly id: string;
  readonly at: Instant;
  readonly mailbox: string;
  readonly envelope_from: string;
  readonly raw: Buffer;
  /** This one included. */
  readonly attempts: number;
  /** How often the relay refused it for a fault that seemed ours. */
  readonly faults: number;
};

/** What came of a claim, and what becomes of the letter. */
export type Mark = {
  readonly id: string;
  /** null: given back before anything was written. */
  readonly attempt: {
    readonly phase: Phase;
    readonly class: Outcome['class'];
    readonly reply: string;
  } | null;
  readonly state: 'ready' | 'sent' | 'refused' | 'inDoubt' | 'held';
  readonly attempts: number;
  readonly faults: number;
  /** Real seconds until it may be tried again; 0: at once. */
  readonly waitSeconds: number;
  /** What the record says; null: nothing. */
  readonly code: LetterCode | null;
};

export type Doubt = {
  readonly id: string;
  readonly at: Instant;
  readonly body: string | null;
  readonly post: string | null;
  readonly message_id: string;
  readonly since: Instant;
  /** What the attempt's own sender heard, though it was replaced before it could mark it. */
  readonly heard: string | null;
};

/** The way to the relay as a whole, in real time. */
export type Channel = {
  /** Consecutive failures; above 0 a single letter probes. */
  readonly failures: number;
  /** Real seconds until it may be tried; 0: now. */
  readonly opensInSeconds: number;
  /** The relay's words for a fault of ours; one alarm, not one a letter. */
  readonly alarm: string | null;
};
