// Days and hours as a printed play shows them, short and with their weekday. Knows formats alone.
import type { Language } from '../../domain/agreement.js';
import { clockOf, type Instant, type LocalDate, localDateOf, startOf } from '../../domain/localDate.js';
import { deskTime, longDate, shortDate } from '../../words/dates.js';

/** `thứ Hai 15/6/2026`; English `Mon 15 Jun 2026`. */
export function dayText(language: Language, date: LocalDate): string {
  const day = language === 'en' ? `${dayAndMonth(date)} ${date.slice(0, 4)}` : shortDate(language, date);
  return `${weekday(language, date)} ${day}`;
}

/** `thứ Hai 15/6/2026 08:00`. */
export function timeText(language: Language, at: Instant): string {
  return `${dayText(language, localDateOf(at))} ${clockOf(at)}`;
}

/** Day, weekday and hour under the heading of their month: `15/6`, `thứ Hai`, `08:00`. */
export function cellsInMonth(language: Language, at: Instant): readonly [string, string, string] {
  const date = localDateOf(at);
  const day = language === 'en' ? dayAndMonth(date) : shortDate(language, date).slice(0, -5);
  return [day, weekday(language, date), clockOf(at)];
}

function weekday(language: Language, date: LocalDate): string {
  const [name = ''] = longDate(language, date).split(',');
  return language === 'en' ? name.slice(0, 3) : name;
}

function dayAndMonth(date: LocalDate): string {
  return deskTime('en', startOf(date)).split(' ').slice(0, 2).join(' ');
}
