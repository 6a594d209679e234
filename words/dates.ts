// How dates, hours and counts are written in letters and sentences. Knows both languages' formats; must not know what a
// date is for.
import { format } from 'date-fns';
import { enGB } from 'date-fns/locale/en-GB';
import type { Language, Phrase } from '../domain/agreement.js';
import {
  addDays,
  clockOf,
  dayNumber,
  type Instant,
  type LocalDate,
  localDateOf,
  weekdayOf,
} from '../domain/localDate.js';

const WEEKDAYS_VI = ['thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy', 'Chủ nhật'] as const;

/** Tết with its weekends is the longest rest a due day is moved over. */
const LONGEST_ROLL_DAYS = 9;

/** `15/6/2026`, `07/9/2026`, `25/02/2026`: a zero for days below 10 and months 01, 02; English `15 June 2026`. */
export function shortDate(language: Language, date: LocalDate): string {
  if (language === 'en') return english(date, 'd MMMM yyyy');
  const [year = '', month = '', day = ''] = date.split('-');
  return `${day}/${Number(month) < 3 ? month : Number(month)}/${year}`;
}

/** `thứ Hai, ngày 15/6/2026`; English `Monday, 15 June 2026`. */
export function longDate(language: Language, date: LocalDate): string {
  if (language === 'en') return english(date, 'EEEE, d MMMM yyyy');
  const weekday = WEEKDAYS_VI[weekdayOf(date) - 1] ?? '';
  return `${weekday}, ngày ${shortDate(language, date)}`;
}

/** `08/6/2026 08:00` as the desk and history write it; English `8 Jun 2026 08:00`. */
export function deskTime(language: Language, at: Instant): string {
  const day = localDateOf(at);
  return `${language === 'en' ? english(day, 'd MMM yyyy') : shortDate(language, day)} ${clockOf(at)}`;
}

/** `08 giờ 00` of the clock `08:00`. */
export function clockText(language: Language, clock: string): string {
  return language === 'en' ? clock : clock.replace(':', ' giờ ');
}

/** The hour a letter is true at: `08 giờ 00 thứ Tư, ngày 10/6/2026`. */
export function asOfText(language: Language, at: Instant): string {
  const day = longDate(language, localDateOf(at));
  return language === 'en' ? `${clockOf(at)} on ${day}` : `${clockText(language, clockOf(at))} ${day}`;
}

/** Counts in Vietnamese letters: below ten with a zero, thousands with a dot. */
export function counted(language: Language, count: number): string {
  const grouped = String(count).replace(/\B(?=(\d{3})+$)/g, language === 'en' ? ',' : '.');
  return language === 'vi' && count < 10 ? `0${grouped}` : grouped;
}

/** `1 working day`, `5 working days`. */
export function workingDays(count: number): string {
  return `${count} working ${count === 1 ? 'day' : 'days'}`;
}

/** `a, b và c`; English `a, b and c`. */
export function joined(language: Language, names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} ${language === 'en' ? 'and' : 'và'} ${names.at(-1)}`;
}

export interface DueWords {
  readonly due: LocalDate;
  readonly phrase: Phrase;
  readonly cutoff?: string;
  readonly nominalDue: LocalDate | null;
}

/** By when, in the phrase the obligation uses: a clock time, “trước ngày …” or “chậm nhất là …”. */
export function byText(language: Language, { due, phrase, cutoff, nominalDue }: DueWords): string {
  const day = longDate(language, due);
  if (cutoff !== undefined) {
    return language === 'en' ? `before ${cutoff} on ${day}` : `trước ${clockText(language, cutoff)} ${day}`;
  }
  if (phrase === 'trước ngày' && nominalDue !== null && isNear(due, nominalDue) && due <= nominalDue) {
    const named = shortDate(language, addDays(nominalDue, 1));
    return language === 'en'
      ? `before ${named} (last day in time: ${day})`
      : `trước ngày ${named} (ngày cuối còn trong hạn: ${day})`;
  }
  return language === 'en' ? `by ${day}` : `chậm nhất là ${day}`;
}

/** Whether a due day can stand where it does because its nominal day was moved off a day off. */
export function isNear(due: LocalDate, nominalDue: LocalDate): boolean {
  return Math.abs(dayNumber(due) - dayNumber(nominalDue)) <= LONGEST_ROLL_DAYS;
}

// Noon of the process' own zone: no zone's clock change reaches another day, so the printed day is the given one.
function english(date: LocalDate, pattern: string): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return format(new Date(year, month - 1, day, 12), pattern, { locale: enGB });
}
