// When letters are held instead of sent (design §4, “Storm guard”). Knows the thresholds, all in this one place, and how to
// judge by them; must not know who counts, nor what becomes of a held letter.
import type { Instant } from './localDate.js';
import { epochMs } from './localDate.js';

/**
 * Why letters are held. `outage`: the service was away at their instant; `restored`: the database is older than the engine,
 * or the other way round; `clock`: clocks differ or went back; `bigInstant`: far more letters than usual; `person`: somebody
 * said so.
 */
export type HoldCause = 'outage' | 'restored' | 'clock' | 'bigInstant' | 'person';

/** Catching up with more letters than this holds them. */
export const CATCHING_UP_LETTERS = 20;
/** An instant nobody attended for so long was missed; a restart in less is none (docs/decisions/storm-guard.md). */
export const AWAY_MINUTES = 5;
/** An instant is big above this many letters, and above this many times the largest of so many days. */
export const BIG_LETTERS = 50;
export const BIG_TIMES = 3;
export const USUAL_DAYS = 60;
/** Clocks of worker, database and engine. */
export const CLOCKS_APART_SECONDS = 30;
/** A process' wall clock against its monotonic one. */
export const DRIFT_MINUTES = 2;
/** An instant is sealed so long before it comes (design §5): up to there a seal lies ahead of every true clock. */
export const SEAL_MINUTES = 2;

/** `usual`: the largest number of letters that left at one instant of the last 60 days; 0 where none did. */
export function isBig(letters: number, usual: number): boolean {
  return letters > Math.max(BIG_LETTERS, BIG_TIMES * usual);
}

/** What is measured where letters are about to leave, in real time. */
export interface Clocks {
  readonly worker: Instant;
  readonly database: Instant;
  /** A moment the engine has put down as past; its clock cannot be earlier. null: not known. */
  readonly engineAtLeast: Instant | null;
  /** How far wall and monotonic clock of the process have drifted apart, in seconds. */
  readonly driftSeconds: number;
}

/** Whether the clocks are too far apart to say what time it is. */
export function clocksDisagree({ worker, database, engineAtLeast, driftSeconds }: Clocks): boolean {
  const apart = Math.abs(epochMs(worker) - epochMs(database)) / 1_000;
  // An engine that is behind makes letters late, never early, and looks like a busy worker: only the other way is certain.
  const behind = engineAtLeast === null ? 0 : (epochMs(engineAtLeast) - epochMs(worker)) / 1_000;
  return (
    apart > CLOCKS_APART_SECONDS ||
    behind > CLOCKS_APART_SECONDS ||
    Math.abs(driftSeconds) > DRIFT_MINUTES * 60
  );
}
