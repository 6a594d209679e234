// The working calendar of 1900–2199: whole years spelled out, decisions that replace others, what nobody decided yet.
import type { CalendarDecision } from '../../domain/agreement.js';
import { CULTURE_DAY } from '../../domain/calendarDecisions.js';
import { addDays, localDate, weekdayOf, yearOf } from '../../domain/localDate.js';
import { workingCalendar } from '../../domain/workingCalendar.js';
import { addWorkingDays, daysOffSlice, fromSlice, rollTo } from '../../domain/workingDays.js';

const bundled = workingCalendar({ decisions: [], quiet: [] });

function decided(decision: Partial<CalendarDecision> & { readonly year: number }) {
  const plain = { tetDaysBefore: 2, nationalDayNeighbour: -1, swaps: [] } as const;
  return workingCalendar({ decisions: [{ ...plain, ...decision }], quiet: [] });
}

function daysOff(year: number, calendar = bundled): string {
  const days = calendar.yearView(year).daysOff.map((day) => `${day.date.slice(5)} ${day.reason}`);
  return days.join(', ');
}

/** Every weekday off, a line a year. */
const YEARS: Readonly<Record<number, string>> = {
  2016:
    '01-01 newYear, 02-08 tet, 02-09 tet, 02-10 tet, 02-11 tet, 02-12 makeUp, 04-18 makeUp, ' +
    '05-02 makeUp, 05-03 makeUp, 09-02 nationalDay',
  2017:
    '01-02 makeUp, 01-26 tet, 01-27 tet, 01-30 tet, 01-31 makeUp, 02-01 makeUp, 04-06 hungKings, ' +
    '05-01 labour, 05-02 makeUp, 09-04 makeUp',
  2018:
    '01-01 newYear, 02-14 tet, 02-15 tet, 02-16 tet, 02-19 makeUp, 02-20 makeUp, 04-25 hungKings, ' +
    '04-30 reunification, 05-01 labour, 09-03 makeUp, 12-31 swap',
  2019:
    '01-01 newYear, 02-04 tet, 02-05 tet, 02-06 tet, 02-07 tet, 02-08 tet, 04-15 makeUp, ' +
    '04-29 swap, 04-30 reunification, 05-01 labour, 09-02 nationalDay',
  2020:
    '01-01 newYear, 01-23 tet, 01-24 tet, 01-27 tet, 01-28 makeUp, 01-29 makeUp, 04-02 hungKings, ' +
    '04-30 reunification, 05-01 labour, 09-02 nationalDay',
  2021:
    '01-01 newYear, 02-10 tet, 02-11 tet, 02-12 tet, 02-15 makeUp, 02-16 makeUp, 04-21 hungKings, ' +
    '04-30 reunification, 05-03 makeUp, 09-02 nationalDay, 09-03 nationalDay',
  2022:
    '01-03 makeUp, 01-31 tet, 02-01 tet, 02-02 tet, 02-03 tet, 02-04 tet, 04-11 makeUp, ' +
    '05-02 makeUp, 05-03 makeUp, 09-01 nationalDay, 09-02 nationalDay',
  2023:
    '01-02 makeUp, 01-20 tet, 01-23 tet, 01-24 tet, 01-25 makeUp, 01-26 makeUp, 05-01 labour, ' +
    '05-02 makeUp, 05-03 makeUp, 09-01 nationalDay, 09-04 makeUp',
  2024:
    '01-01 newYear, 02-08 tet, 02-09 tet, 02-12 tet, 02-13 makeUp, 02-14 makeUp, 04-18 hungKings, ' +
    '04-29 swap, 04-30 reunification, 05-01 labour, 09-02 nationalDay, 09-03 nationalDay',
  2025:
    '01-01 newYear, 01-27 tet, 01-28 tet, 01-29 tet, 01-30 tet, 01-31 tet, 04-07 hungKings, ' +
    '04-30 reunification, 05-01 labour, 05-02 swap, 09-01 nationalDay, 09-02 nationalDay',
  2026:
    '01-01 newYear, 01-02 swap, 02-16 tet, 02-17 tet, 02-18 tet, 02-19 tet, 02-20 tet, ' +
    '04-27 makeUp, 04-30 reunification, 05-01 labour, 08-31 swap, 09-01 nationalDay, ' +
    '09-02 nationalDay',
};

describe('the days off of a decided year', () => {
  test.each(Object.keys(YEARS).map(Number))('are, in %i, these weekdays', (year) => {
    expect(daysOff(year)).toBe(YEARS[year]);
    expect(bundled.isProvisional(year)).toBe(false);
  });

  test('are paid for on the Saturdays a decision names, in whichever year they lie', () => {
    const worked = [2016, 2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026].flatMap((year) =>
      bundled.yearView(year).workedDays.map((day) => day.date),
    );
    expect(worked).toEqual([
      '2019-01-05',
      '2019-05-04',
      '2024-05-04',
      '2025-04-26',
      '2026-01-10',
      '2026-08-22',
    ]);
  });

  test('name their law, and beside it the decision where the law leaves a choice', () => {
    const [newYear, tet] = bundled.yearView(2025).daysOff;
    expect(newYear?.source).toBe('Bộ luật Lao động 2019, Điều 112 khoản 1');
    expect(tet).toMatchObject({ date: '2025-01-27', weekday: 1, reason: 'tet' });
    expect(tet?.source).toContain('Lịch nghỉ năm 2025');
    const makeUp = bundled.yearView(2026).daysOff.find((day) => day.reason === 'makeUp');
    expect(makeUp?.source).toBe('Bộ luật Lao động 2019, Điều 111 khoản 3: nghỉ bù cho ngày 26/4/2026');
    expect(bundled.yearView(2026).daysOff[1]?.source).toContain('12729/VPCP-KGVX');
    expect(bundled.yearView(2016).daysOff[0]?.source).toBe('Bộ luật Lao động 2012, Điều 115 khoản 1');
    expect(bundled.yearView(2010).daysOff[0]?.source).toContain('Bộ luật Lao động 1994, Điều 73');
  });
});

describe('why a day is off', () => {
  test.each([
    ['2023-04-29', 'hungKings'],
    ['2023-04-30', 'reunification'],
    ['2023-05-06', 'weekend'],
    ['2023-05-03', 'makeUp'],
    ['2023-05-04', null],
    ['2019-01-05', null],
    ['2018-12-31', 'swap'],
  ])('is said for %s: %s', (date, reason) => {
    expect(bundled.reasonOff(localDate(date))).toBe(reason);
    expect(bundled.isWorking(localDate(date))).toBe(reason === null);
  });
});

describe('a year nobody decided', () => {
  test('takes two days before Tết, 1/9 and no swaps, and says that it is provisional', () => {
    expect(bundled.isProvisional(2027)).toBe(true);
    expect(daysOff(2027)).toBe(
      '01-01 newYear, 02-04 tet, 02-05 tet, 02-08 tet, 02-09 makeUp, 02-10 makeUp, 04-16 hungKings, ' +
        '04-30 reunification, 05-03 makeUp, 09-01 nationalDay, 09-02 nationalDay',
    );
    expect(bundled.yearView(2027).daysOff[1]?.source).toContain('tạm tính');
  });

  test('is decided by a record in the book', () => {
    const calendar = decided({ year: 2027, tetDaysBefore: 1, nationalDayNeighbour: 1 });
    expect(calendar.isProvisional(2027)).toBe(false);
    expect(calendar.isWorking(localDate('2027-02-04'))).toBe(true);
    expect(calendar.isWorking(localDate('2027-02-11'))).toBe(false);
    expect(calendar.isWorking(localDate('2027-09-01'))).toBe(true);
    expect(calendar.isWorking(localDate('2027-09-03'))).toBe(false);
  });
});

describe('a record in the book', () => {
  test('replaces the bundled one whole, its swaps too, and no other year', () => {
    const calendar = decided({ year: 2018 });
    expect(daysOff(2018, calendar)).not.toContain('12-31 swap');
    expect(calendar.yearView(2019).workedDays.map((day) => day.date)).toEqual(['2019-05-04']);
    expect(daysOff(2025, calendar)).toEqual(daysOff(2025));
  });

  test('gives way to a later one for the same year', () => {
    const record = { year: 2027, tetDaysBefore: 2, nationalDayNeighbour: -1, swaps: [] } as const;
    const calendar = workingCalendar({ decisions: [record, { ...record, tetDaysBefore: 1 }], quiet: [] });
    expect(calendar.isWorking(localDate('2027-02-04'))).toBe(true);
  });

  test('may have its worked Saturday in the year before', () => {
    const swaps = [{ off: localDate('2028-01-03'), work: localDate('2027-12-25') }];
    const calendar = decided({ year: 2028, swaps, source: 'Thông báo số 1' });
    expect(calendar.yearView(2027).workedDays).toEqual([
      { date: '2027-12-25', reason: 'swap', source: 'Thông báo số 1' },
    ]);
    expect(calendar.yearView(2028).workedDays).toEqual([]);
  });

  test('has no second National Day to choose before 2021', () => {
    const calendar = decided({ year: 2020, nationalDayNeighbour: 1 });
    expect(calendar.isWorking(localDate('2020-09-03'))).toBe(true);
  });
});

describe('24/11, the day of Vietnamese culture', () => {
  const day = localDate('2026-11-24');

  test('is a working day until the record of the year confirms it', () => {
    expect(bundled.isWorking(day)).toBe(true);
    expect(decided({ year: 2026 }).isWorking(day)).toBe(true);
    const confirmed = decided({ year: 2026, confirmed: true });
    expect(confirmed.reasonOff(day)).toBe('culture');
    const entry = confirmed.yearView(2026).daysOff.find((off) => off.date === day);
    expect(entry?.source).toContain(CULTURE_DAY.source);
  });

  test('is made up when it falls on a weekend, and does not exist before 2026', () => {
    const calendar = decided({ year: 2029, confirmed: true });
    expect(calendar.reasonOff(localDate('2029-11-24'))).toBe('culture');
    expect(calendar.reasonOff(localDate('2029-11-26'))).toBe('makeUp');
    expect(decided({ year: 2025, confirmed: true }).isWorking(localDate('2025-11-24'))).toBe(true);
  });
});

describe('the periods of the law', () => {
  test('have no Giỗ Tổ before 2007', () => {
    expect(bundled.isWorking(localDate('2006-04-07'))).toBe(true);
    expect(bundled.reasonOff(localDate('2007-04-26'))).toBe('hungKings');
  });

  test('give 2/9 alone until 2020', () => {
    expect(bundled.isWorking(localDate('2015-09-01'))).toBe(true);
    expect(bundled.isWorking(localDate('2015-09-03'))).toBe(true);
  });

  test('rest 9 days until 2006, 10 until 2020, then 11, however they fall', () => {
    for (let year = 1900; year <= 2199; year += 1) {
      const byLaw = bundled.yearView(year).daysOff.filter((day) => day.reason !== 'swap');
      expect([year, byLaw.length]).toEqual([year, year < 2007 ? 9 : year < 2021 ? 10 : 11]);
      expect(byLaw.every((day) => day.weekday <= 5 && yearOf(day.date) === year)).toBe(true);
    }
  });
});

describe('the edges', () => {
  test('are 1/1/1900 and 31/12/2199', () => {
    expect(bundled.isWorking(localDate('1900-01-01'))).toBe(false);
    expect(bundled.isWorking(localDate('2199-12-31'))).toBe(true);
    for (const date of ['1899-12-31', '2200-01-01']) {
      expect(() => bundled.isWorking(localDate(date))).toThrow(RangeError);
      expect(() => bundled.reasonOff(localDate(date))).toThrow(RangeError);
    }
    expect(() => bundled.yearView(2200)).toThrow(RangeError);
    expect(() => bundled.isProvisional(1899)).toThrow(RangeError);
    expect(() => addWorkingDays(bundled, localDate('2199-12-31'), 1)).toThrow(RangeError);
  });
});

describe('counting over the calendar', () => {
  test('steps over 2/9 and its neighbour: two working days before 5/9/2023 is 30/8', () => {
    expect(addWorkingDays(bundled, localDate('2023-09-05'), -2)).toBe('2023-08-30');
  });

  test('uses a worked Saturday', () => {
    expect(rollTo(bundled, localDate('2025-04-26'), 'next')).toBe('2025-04-26');
    expect(addWorkingDays(bundled, localDate('2025-04-25'), 1)).toBe('2025-04-26');
    expect(addWorkingDays(bundled, localDate('2025-04-29'), 1)).toBe('2025-05-05');
  });

  test('is the same over a slice, day by day', () => {
    const [from, to] = [localDate('2018-12-01'), localDate('2019-05-31')];
    const slice = daysOffSlice(bundled, from, to);
    expect(slice.worked).toEqual(['2019-01-05', '2019-05-04']);
    expect(slice.off).toHaveLength(11);
    const read = fromSlice(slice);
    for (let day = from; day <= to; day = addDays(day, 1))
      expect(read.isWorking(day)).toBe(bundled.isWorking(day));
  });

  test('agrees with the year as it is shown', () => {
    for (const year of [2018, 2019, 2026, 2027]) {
      const { daysOff: off, workedDays } = bundled.yearView(year);
      const shown = new Set([...off, ...workedDays].map((day) => day.date));
      for (let day = localDate(`${year}-01-01`); yearOf(day) === year; day = addDays(day, 1)) {
        expect(bundled.isWorking(day)).toBe(weekdayOf(day) <= 5 !== shown.has(day));
      }
    }
  });
});
