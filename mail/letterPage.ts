// What a letter shows, whatever shows it. Knows parts and their order only.
import type { Language } from '../domain/agreement.js';
import type { Block } from '../words/letter.js';

/** What text and HTML both show, in this order. Every string is one line of NFC without control characters. */
export interface LetterPage {
  readonly language: Language;
  readonly subject: string;
  readonly salutation: string;
  readonly blocks: readonly Block[];
  readonly contact: string | null;
  readonly close: string;
  readonly signer: string;
  readonly footer: readonly string[];
}
