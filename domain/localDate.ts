// Local dates and instants as text, and the arithmetic between them. Knows the zone of Việt Nam; must not know a clock.

declare const localDateBrand: unique symbol;
declare const instantBrand: unique symbol;

/** A calendar day in Việt Nam, `2026-03-31`. Sorts as text. */
export type LocalDate = string & { readonly [localDateBrand]: true };
/** A moment in UTC to the second, `2026-03-31T01:00:00Z`. Sorts as text. */
export type Instant = string & { readonly [instantBrand]: true };

/** ICU calls the zone Asia/Saigon, so its name is our own constant and nothing compares names. */
export const ZONE = 'Asia/Ho_Chi_Minh';
/** UTC+7 without daylight saving since 1975-06-13; agreements of this kind are younger. */
const OFFSET_HOURS = 7;
const DAY_MS = 86_400_000;

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
const OFFSET_TEXT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** Days since 1970-01-01. Calendar arithmetic happens on this number, never on milliseconds. */
export function dayNumber(date: LocalDate): number {
  const known = NUMBERS.get(date);
  if (known !== undefined) return known;
  const day =
    Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) / DAY_MS;
  NUMBERS.set(date, day);
  return day;
}

export function fromDayNumber(day: number): LocalDate {
  const known = NAMES.get(day);
  if (known !== undefined) return known;
  const date = new Date(day * DAY_MS).toISOString().slice(0, 10) as LocalDate;
  NAMES.set(day, date);
  return date;
}

// A national plan asks for the same few thousand days millions of times; making a Date each time was most of its cost.
const NUMBERS = new Map<LocalDate, number>();
const NAMES = new Map<number, LocalDate>();

/** Whether `text` names a day that exists. */
export function isLocalDate(text: string): text is LocalDate {
  const parts = DATE.exec(text);
  if (!parts) return false;
  return Number(parts[3]) >= 1 && Number(parts[3]) <= daysInMonth(Number(parts[1]), Number(parts[2]));
}

/** `text` as a local date. Throws on anything that is no day: parsing of people's input happens in `files`. */
export function localDate(text: string): LocalDate {
  if (!isLocalDate(text)) throw new RangeError(`not a local date: ${text}`);
  return text;
}

/** The day `day`/`month`/`year`; 29/2 falls on 28/2 in common years (design §11.18). */
export function dateOf(year: number, month: number, day: number): LocalDate {
  const clamped = month === 2 && day === 29 ? Math.min(29, daysInMonth(year, 2)) : day;
  return localDate(
    `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(clamped).padStart(2, '0')}`,
  );
}

/** Days of a month, 0 where there is no such month. */
export function daysInMonth(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeap ? 29 : (MONTH_LENGTHS[month - 1] ?? 0);
}

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

export function yearOf(date: LocalDate): number {
  return Number(date.slice(0, 4));
}

/** 1 = Monday … 7 = Sunday. */
export function weekdayOf(date: LocalDate): number {
  return ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1;
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return fromDayNumber(dayNumber(date) + days);
}

/** Keeps the day of the month, clamped to the month's last (design §11.18). */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const month = Number(date.slice(5, 7)) - 1 + months;
  const year = yearOf(date) + Math.floor(month / 12);
  const inYear = (((month % 12) + 12) % 12) + 1;
  return dateOf(year, inYear, Math.min(Number(date.slice(8, 10)), daysInMonth(year, inYear)));
}

export function later<T extends string>(a: T, b: T): T {
  return a >= b ? a : b;
}

export function earlier<T extends string>(a: T, b: T): T {
  return a <= b ? a : b;
}

/** The instant of `clock` (`08:00`) on `date` in Việt Nam. */
export function instantAt(date: LocalDate, clock: string): Instant {
  // As text, not through a Date: a plan does this for every step and every Monday.
  const hour = Number(clock.slice(0, 2)) - OFFSET_HOURS;
  const day = hour < 0 ? addDays(date, -1) : date;
  return `${day}T${twoDigits(hour < 0 ? hour + 24 : hour)}${clock.slice(2)}:00Z` as Instant;
}

/** 00:00 of `date` in Việt Nam; its 24:00 is the start of the next day. */
export function startOf(date: LocalDate): Instant {
  return instantAt(date, '00:00');
}

export function localDateOf(instant: Instant): LocalDate {
  return shifted(instant).slice(0, 10) as LocalDate;
}

/** The clock in Việt Nam, `08:00`. */
export function clockOf(instant: Instant): string {
  return shifted(instant).slice(11, 16);
}

/** As people write it: `2026-03-31T08:00:00+07:00`. */
export function withOffset(instant: Instant): string {
  return `${shifted(instant)}+07:00`;
}

/** Whole seconds: a workflow's clock has milliseconds, a send instant has none. */
export function instantFromMs(epochMs: number): Instant {
  return `${new Date(Math.floor(epochMs / 1000) * 1000).toISOString().slice(0, 19)}Z` as Instant;
}

export function epochMs(instant: Instant): number {
  return Date.parse(instant);
}

export function addMinutes(instant: Instant, minutes: number): Instant {
  return instantFromMs(epochMs(instant) + minutes * 60_000);
}

export function isInstant(text: string): text is Instant {
  return INSTANT.test(text) && !Number.isNaN(Date.parse(text));
}

/** An ISO 8601 time that carries its offset, else null: a time without one means nothing (design §12.1). */
export function parseInstant(text: string): Instant | null {
  if (!OFFSET_TEXT.test(text) || !isLocalDate(text.slice(0, 10))) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : instantFromMs(ms);
}

/** The instant as it is read in Việt Nam, `2026-03-31T08:00:00`. */
function shifted(instant: Instant): string {
  const hour = Number(instant.slice(11, 13)) + OFFSET_HOURS;
  const date = instant.slice(0, 10) as LocalDate;
  const day = hour >= 24 ? addDays(date, 1) : date;
  return `${day}T${twoDigits(hour % 24)}${instant.slice(13, 19)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
