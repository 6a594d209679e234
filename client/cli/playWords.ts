// Puts words to a play: letters, matters, refusals. Knows the catalogues and the register's names; must not know shapes.
import type { Dossier, Language } from '../../domain/agreement.js';
import type { PlayWords } from './playJson.js';

export interface SpokenPlay extends PlayWords {
  noCycle(year: number): string;
}

export function playWords(_dossiers: readonly Dossier[], language: Language): SpokenPlay {
  return {
    composed: () => ({ subject: '', text: '' }),
    matter: (matter) => matter.code,
    refusal: (refused) => refused.refusal.code,
    noCycle: (year) => (language === 'vi' ? `Không có chu kỳ năm ${year}.` : `There is no cycle ${year}.`),
  };
}
