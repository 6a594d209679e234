// What a “no” is made of, whatever it speaks of. Knows the shape alone.
import type { Language } from '../domain/agreement.js';

/** What is so, then “Cách xử lý”. */
export type Said = readonly [sentence: string, mend: string];

export type SaidRefusals = Readonly<Record<string, Readonly<Record<Language, Said>>>>;
