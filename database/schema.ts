// The tables as types: what comes out of a row. Knows names and types of columns; must not know who writes them.
import type { ColumnType, Generated } from 'kysely';
import type { Language } from '../domain/agreement.js';
import type { Hole } from '../domain/holes.js';
import type { Instant, LocalDate } from '../domain/localDate.js';
import type { NoticeFacts } from '../domain/notices.js';
import type { HoldCause } from '../domain/stormGuard.js';

/** Comes out parsed, goes in as JSON text. */
type Json<T> = ColumnType<T, string, string>;
/** Moments of the real clock are the database's own: `now()` in SQL, never a value of ours. */
type RealTime = ColumnType<Instant | null, never, never>;

export type LetterState =
  | 'composing'
  | 'ready'
  | 'sending'
  | 'sent'
  | 'refused'
  | 'inDoubt'
  | 'held'
  | 'withdrawn';
export type NoticeState = 'armed' | 'withdrawn' | 'sent' | 'refused' | 'missed';

export interface Schema {
  readonly schema_version: { version: number };
  readonly register_head: { one: Generated<boolean>; version: number };
  readonly register_change: { version: number; at: Instant; who: string; files: Json<unknown> };
  readonly register_file: { digest: string; text: string };
  readonly agreement_version: {
    code: string;
    version: number;
    at: Instant;
    agreement: Json<unknown>;
    bodies: Json<unknown>;
    digest: string;
  };
  readonly body_version: { code: string; version: number; body: Json<unknown>; digest: string };
  readonly calendar_version: { code: string; version: number; content: Json<unknown>; digest: string };
  readonly arisen: {
    update_id: string;
    agreement: string;
    year: number;
    version: number;
    entries: Json<unknown>;
  };
  readonly words: { update_id: string; text: string };
  readonly cycle_turn: {
    cycle: string;
    n: Generated<number>;
    input_hash: Generated<string>;
    result: Json<unknown>;
    /** Database and engine were found to differ, and nobody has resumed the cycle since; business time. */
    restored_at: Generated<Instant | null>;
  };
  readonly cycle_view: {
    cycle: string;
    agreement: string;
    year: number;
    plan: Json<unknown>;
    planned_version: number;
    wake_at: Instant | null;
    closed: boolean;
    published_at: RealTime;
  };
  /** `seen_at`: when its dispatch was last at work, business time. */
  readonly send_instant: {
    at: Instant;
    started_at: RealTime;
    sealed_at: RealTime;
    seen_at: Generated<Instant | null>;
  };
  readonly letter: LetterTable;
  readonly notice: NoticeTable;
  readonly attempt: {
    id: Generated<number>;
    letter: string;
    epoch: string;
    at: RealTime;
    phase: string;
    class: string;
    reply: string | null;
  };
  readonly sender: { one: Generated<boolean>; epoch: string; beat: number; cluster: string | null };
  readonly channel: { one: Generated<boolean>; failures: number; probe_at: RealTime; alarm: string | null };
  /** Each time letters were held; `told`: the letter that tells the operator, '' where there is no address. */
  readonly hold: {
    id: Generated<number>;
    cause: HoldCause;
    at: Instant;
    from_at: Instant;
    to_at: Instant;
    letters: number;
    told: Generated<string | null>;
  };
  /** What came back after the relay had taken it. */
  readonly bounce: { letter: string; class: 'dead' | 'delayed'; at: Instant; smtp_code: string | null };
  /** Mailboxes that take no mail; `letter` is the last that came back. */
  readonly stopped_mailbox: {
    mailbox: string;
    since: Instant;
    letter: string;
    body: string | null;
    post: string | null;
    smtp_code: string | null;
    returns: Generated<number>;
  };
  readonly owed_turn: { cycle: string; place: Generated<number> };
  readonly round: {
    id: Generated<number>;
    at: Instant;
    planned: number;
    sent: number;
    proven: number;
    holes: Json<readonly Hole[]>;
    healed: number;
  };
  readonly record_head: { stream: string; seq: number; hash: string };
  readonly record: {
    stream: string;
    seq: number;
    at: Instant;
    code: string;
    facts: Json<Readonly<Record<string, unknown>>>;
    hash: string;
  };
}

export interface LetterTable {
  id: string;
  /** The send instant, business time. */
  at: Instant;
  mailbox: string;
  state: Generated<LetterState>;
  /** Grows with every notice that joins, leaves or changes. */
  version: Generated<number>;
  /** The version the stored message tells; null before the first composing. */
  composed_version: number | null;
  /** 0 prompt, 1 morning: prompts go first. */
  rank: Generated<number>;
  /** The earliest due day among its notices: the order within a rank. */
  first_due: LocalDate | null;
  body: string | null;
  post: string | null;
  subject: string | null;
  message_id: string | null;
  envelope_from: string | null;
  raw: Buffer | null;
  /** Which sender holds it while it is `sending`. */
  epoch: string | null;
  attempts: Generated<number>;
  /** How often the relay refused it for a fault that seemed ours. */
  faults: Generated<number>;
  claimed_at: RealTime;
  retry_at: RealTime;
  doubt_at: RealTime;
  sent_at: RealTime;
  reply: string | null;
  /** `operator`: made whole by whoever tells the operator, without notices; it may leave at any hour. */
  kind: Generated<'notices' | 'operator'>;
  /** Why it is held; null where it could not be composed or sent. */
  hold_cause: Generated<HoldCause | null>;
  held_at: Generated<Instant | null>;
  /** A person let it go: the guard does not hold it again, nor does a turn move it. */
  released: Generated<boolean>;
}

export interface NoticeTable {
  id: string;
  cycle: string;
  agreement: string;
  year: number;
  obligation: string | null;
  duty: string;
  body: string;
  post: string;
  mailbox: string;
  language: Language;
  step: string;
  rung: number;
  due: LocalDate | null;
  at: Instant;
  secret: boolean;
  facts: Json<NoticeFacts>;
  letter: string;
  state: Generated<NoticeState>;
  /** To be withdrawn should its letter, already on its way, come back untaken. */
  leaving: Generated<boolean>;
  armed_at: Instant;
}
