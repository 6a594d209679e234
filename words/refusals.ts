// Every “no” of the product in both languages: what is so, and what to do. Knows words alone; must not know when a
// command is refused.
import type { Language } from '../domain/agreement.js';
import type { RefusalCode as CycleRefusalCode } from '../domain/refusals.js';
import { ACT_REFUSALS } from './actRefusals.js';
import { DRAFT_REFUSALS } from './draftRefusals.js';
import { LETTER_REFUSALS } from './letterRefusals.js';
import { MEETING_REFUSALS } from './meetingRefusals.js';
import { PROPOSAL_REFUSALS } from './proposalRefusals.js';
import type { SaidRefusals } from './refusalWords.js';
import { type Facts, filled, type Speaker } from './sentences.js';
import { SYSTEM_REFUSALS } from './systemRefusals.js';

export type RefusalCode = keyof typeof REFUSALS;

export const REFUSALS = {
  ...ACT_REFUSALS,
  ...MEETING_REFUSALS,
  ...DRAFT_REFUSALS,
  ...PROPOSAL_REFUSALS,
  ...LETTER_REFUSALS,
  ...SYSTEM_REFUSALS,
} as const satisfies SaidRefusals & Readonly<Record<CycleRefusalCode, unknown>>;

const EXIT_CODES: Readonly<Partial<Record<RefusalCode, 2 | 3>>> = {
  WrongUsage: 2,
  EngineUnreachable: 3,
  DatabaseUnreachable: 3,
  RelayUnreachable: 3,
  NoWorker: 3,
  ServerBinaryMissing: 3,
  Unanswered: 3,
  Unfinished: 3,
};

export interface RefusalWords {
  readonly code: RefusalCode;
  readonly sentence: string;
  readonly mend: string;
  readonly exitCode: 1 | 2 | 3;
}

/** A refusal in words; 1 = refused, 2 = wrong usage, 3 = something is not reachable. Throws where a fact it needs is not given. */
export function refusalWords(code: RefusalCode, facts: Facts, speaker: Speaker): RefusalWords {
  const [sentence, mend] = REFUSALS[code][speaker.language];
  return {
    code,
    sentence: ended(filled(sentence, facts, speaker)),
    mend: filled(mend, facts, speaker),
    exitCode: EXIT_CODES[code] ?? 1,
  };
}

/** Where the question at its end falls away, a sentence ends as sentences do. */
function ended(sentence: string): string {
  return /[.?]$/.test(sentence) ? sentence : `${sentence}.`;
}

/** The two lines a refused command prints on stderr. */
export function refusalLines(language: Language, { code, sentence, mend }: RefusalWords): string {
  return language === 'vi'
    ? `Không thực hiện được: ${sentence} [${code}]\nCách xử lý: ${mend}`
    : `Refused: ${sentence} [${code}]\nWhat to do: ${mend}`;
}
