// The message of a letter: one recipient and the expected headers whatever names say, the same bytes every time, and no
// address but a plain one.
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import type { Agreement, Body, Dossier } from '../../domain/agreement.js';
import type { Notice } from '../../domain/notices.js';
import { isAddress } from '../../mail/address.js';
import { type Message, messageOf } from '../../mail/message.js';
import { type ComposedLetter, composeLetter } from '../../mail/render.js';
import { pageHtml } from '../../mail/renderHtml.js';
import { BODIES, dossierOf } from './fixtures.js';
import { reasonOf, SAMPLES } from './samples.js';

const RUNS = { numRuns: 60 };

const HOSTILE = [
  'Ban\r\nBcc: kẻ-lạ@evil.example',
  'Sở\nSubject: khác',
  'Ban\u0000Dân vận',
  'Ban\u2028Dân vận\u2029',
  'Ban\u0085\u200B\u202E dân vận',
  '=?utf-8?B?QmNjOiBldmlsQGV2aWwuZXhhbXBsZQ==?=',
  '"<evil@evil.example>" <b@evil.example>, c@evil.example',
  '</p><script>alert(1)</script><p title="',
  '{body} ‹x› ${name} %s &amp; &lt;',
  'Ă'.repeat(10_000),
  'rất dài '.repeat(1_250),
  '.\r\n.\r\n',
];

const hostile = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .tuple(fc.constantFrom(...HOSTILE), fc.string({ unit: 'grapheme', maxLength: 20 }))
    .map(([a, b]) => `${b}${a}${b}`),
);

/** The sample register with every name a person could have typed replaced. */
function register(text: string): (code: string) => Dossier {
  const rename = (body: Body): Body => ({
    ...body,
    name: text,
    shortName: text,
    phone: text,
    posts: body.posts.map((post) => ({ ...post, title: text })),
  });
  return (code) => {
    const dossier = dossierOf(code);
    const agreement: Agreement = { ...dossier.agreement, title: text, number: text };
    return { agreement, bodies: BODIES.map(rename) };
  };
}

function hostileNotice(notice: Notice, text: string): Notice {
  const { facts } = notice;
  if (facts.kind === 'monday') return notice;
  const obligation = {
    ...facts.obligation,
    title: text,
    titleEn: text,
    shortTitle: text,
    quote: text,
    source: text,
  };
  return { ...notice, facts: { ...facts, obligation } };
}

function compose(name: string, text: string, language: Notice['language'] = 'vi'): ComposedLetter {
  const notices = (SAMPLES[name] ?? []).map((notice) => ({ ...hostileNotice(notice, text), language }));
  const at = notices[0]?.at;
  if (!at) throw new RangeError(name);
  return composeLetter({
    notices,
    dossierOf: register(text),
    at,
    words: () => text,
    settings: { from: 'nhip@bdv.example' },
  });
}

async function sent(letter: ComposedLetter): Promise<Message> {
  const message = await messageOf(letter);
  if ('refused' in message) throw new Error(message.refused.field);
  return message;
}

const HEADERS = [
  'auto-submitted',
  'content-language',
  'content-type',
  'date',
  'from',
  'list-id',
  'message-id',
  'mime-version',
  'reply-to',
  'subject',
  'to',
];

const KINDS = ['L1-opening', 'L5-overdue', 'L10-digest', 'L16-returned', 'L18-waived', 'monday'];

test('names of any kind give exactly the expected headers and one recipient', async () => {
  await fc.assert(
    fc.asyncProperty(
      hostile,
      fc.constantFrom(...KINDS),
      fc.constantFrom('vi', 'en'),
      async (text, name, language) => {
        const letter = compose(name, text, language);
        const { raw, envelope } = await sent(letter);
        const mail = await PostalMime.parse(raw);
        expect(mail.headers.map(({ key }) => key).toSorted()).toEqual(HEADERS);
        expect(mail.to).toEqual([{ name: '', address: letter.to }]);
        expect(mail.replyTo?.map(({ address }) => address)).toEqual([letter.replyTo]);
        expect(mail.from?.address).toBe('nhip@bdv.example');
        expect(envelope).toEqual({ from: 'nhip@bdv.example', to: letter.to });
        expect(mail.cc ?? mail.bcc ?? []).toEqual([]);
        expect(mail.subject).toBe(letter.subject);
        expect(Array.from(letter.subject).length).toBeLessThanOrEqual(78);
        const head = raw.subarray(0, raw.indexOf('\r\n\r\n')).toString('latin1');
        expect(head.split('\r\n').every((line) => /^[\t\x20-\x7E]*$/.test(line))).toBe(true);
      },
    ),
    RUNS,
  );
});

test('names of any kind never change the elements of a page', () => {
  const elements = (html: string): readonly string[] =>
    [...html.replace(/<title>.*?<\/title>/s, '').matchAll(/<\/?([a-z0-9!]+)/gi)].map(([, tag = '']) =>
      tag.toLowerCase(),
    );
  fc.assert(
    fc.property(hostile, fc.constantFrom(...KINDS), (text, name) => {
      const plain = pageHtml(compose(name, 'Tên gọi').page);
      expect(elements(pageHtml(compose(name, `${text} x`).page))).toEqual(elements(plain));
    }),
    RUNS,
  );
});

test('no line of a letter’s text begins a header, a second letter or a control character', () => {
  fc.assert(
    fc.property(hostile, fc.constantFrom(...KINDS), (text, name) => {
      const letter = compose(name, text);
      expect(letter.text).not.toMatch(/(?!\n)\p{Cc}|\p{Zl}|\p{Zp}|\p{Cf}/u);
      expect(letter.text.match(/^--$/gm)).toHaveLength(1);
    }),
    RUNS,
  );
});

test('the same letter gives the same bytes', async () => {
  for (const name of Object.keys(SAMPLES)) {
    const [one, two] = [await sent(compose(name, 'Ban Dân vận')), await sent(compose(name, 'Ban Dân vận'))];
    expect(one.raw.equals(two.raw)).toBe(true);
    expect(one.messageId).toBe(two.messageId);
  }
});

test('the message id hangs on mailbox and instant alone', async () => {
  const first = await sent(compose('L5-overdue', 'Ban Dân vận'));
  const renamed = await sent(compose('L5-overdue', 'Ban Tuyên giáo và Dân vận'));
  const digest = await sent(compose('L10-digest', 'Ban Dân vận'));
  const other = await sent(compose('L4-due-today', 'Ban Dân vận'));
  expect(renamed.messageId).toBe(first.messageId);
  expect(digest.messageId).toBe(first.messageId);
  expect(other.messageId).not.toBe(first.messageId);
});

test('the date of a message is the business instant', async () => {
  const mail = await PostalMime.parse((await sent(compose('L7-escalation-party', 'Ban Dân vận'))).raw);
  expect(mail.date).toBe('2018-03-14T01:00:00.000Z');
});

test.each([
  'a@b.example\r\nBcc: x@evil.example',
  'a@b.example\n',
  'a@b.example, x@evil.example',
  'Ban <a@b.example>',
  'a b@c.example',
  'a@localhost',
  '"a b"@c.example',
  'a@@b.example',
  'a@b.example;x@evil.example',
  'a@b..example',
  '.a@b.example',
  'a@[127.0.0.1]',
  'ông@b.example',
  `${'a'.repeat(250)}@b.example`,
  '',
])('the text %j is no address, and a letter to it is refused', async (address) => {
  expect(isAddress(address)).toBe(false);
  const letter = compose('L5-overdue', 'Ban Dân vận');
  expect(await messageOf({ ...letter, to: address })).toEqual({
    refused: { code: 'NotAnAddress', field: 'to' },
  });
  expect(await messageOf({ ...letter, replyTo: address })).toEqual({
    refused: { code: 'NotAnAddress', field: 'replyTo' },
  });
  expect(await messageOf({ ...letter, from: { name: 'Ban', address } })).toEqual({
    refused: { code: 'NotAnAddress', field: 'from' },
  });
});

test('plain addresses pass', () => {
  for (const address of [
    'vanthu@bdvtw.example',
    'van.thu+ctph@so-noi-vu.gialai.example',
    'A_1@x.y.example',
  ]) {
    expect(isAddress(address)).toBe(true);
  }
});

test('a reason nobody released is left out of the letter', () => {
  const [notice] = SAMPLES['L16-returned'] ?? [];
  if (!notice) throw new RangeError('no sample');
  const given = { notices: [notice], dossierOf, at: notice.at, settings: {} };
  const silent = composeLetter({ ...given, words: () => null });
  expect(silent.text.replaceAll(/\s+/g, ' ')).toContain(
    'đề nghị Quý cơ quan bổ sung, hoàn thiện. Đề nghị gửi lại',
  );
  expect(silent.from.address).toBe('vanthu@bdvtinh.example');
  expect(composeLetter({ ...given, words: reasonOf }).text).toContain('03 xã');
});
