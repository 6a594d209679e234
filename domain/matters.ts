// What only a person can settle: unknown holders, missing posts, unknown dates, waiting reviews. Knows what a matter is;
// must not know how a cycle is planned.
import type { LocalDate } from './localDate.js';

export type MatterCode =
  | 'holderUnknown'
  | 'headMissing'
  | 'leaderMissing'
  | 'postMissing'
  | 'dateUnknown'
  | 'finalReviewOpen'
  | 'reviewWaiting'
  | 'cycleStuck'
  | 'mailboxStopped';

export interface Matter {
  readonly code: MatterCode;
  readonly agreement: string;
  /** The cycle's; for an unknown holder the role's (design §11.20). */
  readonly year: number;
  readonly obligation: string | null;
  readonly body: string | null;
  /** Only with holderUnknown. */
  readonly role?: string;
  readonly since: LocalDate;
  /** Only with mailboxStopped (L22). */
  readonly mail?: {
    readonly mailbox: string;
    /** The post's title. */
    readonly post: string;
    readonly sentOn: LocalDate;
    readonly smtpCode: string | null;
    /** Duties of the body that are still owed, and the nearest of their due days. */
    readonly waiting: number;
    readonly due: LocalDate;
  };
}

/** One per code, obligation, body and year, the earliest (design §12.9); by `since`, then as found. */
export function distinctMatters(matters: readonly Matter[]): readonly Matter[] {
  const earliest = new Map<string, Matter>();
  for (const matter of matters) {
    const { code, obligation, body, year, mail } = matter;
    const key = [code, obligation, body, year, mail?.mailbox].join(' ');
    const known = earliest.get(key);
    if (!known || matter.since < known.since) earliest.set(key, matter);
  }
  return [...earliest.values()].sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0));
}
