// All words by language. Knows which languages there are; must not know who speaks.
import type { Dossier, Language } from '../domain/agreement.js';
import type { Matter } from '../domain/matters.js';
import { urgingEn } from './en/urging.js';
import { wordsEn } from './en/words.js';
import type { Words } from './letter.js';
import { speakerOf } from './speaker.js';
import type { UrgingWords } from './urging.js';
import { urgingVi } from './vi/urging.js';
import { wordsVi } from './vi/words.js';

/** One type for all languages: a missing phrase does not compile. */
export const WORDS: Readonly<Record<Language, Words>> = { vi: wordsVi, en: wordsEn };

/** The paper of a drafted urging letter (L9). */
export const URGING: Readonly<Record<Language, UrgingWords>> = { vi: urgingVi, en: urgingEn };

/** What only a person can settle, as one sentence. */
export function matterSentence(language: Language, dossier: Dossier, matter: Matter): string {
  const speaker = speakerOf(language, dossier, matter.year);
  return WORDS[language].matter(matter, { nameOf: speaker.body, obligationOf: speaker.obligation });
}
