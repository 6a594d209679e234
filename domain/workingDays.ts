// Counting in working days over any source of days off. Knows how to count; must not know why a day is off.
import { addDays, type LocalDate, weekdayOf } from './localDate.js';

/** What a count needs: the law's calendar, or the slice of it that a cycle carries in its state. */
export interface DaysOff {
  isWorking(date: LocalDate): boolean;
  /** Working days after `from` up to `to`, where a calendar can tell without walking. */
  count?(from: LocalDate, to: LocalDate): number;
}

export type Roll = 'previous' | 'next' | 'none';

/** A year of nothing but days off means a broken calendar, not a long holiday. */
const LONGEST_REST = 366;

/** The nearest working day at or after (`next`), at or before (`previous`) `date`. */
export function rollTo(days: DaysOff, date: LocalDate, roll: Roll): LocalDate {
  if (roll === 'none') return date;
  const step = roll === 'next' ? 1 : -1;
  let day = date;
  for (let guard = 0; !days.isWorking(day); guard += 1) {
    if (guard > LONGEST_REST) throw new RangeError(`no working day around ${date}`);
    day = addDays(day, step);
  }
  return day;
}

/** `count` working days after `date` (before, when negative). The first day does not count (Civil Code 2015, Art. 147). */
export function addWorkingDays(days: DaysOff, date: LocalDate, count: number): LocalDate {
  const step = count < 0 ? -1 : 1;
  let day = date;
  for (let left = Math.abs(count); left > 0; left -= 1) {
    day = rollTo(days, addDays(day, step), step < 0 ? 'previous' : 'next');
  }
  return day;
}

/** Working days from `from` (not counted) to `to` (counted); 0 where `to` is not later. */
export function workingDaysBetween(days: DaysOff, from: LocalDate, to: LocalDate): number {
  if (to <= from) return 0;
  if (days.count) return days.count(from, to);
  let count = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (days.isWorking(day)) count += 1;
  return count;
}

/** The days off of a span as plain JSON, both ends included: what a cycle carries in its state. */
export interface DaysOffSlice {
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** Weekdays that are off. */
  readonly off: readonly LocalDate[];
  /** Saturdays and Sundays that are worked. */
  readonly worked: readonly LocalDate[];
}

export function daysOffSlice(calendar: DaysOff, from: LocalDate, to: LocalDate): DaysOffSlice {
  const off: LocalDate[] = [];
  const worked: LocalDate[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) {
    if (calendar.isWorking(day) && isWeekend(day)) worked.push(day);
    if (!calendar.isWorking(day) && !isWeekend(day)) off.push(day);
  }
  return { from, to, off, worked };
}

/** Counts over a slice. Throws RangeError for a day outside it: a guess there would look like an answer. */
export function fromSlice(slice: DaysOffSlice): DaysOff {
  const off = new Set(slice.off);
  const worked = new Set(slice.worked);
  return {
    isWorking: (date) => {
      if (date < slice.from || date > slice.to) {
        throw new RangeError(`${date} lies outside the days off known from ${slice.from} to ${slice.to}`);
      }
      return isWeekend(date) ? worked.has(date) : !off.has(date);
    },
  };
}

/** The same, but beyond the slice only weekends rest: enough to see that a day lies in the past or too far ahead. */
export function roughlyFromSlice(slice: DaysOffSlice): DaysOff {
  const known = fromSlice(slice);
  return {
    isWorking: (date) => (date < slice.from || date > slice.to ? !isWeekend(date) : known.isWorking(date)),
  };
}

function isWeekend(date: LocalDate): boolean {
  return weekdayOf(date) >= 6;
}
