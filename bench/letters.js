// The letter that every peer sends: one that our composer made, as parts and as bytes, once for each number. Knows the planner
// and the composer; must not know who sends.
import { newCycle } from '../dist/domain/cycle.js';
import { startOf } from '../dist/domain/localDate.js';
import { planCycle } from '../dist/domain/plan.js';
import { startOfAgreement } from '../dist/domain/term.js';
import { workingCalendar } from '../dist/domain/workingCalendar.js';
import { loadFiles } from '../dist/files/load.js';
import { messageOf } from '../dist/mail/message.js';
import { composeLetter } from '../dist/mail/render.js';
import { pageHtml } from '../dist/mail/renderHtml.js';
import { join } from 'node:path';
import { root } from './measure.js';

const YEAR = 2018;
const FILE = join(root, 'examples', 'agreements', 'tw-79.yaml');
/** The step whose letter is taken: a reminder a few days before the due day. */
const STEP = 'before-5';

const { letter, raw } = await sample();
const html = pageHtml(letter.page);
const head = { to: `To: ${letter.to}`, id: `Message-ID: ${/^Message-ID: (.*)\r$/m.exec(raw)[1]}` };
const bodyAt = raw.indexOf('\r\n\r\n');
const body = Buffer.from(raw.slice(bodyAt), 'latin1');

/** Bytes of one message. */
export const letterBytes = raw.length;

export function envelopeOf(n) {
  return { from: letter.from.address, to: mailboxOf(n) };
}

/** Letter `n` as a program hands it to nodemailer: the parts that our own composer gives it, to be built at sending. */
export function mailOf(n) {
  return {
    from: letter.from,
    to: mailboxOf(n),
    replyTo: letter.replyTo ?? undefined,
    subject: letter.subject,
    text: letter.text,
    html,
    messageId: messageIdOf(n),
    headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': letter.language },
    textEncoding: 'base64',
  };
}

/** Letter `n` as finished bytes. */
export function rawOf(n) {
  const lines = raw
    .slice(0, bodyAt)
    .replace(head.to, `To: ${mailboxOf(n)}`)
    .replace(head.id, `Message-ID: ${messageIdOf(n)}`);
  return { envelope: envelopeOf(n), raw: Buffer.concat([Buffer.from(lines, 'latin1'), body]) };
}

function mailboxOf(n) {
  return `van-thu-${String(n).padStart(6, '0')}@so-noi-vu.example`;
}

function messageIdOf(n) {
  return `<${n.toString(16).padStart(32, '0')}@nhip.example>`;
}

/** The first such reminder of the example's year. */
async function sample() {
  const { agreements, calendar } = loadFiles([FILE]);
  const [dossier] = agreements;
  const asOf = startOf(startOfAgreement(dossier.agreement));
  const facts = newCycle(dossier.agreement.code, YEAR, asOf);
  const days = workingCalendar(calendar);
  const { notices } = planCycle({ dossier, calendar: days, quiet: calendar.quiet, facts, sent: [], asOf });
  const notice = notices.find(({ step }) => step === STEP);
  const made = composeLetter({
    notices: [notice],
    dossierOf: () => dossier,
    at: notice.at,
    words: () => null,
    settings: { from: 'nhip@nhip.example' },
  });
  const message = await messageOf(made);
  return { letter: made, raw: message.raw.toString('latin1') };
}
