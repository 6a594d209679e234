// How dates, hours and counts read in letters.
import { instantAt, localDate } from '../../domain/localDate.js';
import { asOfText, byText, counted, deskTime, joined, longDate, shortDate } from '../../words/dates.js';

const day = localDate;

test.each([
  ['2026-06-15', 'thứ Hai, ngày 15/6/2026', 'Monday, 15 June 2026'],
  ['2026-09-07', 'thứ Hai, ngày 07/9/2026', 'Monday, 7 September 2026'],
  ['2026-02-25', 'thứ Tư, ngày 25/02/2026', 'Wednesday, 25 February 2026'],
  ['2018-01-25', 'thứ Năm, ngày 25/01/2018', 'Thursday, 25 January 2018'],
  ['2020-10-10', 'thứ Bảy, ngày 10/10/2020', 'Saturday, 10 October 2020'],
  ['2026-03-01', 'Chủ nhật, ngày 01/3/2026', 'Sunday, 1 March 2026'],
])('the day %s reads in both languages', (date, vi, en) => {
  expect(longDate('vi', day(date))).toBe(vi);
  expect(longDate('en', day(date))).toBe(en);
});

test('subjects and tables drop the weekday', () => {
  expect(shortDate('vi', day('2020-04-06'))).toBe('06/4/2020');
  expect(shortDate('en', day('2020-04-06'))).toBe('6 April 2020');
});

test('an hour is written out in letters and short on the desk', () => {
  const at = instantAt(day('2026-06-10'), '08:00');
  expect(asOfText('vi', at)).toBe('08 giờ 00 thứ Tư, ngày 10/6/2026');
  expect(asOfText('en', at)).toBe('08:00 on Wednesday, 10 June 2026');
  expect(deskTime('vi', at)).toBe('10/6/2026 08:00');
  expect(deskTime('en', at)).toBe('10 Jun 2026 08:00');
});

test('by when is said in the phrase of the obligation', () => {
  const due = day('2026-06-15');
  expect(byText('vi', { due, phrase: 'chậm nhất ngày', nominalDue: due })).toBe(
    'chậm nhất là thứ Hai, ngày 15/6/2026',
  );
  expect(byText('vi', { due, phrase: 'chậm nhất ngày', nominalDue: due, cutoff: '15:00' })).toBe(
    'trước 15 giờ 00 thứ Hai, ngày 15/6/2026',
  );
  const before = { due: day('2026-06-12'), phrase: 'trước ngày', nominalDue: day('2026-06-14') } as const;
  expect(byText('vi', before)).toBe(
    'trước ngày 15/6/2026 (ngày cuối còn trong hạn: thứ Sáu, ngày 12/6/2026)',
  );
  expect(byText('en', before)).toBe('before 15 June 2026 (last day in time: Friday, 12 June 2026)');
});

test('an extended date is no longer that of the phrase “trước ngày”', () => {
  const extended = { due: day('2026-06-30'), phrase: 'trước ngày', nominalDue: day('2026-06-14') } as const;
  expect(byText('vi', extended)).toBe('chậm nhất là thứ Ba, ngày 30/6/2026');
});

test('counts below ten take a zero in Vietnamese letters', () => {
  expect([0, 5, 9, 10, 1234].map((count) => counted('vi', count))).toEqual(['00', '05', '09', '10', '1.234']);
  expect([5, 1234567].map((count) => counted('en', count))).toEqual(['5', '1,234,567']);
});

test('names are joined as people list them', () => {
  expect(joined('vi', ['A', 'B', 'C'])).toBe('A, B và C');
  expect(joined('en', ['A', 'B'])).toBe('A and B');
  expect(joined('vi', ['A'])).toBe('A');
});

test('English dates do not depend on the zone of the process', () => {
  const zone = process.env['TZ'];
  try {
    for (const other of [
      'America/Sao_Paulo',
      'Pacific/Kiritimati',
      'Pacific/Pago_Pago',
      'Asia/Ho_Chi_Minh',
    ]) {
      process.env['TZ'] = other;
      expect(longDate('en', day('2018-11-04'))).toBe('Sunday, 4 November 2018');
    }
  } finally {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  }
});
