// What `nhip calendar` and `nhip workday` answer, as JSON and as text. Knows the working calendar and two languages;
// must not know how arguments are parsed or where the answer is printed.
import type { Language } from '../../domain/agreement.js';
import { type LocalDate, weekdayOf, yearOf } from '../../domain/localDate.js';
import {
  type CalendarReason,
  type WorkingCalendar,
  type YearView,
  writtenDate,
} from '../../domain/workingCalendar.js';
import { addWorkingDays, rollTo } from '../../domain/workingDays.js';

/** `json` is what `--json` prints; `text` is for people, several lines, no newline at its end. */
export interface Answer<Json> {
  readonly json: Json;
  readonly text: string;
}

/** Where `nhip workday` is to go from its date; without an option it rolls to the next working day. */
export type WorkdayMove =
  | { readonly move: 'plus' | 'minus'; readonly days: number }
  | { readonly move: 'roll'; readonly roll: 'next' | 'previous' };

/** Design §8. `provisional` where a year counted through has no decision yet. */
export interface WorkdayJson {
  readonly date: LocalDate;
  readonly working: boolean;
  readonly result: LocalDate;
  readonly provisional: boolean;
}

/** Days off and worked days of a year, why, and whether it is decided. Throws RangeError outside 1900–2199. */
export function calendarAnswer(
  calendar: WorkingCalendar,
  year: number,
  language: Language,
): Answer<YearView> {
  const view = calendar.yearView(year);
  return { json: view, text: yearText(view, WORDS[language]).join('\n') };
}

/** Counts or rolls from `date`. Throws RangeError where that leaves 1900–2199. */
export function workdayAnswer(
  calendar: WorkingCalendar,
  date: LocalDate,
  move: WorkdayMove,
  language: Language,
): Answer<WorkdayJson> {
  const result = moved(calendar, date, move);
  const undecided = yearsBetween(date, result).filter((year) => calendar.isProvisional(year));
  const reason = calendar.reasonOff(date);
  const words = WORDS[language];
  const lines = [words.isDay(words.day(date), reason === null ? null : words.reasons[reason])];
  if (move.move !== 'roll' || result !== date)
    lines.push(words.result(move, words.day(date), words.day(result)));
  for (const year of undecided) lines.push(words.undecided(year));
  return {
    json: { date, working: reason === null, result, provisional: undecided.length > 0 },
    text: lines.join('\n'),
  };
}

function moved(calendar: WorkingCalendar, date: LocalDate, move: WorkdayMove): LocalDate {
  switch (move.move) {
    case 'plus':
      return addWorkingDays(calendar, date, move.days);
    case 'minus':
      return addWorkingDays(calendar, date, -move.days);
    case 'roll':
      return rollTo(calendar, date, move.roll);
    default:
      return move satisfies never;
  }
}

function yearsBetween(a: LocalDate, b: LocalDate): number[] {
  const first = Math.min(yearOf(a), yearOf(b));
  return Array.from({ length: Math.abs(yearOf(a) - yearOf(b)) + 1 }, (_, index) => first + index);
}

function yearText(view: YearView, words: Words): string[] {
  const days = [
    ...view.daysOff.map((day) => ({ ...day, what: words.off, why: words.reasons[day.reason] })),
    ...view.workedDays.map((day) => ({ ...day, what: words.works, why: words.worked })),
  ].sort((a, b) => (a.date < b.date ? -1 : 1));
  const lines = [words.heading(view.year, view.provisional), words.week];
  for (let month = 1; month <= 12; month += 1) {
    const inMonth = days.filter((day) => Number(day.date.slice(5, 7)) === month);
    if (inMonth.length > 0) lines.push('', words.month(month));
    for (const day of inMonth) {
      const weekday = words.weekdays[weekdayOf(day.date) - 1] ?? '';
      lines.push(`  ${words.date(day.date).padEnd(12)}${weekday.padEnd(11)}${day.what.padEnd(10)}${day.why}`);
    }
  }
  lines.push('', words.sources);
  for (const source of new Set(days.map((day) => day.source))) lines.push(`  - ${source}`);
  return lines;
}

type Reason = CalendarReason | 'weekend';

interface Words {
  readonly reasons: Readonly<Record<Reason, string>>;
  /** From Monday. */
  readonly weekdays: readonly string[];
  readonly off: string;
  readonly works: string;
  readonly worked: string;
  readonly week: string;
  readonly sources: string;
  readonly heading: (year: number, provisional: boolean) => string;
  readonly month: (month: number) => string;
  /** As a table shows it. */
  readonly date: (date: LocalDate) => string;
  /** As a sentence says it, with its weekday. */
  readonly day: (date: LocalDate) => string;
  readonly isDay: (day: string, why: string | null) => string;
  readonly result: (move: WorkdayMove, day: string, result: string) => string;
  readonly undecided: (year: number) => string;
}

const WEEKDAYS = {
  vi: ['thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy', 'Chủ nhật'],
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
} as const;

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

const vi: Words = {
  reasons: {
    newYear: 'Tết Dương lịch',
    tet: 'Tết Nguyên đán',
    hungKings: 'Giỗ Tổ Hùng Vương',
    reunification: 'Ngày Chiến thắng 30/4',
    labour: 'Ngày Quốc tế lao động 1/5',
    nationalDay: 'Quốc khánh',
    culture: 'Ngày Văn hóa Việt Nam',
    makeUp: 'nghỉ bù',
    swap: 'nghỉ do hoán đổi ngày làm việc',
    weekend: 'nghỉ hằng tuần',
  },
  weekdays: WEEKDAYS.vi,
  off: 'nghỉ',
  works: 'làm việc',
  worked: 'làm bù do hoán đổi ngày làm việc',
  week: 'Thứ Bảy và Chủ nhật nghỉ hằng tuần, trừ những ngày làm bù ghi dưới đây.',
  sources: 'Nguồn',
  heading: (year, provisional) =>
    provisional
      ? `Lịch nghỉ năm ${year}: tạm tính, chưa có quyết định (Tết nghỉ 2 ngày trước mùng 1${year >= 2021 ? ', Quốc khánh nghỉ thêm ngày 01/9' : ''}, không hoán đổi).`
      : `Lịch nghỉ năm ${year}: đã có quyết định.`,
  month: (month) => `Tháng ${month}`,
  date: writtenDate,
  day: (date) => `${WEEKDAYS.vi[weekdayOf(date) - 1]}, ngày ${writtenDate(date)}`,
  isDay: (day, why) => sentence(why === null ? `${day} là ngày làm việc.` : `${day} là ngày nghỉ (${why}).`),
  result: (move, day, result) =>
    move.move === 'roll'
      ? `Ngày làm việc gần nhất ${move.roll === 'next' ? 'sau đó' : 'trước đó'}: ${result}.`
      : `${move.days} ngày làm việc ${move.move === 'plus' ? 'sau' : 'trước'} ${day}: ${result}.`,
  undecided: (year) => `Kết quả là tạm tính: lịch nghỉ năm ${year} chưa có quyết định.`,
};

const en: Words = {
  reasons: {
    newYear: "New Year's Day",
    tet: 'Lunar New Year (Tết)',
    hungKings: "Hùng Kings' Commemoration Day",
    reunification: 'Reunification Day',
    labour: 'International Labour Day',
    nationalDay: 'National Day',
    culture: 'Vietnamese Culture Day',
    makeUp: 'day off in lieu',
    swap: 'day off by a swap of working days',
    weekend: 'weekend',
  },
  weekdays: WEEKDAYS.en,
  off: 'off',
  works: 'worked',
  worked: 'make-up work day of a swap',
  week: 'Saturdays and Sundays are off, but for the make-up work days below.',
  sources: 'Sources',
  heading: (year, provisional) =>
    provisional
      ? `Days off in ${year}: provisional, not decided yet (2 days before Tết${year >= 2021 ? ', 1 September beside National Day' : ''}, no swaps).`
      : `Days off in ${year}: decided.`,
  month: (month) => MONTHS[month - 1] ?? '',
  date: (date) => date,
  day: (date) =>
    `${WEEKDAYS.en[weekdayOf(date) - 1]}, ${Number(date.slice(8))} ${MONTHS[Number(date.slice(5, 7)) - 1]} ${yearOf(date)}`,
  isDay: (day, why) => (why === null ? `${day} is a working day.` : `${day} is a day off (${why}).`),
  result: (move, day, result) =>
    move.move === 'roll'
      ? `Nearest working day ${move.roll === 'next' ? 'after' : 'before'} it: ${result}.`
      : `${move.days} working day${move.days === 1 ? '' : 's'} ${move.move === 'plus' ? 'after' : 'before'} ${day}: ${result}.`,
  undecided: (year) => `The result is provisional: the calendar of ${year} is not decided yet.`,
};

const WORDS: Readonly<Record<Language, Words>> = { vi, en };

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
