// The letters a verb concerns, named for people. Knows ledger rows; must not know verbs' effects.
import type { Language } from '../../domain/agreement.js';
import type { Database } from '../../database/connect.js';
import { deskTime } from '../../words/dates.js';
import { localIdOf, type VerbRequest } from './verbRequest.js';

/** `08/12/2026 08:00  vanthu@….example`, the earliest first. */
export async function lettersNamed(
  db: Database,
  ids: readonly string[],
  language: Language,
): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const rows = await db.kysely
    .selectFrom('letter')
    .select(['at', 'mailbox'])
    .where('id', 'in', ids)
    .orderBy('at')
    .orderBy('mailbox')
    .execute();
  return rows.map(({ at, mailbox }) => `${deskTime(language, at)}  ${mailbox}`);
}

/** How many letters still to go speak of what the request is about. */
export async function waitingLetters(db: Database, request: VerbRequest, year: number): Promise<number> {
  let query = db.kysely
    .selectFrom('notice')
    .select('letter')
    .distinct()
    .where('agreement', '=', request.agreement)
    .where('year', '=', year)
    .where('state', '=', 'armed');
  if (request.obligation !== undefined)
    query = query.where('obligation', '=', `${request.agreement}/${year}/${localIdOf(request, year)}`);
  if (request.options.by !== undefined) query = query.where('body', '=', request.options.by);
  return (await query.execute()).length;
}
