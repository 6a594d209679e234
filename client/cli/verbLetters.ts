// The letters a verb concerns, named for people. Knows ledger rows; must not know verbs' effects.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Language } from '../../domain/agreement.js';
import { type Database, explainDatabase } from '../../database/connect.js';
import { letterCode } from '../../mail/letterCode.js';
import { deskTime } from '../../words/dates.js';
import { localIdOf, type VerbRequest } from './verbRequest.js';

/** Ids of an agreement's letters by their codes; a history holds no id, as that names a mailbox. */
export async function lettersOf(
  db: Database,
  agreement: string,
  codes: readonly string[],
): Promise<readonly string[]> {
  if (codes.length === 0) return [];
  const rows = await db.kysely
    .selectFrom('notice')
    .select('letter')
    .distinct()
    .where('agreement', '=', agreement)
    .orderBy('letter')
    .execute();
  const wanted = new Set(codes);
  return rows.map(({ letter }) => letter).filter((id) => wanted.has(letterCode(id)));
}

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

/** The database may be what is away. */
const LOOK_MS = 1_800;

/** Ids of the letters still to go that speak of what the request is about; null: the database does not say. */
export async function waitingLetters(
  db: Database,
  request: VerbRequest,
  year: number,
): Promise<readonly string[] | null> {
  const late = sleep(LOOK_MS, null, { ref: false });
  const found = stillArmed(db, request, year).catch((error: unknown) => {
    if (explainDatabase(error)) return null;
    throw error;
  });
  return Promise.race([found, late]);
}

async function stillArmed(db: Database, request: VerbRequest, year: number): Promise<readonly string[]> {
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
  return (await query.execute()).map(({ letter }) => letter);
}
