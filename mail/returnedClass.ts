// What a notice of non-delivery says of a letter: whose trouble it is, by codes and by words. Knows RFC 3463 and how relays
// bend it; must not know how a notice is built.

/** What a notice says of the letter, before it is known which one. */
export type Told = {
  /**
   * `dead`: it will not arrive and the mailbox is to blame; `refused`: it will not arrive and we are (policy, size, content,
   * sender); `delayed`: the relay goes on trying.
   */
  readonly class: 'dead' | 'refused' | 'delayed';
  /** Whom it did not reach. */
  readonly mailbox: string | null;
  /** `550 5.1.1`, `5.1.1` or `550`. */
  readonly smtpCode: string | null;
  /** The relay's words. */
  readonly text: string | null;
};

/** The enhanced code says more than three digits; where the relay's words hold one, it is the nearer one. */
export function codeOf(said: string | null, status: string | null): string | null {
  const [, basic, own] =
    /(?:^|[^\d.:])([45]\d\d)(?::? |-)(?:#?([245]\.\d{1,3}\.\d{1,3})\b)?/.exec(said ?? '') ?? [];
  const enhanced = own ?? /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(said ?? '')?.[0] ?? status;
  return [basic, enhanced].filter((part) => part !== undefined && part !== null).join(' ') || null;
}

// 5.1.7 and 5.1.8 speak of the sender, 5.3.4 of size, 5.5–5.7 of protocol, content and policy.
const OURS = /\b5\.(?:1\.[78]|3\.4|[567]\.\d{1,3})$/;
// Microsoft says so of recipients that its directory does not know, Google of closed accounts.
const RECIPIENT_ALL_THE_SAME =
  /5\.4\.1 Recipient address rejected|user unknown|no such user|does ?n[o']t exist/i;
const POLICY =
  /spam|blocked|blacklist|block ?list|policy|SPF|DKIM|DMARC|reputation|not authori[sz]ed|too large|virus/i;

/** Whose trouble a letter is that will not arrive. */
export function failedClass(smtpCode: string | null, said: string): 'dead' | 'refused' {
  if (RECIPIENT_ALL_THE_SAME.test(said)) return 'dead';
  if (OURS.test(smtpCode ?? '')) return 'refused';
  const vague = smtpCode === null || !/\.\d/.test(smtpCode) || smtpCode.endsWith('5.0.0');
  return vague && POLICY.test(said) ? 'refused' : 'dead';
}
