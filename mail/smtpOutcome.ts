// What an attempt to hand a letter to the relay came to (goals.md §8.2). Knows phases and replies; must not know sockets,
// and not what the ledger makes of it.
//
// Terminology
//   Phase    how far an attempt got: what we had written last
//   Dot      the line that ends the message: from then on the relay may have the letter, whatever we hear
//   Channel  the way to the relay as a whole: what is wrong with it is wrong for every letter

/** `reply`: the relay answered the dot. */
export type Phase = 'connect' | 'connected' | 'mail' | 'rcpt' | 'data' | 'dot' | 'reply';

type Told = {
  readonly phase: Phase;
  /** The relay's own words, else what happened to the connection. */
  readonly reply: string;
};

export type Outcome =
  | (Told & { readonly class: 'accepted' })
  | (Told & {
      readonly class: 'notTaken';
      /** Whose trouble it is: the relay's (wait before the next letter) or this letter's. */
      readonly trouble: 'channel' | 'letter';
      /** `slow`: mailbox full or policy for now (4.2.2, 4.7.x); `greylist`: come again in 5–15 minutes (451). */
      readonly again: 'soon' | 'greylist' | 'slow';
    })
  | (Told & { readonly class: 'deadRecipient' })
  /** Credentials, certificate, sender address, policy, content: the same will happen to the next letter. */
  | (Told & { readonly class: 'ourFault' })
  /** The dot was written and nothing trustworthy came back: only evidence can tell. */
  | (Told & { readonly class: 'inDoubt' });

export type Envelope = { readonly from: string; readonly to: string };

/** What the sender asks of a way to the relay. */
export type Relay = {
  /** How many letters can be under way at a time. */
  readonly connections: number;
  /** Letters a second the relay takes at most; null: no limit. */
  readonly perSecond: number | null;
  /** Resolves when one more letter may be given to it by its rate, or when the signal comes; in the order of the calls. */
  readonly slot: (signal?: AbortSignal) => Promise<void>;
  /**
   * Never rejects. `mayWrite` is asked in the last moment before the message is written: where it says no, nothing was
   * taken.
   */
  readonly send: (envelope: Envelope, raw: Buffer | string, mayWrite?: () => boolean) => Promise<Outcome>;
  /** Opens up to `n` connections ahead; never rejects. */
  readonly warm: (n: number) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** What an attempt left behind: how far it got, which command was answered with what. */
export type Attempt = {
  readonly phase: Exclude<Phase, 'reply'>;
  /** The relay's reply, null where there was none. */
  readonly reply: string | null;
  /** The command that failed, in nodemailer's words: `CONN`, `AUTH PLAIN`, `MAIL FROM`, `RCPT TO`, `DATA`; null: none. */
  readonly command: string | null;
  /** What happened to the connection, where there is no reply. */
  readonly why: string;
  /** The relay's certificate was not accepted. */
  readonly untrusted?: boolean;
};

// A reply is three digits, the first 2–5, then a space, a hyphen or nothing; all else is garbage.
const REPLY = /^([2-5])\d\d(?:[ -]|$)/;
// qmail writes it at the end.
const ENHANCED = /^\d{3}[ -](?:([245]\.\d{1,3}\.\d{1,3})|.*\(#([245]\.\d{1,3}\.\d{1,3})\)\s*$)/s;

/** The class of an attempt, by the table of goals.md §8.2. */
export function outcomeOf(attempt: Attempt): Outcome {
  const { phase, reply, why } = attempt;
  if (attempt.untrusted === true) return { phase, reply: why, class: 'ourFault' };
  const kind = reply === null ? null : (REPLY.exec(reply)?.[1] ?? null);
  if (reply === null || kind === null || kind === '3' || (kind === '2' && phase !== 'dot')) {
    const told = { phase, reply: reply ?? why };
    if (phase === 'dot') return { ...told, class: 'inDoubt' };
    return { ...told, class: 'notTaken', trouble: 'channel', again: 'soon' };
  }
  const told = { phase: phase === 'dot' ? ('reply' as const) : phase, reply };
  if (kind === '2') return { ...told, class: 'accepted' };
  if (kind === '5') return { ...told, class: permanent(attempt, reply) };
  const letter = phase !== 'connect' && !reply.startsWith('421');
  return { ...told, class: 'notTaken', trouble: letter ? 'letter' : 'channel', again: againOf(reply) };
}

function againOf(reply: string): 'soon' | 'greylist' | 'slow' {
  const enhanced = enhancedIn(reply) ?? '';
  if (enhanced === '4.2.2' || enhanced.startsWith('4.7.')) return 'slow';
  return reply.startsWith('451') ? 'greylist' : 'soon';
}

// 5.1.x and 5.2.x speak of the recipient's address and mailbox; 5.1.7 and 5.1.8 of the sender's.
const RECIPIENT = /^5\.(1\.(?!7$|8$)|2\.)/;
// Without an enhanced code, 500–504, 530, 535 and 555 speak of commands and credentials.
const COMMAND = /^5(0[0-4]|3\d|55)/;

// Taken for a dead recipient, such a reply would stop one mailbox after the other.
const SENDER_WORDS = /relay|black ?list|block(?:ed|list)|spam|policy|authenticat|not permitted/i;

function permanent({ command, phase }: Attempt, reply: string): 'deadRecipient' | 'ourFault' {
  const enhanced = enhancedIn(reply);
  if (enhanced !== undefined && RECIPIENT.test(enhanced))
    return command === 'RCPT TO' || phase === 'dot' ? 'deadRecipient' : 'ourFault';
  if (enhanced !== undefined && /^5\.[1567]\./.test(enhanced)) return 'ourFault';
  const vague = enhanced === undefined && SENDER_WORDS.test(reply);
  return command === 'RCPT TO' && !COMMAND.test(reply) && !vague ? 'deadRecipient' : 'ourFault';
}

function enhancedIn(reply: string): string | undefined {
  const [, first, last] = ENHANCED.exec(reply) ?? [];
  return first ?? last;
}
