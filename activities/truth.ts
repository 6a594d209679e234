// Whether a notice may still leave when its letter is claimed: right day, right hour, right mailbox by the register of
// now. That its duty is still owed the ledger knows: what is done is withdrawn at once. Knows no SMTP.
import { bodyOf, existsOn } from '../domain/bodies.js';
import type { Dossier, QuietSpan } from '../domain/agreement.js';
import { type Instant, localDateOf } from '../domain/localDate.js';
import type { Notice } from '../domain/notices.js';
import { mayLeaveOn, stillInTime } from '../domain/quiet.js';
import type { WorkingCalendar } from '../domain/workingCalendar.js';
import type { Knowledge } from './knowledge.js';

type WhyNot = 'late' | 'dayOff' | 'mailboxChanged';

/** Ids of those notices that may leave at `now`. */
export async function mayLeaveNow(
  knowledge: Knowledge,
  notices: readonly Notice[],
  now: Instant,
): Promise<ReadonlySet<string>> {
  const { book, calendar, dossierOf } = await knowledge();
  const right = new Set<string>();
  for (const notice of notices) {
    const dossier = await dossierOf(notice.agreement);
    if (whyNot(notice, dossier, calendar, book.quiet, now) === null) right.add(notice.id);
  }
  return right;
}

function whyNot(
  notice: Pick<Notice, 'body' | 'post' | 'mailbox' | 'at'>,
  dossier: Dossier | null,
  calendar: WorkingCalendar,
  quiet: readonly QuietSpan[],
  now: Instant,
): WhyNot | null {
  if (now > notice.at && !stillInTime(notice.at, now)) return 'late';
  const day = localDateOf(notice.at);
  const spans = [...quiet, ...(dossier?.agreement.quiet ?? [])];
  if (!mayLeaveOn({ days: calendar, quiet: spans }, day)) return 'dayOff';
  const post =
    dossier && bodyOf(dossier, notice.body)?.posts.find((candidate) => candidate.code === notice.post);
  return post && existsOn(post, day) && post.mailbox === notice.mailbox ? null : 'mailboxChanged';
}
