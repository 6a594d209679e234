// Letters to the operator as messages: what is held (L23), and the test letter. Knows their frame; must not know the ledger.
import type { Language } from '../domain/agreement.js';
import { letterIdOf } from '../domain/letters.js';
import type { Instant } from '../domain/localDate.js';
import { type HeldFacts, OPERATOR_WORDS } from '../words/operator.js';
import { oneLine } from '../words/subject.js';
import { letterCode } from './letterCode.js';
import type { ComposedLetter } from './render.js';
import { pageText } from './renderText.js';

export interface OperatorLetterInput {
  readonly to: string;
  readonly at: Instant;
  readonly language: Language;
  /** NHIP_FROM; null: the operator's own mailbox. */
  readonly from: string | null;
  /** null: the test letter. */
  readonly held: HeldFacts | null;
}

/** No post of any body gets it, so the product speaks in its own name (voice.md §1.1). */
export function operatorLetter({ to, at, language, from, held }: OperatorLetterInput): ComposedLetter {
  const words = OPERATOR_WORDS[language];
  const letterId = letterIdOf(to, at);
  const code = letterCode(letterId);
  const page = {
    language,
    subject: oneLine(held === null ? words.testSubject : words.heldSubject(held.letters)),
    salutation: words.salutation,
    blocks: held === null ? words.test(at) : words.held(held),
    contact: null,
    close: words.close,
    signer: words.signer,
    footer: words.footer(code),
  };
  return {
    letterId,
    code,
    at,
    to,
    language,
    subject: page.subject,
    text: pageText(page),
    page,
    from: { name: 'Nhịp', address: from ?? to },
    replyTo: null,
    agreements: [],
  };
}
