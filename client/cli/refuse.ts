// Says a “no” as voice.md asks: two lines on stderr and the exit code. Knows catalogues and streams; must not know why
// anything was refused.
import type { Language } from '../../domain/agreement.js';
import {
  REFUSALS,
  type RefusalCode,
  refusalLines,
  type RefusalWords,
  refusalWords,
} from '../../words/refusals.js';
import type { Facts, Speaker } from '../../words/sentences.js';
import type { ExitCode, Output } from './output.js';

/** A “no” by its code, facts named as the sentence names them. */
export interface Fault {
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Codes stay codes: for what is said before any agreement is known. */
export function codeSpeaker(language: Language): Speaker {
  return { language, body: (code) => code, obligation: (id) => id };
}

/** In words; a code nobody worded is shown with its facts rather than lost. */
export function faultWords(fault: Fault, speaker: Speaker): RefusalWords {
  const { code } = fault;
  if (!isWorded(code)) throw new Error(`no words for ${code}: ${JSON.stringify(fault.facts)}`);
  return refusalWords(code, factsOf(fault), speaker);
}

/** Says it on stderr and answers its exit code. */
export function refuse(fault: Fault, out: Output, speaker: Speaker = codeSpeaker(out.language)): ExitCode {
  const words = faultWords(fault, speaker);
  out.say(refusalLines(out.language, words));
  return words.exitCode;
}

export function isWorded(code: string): code is RefusalCode {
  return Object.hasOwn(REFUSALS, code);
}

// The database counts schema versions, the sentence speaks of builds.
function factsOf({ code, facts }: Fault): Facts {
  const said = facts as Facts;
  return code === 'DatabaseTooNew' ? { ...said, db: said['found'], app: said['known'] } : said;
}
