// History and refusals: every sentence can be said in both languages, and none is said with a hole.
import { CHOICES } from '../../words/choices.js';
import { HISTORY, type HistoryCode, historyLine, historySentence } from '../../words/history.js';
import { LABELS, stepLabel } from '../../words/labels.js';
import { REFUSALS, type RefusalCode, refusalLines, refusalWords } from '../../words/refusals.js';
import { type Facts, filled, namesIn } from '../../words/sentences.js';
import { speakerOf } from '../../words/speaker.js';
import { matterSentence } from '../../words/words.js';
import { instantAt, localDate } from '../../domain/localDate.js';
import { dossierOf } from '../mail/fixtures.js';

const vi = speakerOf('vi', dossierOf('tw-79'), 2018);
const en = speakerOf('en', dossierOf('tw-79'), 2018);

/** A fact for every name of a sentence, of the kind its mark asks for. */
function factsFor(sentence: string): Facts {
  const marks = [...sentence.matchAll(/\{(\w+)(?::(\w+))?\}/g)];
  return Object.fromEntries(marks.map(([, name = '', kind]) => [name, factOf(kind)]));
}

function factOf(kind: string | undefined): string | number {
  switch (kind) {
    case undefined:
      return 7;
    case 'date':
    case 'docDate':
      return '2018-02-28';
    case 'time':
      return '2018-02-28T01:00:00Z';
    case 'body':
      return 'bdv-tw';
    case 'obligation':
      return 'annualPlan';
    case 'step':
      return 'before-20';
    default:
      return Object.keys(CHOICES[kind as keyof typeof CHOICES])[0] ?? '';
  }
}

const WITHOUT_HOLES = /[{}‹›]|undefined|null|T01:00|2018-02-28/;

describe.each(Object.keys(HISTORY) as HistoryCode[])('the history sentence %s', (code) => {
  test('is said in both languages', () => {
    const facts = { ...factsFor(HISTORY[code].vi), ...factsFor(HISTORY[code].en), body: 'bdv-tw', n: 3 };
    for (const speaker of [vi, en]) {
      const sentence = historySentence(code, facts, speaker);
      expect(sentence).not.toMatch(WITHOUT_HOLES);
      expect(sentence).toMatch(/\.$/);
      expect(sentence).toBe(sentence.normalize('NFC'));
    }
  });

  test('asks in English for no fact the Vietnamese sentence lacks', () => {
    const known = new Set(namesIn(HISTORY[code].vi));
    expect(namesIn(HISTORY[code].en).filter((name) => !known.has(name))).toEqual([]);
  });
});

describe.each(Object.keys(REFUSALS) as RefusalCode[])('the refusal %s', (code) => {
  test('says what is so and what to do in both languages', () => {
    const all = Object.values(REFUSALS[code]).flat().join(' ');
    for (const speaker of [vi, en]) {
      const words = refusalWords(code, factsFor(all), speaker);
      expect(`${words.sentence} ${words.mend}`).not.toMatch(WITHOUT_HOLES);
      expect(words.sentence).toMatch(/[.?]$/);
      expect(words.mend).not.toBe('');
    }
  });

  test('asks in English for no fact the Vietnamese words lack', () => {
    const known = new Set(namesIn(REFUSALS[code].vi.join(' ')));
    expect(namesIn(REFUSALS[code].en.join(' ')).filter((name) => !known.has(name))).toEqual([]);
  });
});

test('a refusal prints its code, what to do, and its exit code', () => {
  const facts = { body: 'bcsd-cp', obligation: 'annualPlan', date: '2018-02-08', number: null };
  const words = refusalWords('AlreadySubmitted', facts, vi);
  expect(refusalLines('vi', words)).toBe(
    'Không thực hiện được: Ban cán sự đảng Chính phủ đã gửi Kế hoạch năm 2018 ngày 08/02/2018. [AlreadySubmitted]\n' +
      'Cách xử lý: Nếu thay văn bản: `nhip return`, rồi `nhip submit`.',
  );
  expect(words.exitCode).toBe(1);
  expect(refusalWords('WrongUsage', { word: 'show' }, en).exitCode).toBe(2);
  expect(refusalWords('NoWorker', {}, en).exitCode).toBe(3);
});

test('a list of bodies is said by names', () => {
  const facts = { body: 'tinh-uy', obligation: 'annualPlan', owners: ['bdv-tw', 'bcsd-cp'] };
  expect(refusalWords('BodyNotOwner', facts, vi).mend).toBe(
    'Ghi cho cơ quan có phần việc: Ban Dân vận Trung ương và Ban cán sự đảng Chính phủ.',
  );
});

test('a history line begins with day and hour', () => {
  const at = instantAt(localDate('2026-06-08'), '08:00');
  const facts = {
    body: 'bdv-tw',
    document: 'kế hoạch',
    number: '55-KH/BDVTW',
    scheme: 'party',
    date: '2018-02-10',
  };
  const early = historySentence('submitted', { ...facts, how: 'early', n: 3 }, vi);
  expect(historyLine('vi', at, early)).toBe(
    '08/6/2026 08:00: Ban Dân vận Trung ương đã gửi kế hoạch số 55-KH/BDVTW, ngày 10/02/2018, trước hạn 3 ngày làm việc.',
  );
});

test('a sentence that lacks a fact is not said', () => {
  expect(() => historySentence('opened', { obligation: 'annualPlan' }, vi)).toThrow('due');
  expect(filled('a‹ {x}›', {}, vi)).toBe('a');
});

test('a matter is said as one sentence with names', () => {
  const matter = {
    code: 'holderUnknown',
    agreement: 'tw-79',
    year: 2018,
    obligation: 'tw-79/2018/conclusionNotice',
    body: null,
    role: 'standing',
    since: localDate('2017-12-01'),
  } as const;
  expect(matterSentence('vi', dossierOf('tw-79'), matter)).toBe(
    'Hồ sơ chưa có căn cứ xác định cơ quan thường trực năm 2018 của TW-79; chưa lập lượt nhắc và chưa gửi thư cho cơ quan nào về Thông báo kết luận năm 2018.',
  );
  const others = [
    'headMissing',
    'leaderMissing',
    'postMissing',
    'dateUnknown',
    'finalReviewOpen',
    'reviewWaiting',
    'cycleStuck',
    'mailboxStopped',
  ] as const;
  for (const code of others) {
    for (const language of ['vi', 'en'] as const) {
      for (const [obligation, body] of [
        ['tw-79/2018/annualPlan', 'bcsd-cp'],
        [null, null],
      ] as const) {
        expect(matterSentence(language, dossierOf('tw-79'), { ...matter, code, obligation, body })).toMatch(
          /^\p{Lu}[^{}]*\.$/u,
        );
      }
    }
  }
});

test('steps are called as the desk calls them', () => {
  expect(stepLabel('vi', 'before-20')).toBe('trước hạn 20 ngày làm việc');
  expect(stepLabel('vi', 'overdue-2')).toBe('chưa nhận được, lần 2');
  expect(stepLabel('en', 'escalate')).toBe('escalation');
  expect(stepLabel('vi', 'constructor')).toBe('constructor');
});

test('no label is empty in either language', () => {
  const texts = (value: unknown): string[] =>
    typeof value === 'string'
      ? [value]
      : typeof value === 'function'
        ? [String(value(3))]
        : Object.values(value as Record<string, unknown>).flatMap(texts);
  for (const labels of [LABELS.vi, LABELS.en]) {
    expect(texts(labels).filter((text) => text.trim() === '' || text !== text.normalize('NFC'))).toEqual([]);
  }
});
