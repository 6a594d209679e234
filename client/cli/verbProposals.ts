// What verbs bring from a file, and who has yet to ratify it. Knows files and views; must not know how a cycle decides.
import type { Language } from '../../domain/agreement.js';
import { isPending, waitingFor } from '../../domain/proposals.js';
import type { Database } from '../../database/connect.js';
import { readViews } from '../../database/view.js';
import { hasErrors, printed, sentence } from '../../files/messages.js';
import { loadProposal } from '../../files/proposal.js';
import { joined } from '../../words/dates.js';
import type { Speaker } from '../../words/sentences.js';
import { planOfView } from './agreementList.js';
import type { KnownAgreement } from './known.js';
import type { Output } from './output.js';
import type { Fault } from './refuse.js';
import { VERB_PHRASES } from './verbPhrases.js';
import { enteredYear, type VerbRequest } from './verbRequest.js';

/** The request with the obligations of its file; null after every mistake in it was said. */
export function withEntries(request: VerbRequest, known: KnownAgreement, out: Output): VerbRequest | null {
  const { year, options } = request;
  if (options.next === undefined || year === undefined) return request;
  const { dossier, book } = known;
  const loaded = loadProposal(options.next, { dossier, book, year: enteredYear(request, year) });
  for (const message of loaded.messages) out.say(printed(message, out.language));
  if (!hasErrors(loaded.messages)) return { ...request, entries: loaded.entries };
  const [first] = loaded.messages.filter(({ severity }) => severity === 'error');
  const refusal = first && { code: first.code, sentence: sentence(first, out.language) };
  if (out.json) out.printJson({ ok: false, refusal, withdrawn: [], alreadyGone: [], nextDue: null });
  return null;
}

/** What a meeting adopts under an id that the next cycle has already: only here are both cycles known. */
export async function clashInNext(
  db: Database,
  { do: verb, agreement: code, year = 0, entries = [] }: VerbRequest,
): Promise<Fault | null> {
  if (verb !== 'conclude' || entries.length === 0) return null;
  const next = (await readViews(db.kysely, code)).find((view) => view.year === year + 1);
  const known = new Set(next ? planOfView(next).obligations.map(({ rule }) => rule.id) : []);
  const taken = entries.find(({ id }) => known.has(id));
  return taken ? { code: 'ObligationExists', facts: { code, year: year + 1, kind: taken.id } } : null;
}

/** Who has yet to ratify what is proposed in a cycle, or that it stands; null where the verb is about something else. */
export async function consentLine(
  db: Database,
  { do: verb, agreement, year }: VerbRequest,
  language: Language,
  speaker: Speaker,
): Promise<string | null> {
  if (verb !== 'propose' && verb !== 'ratify') return null;
  const view = (await readViews(db.kysely, agreement)).find((one) => one.year === year);
  if (!view) return null;
  const { obligations, ratifiers } = planOfView(view);
  const waiting = obligations.flatMap(({ proposal }) =>
    proposal && isPending(proposal) ? waitingFor(proposal, ratifiers) : [],
  );
  const phrases = VERB_PHRASES[language];
  if (waiting.length === 0) return phrases.consented;
  return phrases.waitingFor(joined(language, [...new Set(waiting)].map(speaker.body)));
}
