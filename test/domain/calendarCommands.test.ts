// What `nhip calendar` and `nhip workday` say. Knows the answers as people and scripts read them.
import { calendarAnswer, workdayAnswer, type WorkdayMove } from '../../client/cli/calendarCommands.js';
import { localDate } from '../../domain/localDate.js';
import { workingCalendar } from '../../domain/workingCalendar.js';

const calendar = workingCalendar({ decisions: [], quiet: [] });
const next: WorkdayMove = { move: 'roll', roll: 'next' };

describe('nhip calendar', () => {
  test('prints the year as JSON, key by key', () => {
    const { json } = calendarAnswer(calendar, 2025, 'vi');
    expect(Object.keys(json)).toEqual(['year', 'provisional', 'daysOff', 'workedDays']);
    expect(Object.keys(json.daysOff[0] ?? {})).toEqual(['date', 'weekday', 'reason', 'source']);
    expect(json.workedDays.map(({ date, reason }) => ({ date, reason }))).toEqual([
      { date: '2025-04-26', reason: 'swap' },
    ]);
  });

  test('prints a decided year for people, by month', () => {
    const { text } = calendarAnswer(calendar, 2025, 'vi');
    expect(text.split('\n').slice(0, 22)).toEqual([
      'Lịch nghỉ năm 2025: đã có quyết định.',
      'Thứ Bảy và Chủ nhật nghỉ hằng tuần, trừ những ngày làm bù ghi dưới đây.',
      '',
      'Tháng 1',
      '  01/01/2025  thứ Tư     nghỉ      Tết Dương lịch',
      '  27/01/2025  thứ Hai    nghỉ      Tết Nguyên đán',
      '  28/01/2025  thứ Ba     nghỉ      Tết Nguyên đán',
      '  29/01/2025  thứ Tư     nghỉ      Tết Nguyên đán',
      '  30/01/2025  thứ Năm    nghỉ      Tết Nguyên đán',
      '  31/01/2025  thứ Sáu    nghỉ      Tết Nguyên đán',
      '',
      'Tháng 4',
      '  07/4/2025   thứ Hai    nghỉ      Giỗ Tổ Hùng Vương',
      '  26/4/2025   thứ Bảy    làm việc  làm bù do hoán đổi ngày làm việc',
      '  30/4/2025   thứ Tư     nghỉ      Ngày Chiến thắng 30/4',
      '',
      'Tháng 5',
      '  01/5/2025   thứ Năm    nghỉ      Ngày Quốc tế lao động 1/5',
      '  02/5/2025   thứ Sáu    nghỉ      nghỉ do hoán đổi ngày làm việc',
      '',
      'Tháng 9',
      '  01/9/2025   thứ Hai    nghỉ      Quốc khánh',
    ]);
    expect(text).toContain('\nNguồn\n  - Bộ luật Lao động 2019, Điều 112 khoản 1\n');
    expect(text.normalize('NFC')).toBe(text);
  });

  test('says that a year is provisional, and on what it counts', () => {
    expect(calendarAnswer(calendar, 2027, 'vi').text.split('\n')[0]).toBe(
      'Lịch nghỉ năm 2027: tạm tính, chưa có quyết định (Tết nghỉ 2 ngày trước mùng 1, Quốc khánh nghỉ thêm ngày 01/9, không hoán đổi).',
    );
    expect(calendarAnswer(calendar, 2015, 'en').text.split('\n')[0]).toBe(
      'Days off in 2015: provisional, not decided yet (2 days before Tết, no swaps).',
    );
  });

  test('speaks English when asked', () => {
    const { text } = calendarAnswer(calendar, 2025, 'en');
    expect(text).toContain('April\n  2025-04-07  Monday     off       Hùng Kings');
    expect(text).toContain('  2025-04-26  Saturday   worked    make-up work day of a swap');
  });
});

describe('nhip workday', () => {
  test('counts back over a holiday', () => {
    const answer = workdayAnswer(calendar, localDate('2023-09-05'), { move: 'minus', days: 2 }, 'vi');
    expect(answer.json).toEqual({
      date: '2023-09-05',
      working: true,
      result: '2023-08-30',
      provisional: false,
    });
    expect(answer.text).toBe(
      'Thứ Ba, ngày 05/9/2023 là ngày làm việc.\n2 ngày làm việc trước thứ Ba, ngày 05/9/2023: thứ Tư, ngày 30/8/2023.',
    );
  });

  test('stays on a working day when only rolled', () => {
    const answer = workdayAnswer(calendar, localDate('2023-09-05'), next, 'vi');
    expect(answer).toEqual({
      json: { date: '2023-09-05', working: true, result: '2023-09-05', provisional: false },
      text: 'Thứ Ba, ngày 05/9/2023 là ngày làm việc.',
    });
  });

  test('rolls off a day off, either way, and says why', () => {
    const date = localDate('2023-09-02');
    expect(workdayAnswer(calendar, date, next, 'vi')).toEqual({
      json: { date, working: false, result: '2023-09-05', provisional: false },
      text: 'Thứ Bảy, ngày 02/9/2023 là ngày nghỉ (Quốc khánh).\nNgày làm việc gần nhất sau đó: thứ Ba, ngày 05/9/2023.',
    });
    expect(workdayAnswer(calendar, date, { move: 'roll', roll: 'previous' }, 'en')).toEqual({
      json: { date, working: false, result: '2023-08-31', provisional: false },
      text: 'Saturday, 2 September 2023 is a day off (National Day).\nNearest working day before it: Thursday, 31 August 2023.',
    });
  });

  test('is provisional as soon as it counts into an undecided year', () => {
    const forward = workdayAnswer(calendar, localDate('2026-12-31'), { move: 'plus', days: 1 }, 'vi');
    expect(forward.json).toEqual({
      date: '2026-12-31',
      working: true,
      result: '2027-01-04',
      provisional: true,
    });
    expect(forward.text).toContain('Kết quả là tạm tính: lịch nghỉ năm 2027 chưa có quyết định.');
    const back = workdayAnswer(calendar, localDate('2027-01-04'), { move: 'minus', days: 1 }, 'en');
    expect(back.json).toMatchObject({ result: '2026-12-31', provisional: true });
    expect(back.text).toContain('1 working day before Monday, 4 January 2027: Thursday, 31 December 2026.');
  });
});
