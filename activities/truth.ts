// Whether notices may still leave when their letter is claimed, by the register of now. That a duty is still owed the ledger
// knows: what is done is withdrawn at once. Knows no SMTP.
import type { Instant } from '../domain/localDate.js';
import { whyNotLeaving } from '../domain/mayLeave.js';
import type { Notice } from '../domain/notices.js';
import type { Knowledge } from './knowledge.js';

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
    const known = { days: calendar, quiet: book.quiet, dossier };
    if (whyNotLeaving(notice, known, now) === null) right.add(notice.id);
  }
  return right;
}
