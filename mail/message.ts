// Builds the message of a composed letter once, as the bytes every attempt sends. Knows RFC 5322 headers; must not know SMTP
// or the ledger.
import MailComposer from 'nodemailer/lib/mail-composer';
import { epochMs } from '../domain/localDate.js';
import { domainOf, isAddress } from './address.js';
import { digestOf, messageIdOf } from './letterCode.js';
import type { ComposedLetter } from './render.js';
import { pageHtml } from './renderHtml.js';

export interface Message {
  readonly messageId: string;
  readonly envelope: { readonly from: string; readonly to: string };
  readonly raw: Buffer;
}

/** An address that is not exactly one address: the letter is refused, never sent. */
export interface AddressRefused {
  readonly refused: { readonly code: 'NotAnAddress'; readonly field: 'from' | 'to' | 'replyTo' };
}

/** The same letter gives the same bytes; its Date is the business instant. */
export async function messageOf(letter: ComposedLetter): Promise<Message | AddressRefused> {
  const { from, to, replyTo } = letter;
  if (!isAddress(from.address)) return refused('from');
  if (!isAddress(to)) return refused('to');
  if (replyTo !== null && !isAddress(replyTo)) return refused('replyTo');
  const domain = domainOf(from.address);
  const messageId = messageIdOf(letter.letterId, domain);
  const composer = new MailComposer({
    from: { name: from.name, address: from.address },
    to: { name: '', address: to },
    ...(replyTo !== null && { replyTo: { name: '', address: replyTo } }),
    subject: letter.subject,
    text: letter.text,
    html: pageHtml(letter.page),
    messageId,
    date: new Date(epochMs(letter.at)),
    headers: headersOf(letter, domain),
    baseBoundary: digestOf(letter.letterId),
    textEncoding: 'base64',
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: 'win',
  });
  return { messageId, envelope: { from: from.address, to }, raw: await composer.compile().build() };
}

function refused(field: AddressRefused['refused']['field']): AddressRefused {
  return { refused: { code: 'NotAnAddress', field } };
}

/** RFC 3834 keeps answering machines quiet; a list id (RFC 2919) lets a mailbox sort letters by agreement. */
function headersOf(letter: ComposedLetter, domain: string): Record<string, string> {
  const list = letter.agreements.length === 1 ? letter.agreements[0] : 'ctph';
  return {
    'Auto-Submitted': 'auto-generated',
    'Content-Language': letter.language,
    ...(letter.agreements.length > 0 && { 'List-Id': `<${list}.${domain}>` }),
  };
}
