// What the record says of letters: codes, dates and counts. Knows the codes of voice.md §3; must not know addresses.
import { workflowStream } from '../streams.js';
import type { Instant, LocalDate } from '../../domain/localDate.js';
import { append, type RecordEntry } from '../record.js';
import type { Tx } from '../connect.js';

export type LetterCode =
  | 'composed'
  | 'sent'
  | 'refused'
  | 'notTaken'
  | 'inDoubt'
  | 'held'
  | 'withdrawn'
  | 'settledSent'
  | 'settledNotSent'
  | 'settledByPerson'
  | 'bounced'
  | 'mailboxStopped'
  | 'mailboxOpened';

/** One letter in the record's terms: the mailbox itself stays in the ledger. */
export type ToldLetter = {
  readonly at: Instant;
  readonly body: string | null;
  readonly post: string | null;
  readonly cycles: readonly string[];
  readonly notices: readonly string[];
};

export type Telling = {
  readonly code: LetterCode;
  readonly letter: ToldLetter;
  readonly facts?: Readonly<Record<string, string | number | LocalDate | null>>;
};

/** Appends to the streams of the letters' dispatches. `now` in business time. */
export async function tell(tx: Tx, now: Instant, tellings: readonly Telling[]): Promise<void> {
  const byStream = new Map<string, RecordEntry[]>();
  for (const { code, letter, facts } of tellings) {
    const { at, ...told } = letter;
    const entry = { code, at: now, facts: { instant: at, ...told, n: told.notices.length, ...facts } };
    const stream = workflowStream.dispatch(at);
    const entries = byStream.get(stream);
    if (entries) entries.push(entry);
    else byStream.set(stream, [entry]);
  }
  // In order, as every writer of several streams.
  for (const stream of [...byStream.keys()].sort()) await append(tx, stream, byStream.get(stream) ?? []);
}
