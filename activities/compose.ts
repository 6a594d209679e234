// Turns a letter of the ledger into the message that is stored and sent. Knows register and words; must not know SMTP.
import type { Dossier } from '../domain/agreement.js';
import type { Letter } from '../domain/letters.js';
import type { Database } from '../database/connect.js';
import type { ComposedMessage } from '../database/ledger/ledger.js';
import { wordsOf } from '../database/register.js';
import { messageOf } from '../mail/message.js';
import { composeLetter } from '../mail/render.js';
import type { NotComposed } from './composeLetters.js';
import type { Knowledge } from './knowledge.js';

/** Composes with the register of now; `from` is NHIP_FROM, null: the contact's mailbox. */
export function composer(
  db: Database,
  knowledge: Knowledge,
  from: string | null,
): (letter: Letter) => Promise<ComposedMessage | NotComposed> {
  return async (letter) => {
    const dossiers = await dossiersOf(letter, knowledge);
    const words = await reasonsOf(letter, db);
    const composed = composeLetter({
      notices: letter.notices,
      at: letter.at,
      dossierOf: (agreement) => {
        const dossier = dossiers.get(agreement);
        if (!dossier) throw new Error(`the register lost agreement ${agreement}`);
        return dossier;
      },
      words: (update) => words.get(update) ?? null,
      settings: from === null ? {} : { from },
    });
    const message = await messageOf(composed);
    return 'refused' in message ? message : { subject: composed.subject, ...message };
  };
}

async function dossiersOf(letter: Letter, knowledge: Knowledge): Promise<ReadonlyMap<string, Dossier>> {
  const { dossierOf } = await knowledge();
  const found = new Map<string, Dossier>();
  for (const { agreement } of letter.notices) {
    const dossier = found.get(agreement) ?? (await dossierOf(agreement));
    if (dossier) found.set(agreement, dossier);
  }
  return found;
}

/** Reasons a clerk gave, under the ids of the Updates that the notices tell of. */
async function reasonsOf(letter: Letter, db: Database): Promise<ReadonlyMap<string, string>> {
  const reasons = new Map<string, string>();
  for (const { facts } of letter.notices) {
    if (!('update' in facts)) continue;
    const text = await wordsOf(db.kysely, facts.update);
    if (text !== null) reasons.set(facts.update, text);
  }
  return reasons;
}
