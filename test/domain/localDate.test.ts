// Local dates and counting in working days, as examples and as laws. Knows only the week; nothing of the real calendar.
import fc from 'fast-check';
import {
  addDays,
  addMonths,
  clockOf,
  dateOf,
  dayNumber,
  epochMs,
  fromDayNumber,
  type Instant,
  instantAt,
  instantFromMs,
  isInstant,
  isLocalDate,
  type LocalDate,
  localDate,
  localDateOf,
  parseInstant,
  startOf,
  weekdayOf,
  withOffset,
} from '../../domain/localDate.js';
import {
  addWorkingDays,
  type DaysOff,
  daysOffSlice,
  fromSlice,
  rollTo,
  workingDaysBetween,
} from '../../domain/workingDays.js';

const weekOnly: DaysOff = { isWorking: (date) => weekdayOf(date) <= 5 };
const never: DaysOff = { isWorking: () => false };
const anyDate = fc.integer({ min: -25_000, max: 83_000 }).map(fromDayNumber);
const MONDAY = localDate('2026-03-02');

describe('a local date', () => {
  test.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-4-1', '2026-04-31', '2026-04-01T00:00', ''])(
    'is not %p',
    (text) => {
      expect(isLocalDate(text)).toBe(false);
      expect(() => localDate(text)).toThrow(RangeError);
    },
  );

  test('knows leap days and weekdays', () => {
    expect(isLocalDate('2024-02-29')).toBe(true);
    expect([
      weekdayOf(MONDAY),
      weekdayOf(localDate('2026-03-08')),
      weekdayOf(localDate('1900-01-01')),
    ]).toEqual([1, 7, 1]);
  });

  test('falls on 28/2 when its 29/2 does not exist', () => {
    expect([dateOf(2027, 2, 29), dateOf(2028, 2, 29)]).toEqual(['2027-02-28', '2028-02-29']);
  });

  test('keeps its day in another month, or takes the last', () => {
    expect(addMonths(localDate('2026-01-31'), 1)).toBe('2026-02-28');
    expect(addMonths(localDate('2026-01-31'), -2)).toBe('2025-11-30');
    expect(addMonths(localDate('2026-11-15'), 14)).toBe('2028-01-15');
  });

  test('comes back from its day number, and sorts like it', () => {
    fc.assert(
      fc.property(anyDate, anyDate, (a, b) => {
        expect(fromDayNumber(dayNumber(a))).toBe(a);
        expect(a < b).toBe(dayNumber(a) < dayNumber(b));
      }),
    );
  });

  test('moves by days there and back, seven of them to the same weekday', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -4000, max: 4000 }), (date, days) => {
        expect(addDays(addDays(date, days), -days)).toBe(date);
        expect(weekdayOf(addDays(date, 7))).toBe(weekdayOf(date));
      }),
    );
  });
});

describe('an instant', () => {
  test('is seven hours behind the Vietnamese clock', () => {
    expect(instantAt(MONDAY, '08:00')).toBe('2026-03-02T01:00:00Z');
    expect(startOf(MONDAY)).toBe('2026-03-01T17:00:00Z');
    expect(withOffset(instantAt(MONDAY, '08:00'))).toBe('2026-03-02T08:00:00+07:00');
  });

  test('belongs to the day and the minute it was made from', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 0, max: 1439 }), (date, minute) => {
        const clock = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
        const instant = instantAt(date, clock);
        expect([localDateOf(instant), clockOf(instant)]).toEqual([date, clock]);
        expect(instantFromMs(epochMs(instant) + 999)).toBe(instant);
      }),
    );
  });

  test('is read from a time with an offset, never from one without', () => {
    expect(parseInstant('2026-03-02T08:00:00+07:00')).toBe('2026-03-02T01:00:00Z');
    expect(parseInstant('2026-03-02T08:00')).toBeNull();
    expect(parseInstant('2026-02-30T08:00:00Z')).toBeNull();
    expect(isInstant('2026-03-02T25:00:00Z')).toBe(false);
  });

  test('has the same date for people wherever the machine stands', () => {
    expect(localDateOf('2026-03-31T17:00:00Z' as Instant)).toBe('2026-04-01');
    expect(localDateOf('2026-03-31T16:59:59Z' as Instant)).toBe('2026-03-31');
  });
});

describe('counting in working days', () => {
  test('does not count the first day', () => {
    expect(addWorkingDays(weekOnly, MONDAY, 1)).toBe('2026-03-03');
    expect(addWorkingDays(weekOnly, MONDAY, 5)).toBe('2026-03-09');
    expect(addWorkingDays(weekOnly, MONDAY, -1)).toBe('2026-02-27');
    expect(addWorkingDays(weekOnly, localDate('2026-03-07'), 1)).toBe('2026-03-09');
    expect(addWorkingDays(weekOnly, localDate('2026-03-07'), -1)).toBe('2026-03-06');
  });

  test('rolls to the nearest working day on the side asked for', () => {
    const saturday = localDate('2026-03-07');
    expect(rollTo(weekOnly, saturday, 'next')).toBe('2026-03-09');
    expect(rollTo(weekOnly, saturday, 'previous')).toBe('2026-03-06');
    expect(rollTo(weekOnly, saturday, 'none')).toBe(saturday);
    expect(rollTo(weekOnly, MONDAY, 'next')).toBe(MONDAY);
  });

  test('lands on working days, as far away as it counted, and finds the way back', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 1, max: 60 }), (date, count) => {
        const after = addWorkingDays(weekOnly, date, count);
        expect(weekOnly.isWorking(after)).toBe(true);
        expect(workingDaysBetween(weekOnly, date, after)).toBe(count);
        expect(addWorkingDays(weekOnly, after, -count)).toBe(rollTo(weekOnly, date, 'previous'));
      }),
    );
  });

  test('is nothing between a day and one that is not later', () => {
    expect(workingDaysBetween(weekOnly, MONDAY, MONDAY)).toBe(0);
    expect(workingDaysBetween(weekOnly, MONDAY, addDays(MONDAY, -5))).toBe(0);
  });

  test('gives up on a calendar that never works', () => {
    expect(() => rollTo(never, MONDAY, 'next')).toThrow(RangeError);
  });
});

describe('a slice of days off', () => {
  const oddDays: DaysOff = { isWorking: (date) => dayNumber(date) % 2 === 1 };

  test('survives JSON and answers as the calendar it came from', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 0, max: 400 }), fc.boolean(), (from, length, odd) => {
        const calendar = odd ? oddDays : weekOnly;
        const slice = daysOffSlice(calendar, from, addDays(from, length));
        const read: DaysOff = fromSlice(JSON.parse(JSON.stringify(slice)) as typeof slice);
        for (let day: LocalDate = from; day <= slice.to; day = addDays(day, 1)) {
          expect(read.isWorking(day)).toBe(calendar.isWorking(day));
        }
      }),
      { numRuns: 30 },
    );
  });

  test('refuses to guess outside its span', () => {
    const slice = fromSlice(daysOffSlice(weekOnly, MONDAY, addDays(MONDAY, 4)));
    expect(slice.isWorking(addDays(MONDAY, 4))).toBe(true);
    expect(() => slice.isWorking(addDays(MONDAY, -1))).toThrow(RangeError);
    expect(() => slice.isWorking(addDays(MONDAY, 5))).toThrow(RangeError);
  });
});
