// Letters that have not left yet, with the words they would say now. Knows ledger rows and how a letter is composed; must
// not know when one goes.
import { sql } from 'kysely';
import type { Dossier } from '../../domain/agreement.js';
import { type Letter, lettersOf } from '../../domain/letters.js';
import type { Instant } from '../../domain/localDate.js';
import { type Database } from '../../database/connect.js';
import { noticeOf } from '../../database/ledger/rows.js';
import { agreementCodes, dossierOf, wordsOf } from '../../database/register.js';
import { composeLetter } from '../../mail/render.js';

export interface Words {
  readonly subject: string;
  readonly text: string;
}

/** Puts words to a letter by the register of now. */
export type Writer = (letter: Letter) => Promise<Words>;

export type Dossiers = ReadonlyMap<string, Dossier>;

/** All agreements of the register by code. */
export async function allDossiers(db: Database): Promise<Dossiers> {
  const dossiers = new Map<string, Dossier>();
  for (const code of await agreementCodes(db.kysely)) {
    const known = await dossierOf(db.kysely, code);
    if (known) dossiers.set(code, known.dossier);
  }
  return dossiers;
}

export function writer(db: Database, dossiers: Dossiers, from: string | null): Writer {
  return async (letter) => {
    const reasons = new Map<string, string | null>();
    for (const { facts } of letter.notices)
      if ('update' in facts) reasons.set(facts.update, await wordsOf(db.kysely, facts.update));
    return composeLetter({
      notices: letter.notices,
      at: letter.at,
      dossierOf: (code) => {
        const dossier = dossiers.get(code);
        if (!dossier) throw new Error(`the register lost agreement ${code}`);
        return dossier;
      },
      words: (update) => reasons.get(update) ?? null,
      settings: from === null ? {} : { from },
    });
  };
}

/** The letters of the earliest instant after `now` at which anything is to go; none where nothing is armed. */
export async function nextLetters(db: Database, now: Instant): Promise<readonly Letter[]> {
  const { rows } = await sql<{ at: Instant | null }>`
    select min(at) as at from notice where state = 'armed' and at > ${now}`.execute(db.kysely);
  const at = rows[0]?.at;
  if (!at) return [];
  const notices = await db.kysely
    .selectFrom('notice')
    .selectAll()
    .where('state', '=', 'armed')
    .where('at', '=', at)
    .execute();
  return lettersOf(notices.map(noticeOf));
}
