// A play as a person reads it. Knows layout; must not know how anything was decided.
import type { Dossier, Language } from '../../domain/agreement.js';
import type { Played } from '../../domain/simulate.js';
import type { PlayWords } from './playJson.js';

export function playText(
  _dossiers: readonly Dossier[],
  played: Played,
  _words: PlayWords,
  _language: Language,
): string {
  return `${played.letters.length}`;
}
