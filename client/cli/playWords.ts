// Puts words to a play: letters, matters, refusals. Knows the catalogues and the register's names; must not know shapes.
import type { Dossier, Language } from '../../domain/agreement.js';
import type { PlayEvent } from '../../domain/events.js';
import { type PlayedRefusal, withArisen } from '../../domain/play.js';
import { near } from '../../files/near.js';
import { composeLetter } from '../../mail/render.js';
import { type RefusalWords, refusalWords } from '../../words/refusals.js';
import type { Facts, Speaker } from '../../words/sentences.js';
import { speakerOf } from '../../words/speaker.js';
import { matterSentence } from '../../words/words.js';
import type { PlayWords } from './playJson.js';

export interface SpokenPlay extends PlayWords {
  /** A refusal with what to do about it. */
  refused(refusal: PlayedRefusal): RefusalWords;
  /** One sentence per agreement. */
  noCycle(year: number): string;
}

/** Letters speak the language of their post; matters and refusals speak `language`. */
export function playWords(
  dossiers: readonly Dossier[],
  events: readonly PlayEvent[],
  language: Language,
): SpokenPlay {
  const byCode = new Map(withArisen(dossiers, events).map((dossier) => [dossier.agreement.code, dossier]));
  const dossierOf = (code: string): Dossier => {
    const dossier = byCode.get(code);
    if (!dossier) throw new RangeError(`no agreement ${code} in this play`);
    return dossier;
  };
  const reasons = new Map(events.map((event) => [`e${event.place}`, event.reason ?? null]));
  const words = (update: string): string | null => reasons.get(update) ?? null;
  const refused = (refusal: PlayedRefusal): RefusalWords => {
    const event = eventOf(events, refusal);
    const dossier = event && 'agreement' in event ? byCode.get(event.agreement ?? '') : undefined;
    const year = event && 'year' in event ? (event.year ?? 0) : 0;
    const facts = withNear(refusal, dossier, [...byCode.keys()]);
    return refusalWords(refusal.refusal.code, facts, speaker(language, dossier, year));
  };
  return {
    composed: ({ notices, at }) => composeLetter({ notices, at, dossierOf, words, settings: {} }),
    matter: (matter) => matterSentence(language, dossierOf(matter.agreement), matter),
    refused,
    refusal: (refusal) => refused(refusal).sentence,
    noCycle: (year) =>
      [...byCode]
        .map(([code, dossier]) =>
          refusalWords('UnknownCycle', { code, year }, speaker(language, dossier, year)),
        )
        .map(({ sentence }) => sentence)
        .join('\n'),
  };
}

function speaker(language: Language, dossier: Dossier | undefined, year: number): Speaker {
  if (dossier) return speakerOf(language, dossier, year);
  return { language, body: (code) => code, obligation: (id) => id };
}

/** A refusal names what it is about, so of several events of one instant and verb it is that of the same duty. */
function eventOf(
  events: readonly PlayEvent[],
  { at, do: verb, refusal }: PlayedRefusal,
): PlayEvent | undefined {
  const same = events.filter((event) => event.at === at && event.do === verb);
  const { obligation, body } = refusal.facts;
  const about = same.find(
    (event) =>
      'obligation' in event &&
      (obligation === undefined || event.obligation === obligation) &&
      (typeof body !== 'string' || event.by === undefined || event.by === body),
  );
  return about ?? same[0];
}

/** “Did you mean …?” is asked here, where the names are known that decisions need not know. */
function withNear(
  { refusal: { code, facts } }: PlayedRefusal,
  dossier: Dossier | undefined,
  agreements: readonly string[],
): Facts {
  const meant = (given: unknown, known: readonly string[]): Facts => {
    const found = typeof given === 'string' ? near(given, known) : undefined;
    return found === undefined ? facts : { ...facts, near: found };
  };
  switch (code) {
    case 'UnknownAgreement':
      return meant(facts['code'], agreements);
    case 'UnknownBody':
      return meant(facts['code'], dossier?.bodies.map((body) => body.code) ?? []);
    case 'UnknownObligation': {
      const { known } = facts;
      return meant(facts['kind'], typeof known === 'object' && known !== null ? known : []);
    }
    default:
      return facts;
  }
}
