// Whether a notice may leave at an instant: right day, right hour, right mailbox by the register of now. Knows calendar and
// posts; must not know whether its duty is still owed: what is done is withdrawn at once.
import type { Dossier, QuietSpan } from './agreement.js';
import { bodyOf, existsOn } from './bodies.js';
import { type Instant, localDateOf } from './localDate.js';
import type { Notice } from './notices.js';
import { mayLeaveOn, stillInTime } from './quiet.js';
import type { DaysOff } from './workingDays.js';

export type WhyNot = 'late' | 'dayOff' | 'mailboxChanged';

/** What the register says; `dossier` null: the agreement is gone from it. */
export interface LeavingKnown {
  readonly days: DaysOff;
  /** Of the calendar; the agreement's own are added. */
  readonly quiet: readonly QuietSpan[];
  readonly dossier: Dossier | null;
}

/** null: it may. */
export function whyNotLeaving(
  notice: Pick<Notice, 'body' | 'post' | 'mailbox' | 'at'>,
  { days, quiet, dossier }: LeavingKnown,
  now: Instant,
): WhyNot | null {
  if (now > notice.at && !stillInTime(notice.at, now)) return 'late';
  const day = localDateOf(notice.at);
  const spans = [...quiet, ...(dossier?.agreement.quiet ?? [])];
  if (!mayLeaveOn({ days, quiet: spans }, day)) return 'dayOff';
  const post =
    dossier && bodyOf(dossier, notice.body)?.posts.find((candidate) => candidate.code === notice.post);
  return post && existsOn(post, day) && post.mailbox === notice.mailbox ? null : 'mailboxChanged';
}
