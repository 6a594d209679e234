// Golden mails: every kind of letter in both languages, as it leaves. REWRITE=1 writes them anew.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import PostalMime from 'postal-mime';
import type { Language } from '../../domain/agreement.js';
import { isLocalDate, weekdayOf } from '../../domain/localDate.js';
import { messageOf } from '../../mail/message.js';
import { type ComposedLetter, composeLetter } from '../../mail/render.js';
import { pageHtml } from '../../mail/renderHtml.js';
import { BODIES, dossierOf } from './fixtures.js';
import { reasonOf, SAMPLES } from './samples.js';

const FOLDER = fileURLToPath(new URL('./golden/', import.meta.url));
const HEADERS = [
  'from',
  'to',
  'reply-to',
  'subject',
  'date',
  'message-id',
  'list-id',
  'content-language',
  'auto-submitted',
];

function letterOf(name: string, language: Language): ComposedLetter {
  const notices = (SAMPLES[name] ?? []).map((notice) => ({ ...notice, language }));
  const [first] = notices;
  if (!first) throw new RangeError(name);
  return composeLetter({
    notices,
    dossierOf,
    at: first.at,
    words: reasonOf,
    settings: { from: 'nhip@bdv.example' },
  });
}

async function printed(letter: ComposedLetter): Promise<string> {
  const message = await messageOf(letter);
  if ('refused' in message) throw new Error(message.refused.field);
  const mail = await PostalMime.parse(message.raw);
  const values = new Map(mail.headers.map(({ key, value }) => [key, value]));
  values.set('subject', mail.subject ?? '');
  values.set('from', `${mail.from?.name} <${mail.from?.address}>`);
  const head = HEADERS.filter((key) => values.has(key)).map((key) => `${key}: ${values.get(key)}`);
  return `${head.join('\n')}\n\n${(mail.text ?? '').replaceAll('\r\n', '\n').trimEnd()}\n`;
}

function golden(file: string, now: string): string {
  const path = `${FOLDER}${file}`;
  if (process.env['REWRITE'] === '1') writeFileSync(path, now);
  return readFileSync(path, 'utf8');
}

const FORBIDDEN_VI =
  /(?<!\p{L})(bạn|quý khách|xin chào|vui lòng|hãy|gấp|KHẨN|deadline|task|click|hệ thống phát hiện|chậm trễ|trễ hạn|nhắc nhở|vi phạm|thiếu trách nhiệm|phê bình|vẫn chưa|quá hạn)(?!\p{L})|!/u;
const WEEKDAYS_VI = ['thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy', 'Chủ nhật'];

const cases = Object.keys(SAMPLES).flatMap((name) =>
  (['vi', 'en'] as const).map((language) => [name, language] as const),
);

describe.each(cases)('the letter %s in %s', (name, language) => {
  const letter = letterOf(name, language);

  test('leaves as its golden mail says', async () => {
    const text = await printed(letter);
    expect(text).toBe(golden(`${name}.${language}.txt`, text));
    const html = pageHtml(letter.page);
    expect(html).toBe(golden(`${name}.${language}.html`, html));
  });

  test('has a subject of at most 78 characters, its code first', () => {
    expect(Array.from(letter.subject).length).toBeLessThanOrEqual(78);
    expect(letter.subject).toMatch(/^\[[^\]]+\] \S/);
  });

  test('is NFC without a hole, a placeholder or a blank value', () => {
    const said = `${letter.subject}\n${letter.text}`;
    expect(said).toBe(said.normalize('NFC'));
    expect(said).not.toMatch(/[{}‹›]|undefined|null|NaN|N\/A|\[object|  \.|\.\.|;;|,,| ,|: ?\./);
  });

  test('closes and shows its footer with the letter code', () => {
    expect(letter.text).toContain(language === 'vi' ? '\n\nTrân trọng./.\n\n' : '\n\nRespectfully,\n\n');
    const footer = letter.text.slice(letter.text.indexOf('\n--\n'));
    expect(footer).toContain(letter.code);
    expect(footer.replaceAll('\n', ' ')).toContain(
      language === 'vi' ? 'Đề nghị không gửi nội dung mật' : 'Please send no classified matter',
    );
  });

  test('wraps at 76 columns', () => {
    const tooLong = letter.text
      .split('\n')
      .filter((line) => Array.from(line).length > 76 && line.trim().includes(' '));
    expect(tooLong).toEqual([]);
  });

  test('says the same words in text and HTML', () => {
    const words = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
    const html = pageHtml(letter.page)
      .replace(/<head>.*<\/head>/s, '')
      .replace(/<caption.*?<\/caption>/gs, '')
      .replaceAll(/<[^>]+>/g, ' ')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&');
    const begins = new Set(
      letter.page.blocks.flatMap((block) =>
        block.kind === 'list' ? block.items.map((item) => item.split(' ')[0] ?? '') : [],
      ),
    );
    const plain = letter.text
      .replace('\n--\n', '\n')
      .replaceAll(/^(?:- |\d+\. )(\S+)/gm, (whole, word: string) => (begins.has(word) ? word : whole))
      .replaceAll(/^([\p{L} ]{2,10}): +(?=\S)/gmu, (whole, label: string) =>
        letter.page.blocks.some(
          (block) => block.kind === 'duty' && block.rows.some((row) => row.label === label),
        )
          ? `${label} `
          : whole,
      );
    expect(words(html)).toBe(words(plain));
  });
});

describe.each(Object.keys(SAMPLES))('the Vietnamese letter %s', (name) => {
  const letter = letterOf(name, 'vi');
  const oneLine = letter.text.replaceAll(/\s+/g, ' ');

  test('uses no forbidden word', () => {
    expect(`${letter.subject} ${oneLine}`.match(FORBIDDEN_VI)?.[0]).toBeUndefined();
  });

  test('names the right weekday beside each date', () => {
    const dates = [...oneLine.matchAll(/(thứ \p{L}+|Chủ nhật), ngày (\d{2})\/(\d{1,2})\/(\d{4})/gu)];
    for (const [, weekday, dayText, month = '', year] of dates) {
      const date = `${year}-${month.padStart(2, '0')}-${dayText}`;
      expect(isLocalDate(date) && WEEKDAYS_VI[weekdayOf(date) - 1]).toBe(weekday);
    }
    // A day below ten and the months 01, 02 take a zero, other months none.
    expect(oneLine).not.toMatch(/(?<![\d/])\d\/\d{1,2}\/\d{4}|\/[12]\/\d{4}|\/0[3-9]\/\d{4}/);
  });

  test('names no body but those it concerns', () => {
    if (['monday', 'review', 'L10-digest-with-monday'].includes(name)) return;
    const [notice] = SAMPLES[name] ?? [];
    const { agreement } = dossierOf(notice?.agreement ?? '');
    const known = new Set([
      ...agreement.parties.map((party) => party.body),
      notice?.body,
      'tinh-uy',
      'bdv-tw',
      'bcsd-cp',
    ]);
    const strangers = BODIES.filter((body) => !known.has(body.code) && oneLine.includes(body.name));
    expect(strangers.map((body) => body.code)).toEqual([]);
  });
});

test('a secret letter says nothing of its agreement, in no header and no line', async () => {
  for (const language of ['vi', 'en'] as const) {
    const letter = letterOf('L24-secret', language);
    const all = await printed(letter);
    expect(all).not.toMatch(/GL-MAT|gl-mat|Bảo vệ|Báo cáo|2024|15\/6|list-id/i);
    expect(letter.page.contact).toBeNull();
  }
});

test('a letter keeps its ordinary parts beside a secret one and adds that a matter waits', async () => {
  const letter = letterOf('L24-beside-an-ordinary-duty', 'vi');
  expect(letter.subject).toBe('[GL-2026] Còn 03 ngày làm việc: Báo cáo 6 tháng đầu năm 2026, hạn 15/6/2026');
  expect(letter.text.replaceAll(/\s+/g, ' ')).toContain('theo chế độ quản lý tài liệu mật');
  expect(await printed(letter)).not.toMatch(/gl-mat|Bảo vệ|list-id/i);
});
