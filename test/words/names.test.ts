// What agreements, obligations, posts and papers are called, and how subjects are cut.
import { localDate } from '../../domain/localDate.js';
import {
  agreementName,
  docDate,
  numberText,
  obligationName,
  postOfBody,
  termYears,
} from '../../words/names.js';
import { obligationNameById } from '../../words/speaker.js';
import { subjectLine } from '../../words/subject.js';
import { BODIES, dossierOf } from '../mail/fixtures.js';

const day = localDate;
const tw79Dossier = dossierOf('tw-79');
const tw79 = tw79Dossier.agreement;
const parties = ['Ban Dân vận Trung ương', 'Ban cán sự đảng Chính phủ'];

test('an agreement is named by number, date, parties and subject', () => {
  expect(agreementName('vi', tw79, parties)).toEqual({
    short: 'Chương trình phối hợp số 79-CTr/BDVTW-BCSĐCP, ngày 11/10/2016',
    long: 'Chương trình phối hợp số 79-CTr/BDVTW-BCSĐCP, ngày 11/10/2016 giữa Ban Dân vận Trung ương và Ban cán sự đảng Chính phủ về công tác dân vận giai đoạn 2016-2020',
  });
});

test('an agreement without a number is named by its parties and the day of signing', () => {
  const { number, ...unnumbered } = tw79;
  expect(number).toBeDefined();
  expect(agreementName('vi', unnumbered, parties).short).toBe(
    'Chương trình phối hợp giữa Ban Dân vận Trung ương và Ban cán sự đảng Chính phủ ký ngày 11/10/2016',
  );
});

test('nothing is guessed where neither number nor date was published', () => {
  const { number, signedOn, ...bare } = tw79;
  expect([number, signedOn]).not.toContain(undefined);
  expect(agreementName('vi', { ...bare, title: 'Quy chế phối hợp' }, ['A', 'B', 'C'])).toEqual({
    short: 'Quy chế phối hợp giữa A, B và C',
    long: 'Quy chế phối hợp giữa A, B và C',
  });
});

test('a State number has no comma before its date, a Party number has one', () => {
  expect(docDate('vi', 'state', day('2020-04-06'))).toBe(' ngày 06/4/2020');
  expect(docDate('vi', 'party', day('2022-06-10'))).toBe(', ngày 10/6/2022');
  expect(['5/KH-UBND', '3-CTr/BDV', '19/KH-UBND'].map(numberText)).toEqual([
    '05/KH-UBND',
    '03-CTr/BDV',
    '19/KH-UBND',
  ]);
});

const year = { from: day('2026-01-01'), to: day('2026-12-31') };
const half = { from: day('2026-01-01'), to: day('2026-06-30') };
const term = { from: day('2016-01-01'), to: day('2020-12-31') };

test.each([
  ['Kế hoạch năm', 'annualPlan', year, 'Kế hoạch năm 2026'],
  ['Báo cáo 6 tháng', 'midYearReport', half, 'Báo cáo 6 tháng đầu năm 2026'],
  ['Hội nghị tổng kết giai đoạn', 'finalReview', term, 'Hội nghị tổng kết giai đoạn 2016-2020'],
  ['Ý kiến về chương trình tiếp theo', 'successorDecision', term, 'Ý kiến về chương trình tiếp theo'],
  ['Báo cáo công tác', 'report.M08', year, 'Báo cáo công tác tháng 8/2026'],
  ['Báo cáo công tác', 'report.Q3', year, 'Báo cáo công tác quý III năm 2026'],
  ['Báo cáo công tác', 'report.H2', year, 'Báo cáo công tác 6 tháng cuối năm 2026'],
  ['Báo cáo quý', 'report.Q4', year, 'Báo cáo quý IV năm 2026'],
  ['Báo cáo tháng', 'report.M01', year, 'Báo cáo tháng 1/2026'],
  ['Báo cáo 6 tháng', 'report.H1', year, 'Báo cáo 6 tháng đầu năm 2026'],
  ['Kế hoạch chủ đề 2026', 'theme', year, 'Kế hoạch chủ đề 2026'],
])('“%s” with the id %s carries its period', (title, localId, covers, name) => {
  expect(obligationName('vi', { title, localId, year: 2026, covers })).toBe(name);
});

test('a term of one year is named by its year', () => {
  const oneYear = { ...tw79, term: { ...tw79.term, from: day('2026-01-01'), to: day('2026-12-31') } };
  expect([termYears(oneYear, 'vi'), termYears(oneYear, 'en')]).toEqual(['năm 2026', '2026']);
  expect([termYears(tw79, 'vi'), termYears(tw79, 'en')]).toEqual(['2016-2020', '2016-2020']);
});

test('an obligation is named by its id alone', () => {
  expect(obligationNameById('vi', tw79Dossier, 'tw-79/2018/midYearReview')).toBe(
    'Hội nghị sơ kết 6 tháng đầu năm 2018',
  );
  expect(obligationNameById('en', tw79Dossier, 'tw-79/2020/finalReview')).toBe('Final review');
  expect(obligationNameById('vi', tw79Dossier, 'tw-79/2018/nothing')).toBe('tw-79/2018/nothing');
});

test('a title and its body share a word only once', () => {
  const named = (code: string, title: string) => {
    const body = BODIES.find((candidate) => candidate.code === code);
    if (!body) throw new RangeError(code);
    return postOfBody({ code: 'x', title, rank: 'head', mailbox: 'x@y.example', language: 'vi' }, body);
  };
  expect(named('bdv-tw', 'Trưởng ban')).toBe('Trưởng Ban Dân vận Trung ương');
  expect(named('bdv-tw', 'Trưởng Ban Dân vận')).toBe('Trưởng Ban Dân vận Trung ương');
  expect(named('so-noi-vu', 'Giám đốc')).toBe('Giám đốc Sở Nội vụ tỉnh Gia Lai');
  expect(named('bchqs-dak-doa', 'Chỉ huy trưởng')).toBe('Chỉ huy trưởng Ban Chỉ huy Quân sự huyện Đak Đoa');
  expect(named('bdv-tw', 'Trưởng Ban Dân vận Trung ương')).toBe('Trưởng Ban Dân vận Trung ương');
});

test('a long subject takes the short title, then is cut at a word; code and date stay', () => {
  const name = 'Báo cáo kết quả thực hiện chương trình phối hợp về công tác dân vận chính quyền năm 2026';
  const given = { code: 'GL-2026', kind: 'Nhắc việc', name, tail: ', hạn 15/6/2026' };
  expect(subjectLine({ ...given, shortName: 'Báo cáo CTPH năm 2026' })).toBe(
    '[GL-2026] Nhắc việc: Báo cáo CTPH năm 2026, hạn 15/6/2026',
  );
  const cut = subjectLine(given);
  expect(cut).toBe('[GL-2026] Nhắc việc: Báo cáo kết quả thực hiện chương trình…, hạn 15/6/2026');
  expect(Array.from(cut).length).toBeLessThanOrEqual(78);
  const longest = subjectLine({ ...given, code: 'A'.repeat(40), kind: 'Còn 05 ngày làm việc' });
  expect(longest).toMatch(/^\[A{40}\] Còn 05.*…, hạn 15\/6\/2026$/);
  expect(Array.from(longest).length).toBeLessThanOrEqual(78);
});
