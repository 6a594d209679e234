// Whether a notice may still leave when its letter is claimed: right day, right hour, right mailbox by the register of
// now. That its duty is still owed the ledger knows: what is done is withdrawn at once. Knows no SMTP.
import { bodyOf, existsOn } from '../domain/bodies.js';
import type { Dossier, QuietSpan } from '../domain/agreement.js';
import { type Instant, localDateOf } from '../domain/localDate.js';
import type { Notice } from '../domain/notices.js';
import { mayLeaveOn, stillInTime } from '../domain/quiet.js';
import { type WorkingCalendar, workingCalendar } from '../domain/workingCalendar.js';
import type { Tx } from '../database/connect.js';
import { bookOf, dossierOf } from '../database/register.js';

export type WhyNot = 'late' | 'dayOff' | 'mailboxChanged';

/** The reason why each of these notices may not leave at `now`, by id; those not named may. */
export async function whyNotNow(
  tx: Tx,
  notices: readonly Pick<Notice, 'id' | 'agreement' | 'body' | 'post' | 'mailbox' | 'at'>[],
  now: Instant,
): Promise<ReadonlyMap<string, WhyNot>> {
  const book = await bookOf(tx);
  const calendar = workingCalendar(book);
  const dossiers = new Map<string, Dossier | null>();
  const found = new Map<string, WhyNot>();
  for (const notice of notices) {
    if (!dossiers.has(notice.agreement)) {
      dossiers.set(notice.agreement, (await dossierOf(tx, notice.agreement))?.dossier ?? null);
    }
    const dossier = dossiers.get(notice.agreement) ?? null;
    const why = whyNot(notice, dossier, calendar, book.quiet, now);
    if (why) found.set(notice.id, why);
  }
  return found;
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
