// When the letters of coming instants will be out at the relay's rate, and how many cannot be in time. Knows rates and the
// sending window; must not know letters.
import { epochMs, type Instant, instantFromMs } from './localDate.js';
import { lastInTime } from './quiet.js';

export type Load = { readonly at: Instant; readonly letters: number };

export type Forecast = Load & {
  /** When the last letter that can be in time is out. */
  readonly doneAt: Instant;
  /** Letters that cannot leave in time: they would be withdrawn as late and planned anew. */
  readonly over: number;
};

/** Forecasts of all loads, by time; `perMinute`: what the sender uses of the relay's limit. What is late leaves nobody waiting. */
export function forecastOf(loads: readonly Load[], perMinute: number): readonly Forecast[] {
  const eachMs = 60_000 / perMinute;
  let freeMs = Number.NEGATIVE_INFINITY;
  return [...loads]
    .sort((a, b) => epochMs(a.at) - epochMs(b.at))
    .map(({ at, letters }) => {
      const start = Math.max(epochMs(at), freeMs);
      const room = Math.max(0, Math.floor((epochMs(lastInTime(at)) - start) / eachMs) + 1);
      const sent = Math.min(letters, room);
      freeMs = start + sent * eachMs;
      return { at, letters, doneAt: instantFromMs(freeMs), over: letters - sent };
    });
}

/** Letters a minute of `SMTP_URL`'s `rate`, `30` or `5/s`, that the sender uses; null: no limit. */
export function usedPerMinute(smtpUrl: string): number | null {
  const rate = new URL(smtpUrl).searchParams.get('rate');
  if (rate === null) return null;
  const perMinute = rate.endsWith('/s') ? Number(rate.slice(0, -2)) * 60 : Number(rate);
  return perMinute > 0 ? perMinute / PACE_MARGIN : null;
}

/** A letter's way to the relay takes now more, now less: a little slower than allowed, no minute holds one letter more. */
export const PACE_MARGIN = 1.015;
