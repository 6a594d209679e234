// The lunar dates, against published ones and an independent library. Knows years and dates; nothing of days off.
import Holidays from 'date-holidays';
import { hungKingsDay, tetOf } from '../../domain/lunar.js';

const PUBLISHED: ReadonlyArray<readonly [number, string, string]> = [
  [2016, '2016-02-08', '2016-04-16'],
  [2017, '2017-01-28', '2017-04-06'],
  [2018, '2018-02-16', '2018-04-25'],
  [2019, '2019-02-05', '2019-04-14'],
  [2020, '2020-01-25', '2020-04-02'],
  [2021, '2021-02-12', '2021-04-21'],
  [2022, '2022-02-01', '2022-04-10'],
  [2023, '2023-01-22', '2023-04-29'],
  [2024, '2024-02-10', '2024-04-18'],
  [2025, '2025-01-29', '2025-04-07'],
  [2026, '2026-02-17', '2026-04-26'],
  [2027, '2027-02-06', '2027-04-16'],
  [2028, '2028-01-26', '2028-04-04'],
  [2029, '2029-02-13', '2029-04-23'],
  [2030, '2030-02-02', '2030-04-12'],
];

describe('the Vietnamese lunar calendar', () => {
  test.each(PUBLISHED)('knows Tết and Giỗ Tổ of %i', (year, tet, hungKings) => {
    expect([tetOf(year), hungKingsDay(year)]).toEqual([tet, hungKings]);
  });

  test.each([
    [1985, '1985-01-21'],
    [2007, '2007-02-17'],
    [2030, '2030-02-02'],
    [2053, '2053-02-18'],
  ])('puts Tết %i where Việt Nam keeps it, not China', (year, tet) => {
    expect(tetOf(year)).toBe(tet);
  });

  test.each([
    [2037, '2037-04-24'],
    [2038, '2038-04-13'],
    [2050, '2050-04-01'],
  ])('puts Giỗ Tổ %i on the Vietnamese day', (year, day) => {
    expect(hungKingsDay(year)).toBe(day);
  });

  test('agrees with an independent library on 2000–2049', () => {
    const library = new Holidays();
    library.setHoliday('vietnamese 1-0-1', 'Tết');
    library.setHoliday('vietnamese 3-0-10', 'Giỗ Tổ');
    for (let year = 2000; year <= 2049; year += 1) {
      const dates = library.getHolidays(year).map((day) => day.date.slice(0, 10));
      expect([tetOf(year), hungKingsDay(year)]).toEqual(dates);
    }
  });

  // Hồ Ngọc Đức's published tables and the library date-chinese both give these; new moon falls minutes before midnight.
  test.each([
    [2175, '2175-01-22'],
    [2199, '2199-01-26'],
  ])('is sharp enough for Tết %i', (year, tet) => {
    expect(tetOf(year)).toBe(tet);
  });

  test('reaches from 1900 to 2199, every Tết between 20 January and 22 February', () => {
    expect(tetOf(1900)).toBe('1900-01-31');
    for (let year = 1900; year <= 2199; year += 1) {
      expect(tetOf(year) >= `${year}-01-20` && tetOf(year) <= `${year}-02-22`).toBe(true);
      expect(hungKingsDay(year) >= `${year}-03-28` && hungKingsDay(year) <= `${year}-04-30`).toBe(true);
    }
  });

  test.each([1899, 2200, 2026.5, Number.NaN])('refuses the year %p', (year) => {
    expect(() => tetOf(year)).toThrow(RangeError);
    expect(() => hungKingsDay(year)).toThrow(RangeError);
  });
});
