// The Vietnamese lunar calendar at UTC+7, as far as days off need it. Knows moon and sun; must not know what is off.
//
// A lunar month starts on the Vietnamese day of a new moon; month 11 holds the winter solstice; of thirteen months
// between two solstices the first without a major solar term is the leap one (rules as described by Hồ Ngọc Đức).
// NB: the day is cut at UTC+7. Chinese libraries cut it at UTC+8 and are wrong for Tết 1985, 2007, 2030 and 2053.
//
// Formulae: Jean Meeus, Astronomical Algorithms, ch. 49 (new moons, to some 20 seconds) and ch. 25 (the sun, to 0.01°).
// The shorter series often used for this calendar errs by minutes: enough to miss Tết 2175 and 2199 by a day.
import { dayNumber, dateOf, fromDayNumber, type LocalDate } from './localDate.js';

export const FIRST_YEAR = 1900;
export const LAST_YEAR = 2199;

/** Julian date of 1970-01-01T00:00Z. */
const JULIAN_1970 = 2_440_587.5;
/** Julian date of 2000-01-01T12:00, from which the series count centuries. */
const JULIAN_2000 = 2_451_545;
/** The mean new moon of January 2000, which is number 0. */
const FIRST_MOON = 2_451_550.09766;
const SYNODIC_MONTH = 29.530588861;
const MOONS_PER_CENTURY = 1236.85;
const CENTURY_DAYS = 36_525;
/** Việt Nam's share of a day ahead of UTC. */
const ZONE_DAYS = 7 / 24;
/** The sun's circle in twelfths from the spring equinox: the winter solstice opens this one. */
const WINTER_SOLSTICE = 9;

interface LunarYear {
  readonly tet: LocalDate;
  readonly hungKings: LocalDate;
}

const years = new Map<number, LunarYear>();

/** Mùng 1 tháng Giêng of the lunar year that begins in `year`. Throws RangeError outside 1900–2199. */
export function tetOf(year: number): LocalDate {
  return lunarYear(year).tet;
}

/** Giỗ Tổ Hùng Vương, the 10th of the third month (never of a leap third). Throws RangeError outside 1900–2199. */
export function hungKingsDay(year: number): LocalDate {
  return lunarYear(year).hungKings;
}

/** Throws RangeError where the calendar says nothing: the series are good for a few centuries around 2000. */
export function requireYear(year: number): void {
  if (Number.isInteger(year) && year >= FIRST_YEAR && year <= LAST_YEAR) return;
  throw new RangeError(`the calendar knows the years ${FIRST_YEAR}–${LAST_YEAR}, not ${year}`);
}

function lunarYear(year: number): LunarYear {
  requireYear(year);
  const known = years.get(year);
  if (known) return known;
  const eleventh = monthEleven(year - 1);
  const leap = leapOffset(eleventh, monthEleven(year));
  /** Months 1 and 3 stand two and four months after the 11th, one more where a leap month came before. */
  const start = (offset: number) => newMoonDay(eleventh + offset + (leap !== null && leap <= offset ? 1 : 0));
  const found = { tet: fromDayNumber(start(2)), hungKings: fromDayNumber(start(4) + 9) };
  years.set(year, found);
  return found;
}

/** The number, in new moons since January 2000, of the month that holds the winter solstice of `year`. */
function monthEleven(year: number): number {
  const yearEnd = dayNumber(dateOf(year, 12, 31));
  let moon = Math.floor((yearEnd + JULIAN_1970 - FIRST_MOON) / SYNODIC_MONTH) + 1;
  while (newMoonDay(moon) > yearEnd || solarTerm(newMoonDay(moon)) >= WINTER_SOLSTICE) moon -= 1;
  return moon;
}

/** How many months after `from` the leap month stands, or null in a year of twelve. */
function leapOffset(from: number, to: number): number | null {
  if (to - from === 12) return null;
  for (let offset = 1; ; offset += 1) {
    const begins = solarTerm(newMoonDay(from + offset));
    if (begins === solarTerm(newMoonDay(from + offset + 1))) return offset;
  }
}

/** The Vietnamese day (since 1970-01-01) on which new moon `moon` falls. */
function newMoonDay(moon: number): number {
  const t = moon / MOONS_PER_CENTURY;
  const mean =
    FIRST_MOON + SYNODIC_MONTH * moon + polynomial(t, [0, 0, 0.00015437, -0.00000015, 0.00000000073]);
  return Math.floor(mean + moonTerms(moon, t) + planetTerms(moon, t) - clockLag(t) - JULIAN_1970 + ZONE_DAYS);
}

/**
 * Size in days, then the multiples of: the sun's anomaly, the moon's anomaly, the moon's argument of latitude.
 * Terms with the sun's anomaly shrink with the eccentricity of the Earth's orbit.
 */
const MOON_TERMS: ReadonlyArray<readonly [number, number, number, number]> = [
  [-0.4072, 0, 1, 0],
  [0.17241, 1, 0, 0],
  [0.01608, 0, 2, 0],
  [0.01039, 0, 0, 2],
  [0.00739, -1, 1, 0],
  [-0.00514, 1, 1, 0],
  [0.00208, 2, 0, 0],
  [-0.00111, 0, 1, -2],
  [-0.00057, 0, 1, 2],
  [0.00056, 1, 2, 0],
  [-0.00042, 0, 3, 0],
  [0.00042, 1, 0, 2],
  [0.00038, 1, 0, -2],
  [-0.00024, -1, 2, 0],
  [-0.00007, 2, 1, 0],
  [0.00004, 0, 2, -2],
  [0.00004, 3, 0, 0],
  [0.00003, 1, 1, -2],
  [0.00003, 0, 2, 2],
  [-0.00003, 1, 1, 2],
  [0.00003, -1, 1, 2],
  [-0.00002, -1, 1, -2],
  [-0.00002, 1, 3, 0],
  [0.00002, 0, 4, 0],
];

function moonTerms(moon: number, t: number): number {
  const sunAnomaly = 29.1053567 * moon + polynomial(t, [2.5534, 0, -0.0000014, -0.00000011]);
  const moonAnomaly = 385.81693528 * moon + polynomial(t, [201.5643, 0, 0.0107582, 0.00001238, -0.000000058]);
  const latitude = 390.67050284 * moon + polynomial(t, [160.7108, 0, -0.0016118, -0.00000227, 0.000000011]);
  const node = -1.56375588 * moon + polynomial(t, [124.7746, 0, 0.0020672, 0.00000215]);
  const eccentricity = polynomial(t, [1, -0.002516, -0.0000074]);
  return MOON_TERMS.reduce(
    (sum, [size, s, m, f]) =>
      sum + size * eccentricity ** Math.abs(s) * sin(s * sunAnomaly + m * moonAnomaly + f * latitude),
    -0.00017 * sin(node),
  );
}

/** What the planets move the new moon by: size in days, the angle in January 2000, its degrees per new moon. */
const PLANET_TERMS: ReadonlyArray<readonly [number, number, number]> = [
  [0.000165, 251.88, 0.016321],
  [0.000164, 251.83, 26.651886],
  [0.000126, 349.42, 36.412478],
  [0.00011, 84.66, 18.206239],
  [0.000062, 141.74, 53.303771],
  [0.00006, 207.14, 2.453732],
  [0.000056, 154.84, 7.30686],
  [0.000047, 34.52, 27.261239],
  [0.000042, 207.19, 0.121824],
  [0.00004, 291.34, 1.844379],
  [0.000037, 161.72, 24.198154],
  [0.000035, 239.56, 25.513099],
  [0.000023, 331.55, 3.592518],
];

function planetTerms(moon: number, t: number): number {
  return PLANET_TERMS.reduce(
    (sum, [size, angle, perMoon]) => sum + size * sin(angle + perMoon * moon),
    0.000325 * sin(299.77 + 0.107408 * moon - 0.009173 * t * t),
  );
}

/** Days by which clocks lag the series' even time: −20 + 32u² s, u = centuries since 1820 (Morrison, Stephenson). */
function clockLag(t: number): number {
  return (-20 + 32 * (t + 1.8) ** 2) / 86_400;
}

/** The twelfth of the sun's circle it stands in at 00:00 in Việt Nam of a day since 1970-01-01. */
function solarTerm(day: number): number {
  const utc = (day - ZONE_DAYS + JULIAN_1970 - JULIAN_2000) / CENTURY_DAYS;
  const t = utc + clockLag(utc) / CENTURY_DAYS;
  const mean = polynomial(t, [280.46646, 36_000.76983, 0.0003032]);
  const anomaly = polynomial(t, [357.52911, 35_999.05029, -0.0001537]);
  const centre =
    polynomial(t, [1.914602, -0.004817, -0.000014]) * sin(anomaly) +
    (0.019993 - 0.000101 * t) * sin(2 * anomaly) +
    0.000289 * sin(3 * anomaly);
  const apparent = mean + centre - 0.00569 - 0.00478 * sin(125.04 - 1934.136 * t);
  return Math.floor((((apparent % 360) + 360) % 360) / 30);
}

function polynomial(t: number, coefficients: readonly number[]): number {
  return coefficients.reduceRight((sum, coefficient) => sum * t + coefficient, 0);
}

/** Sine of an angle in degrees. */
function sin(degrees: number): number {
  return Math.sin((degrees * Math.PI) / 180);
}
