// Files that are broken, enormous or made to harm: each is refused with a sentence, quickly, and nothing of it is loaded.
import { closeSync, ftruncateSync, openSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { loadEvents } from '../../files/events.js';
import { loadFiles } from '../../files/load.js';
import { hasErrors, printed } from '../../files/messages.js';
import { agreementText, folderOf, loadText } from './written.js';

const printedOf = (text: string | Buffer): string[] =>
  loadText(text).messages.map((message) => printed({ ...message, file: 'a.yaml' }, 'vi'));

const BOMB = ['a: &a ["x","x","x","x","x","x","x","x","x"]']
  .concat(
    'bcdefghi'
      .split('')
      .map((key, index) => `${key}: &${key} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(',')}]`),
  )
  .join('\n');

describe('a hostile file', () => {
  test('with aliases that would grow to billions of values is refused before parsing', () => {
    const started = performance.now();
    expect(printedOf(BOMB)).toEqual(['a.yaml:1:4: tệp: không dùng neo và bí danh YAML']);
    expect(performance.now() - started).toBeLessThan(500);
  });

  test('of 50 MB is refused by its size, without being read', () => {
    const path = join(folderOf({}), 'a.yaml');
    const file = openSync(path, 'w');
    ftruncateSync(file, 50 * 1024 * 1024);
    closeSync(file);
    const before = process.memoryUsage.rss();
    const { messages } = loadFiles([path]);
    expect(messages.map((message) => printed({ ...message, file: 'a.yaml' }, 'vi'))).toEqual([
      'a.yaml:1:1: tệp: tệp lớn 50 MB, tối đa 1 MB',
    ]);
    expect(process.memoryUsage.rss() - before).toBeLessThan(20 * 1024 * 1024);
  });

  test('just over the limit tells a size above the limit', () => {
    expect(printedOf('#'.repeat(1_048_577))).toEqual(['a.yaml:1:1: tệp: tệp lớn 1,1 MB, tối đa 1 MB']);
  });

  test.each([
    [
      'zero bytes',
      Buffer.from('agreement: a\0b\n'),
      'a.yaml:1:13: agreement: có ký tự điều khiển hoặc ký tự ẩn (U+0000)',
    ],
    [
      'UTF-16 with its mark',
      Buffer.from('\ufeffagreement: a', 'utf16le'),
      'a.yaml:1:1: tệp: tệp ghi bằng UTF-16; lưu lại bằng UTF-8',
    ],
    [
      'UTF-16 without a mark',
      Buffer.from('agreement: a', 'utf16le'),
      'a.yaml:1:1: tệp: tệp ghi bằng UTF-16; lưu lại bằng UTF-8',
    ],
    [
      'windows-1258',
      Buffer.from([0x61, 0x3a, 0x20, 0xd0, 0xf5, 0x6e]),
      'a.yaml:1:1: tệp: tệp không phải UTF-8, từ byte 4',
    ],
    [
      'a character cut at the end',
      Buffer.from('a: đ').subarray(0, 4),
      'a.yaml:1:1: tệp: tệp không phải UTF-8, từ byte 4',
    ],
    ['nothing', '', 'a.yaml:1:1: tệp: tệp trống'],
    ['a comment alone', '# chưa viết\n', 'a.yaml:1:1: tệp: tệp trống'],
    [
      'a list',
      '- a\n',
      'a.yaml:1:1: tệp: tệp cần có `agreement`, `bodies`, `calendar` hoặc `quiet` ở cấp ngoài cùng',
    ],
    [
      'two documents',
      'agreement: a\n---\nagreement: b\n',
      'a.yaml:2:1: tệp: không đọc được YAML: tệp có nhiều tài liệu (---)',
    ],
    [
      'an open quote',
      'agreement: "a\n',
      'a.yaml:2:1: tệp: không đọc được YAML: thiếu dấu ngoặc kép đóng hoặc mở',
    ],
    [
      'an open bracket',
      'agreement: [ a\n',
      'a.yaml:2:1: tệp: không đọc được YAML: thiếu dấu đóng, mở hoặc dấu phẩy trong { } [ ]',
    ],
    [
      '65 levels of lists',
      `agreement: ${'['.repeat(70)}${']'.repeat(70)}`,
      'a.yaml:1:76: tệp: tệp lồng quá 64 cấp',
    ],
  ])('of %s is refused', (_, content, expected) => {
    expect(printedOf(content)).toContain(expected);
    expect(loadText(content).agreements).toEqual([]);
  });

  test.each([
    ['brackets', `a: ${'['.repeat(1_000_000)}`],
    ['braces', `a: ${'{a: '.repeat(250_000)}`],
    ['dashes', '- '.repeat(500_000)],
    ['question marks', '? '.repeat(500_000)],
    ['keys on one line', 'a: '.repeat(300_000)],
    ['indentation', Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    [
      'dashes under keys',
      Array.from(
        { length: 500 },
        (_, depth) => `${' '.repeat(2 * depth)}a:\n${' '.repeat(2 * depth)}- b:`,
      ).join('\n'),
    ],
  ])('nested without end by %s is refused within a second', (_, text) => {
    const started = performance.now();
    expect(loadText(text).messages.map(({ code }) => code)).toContain('tooDeep');
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test('cannot reach the prototype of anything', () => {
    const text = agreementText({
      more: '__proto__: { polluted: true }\nconstructor: { prototype: { polluted: true } }',
    });
    expect(loadText(text).messages.map(({ code, facts }) => [code, facts['key']])).toEqual([
      ['unknownKey', '__proto__'],
      ['unknownKey', 'constructor'],
    ]);
    expect('polluted' in {}).toBe(false);
    expect(loadText(agreementText({ more: '"@": 1' })).messages.map(({ field }) => field)).toEqual(['@']);
  });

  test('that is a folder or does not exist gets a message too', () => {
    const folder = folderOf({});
    expect(loadFiles([folder, join(folder, 'x.yaml')]).messages.map(({ code }) => code)).toEqual([
      'unreadable',
      'fileMissing',
    ]);
    expect(loadEvents(join(folder, 'x.yaml')).messages.map(({ code }) => code)).toEqual(['fileMissing']);
  });
});

describe('a text that is odd but sound', () => {
  test('in decomposed letters is loaded composed, keys too', () => {
    const title = 'Chương trình phối hợp về công tác dân vận';
    const loaded = loadText(agreementText({ title: `title: ${title.normalize('NFD')}` }));
    expect(loaded.messages).toEqual([]);
    expect(loaded.agreements[0]?.agreement.title).toBe(title.normalize('NFC'));
  });

  test('with a byte order mark is loaded with a warning', () => {
    const loaded = loadText(`\ufeff${agreementText()}`);
    expect(loaded.messages.map(({ code, severity }) => [code, severity])).toEqual([
      ['byteOrderMark', 'warning'],
    ]);
    expect(loaded.agreements).toHaveLength(1);
  });

  test('of 64 levels is not too deep for the parser', () => {
    const text = `agreement: ${'['.repeat(63)}${']'.repeat(63)}`;
    expect(loadText(text).messages.map(({ code }) => code)).not.toContain('tooDeep');
  });

  test('with Windows line ends keeps its places', () => {
    const loaded = loadText(agreementText({ level: 'level: x' }).replaceAll('\n', '\r\n'));
    expect(loaded.messages.map(({ line, column }) => [line, column])).toEqual([[4, 8]]);
  });
});

describe('whatever a file holds', () => {
  const pieces = fc.constantFrom(
    ...agreementText({
      obligations: 'obligations:\n  - { kind: annualPlan, due: { day: 31/1 }, owners: [ ben-a ] }',
    }).split(/(?<=[\s:,{}[\]])/),
    '&a ',
    '*a ',
    '!t ',
    '"',
    "'",
    '|\n',
    '>\n',
    '- ',
    '? ',
    '<<: ',
    '---\n',
    '...\n',
    '%YAML 1.1\n',
    '\t',
    '\0',
    '\u2028',
    '🙂',
    '.inf',
    '1e400',
    '0x',
    'null',
    '~',
  );

  test('loading never throws and never loads half', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
        const loaded = loadText(parts.join(''));
        const { agreements, bodies, calendar } = loaded;
        const nothing = [[], [], { decisions: [], quiet: [] }];
        if (hasErrors(loaded.messages)) expect([agreements, bodies, calendar]).toEqual(nothing);
        else expect([agreements, bodies, calendar]).not.toEqual(nothing);
      }),
      { numRuns: 400 },
    );
  });

  test('a sound agreement with one value replaced is loaded whole or refused whole', () => {
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.string(),
      fc.double(),
      fc.constantFrom(null, true, '31/2', '2016-02-30'),
    );
    const key = fc.constantFrom(
      'title',
      'term',
      'parties',
      'signedOn',
      'number',
      'roles',
      'remove',
      'quiet',
      'use',
      'obligations',
      'bodies',
      'calendar',
      'contents',
      'facts',
      'parent',
      'sample',
      'secrecy',
    );
    fc.assert(
      fc.property(key, value, (name, given) => {
        const loaded = loadText(agreementText({ [name]: `${name}: ${JSON.stringify(given)}` }));
        expect(loaded.agreements).toHaveLength(hasErrors(loaded.messages) ? 0 : 1);
        for (const message of loaded.messages)
          expect(printed(message, 'vi')).not.toMatch(/undefined|\[object/);
      }),
      { numRuns: 400 },
    );
  });

  test('bytes at random never throw, as events neither', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const folder = folderOf({ 'a.yaml': Buffer.from(bytes) });
        expect(loadFiles([join(folder, 'a.yaml')]).agreements).toEqual([]);
        expect(loadEvents(join(folder, 'a.yaml')).events).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
