// What a letter in the return mailbox is: a notice that a letter of ours did not arrive or is late, an answering machine, or
// something for a person. Knows RFC 3464 and 3834 and what relays write instead; must not know the ledger.
import PostalMime, { type Attachment, type Email } from 'postal-mime';
import { domainOf } from './address.js';
import { codeOf, failedClass, type Told } from './returnedClass.js';
import { freeNotice } from './returnedText.js';

export type Returned =
  | Bounce
  /** Vacation, confirmation of receipt, ticket: it says nothing of delivery and is never answered. */
  | { readonly kind: 'automatic' }
  /** Somebody wrote. */
  | { readonly kind: 'personal' };

export type Bounce = Told & {
  readonly kind: 'bounce';
  /** Of our letter, with its angle brackets. */
  readonly messageId: string | null;
  /** As printed in our letter's footer. */
  readonly letterCode: string | null;
};

/** Reads a letter's bytes; what cannot be read is for a person. */
export async function returnedOf(raw: Uint8Array): Promise<Returned> {
  let email: Email;
  try {
    email = await PostalMime.parse(raw, { forceRfc822Attachments: true, attachmentEncoding: 'utf8' });
  } catch {
    return { kind: 'personal' };
  }
  const status = email.attachments.find(({ mimeType }) => STATUS.test(mimeType));
  const told = status
    ? statusIn(contentOf(status))
    : freeNotice(fromOf(email), email.subject ?? '', textOf(email));
  if (told !== null) return { kind: 'bounce', ...told, ...originalOf(email, told.mailbox) };
  return { kind: isAutomatic(email) ? 'automatic' : 'personal' };
}

const STATUS = /^message\/(global-)?delivery-status$/;

/** The machine-readable part: the first recipient's fields. null: it arrived. */
function statusIn(text: string): Told | null {
  const fields = fieldsOf(text);
  const action = fields.get('action')?.toLowerCase() ?? '';
  if (/^(delivered|relayed|expanded)/.test(action)) return null;
  const diagnostic = fields.get('diagnostic-code')?.replace(/^[\w.+-]+\s*;\s*/, '') ?? null;
  const status = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(fields.get('status') ?? '')?.[0] ?? null;
  const mailbox = addressIn(fields.get('final-recipient') ?? fields.get('original-recipient') ?? '');
  const smtpCode = codeOf(diagnostic, status);
  const failed = action.startsWith('fail') || (action === '' && status?.startsWith('5') === true);
  return {
    class: failed ? failedClass(smtpCode, diagnostic ?? '') : 'delayed',
    mailbox,
    smtpCode,
    text: diagnostic,
  };
}

/** All groups of fields as one; the first of a name counts. */
function fieldsOf(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const [, name, value] = /^([A-Za-z-]+):\s*(.*?)\s*$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined && !fields.has(name.toLowerCase())) {
      fields.set(name.toLowerCase(), value);
    }
  }
  return fields;
}

/** Which of our letters: by the returned headers, by its envelope's id, by what is quoted, by what it answers. */
function originalOf(
  email: Email,
  mailbox: string | null,
): Pick<Bounce, 'messageId' | 'letterCode' | 'mailbox'> {
  const parts = email.attachments.map(contentOf);
  const quoted = [...parts, textOf(email)].join('\n\n');
  const unfolded = quoted.replace(/\r?\n[ \t]+/g, ' ');
  const envelope = /^Original-Envelope-Id:\s*(?:rfc822;)?\s*<?([^>\s]+@[^>\s]+?)>?\s*$/im.exec(unfolded)?.[1];
  const messageId =
    /^[>\s]*(?:X-Original-)?Message-ID:\s*(<[^<>\s]+>)/im.exec(unfolded)?.[1] ??
    (envelope === undefined ? undefined : `<${envelope}>`) ??
    /(<[^<>\s]+@[^<>\s]+>)\s*$/.exec(email.references ?? '')?.[1] ??
    /<[^<>\s]+>/.exec(email.inReplyTo ?? '')?.[0];
  const to = /^[>\s]*To:\s*(.*)$/im.exec(unfolded)?.[1] ?? '';
  return {
    messageId: messageId ?? null,
    letterCode: /\b[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}\b/.exec(quoted)?.[0] ?? null,
    mailbox: mailbox ?? addressIn(to),
  };
}

const ADDRESS = /[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}/;

function addressIn(text: string): string | null {
  const found = ADDRESS.exec(text)?.[0];
  return found === undefined ? null : found.replace(/@.*/, `@${domainOf(found)}`);
}

function contentOf({ content }: Attachment): string {
  return typeof content === 'string' ? content : new TextDecoder().decode(content);
}

function textOf({ text, html }: Email): string {
  return text ?? html?.replace(/<br ?\/?>|<\/(?:p|div|tr)>/gi, '\n').replace(/<[^>@]*>/g, ' ') ?? '';
}

function fromOf({ from, sender }: Email): string {
  const one = from ?? sender;
  return [one?.name, one?.address].join(' ');
}

const MACHINE = /^(x-autoreply|x-autorespond|x-auto-reply|x-vacation|auto-submitted|precedence)$/;
const SUBJECT =
  /^(?:re: *)?(?:auto(?:matic)?[ -]?(?:reply|response)|out of (?:the )?office|vacation|away from|away:|trả lời tự động|thư trả lời tự động|tự động trả lời|vắng mặt|nghỉ phép|xác nhận đã nhận)/i;

/** RFC 3834 and those that came before it. */
function isAutomatic({ headers, subject = '' }: Email): boolean {
  const said = headers.some(({ key, value }) => {
    if (!MACHINE.test(key)) return false;
    if (key === 'auto-submitted') return !/^no\b/i.test(value);
    return key !== 'precedence' || /auto[_-]?reply|junk|bulk/i.test(value);
  });
  return said || SUBJECT.test(subject.normalize('NFC').trim());
}
