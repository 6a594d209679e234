// Notices of older and own-willed relays that are written for people alone. Knows their sentences; must not know MIME.
import { codeOf, failedClass, type Told } from './returnedClass.js';

// Who writes such notices.
const DAEMON =
  /mailer-daemon|postmaster|mail delivery (?:sub)?system|mail delivery service|mail administrator|delivery status|qmail|mdaemon|no-?reply-?bounce|system administrator|quản trị thư|hệ thống thư/i;

const SUBJECT =
  /undeliver|delivery (?:status notification|has failed|failure|failed|report)|returned (?:mail|to sender)|mail delivery|failure notice|could not be delivered|non[- ]?delivery|nondeliverable|message (?:status|not delivered)|warning: (?:could not|message)|delayed|thư không gửi được|không gửi được|không thể gửi|không phát được|bị trả lại|gửi thất bại|chậm trễ/i;

const LATE =
  /will (?:keep|continue|be retried)|still being retried|retry for|has not (?:yet )?been delivered|not yet been delivered|delivery (?:is |has been )?delayed|delayed for|warning message only|do not need to resend|no action is required|(?:sẽ|đang) (?:tiếp tục|được) (?:gửi|thử)|thử gửi lại|bị chậm/i;
const GAVE_UP =
  /permanent|gave up|giving up|given up|fatal|failed permanently|could not be delivered|couldn't be delivered|was not delivered|has failed|undeliverable|không tồn tại|không gửi được|không thể gửi|không phát được|bị từ chối/i;

/** null: no notice. */
export function freeNotice(from: string, subject: string, text: string): Told | null {
  if (!DAEMON.test(from) || !SUBJECT.test(`${subject}\n${text.slice(0, 600)}`.normalize('NFC'))) return null;
  const own = beforeQuote(text).normalize('NFC');
  const said = saidIn(own);
  const smtpCode = codeOf(said ?? own, null);
  const mailbox = mailboxIn(own);
  const late = LATE.test(own) && (smtpCode === null || !smtpCode.startsWith('5')) && !gaveUp(own);
  return { class: late ? 'delayed' : failedClass(smtpCode, said ?? own), mailbox, smtpCode, text: said };
}

/** A late notice may say when it will give up; one that has given up says nothing of going on. */
function gaveUp(text: string): boolean {
  return GAVE_UP.test(
    text.replace(/(?:until|before|will|if)[^.\n]*?(?:give[sn]? up|giving up|fail)[^.\n]*/gi, ''),
  );
}

/** What the relay wrote, without our letter below. */
function beforeQuote(text: string): string {
  const [own = ''] = text.split(
    /^.{0,10}(?:Below this line is a copy|This is a copy of (?:the|your) message|-{3,} ?(?:Original message|This is a copy|Returned message|Unsent message|Nội dung thư gốc)|(?:The )?original message (?:headers )?follows?|Return-Path:)/im,
  );
  return own;
}

/** The line with the relay's reply, on one line. */
function saidIn(text: string): string | null {
  const paragraphs = text
    .replace(/\r/g, '')
    .replace(/\n[ \t>]+(?=\S)/g, ' ')
    .split('\n');
  const reply = paragraphs.find((line) =>
    /(?:^|[^\d.@:])[45]\d\d(?::? |-)(?:#?[45]\.\d+\.\d+|[A-Za-z<'])/.test(line),
  );
  const reason = reply ?? paragraphs.find((line) => REASON.test(line));
  return reason?.replace(/\s+/g, ' ').trim() ?? null;
}

const REASON =
  /user unknown|unknown user|no such (?:user|mailbox|person|address)|mailbox (?:unavailable|not found|is full|full|disabled|does not exist)|over ?quota|quota exceeded|address rejected|does ?n[o']t exist|account (?:is )?(?:disabled|inactive|locked)|host (?:not found|unknown)|domain.{0,30}(?:not found|couldn't be found)|connection (?:timed out|refused)|không tồn tại|đã (?:đầy|khóa|khoá)|vượt quá dung lượng/i;

const ADDRESS = /[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}/g;

/** The first address that is not the relay's own. */
function mailboxIn(text: string): string | null {
  const found = text.match(ADDRESS)?.find((address) => !/^(?:mailer-daemon|postmaster)@/i.test(address));
  return found?.replace(/^mailto:/i, '') ?? null;
}
