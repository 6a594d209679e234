// Which days work and why others do not, for civil servants (domain rule of the working calendar). Knows the law's days,
// the make-up rule, the yearly decisions; must not know agreements or quiet spans.
//
// A year's days off, in this order, because each step looks at the ones before it:
//   statutory days → make-up days for those on a weekend, in date order → swaps
// Saturdays and Sundays rest unless a swap names them as work days.
import type { CalendarBook, CalendarDecision } from './agreement.js';
import { BUNDLED_DECISIONS, CULTURE_DAY, lawOf } from './calendarDecisions.js';
import { addDays, dateOf, daysInMonth, type LocalDate, weekdayOf, yearOf } from './localDate.js';
import { FIRST_YEAR, hungKingsDay, requireYear, tetOf } from './lunar.js';
import type { DaysOff } from './workingDays.js';

const SATURDAY = 6;
const TET_DAYS = 5;
/** Giỗ Tổ came with Law 84/2007/QH11, in force from 2 April 2007, before that year's 10/3. */
const HUNG_KINGS_SINCE = 2007;
/** The second day of 2/9 came with the Labour Code 2019, in force from 1 January 2021. */
const NEIGHBOUR_SINCE = 2021;
const ZERO = '0'.charCodeAt(0);

/** What makes a day off, as files, JSON and words name it. */
export type CalendarReason =
  | 'newYear'
  | 'tet'
  | 'hungKings'
  | 'reunification'
  | 'labour'
  | 'nationalDay'
  | 'culture'
  | 'makeUp'
  | 'swap';

/** A weekday that is off. `weekday` 1 = Monday … 5 = Friday. */
export interface DayOff {
  readonly date: LocalDate;
  readonly weekday: number;
  readonly reason: CalendarReason;
  readonly source: string;
}

/** A Saturday or Sunday that is worked for a weekday given free. */
export interface WorkedDay {
  readonly date: LocalDate;
  readonly reason: 'swap';
  readonly source: string;
}

/** Both lists by date, only dates inside the year. */
export interface YearView {
  readonly year: number;
  readonly provisional: boolean;
  readonly daysOff: readonly DayOff[];
  readonly workedDays: readonly WorkedDay[];
}

/** Every method throws RangeError outside 1900–2199. */
export interface WorkingCalendar extends DaysOff {
  /** Null on a working day; `weekend` where nothing else makes the day off. */
  reasonOff(date: LocalDate): CalendarReason | 'weekend' | null;
  /** Whether nobody has decided the year yet, so that its Tết, its 2/9 and its swaps may still change. */
  isProvisional(year: number): boolean;
  yearView(year: number): YearView;
}

interface Rest {
  readonly reason: CalendarReason;
  readonly source: string;
}

type Rests = ReadonlyMap<LocalDate, Rest>;

interface Year {
  /** 1 where the day is off, at `slot(date)`. */
  readonly off: Uint8Array;
  /** Working days of the year up to and with the day at `slot(date)`. */
  readonly upTo: Uint16Array;
  readonly total: number;
  readonly rests: Rests;
  readonly view: YearView;
}

interface Decisions {
  readonly byYear: ReadonlyMap<number, CalendarDecision>;
  /** Swaps of all years, by date: the work day may lie in another year than the record that names it. */
  readonly off: Rests;
  readonly work: ReadonlyMap<LocalDate, string>;
}

// A turn plans three times by one book, and a burst checks ten thousand letters by one: its years are built once.
const made = new WeakMap<CalendarBook, WorkingCalendar>();

/** The calendar by the bundled decisions, of which those in `book` replace theirs year by year, whole. */
export function workingCalendar(book: CalendarBook): WorkingCalendar {
  const known = made.get(book) ?? calendarOf(book);
  made.set(book, known);
  return known;
}

function calendarOf(book: CalendarBook): WorkingCalendar {
  const decisions = decisionsOf(book);
  // Built on first use: a national run asks millions of times about a handful of years.
  const years: Year[] = [];
  const yearAt = (year: number): Year => {
    const known = years[year - FIRST_YEAR];
    if (known) return known;
    const built = buildYear(year, decisions);
    years[year - FIRST_YEAR] = built;
    return built;
  };
  return {
    isWorking: (date) => yearAt(yearDigits(date)).off[slot(date)] === 0,
    reasonOff: (date) => {
      const year = yearAt(yearDigits(date));
      return year.off[slot(date)] === 0 ? null : (year.rests.get(date)?.reason ?? 'weekend');
    },
    count: (from, to) => {
      let between = 0;
      for (let year = yearOf(from); year < yearOf(to); year += 1) between += yearAt(year).total;
      const passed = yearAt(yearOf(from)).upTo[slot(from)] ?? 0;
      return between + (yearAt(yearOf(to)).upTo[slot(to)] ?? 0) - passed;
    },
    isProvisional: (year) => yearAt(year).view.provisional,
    yearView: (year) => yearAt(year).view,
  };
}

function decisionsOf(book: CalendarBook): Decisions {
  const records = [...BUNDLED_DECISIONS, ...book.decisions];
  const byYear = new Map(records.map((record) => [record.year, record]));
  const off = new Map<LocalDate, Rest>();
  const work = new Map<LocalDate, string>();
  for (const decision of byYear.values()) {
    for (const swap of decision.swaps) {
      off.set(swap.off, { reason: 'swap', source: sourceOf(decision) });
      work.set(swap.work, sourceOf(decision));
    }
  }
  return { byYear, off, work };
}

function sourceOf(decision: CalendarDecision): string {
  return decision.source ?? `Quyết định về lịch nghỉ năm ${decision.year} (không nêu nguồn)`;
}

function buildYear(year: number, decisions: Decisions): Year {
  requireYear(year);
  const decision = decisions.byYear.get(year);
  const rests = restsOf(year, decision, decisions.off);
  const off = new Uint8Array(13 * 32);
  const upTo = new Uint16Array(13 * 32);
  let total = 0;
  const daysOff: DayOff[] = [];
  const workedDays: WorkedDay[] = [];
  for (const date of datesOf(year)) {
    const weekday = weekdayOf(date);
    const rest = rests.get(date);
    // A holiday stays one, even on a Saturday that is worked in exchange for another day.
    const worked = weekday >= SATURDAY && !rest ? decisions.work.get(date) : undefined;
    if (worked !== undefined) workedDays.push({ date, reason: 'swap', source: worked });
    else if (weekday >= SATURDAY || rest) off[slot(date)] = 1;
    if (weekday < SATURDAY && rest) daysOff.push({ date, weekday, ...rest });
    total += off[slot(date)] === 0 ? 1 : 0;
    upTo[slot(date)] = total;
  }
  return {
    off,
    upTo,
    total,
    rests,
    view: { year, provisional: decision === undefined, daysOff, workedDays },
  };
}

/** Every day that rests for a reason beyond the week's rhythm, weekends among them. */
function restsOf(year: number, decision: CalendarDecision | undefined, swaps: Rests): Rests {
  const law = lawOf(year);
  const statutory = statutoryDays(year, decision, law.days);
  const rests = new Map(statutory);
  for (const date of [...statutory.keys()].sort()) {
    if (weekdayOf(date) < SATURDAY) continue;
    let free = date;
    while (weekdayOf(free) >= SATURDAY || rests.has(free)) free = addDays(free, 1);
    rests.set(free, { reason: 'makeUp', source: `${law.makeUp}: nghỉ bù cho ngày ${writtenDate(date)}` });
  }
  for (const [date, rest] of swaps) if (yearOf(date) === year && !rests.has(date)) rests.set(date, rest);
  return rests;
}

/** The days the law of the year gives; a year nobody decided takes 2 days before Tết and 1/9 (design §3). */
function statutoryDays(
  year: number,
  decision: CalendarDecision | undefined,
  law: string,
): Map<LocalDate, Rest> {
  const decided = `${law}; ${decision ? sourceOf(decision) : 'tạm tính, năm chưa có quyết định'}`;
  const days = new Map<LocalDate, Rest>();
  const give = (date: LocalDate, reason: CalendarReason, source: string) =>
    days.set(date, { reason, source });
  give(dateOf(year, 1, 1), 'newYear', law);
  for (let day = 0; day < TET_DAYS; day += 1) {
    give(addDays(tetOf(year), day - (decision?.tetDaysBefore ?? 2)), 'tet', decided);
  }
  if (year >= HUNG_KINGS_SINCE) give(hungKingsDay(year), 'hungKings', law);
  give(dateOf(year, 4, 30), 'reunification', law);
  give(dateOf(year, 5, 1), 'labour', law);
  const nationalDay = dateOf(year, 9, 2);
  give(nationalDay, 'nationalDay', law);
  if (year >= NEIGHBOUR_SINCE) {
    give(addDays(nationalDay, decision?.nationalDayNeighbour ?? -1), 'nationalDay', decided);
  }
  if (year >= CULTURE_DAY.fromYear && decision?.confirmed === true) {
    give(
      dateOf(year, CULTURE_DAY.month, CULTURE_DAY.day),
      'culture',
      `${CULTURE_DAY.source}; ${sourceOf(decision)}`,
    );
  }
  return days;
}

/** As Vietnamese offices write it: a zero before days below 10 and before months 1 and 2 (07/9/2026, 25/02/2026). */
export function writtenDate(date: LocalDate): string {
  const month = date.slice(5, 7);
  return `${date.slice(8, 10)}/${month > '02' ? Number(month) : month}/${date.slice(0, 4)}`;
}

function* datesOf(year: number): Generator<LocalDate> {
  for (let month = 1; month <= 12; month += 1) {
    for (let day = 1; day <= daysInMonth(year, month); day += 1) yield dateOf(year, month, day);
  }
}

/** A place of its own for each day of a year. Digits are read in place: parsing a date costs more than the answer. */
function slot(date: LocalDate): number {
  return twoDigits(date, 5) * 32 + twoDigits(date, 8);
}

function yearDigits(date: LocalDate): number {
  return twoDigits(date, 0) * 100 + twoDigits(date, 2);
}

function twoDigits(date: LocalDate, at: number): number {
  return (date.charCodeAt(at) - ZERO) * 10 + date.charCodeAt(at + 1) - ZERO;
}
