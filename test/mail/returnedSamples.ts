// Notices of non-delivery as the relays of this world write them, all to our sender about letters of ours, and answers of
// machines and people. Written for these tests in each one's style; no letter of anybody.

export const ID = '<3f1c9a7e5b2d4c6f8a0b1c2d3e4f5a6b@nhip.example>';
export const CODE = '7K3F9-QXA2M';
const TO = 'vanthu@bdvtw.example';

type Part = { readonly type: string; readonly text: string };

/** The letter as it comes back. */
const HEADERS = `From: =?UTF-8?B?Vsahbg==?= <nhip@nhip.example>
To: ${TO}
Subject: =?UTF-8?Q?=5BTW-79=5D_B=C3=A1o_c=C3=A1o?=
Message-ID: ${ID}
Date: Mon, 02 Mar 2026 01:00:00 +0000
Auto-Submitted: auto-generated
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8`;
const LETTER = `${HEADERS}\n\nKính gửi Văn thư.\nMã thư: ${CODE}`;

function raw(headers: string, body: string): Buffer {
  return Buffer.from(`${headers}\n\n${body}\n`.replace(/\r?\n/g, '\r\n'));
}

function plain(from: string, subject: string, body: string, more = ''): Buffer {
  return raw(
    `Return-Path: <>\nFrom: ${from}\nTo: nhip@nhip.example\nSubject: ${subject}\nDate: Mon, 02 Mar 2026 01:00:09 +0000\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8${more === '' ? '' : `\n${more}`}`,
    body,
  );
}

/** A multipart/report of RFC 3464: words for people, fields for machines, what came back. */
function report(
  from: string,
  subject: string,
  {
    words,
    status,
    back = LETTER,
    more = '',
  }: { words: string; status: string; back?: string | null; more?: string },
): Buffer {
  const parts: Part[] = [
    { type: 'text/plain; charset=utf-8', text: words },
    { type: 'message/delivery-status', text: status },
    ...(back === null
      ? []
      : [{ type: back === HEADERS ? 'text/rfc822-headers' : 'message/rfc822', text: back }]),
  ];
  const body = parts.map(({ type, text }) => `--b1\nContent-Type: ${type}\n\n${text}\n`).join('\n');
  return raw(
    `Return-Path: <>\nFrom: ${from}\nTo: nhip@nhip.example\nSubject: ${subject}\nDate: Mon, 02 Mar 2026 01:00:09 +0000\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="b1"${more}`,
    `${body}\n--b1--`,
  );
}

const fields = (host: string, action: string, status: string, diagnostic: string): string =>
  `Reporting-MTA: dns; ${host}
Arrival-Date: Mon, 2 Mar 2026 08:00:01 +0700 (+07)

Final-Recipient: rfc822; ${TO}
Original-Recipient: rfc822;${TO}
Action: ${action}
Status: ${status}
${diagnostic === '' ? '' : `Diagnostic-Code: ${diagnostic}`}`;

export type Sample = {
  readonly name: string;
  readonly raw: Buffer;
  /** Left out of a bounce: our letter's id and code, and the mailbox, are found. */
  readonly is: {
    readonly kind: 'bounce' | 'automatic' | 'personal';
    readonly class?: 'dead' | 'refused' | 'delayed';
    readonly smtpCode?: string | null;
    readonly messageId?: string | null;
    readonly letterCode?: string | null;
    readonly mailbox?: string | null;
  };
};

const dead = (smtpCode: string | null, more = {}): Sample['is'] => ({
  kind: 'bounce',
  class: 'dead',
  smtpCode,
  ...more,
});
const refused = (smtpCode: string | null, more = {}): Sample['is'] => ({
  kind: 'bounce',
  class: 'refused',
  smtpCode,
  ...more,
});
const delayed = (smtpCode: string | null, more = {}): Sample['is'] => ({
  kind: 'bounce',
  class: 'delayed',
  smtpCode,
  ...more,
});
const HEADERS_ONLY = { letterCode: null };
const UNKNOWN = { messageId: null, letterCode: null };

const POSTFIX = 'MAILER-DAEMON@relay.nhip.example (Mail Delivery System)';
const POSTFIX_WORDS = (said: string): string => `This is the mail system at host relay.nhip.example.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

For further assistance, please send mail to postmaster.

                   The mail system

<${TO}>: ${said}`;
const EXCHANGE = 'Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@bdvtw.example>';
const GOOGLE = 'Mail Delivery Subsystem <mailer-daemon@googlemail.example>';
const EXIM = 'Mail Delivery System <Mailer-Daemon@mx.bdvtw.example>';

export const REPORTS: readonly Sample[] = [
  {
    name: 'Postfix: the next server knows no such user',
    raw: report(POSTFIX, 'Undelivered Mail Returned to Sender', {
      words: POSTFIX_WORDS(
        'host mx.bdvtw.example[192.0.2.7] said: 550 5.1.1 User unknown (in reply to RCPT TO command)',
      ),
      status: fields('relay.nhip.example', 'failed', '5.1.1', 'smtp; 550 5.1.1 User unknown'),
    }),
    is: dead('550 5.1.1'),
  },
  {
    name: 'Postfix: unknown in its own table',
    raw: report(POSTFIX, 'Undelivered Mail Returned to Sender', {
      words: POSTFIX_WORDS('unknown user: "vanthu"'),
      status: fields('relay.nhip.example', 'failed', '5.1.1', 'X-Postfix; unknown user: "vanthu"'),
    }),
    is: dead('5.1.1'),
  },
  {
    name: 'Postfix: no such domain',
    raw: report(POSTFIX, 'Undelivered Mail Returned to Sender', {
      words: POSTFIX_WORDS(
        'Host or domain name not found. Name service error for name=bdvtw.example type=AAAA: Host not found',
      ),
      status: fields(
        'relay.nhip.example',
        'failed',
        '5.4.4',
        'X-Postfix; Host or domain name not found. Name service error for\n    name=bdvtw.example type=AAAA: Host not found',
      ),
      back: HEADERS,
    }),
    is: dead('5.4.4', HEADERS_ONLY),
  },
  {
    name: 'Postfix: five days in vain',
    raw: report(POSTFIX, 'Undelivered Mail Returned to Sender', {
      words: POSTFIX_WORDS('connect to mx.bdvtw.example[192.0.2.7]:25: Connection timed out'),
      status: fields(
        'relay.nhip.example',
        'failed',
        '4.4.1',
        'X-Postfix; connect to mx.bdvtw.example[192.0.2.7]:25: Connection timed out',
      ),
    }),
    is: dead('4.4.1'),
  },
  {
    name: 'Postfix: four hours late',
    raw: report(POSTFIX, 'Delayed Mail (still being retried)', {
      words: `This is the mail system at host relay.nhip.example.

####################################################################
# THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE. #
####################################################################`,
      status: `${fields('relay.nhip.example', 'delayed', '4.4.1', 'X-Postfix; connect to mx.bdvtw.example[192.0.2.7]:25: Connection refused')}\nWill-Retry-Until: Sat, 7 Mar 2026 08:00:01 +0700 (+07)`,
      back: HEADERS,
    }),
    is: delayed('4.4.1', HEADERS_ONLY),
  },
  {
    name: 'Postfix: it arrived',
    raw: report(POSTFIX, 'Successful Mail Delivery Report', {
      words: 'Your message was successfully delivered to the destination(s) listed below.',
      status: fields('relay.nhip.example', 'delivered', '2.0.0', ''),
    }),
    is: { kind: 'automatic' },
  },
  {
    name: 'Postfix: refused as spam by the receiver',
    raw: report(POSTFIX, 'Undelivered Mail Returned to Sender', {
      words: POSTFIX_WORDS(
        'host mx.bdvtw.example said: 554 5.7.1 Message rejected as spam by Content Filtering.',
      ),
      status: fields(
        'relay.nhip.example',
        'failed',
        '5.7.1',
        'smtp; 554 5.7.1 Message rejected as spam by Content Filtering.',
      ),
    }),
    is: refused('554 5.7.1'),
  },
  {
    name: 'Postfix: found by the envelope’s id alone',
    raw: report(POSTFIX, 'Undelivered Mail Returned to Sender', {
      words: POSTFIX_WORDS('mailbox disabled'),
      status: fields('relay.nhip.example', 'failed', '5.2.1', 'smtp; 550 5.2.1 mailbox disabled').replace(
        '\n',
        `\nOriginal-Envelope-Id: ${ID.slice(1, -1)}\n`,
      ),
      back: null,
    }),
    is: dead('550 5.2.1', HEADERS_ONLY),
  },
  {
    name: 'Exim 4.9: all relevant servers unrouteable',
    raw: report(EXIM, 'Mail delivery failed: returning message to sender', {
      words: `This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  ${TO}
    Unrouteable address`,
      status: fields('mx.bdvtw.example', 'failed', '5.0.0', ''),
    }),
    is: dead('5.0.0'),
  },
  {
    name: 'Exim 4.9: the next server refuses',
    raw: report(EXIM, 'Mail delivery failed: returning message to sender', {
      words: `  ${TO}\n    host mx2.bdvtw.example [192.0.2.8]\n    SMTP error from remote mail server after RCPT TO:<${TO}>:\n    550 No such user here`,
      status: `Reporting-MTA: dns; mx.bdvtw.example

Action: failed
Final-Recipient: rfc822;${TO}
Status: 5.0.0
Remote-MTA: dns; mx2.bdvtw.example
Diagnostic-Code: smtp; 550 No such user here`,
    }),
    is: dead('550 5.0.0'),
  },
  {
    name: 'Exim: a day late',
    raw: report(EXIM, 'Warning: message 1wXyZ delayed 24 hours', {
      words: `A message that you sent has not yet been delivered to one or more of its recipients after more than 24 hours on the queue on mx.bdvtw.example.\n\nNo action is required on your part. Delivery attempts will continue for some time.`,
      status: fields('mx.bdvtw.example', 'delayed', '4.0.0', ''),
      back: HEADERS,
    }),
    is: delayed('4.0.0', HEADERS_ONLY),
  },
  {
    name: 'Microsoft 365: the directory knows nobody of that name',
    raw: report(EXCHANGE, 'Undeliverable: [TW-79] Báo cáo', {
      words: `Your message to ${TO} couldn't be delivered.\n\nvanthu wasn't found at bdvtw.example.`,
      status: fields(
        'SG2PR01MB0001.apcprd01.prod.exchangelabs.example',
        'failed',
        '5.1.10',
        'smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient vanthu@bdvtw.example not found by SMTP address lookup',
      ),
    }),
    is: dead('550 5.1.10'),
  },
  {
    name: 'Microsoft 365: refused at the edge, 5.4.1',
    raw: report(EXCHANGE, 'Undeliverable: [TW-79] Báo cáo', {
      words: 'Delivery has failed to these recipients or groups.',
      status: fields(
        'SG2PR01MB0001.apcprd01.prod.exchangelabs.example',
        'failed',
        '5.4.1',
        'smtp;550 5.4.1 Recipient address rejected: Access denied. [SG1APC01FT001.eop-APC01.prod.protection.outlook.example]',
      ),
    }),
    is: dead('550 5.4.1'),
  },
  {
    name: 'Microsoft 365: only members may write',
    raw: report(EXCHANGE, 'Undeliverable: [TW-79] Báo cáo', {
      words: "Your message couldn't be delivered because you don't have permission to send to it.",
      status: fields(
        'SG2PR01MB0001.apcprd01.prod.exchangelabs.example',
        'failed',
        '5.7.133',
        'smtp;550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required; Delivery restriction check failed because the sender was not authenticated when sending to this group',
      ),
    }),
    is: refused('550 5.7.133'),
  },
  {
    name: 'Microsoft 365: the mailbox is full',
    raw: report(EXCHANGE, 'Undeliverable: [TW-79] Báo cáo', {
      words: `The recipient's mailbox is full.`,
      status: fields(
        'SG2PR01MB0001.apcprd01.prod.exchangelabs.example',
        'failed',
        '5.2.2',
        'smtp;554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded',
      ),
    }),
    is: dead('554 5.2.2'),
  },
  {
    name: 'Microsoft 365: tried for a day',
    raw: report(EXCHANGE, 'Undeliverable: [TW-79] Báo cáo', {
      words: 'Several attempts to deliver your message were unsuccessful and we stopped trying.',
      status: fields(
        'SG2PR01MB0001.apcprd01.prod.exchangelabs.example',
        'failed',
        '5.4.300',
        'smtp;550 5.4.300 Message expired -> 451 4.4.0 DNS query failed',
      ),
    }),
    is: dead('550 5.4.300'),
  },
  {
    name: 'Microsoft 365: delayed',
    raw: report(EXCHANGE, 'Delivery delayed: [TW-79] Báo cáo', {
      words: 'Message delivery to the following recipients has been delayed.',
      status: fields(
        'SG2PR01MB0001.apcprd01.prod.exchangelabs.example',
        'delayed',
        '4.4.7',
        'smtp;400 4.4.7 Message delayed',
      ),
      back: HEADERS,
    }),
    is: delayed('400 4.4.7', HEADERS_ONLY),
  },
  {
    name: 'Exchange 2016 on a ministry’s own machine',
    raw: report('Microsoft Outlook <postmaster@bdvtw.example>', 'Không gửi được: [TW-79] Báo cáo', {
      words: 'Không thể gửi đến những người nhận hoặc nhóm này.',
      status: fields('MAIL01.bdvtw.example', 'failed', '5.1.1', '').replace('dns; ', 'dns;'),
    }),
    is: dead('5.1.1'),
  },
  {
    name: 'Gmail: the address could not be found',
    raw: report(GOOGLE, 'Delivery Status Notification (Failure)', {
      words: `** Address not found **\n\nYour message wasn't delivered to ${TO} because the address couldn't be found, or is unable to receive mail.`,
      status: `Reporting-MTA: dns; googlemail.example
Arrival-Date: Sun, 01 Mar 2026 17:00:02 -0800 (PST)
X-Original-Message-ID: ${ID}

Final-Recipient: rfc822; ${TO}
Action: failed
Status: 5.1.1
Remote-MTA: dns; gmail-smtp-in.l.google.example. (192.0.2.26, the server for the domain bdvtw.example.)
Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist. Please try
 550-5.1.1 double-checking the recipient's email address for typos or
 550 5.1.1 unnecessary spaces. - gsmtp
Last-Attempt-Date: Sun, 01 Mar 2026 17:00:03 -0800 (PST)`,
      back: HEADERS,
    }),
    is: dead('550 5.1.1', HEADERS_ONLY),
  },
  {
    name: 'Gmail: the inbox is full',
    raw: report(GOOGLE, 'Delivery Status Notification (Failure)', {
      words: "** Recipient inbox full **\n\nYour message couldn't be delivered. Their inbox is full.",
      status: fields(
        'googlemail.example',
        'failed',
        '4.2.2',
        "smtp; 452-4.2.2 The recipient's inbox is out of storage space. - gsmtp",
      ),
    }),
    is: dead('452 4.2.2'),
  },
  {
    name: 'Gmail: our SPF does not pass',
    raw: report(GOOGLE, 'Delivery Status Notification (Failure)', {
      words: '** Message blocked **',
      status: fields(
        'googlemail.example',
        'failed',
        '5.7.26',
        'smtp; 550-5.7.26 Your email has been blocked because the sender is unauthenticated. Gmail requires all senders to authenticate with either SPF or DKIM.',
      ),
    }),
    is: refused('550 5.7.26'),
  },
  {
    name: 'Gmail: will go on for 46 hours',
    raw: report(GOOGLE, 'Delivery Status Notification (Delay)', {
      words: `** Delivery incomplete **\n\nThere was a temporary problem delivering your message to ${TO}. Gmail will retry for 46 more hours.`,
      status: fields('googlemail.example', 'delayed', '4.4.1', ''),
      back: HEADERS,
    }),
    is: delayed('4.4.1', HEADERS_ONLY),
  },
  {
    name: 'Sendmail 8: user unknown',
    raw: report(
      'Mail Delivery Subsystem <MAILER-DAEMON@bqp.example>',
      'Returned mail: see transcript for details',
      {
        words: `The original message was received at Mon, 2 Mar 2026 08:00:01 +0700\n\n   ----- The following addresses had permanent fatal errors -----\n<${TO}>\n    (reason: 550 5.1.1 <${TO}>... User unknown)`,
        status: `Reporting-MTA: dns; bqp.example
Received-From-MTA: DNS; relay.nhip.example

Final-Recipient: RFC822; ${TO}
Action: failed
Status: 5.1.1
Remote-MTA: DNS; mx.bdvtw.example
Diagnostic-Code: SMTP; 550 5.1.1 <${TO}>... User unknown`,
      },
    ),
    is: dead('550 5.1.1'),
  },
  {
    name: 'Sendmail 8: four hours',
    raw: report(
      'Mail Delivery Subsystem <MAILER-DAEMON@bqp.example>',
      'Warning: could not send message for past 4 hours',
      {
        words:
          '    **********************************************\n    **      THIS IS A WARNING MESSAGE ONLY      **\n    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **',
        status: `Reporting-MTA: dns; bqp.example\n\nFinal-Recipient: RFC822; ${TO}\nAction: delayed\nStatus: 4.2.0\nWill-Retry-Until: Sat, 7 Mar 2026 08:00:01 +0700`,
      },
    ),
    is: delayed('4.2.0'),
  },
  {
    name: 'Courier',
    raw: report('postmaster@mail.tinh.example', 'NOTICE: mail delivery status.', {
      words: `This is a delivery status notification from mail.tinh.example,\nrunning the Courier mail server, version 1.0.\n\nUNDELIVERABLE MAIL\n\n<${TO}>:\n    <<< 550 User unknown.`,
      status: `Reporting-MTA: dns; mail.tinh.example

Final-Recipient: rfc822; ${TO}
Action: failed
Status: 5.0.0
Remote-MTA: dns; mx.bdvtw.example
Diagnostic-Code: smtp; 550 User unknown.`,
      back: HEADERS,
    }),
    is: dead('550 5.0.0', HEADERS_ONLY),
  },
  {
    name: 'Zimbra',
    raw: report(
      'MAILER-DAEMON@mail.so.example (Mail Delivery System)',
      'Undelivered Mail Returned to Sender',
      {
        words: POSTFIX_WORDS(
          'host mail.so.example[192.0.2.9] said: 550 5.1.1 Recipient address rejected: User unknown in virtual mailbox table',
        ),
        status: fields(
          'mail.so.example',
          'failed',
          '5.1.1',
          `smtp; 550 5.1.1 <${TO}>: Recipient address rejected: User unknown in virtual mailbox table`,
        ),
      },
    ),
    is: dead('550 5.1.1'),
  },
  {
    name: 'Zimbra: over quota after five days',
    raw: report(
      'MAILER-DAEMON@mail.so.example (Mail Delivery System)',
      'Undelivered Mail Returned to Sender',
      {
        words: POSTFIX_WORDS('host mail.so.example[192.0.2.9] said: 452 4.2.2 Over quota'),
        status: fields('mail.so.example', 'failed', '4.2.2', 'smtp; 452 4.2.2 Over quota'),
      },
    ),
    is: dead('452 4.2.2'),
  },
  {
    name: 'a Vietnamese provider’s gateway: address in a group that names the envelope',
    raw: report('MAILER-DAEMON@mailgw.nhacungcap.example', 'Thư không gửi được (Undelivered Mail)', {
      words: `Thư của ông/bà không gửi được đến ${TO}.`,
      status: fields(
        'mailgw.nhacungcap.example',
        'failed',
        '5.1.6',
        'smtp; 551 5.1.6 Hop thu da chuyen di noi khac',
      ),
    }),
    is: dead('551 5.1.6'),
  },
  {
    name: 'a state network’s gateway: letter too large',
    raw: report('postmaster@tsln.example', 'Delivery failure', {
      words: 'Message size exceeds fixed limit',
      status: fields('tsln.example', 'failed', '5.3.4', 'smtp; 552 5.3.4 Message size exceeds fixed limit'),
    }),
    is: refused('552 5.3.4'),
  },
  {
    name: 'an internationalised report (RFC 6533)',
    raw: Buffer.from(
      report('MAILER-DAEMON@relay.nhip.example', 'Undelivered Mail Returned to Sender', {
        words: 'x',
        status: fields('relay.nhip.example', 'failed', '5.1.1', 'smtp; 550 5.1.1 No').replace(
          'rfc822;',
          'utf-8;',
        ),
      })
        .toString()
        .replace('message/delivery-status', 'message/global-delivery-status'),
    ),
    is: dead('550 5.1.1'),
  },
];

export const WORDS: readonly Sample[] = [
  {
    name: 'qmail',
    raw: plain(
      'MAILER-DAEMON@mx.dang.example',
      'failure notice',
      `Hi. This is the qmail-send program at mx.dang.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<${TO}>:
192.0.2.5 does not like recipient.
Remote host said: 550 5.1.1 No such user
Giving up on 192.0.2.5.

--- Below this line is a copy of the message.

Return-Path: <nhip@nhip.example>
${LETTER}`,
    ),
    is: dead('550 5.1.1'),
  },
  {
    name: 'qmail: no mailbox here by that name',
    raw: plain(
      'MAILER-DAEMON@mx.dang.example',
      'failure notice',
      `Hi. This is the qmail-send program at mx.dang.example.\n\n<${TO}>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\n${LETTER}`,
    ),
    is: dead('5.1.1'),
  },
  {
    name: 'qmail: a week in the queue',
    raw: plain(
      'MAILER-DAEMON@mx.dang.example',
      'failure notice',
      `Hi. This is the qmail-send program at mx.dang.example.\n\n<${TO}>:\nSorry, I wasn't able to establish an SMTP connection. (#4.4.1)\nI'm not going to try again; this message has been in the queue too long.\n\n--- Below this line is a copy of the message.\n\n${LETTER}`,
    ),
    is: dead('4.4.1'),
  },
  {
    name: 'Exim 3, for people alone',
    raw: plain(
      'Mail Delivery System <Mailer-Daemon@mx.tinh.example>',
      'Mail delivery failed: returning message to sender',
      `This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  ${TO}
    SMTP error from remote mail server after RCPT TO:<${TO}>:
    host mx.bdvtw.example [192.0.2.7]: 550 5.2.1 This mailbox has been disabled

------ This is a copy of the message, including all the headers. ------

${LETTER}`,
      'X-Failed-Recipients: vanthu@bdvtw.example',
    ),
    is: dead('550 5.2.1'),
  },
  {
    name: 'Exim 3: not yet',
    raw: plain(
      'Mail Delivery System <Mailer-Daemon@mx.tinh.example>',
      'Warning: message 0iXyZ delayed 24 hours',
      `A message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue.\n\nThe address to which the message has not yet been delivered is:\n\n  ${TO}\n\nNo action is required on your part. Delivery attempts will continue for\nsome time, and this warning may be repeated at intervals if the message\nremains undelivered. Eventually the mail delivery software will give up,\nand when that happens, the message will be returned to you.`,
    ),
    is: delayed(null, UNKNOWN),
  },
  {
    name: 'Lotus Domino',
    raw: plain(
      'Postmaster@van-phong.example',
      'DELIVERY FAILURE: User vanthu (vanthu@bdvtw.example) not listed in Domino Directory',
      `Your message\n\n  Subject: [TW-79]\n\nwas not delivered to:\n\n  ${TO}\n\nbecause:\n\n  User vanthu (${TO}) not listed in Domino Directory\n\n${LETTER}`,
    ),
    is: dead(null),
  },
  {
    name: 'MDaemon of a Vietnamese office',
    raw: plain(
      'MDaemon <MDaemon@tinhuy.example>',
      'Mail Delivery Failed',
      `The attached message had PERMANENT fatal delivery errors!\n\nThe following address did not exist: ${TO}\n\n> RCPT To:<${TO}>\n< 550 <${TO}>, Recipient unknown\n\n: Message contains [1] file attachments\n\n----- Original message headers follow\n\n${HEADERS}`,
    ),
    is: dead('550', HEADERS_ONLY),
  },
  {
    name: 'a Vietnamese gateway, in Vietnamese',
    raw: plain(
      'Hệ thống thư điện tử <postmaster@mail.bo.example>',
      '=?UTF-8?B?VGjGsCBraMO0bmcgZ+G7rWkgxJHGsOG7o2M=?=',
      `Kính gửi Quý cơ quan,\n\nThư gửi tới ${TO} không gửi được vì hộp thư không tồn tại.\n\nChi tiết: 550 5.1.1 User unknown\n\n----- Nội dung thư gốc -----\n${LETTER}`,
    ),
    is: dead('550 5.1.1'),
  },
  {
    name: 'a Vietnamese gateway: late',
    raw: plain(
      'Quản trị thư <mailer-daemon@mail.bo.example>',
      'Thư bị chậm trễ',
      `Thư gửi tới ${TO} đang bị chậm: 451 4.3.0 hộp thư đang bảo trì. Hệ thống sẽ tiếp tục gửi trong 5 ngày.\n\nMessage-ID: ${ID}`,
    ),
    is: delayed('451 4.3.0', HEADERS_ONLY),
  },
  {
    name: 'a Vietnamese gateway: full',
    raw: plain(
      'Quản trị thư <mailer-daemon@mail.bo.example>',
      'Không gửi được thư',
      `Không gửi được thư tới ${TO}: hộp thư đã đầy, vượt quá dung lượng cho phép.\n\nMã thư: ${CODE}`,
    ),
    is: dead(null, { messageId: null }),
  },
  {
    name: 'Yahoo, old style',
    raw: plain(
      'MAILER-DAEMON@yahoo.example',
      'Failure Notice',
      `Sorry, we were unable to deliver your message to the following address.\n\n<${TO}>:\n554: delivery error: dd This user doesn't have a yahoo.example account (${TO}) [0] - mta1001.mail.example\n\n--- Below this line is a copy of the message.\n\n${LETTER}`,
    ),
    is: dead('554'),
  },
  {
    name: 'Google’s older words',
    raw: plain(
      'Mail Delivery Subsystem <mailer-daemon@googlemail.example>',
      'Delivery Status Notification (Failure)',
      `Delivery to the following recipient failed permanently:\n\n     ${TO}\n\nTechnical details of permanent failure:\nGoogle tried to deliver your message, but it was rejected by the recipient domain. The error that the other server returned was: 550 550 5.1.1 <${TO}>: user unknown.\n\n----- Original message -----\n\n${LETTER}`,
    ),
    is: dead('550 5.1.1'),
  },
  {
    name: 'IronPort: blocked by reputation',
    raw: plain(
      'Mail Delivery System <MAILER-DAEMON@ironport.bo.example>',
      'Delivery Status Notification (Failure)',
      `The following message to <${TO}> was undeliverable.\nThe reason for the problem:\n5.7.1 - Other mail policy: blocked by reputation 554-'Your access to this mail system has been rejected due to the sending MTA's poor reputation.'\n\nMessage-ID: ${ID}`,
    ),
    is: refused('554 5.7.1', HEADERS_ONLY),
  },
  {
    name: 'a daemon that answers in the thread',
    raw: plain(
      'Mail Administrator <postmaster@noibo.example>',
      'Undeliverable: [TW-79]',
      `${TO}: 550 5.1.1 no such person at this address`,
      `In-Reply-To: ${ID}\nReferences: ${ID}`,
    ),
    is: dead('550 5.1.1', HEADERS_ONLY),
  },
];

const machine = (
  name: string,
  subject: string,
  headers: string,
  body = 'Tôi vắng mặt đến 16/3.',
): Sample => ({
  name,
  raw: plain(
    'Văn thư <vanthu@bdvtw.example>',
    subject,
    body,
    `${headers}${headers === '' ? '' : '\n'}In-Reply-To: ${ID}`,
  ),
  is: { kind: 'automatic' },
});

export const ANSWERS: readonly Sample[] = [
  machine('RFC 3834', 'Auto: [TW-79]', 'Auto-Submitted: auto-replied'),
  machine('RFC 3834 with a reason', 'Re: [TW-79]', 'Auto-Submitted: auto-replied (vacation)'),
  machine('a ticket', '[VP#12] Đã tiếp nhận', 'Auto-Submitted: auto-generated'),
  machine(
    'Exchange',
    'Automatic reply: [TW-79]',
    'X-Auto-Response-Suppress: All\nAuto-Submitted: auto-generated',
  ),
  machine('Outlook in Vietnamese', 'Trả lời tự động: [TW-79] Báo cáo', ''),
  machine('Outlook, older', 'Out of Office: [TW-79]', ''),
  machine('vacation(1)', 'away from my mail', 'Precedence: junk'),
  machine('procmail', 'Re: [TW-79]', 'X-Autoreply: yes\nPrecedence: auto_reply'),
  machine('Zimbra', 'Vắng mặt: [TW-79]', 'Precedence: bulk'),
  machine(
    'an absence that quotes an error',
    'Automatic reply: lỗi',
    'Auto-Submitted: auto-replied',
    'Máy cũ của tôi báo “550 5.1.1 user unknown”; tôi vắng mặt.',
  ),
  {
    name: 'a clerk answers',
    raw: plain(
      'Nguyễn Văn An <an@bdvtw.example>',
      'Re: [TW-79] Báo cáo',
      'Kính gửi,\nChúng tôi sẽ gửi báo cáo tuần sau.',
      `In-Reply-To: ${ID}`,
    ),
    is: { kind: 'personal' },
  },
  {
    name: 'a clerk writes of mail that came back',
    raw: plain(
      'Trần Thị Bình <binh@bdvtw.example>',
      'Thư bị trả lại',
      'Thư của tôi bị trả lại: 550 5.1.1 user unknown.',
      'Auto-Submitted: no',
    ),
    is: { kind: 'personal' },
  },
  {
    name: 'not a letter at all',
    raw: Buffer.from([0, 1, 2, 255, 254]),
    is: { kind: 'personal' },
  },
];
