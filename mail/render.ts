// Composes one letter from the notices of one mailbox at one instant. Knows which words a letter takes; must not know SMTP,
// HTML or the ledger.
import type { Dossier, Language } from '../domain/agreement.js';
import { letterIdOf } from '../domain/letters.js';
import type { Instant } from '../domain/localDate.js';
import { type Notice, noticeOrder } from '../domain/notices.js';
import type { Block, Scene, Wording } from '../words/letter.js';
import { headerText, oneLine, subjectLine } from '../words/subject.js';
import { WORDS } from '../words/words.js';
import { letterCode } from './letterCode.js';
import type { LetterPage } from './letterPage.js';
import { digestOf, type Told } from './renderDigest.js';
import { wordingOf } from './renderKinds.js';
import { sceneOf } from './renderScene.js';
import { sayable } from './renderSecrecy.js';
import { pageText } from './renderText.js';

export interface ComposedLetter {
  readonly letterId: string;
  /** What the footer prints for it. */
  readonly code: string;
  readonly at: Instant;
  readonly to: string;
  readonly language: Language;
  readonly subject: string;
  readonly text: string;
  readonly page: LetterPage;
  readonly from: { readonly name: string; readonly address: string };
  readonly replyTo: string | null;
  /** Agreements the headers may name: none where anything is secret. */
  readonly agreements: readonly string[];
}

export interface LetterInput {
  /** All of one mailbox at one instant; at least one. */
  readonly notices: readonly Notice[];
  readonly dossierOf: (agreement: string) => Dossier;
  readonly at: Instant;
  /** A reason the clerk released, by Update id; null where there is none. */
  readonly words: (update: string) => string | null;
  readonly settings: {
    /** The sender address (NHIP_FROM); without it the contact's mailbox. */
    readonly from?: string;
  };
}

/** One notice its own letter, two or more the digest; of what is secret only that a matter waits (design §11.24, §11.28). */
export function composeLetter(input: LetterInput): ComposedLetter {
  const notices = input.notices.toSorted(noticeOrder);
  const [first] = notices;
  if (!first) throw new RangeError('a letter without notices');
  const { language, mailbox } = first;
  const parts = notices.map((notice) => sayable(notice, input.dossierOf(notice.agreement)));
  const told = parts.flatMap((part) =>
    part.notice ? [{ notice: part.notice, scene: scene(input, part.notice, language) }] : [],
  );
  const heldBack = parts.some((part) => part.heldBack);
  const letterId = letterIdOf(mailbox, input.at);
  const code = letterCode(letterId);
  const [head, ...others] = told;
  const speaker = head?.scene ?? scene(input, first, language);
  const page = head
    ? ordinaryPage(language, [head, ...others], heldBack, code)
    : secretPage(language, speaker, code);
  return {
    letterId,
    code,
    at: input.at,
    to: mailbox,
    language,
    subject: page.subject,
    text: pageText(page),
    page,
    from: {
      name: headerText(speaker.sender.name),
      address: input.settings.from ?? speaker.contact?.post.mailbox ?? '',
    },
    replyTo: speaker.contact?.post.mailbox ?? null,
    agreements: heldBack ? [] : [...new Set(told.map(({ notice }) => notice.agreement))],
  };
}

function scene(input: LetterInput, notice: Notice, language: Language): Scene {
  const dossier = input.dossierOf(notice.agreement);
  return sceneOf({ notice, dossier, at: input.at, language, reasonOf: input.words });
}

function ordinaryPage(
  language: Language,
  told: readonly [Told, ...Told[]],
  heldBack: boolean,
  code: string,
): LetterPage {
  const words = WORDS[language];
  const [{ notice, scene: speaker }] = told;
  const wording: Wording =
    told.length === 1 ? wordingOf(words.letters, speaker, notice.facts) : digestOf(words, told);
  const steps = told.map((one) => words.frame.stepLabel(one.notice.step, one.notice.facts));
  return clean({
    language,
    subject: subjectLine(wording.subject),
    salutation: words.frame.salutation(speaker),
    blocks: [...wording.blocks, ...(heldBack ? words.frame.secret(speaker) : [])],
    contact: words.frame.contact(speaker),
    close: words.frame.close,
    signer: words.frame.signer(speaker),
    footer: words.frame.footer(speaker, [...new Set(steps)], code),
  });
}

/** L24: no agreement, title, number, date or link. Its one ask names the telephone, so no mail contact stands below. */
function secretPage(language: Language, speaker: Scene, code: string): LetterPage {
  const { frame } = WORDS[language];
  return clean({
    language,
    subject: frame.secretSubject(code),
    salutation: frame.salutation(speaker),
    blocks: frame.secret(speaker),
    contact: null,
    close: frame.close,
    signer: frame.signer(speaker),
    footer: frame.secretFooter(speaker, code),
  });
}

/** Names come from files and people: no line break or control character of theirs reaches a page. */
function clean(page: LetterPage): LetterPage {
  return {
    language: page.language,
    subject: oneLine(page.subject),
    salutation: oneLine(page.salutation),
    blocks: page.blocks.map(cleanBlock),
    contact: page.contact === null ? null : oneLine(page.contact),
    close: page.close,
    signer: oneLine(page.signer),
    footer: page.footer.map(oneLine),
  };
}

function cleanBlock(block: Block): Block {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return { ...block, text: oneLine(block.text) };
    case 'list':
      return { ...block, items: block.items.map(oneLine) };
    case 'duty':
      return { ...block, rows: block.rows.map(({ label, value }) => ({ label, value: oneLine(value) })) };
    default:
      return block satisfies never;
  }
}
