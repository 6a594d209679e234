// Mornings, prompt instants and quiet spans: when a letter may leave. Knows the working day and the spans; must not
// know what a letter says.
import type { QuietSpan } from './agreement.js';
import {
  addDays,
  addMinutes,
  clockOf,
  epochMs,
  type Instant,
  instantAt,
  instantFromMs,
  type LocalDate,
  localDateOf,
} from './localDate.js';
import { addWorkingDays, type DaysOff } from './workingDays.js';

export const MORNING = '08:00';
const LAST_PROMPT = '16:30';
const PROMPT_LEAD_MINUTES = 5;
const QUARTER_MS = 15 * 60_000;
/** A letter up to four hours late still goes, inside the window (design §4). */
const LATE_MS = 4 * 3_600_000;

/** Days on which mail may leave: working days outside quiet spans. Counting ignores the spans. */
export interface SendingDays {
  readonly days: DaysOff;
  readonly quiet: readonly QuietSpan[];
}

export function mayLeaveOn({ days, quiet }: SendingDays, day: LocalDate): boolean {
  return days.isWorking(day) && !quiet.some((span) => span.from <= day && day <= span.to);
}

/** The last sending day at or before `day`. */
export function lastMorningUpTo(sending: SendingDays, day: LocalDate): LocalDate {
  return seek(sending, day, -1);
}

/** The first sending day at or after `day`. */
export function firstMorningFrom(sending: SendingDays, day: LocalDate): LocalDate {
  return seek(sending, day, 1);
}

/** The day of the first 08:00 of a sending day at or after `instant` (design §11.4). */
export function nextMorning(sending: SendingDays, instant: Instant): LocalDate {
  const today = localDateOf(instant);
  return firstMorningFrom(sending, instantAt(today, MORNING) >= instant ? today : addDays(today, 1));
}

export function nextWorkingDay({ days }: SendingDays, day: LocalDate): LocalDate {
  return addWorkingDays(days, day, 1);
}

/** The first quarter-hour within 08:00–16:30 of a sending day at least five minutes after `since` (design §4). */
export function promptInstant(sending: SendingDays, since: Instant): Instant {
  const earliest = epochMs(addMinutes(since, PROMPT_LEAD_MINUTES));
  const quarter = instantFromMs(Math.ceil(earliest / QUARTER_MS) * QUARTER_MS);
  const day = localDateOf(quarter);
  const clock = clockOf(quarter);
  if (mayLeaveOn(sending, day) && clock <= LAST_PROMPT)
    return clock < MORNING ? instantAt(day, MORNING) : quarter;
  return instantAt(firstMorningFrom(sending, clock < MORNING ? day : addDays(day, 1)), MORNING);
}

/** Whether a letter of `instant` may still go at `now`. */
export function stillInTime(instant: Instant, now: Instant): boolean {
  return (
    epochMs(now) - epochMs(instant) <= LATE_MS &&
    localDateOf(now) === localDateOf(instant) &&
    clockOf(now) <= LAST_PROMPT
  );
}

/** The last moment at which a letter of `instant` may still go. */
export function lastInTime(instant: Instant): Instant {
  const [byLateness, byWindow] = [
    instantFromMs(epochMs(instant) + LATE_MS),
    instantAt(localDateOf(instant), LAST_PROMPT),
  ];
  return byLateness < byWindow ? byLateness : byWindow;
}

/** Quiet spans longer than two years are a mistake in a file, not a pause of the office. */
const LONGEST_QUIET = 800;

function seek(sending: SendingDays, from: LocalDate, step: 1 | -1): LocalDate {
  let day = from;
  for (let guard = 0; !mayLeaveOn(sending, day); guard += 1) {
    if (guard > LONGEST_QUIET) throw new RangeError(`no day on which mail may leave around ${from}`);
    day = addDays(day, step);
  }
  return day;
}
