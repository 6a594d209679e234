// The way to the relay as a whole: when it may be tried again after it failed. Knows failures and waits, in real time; must
// not know letters.
import { sql } from 'kysely';
import type { Database } from '../connect.js';

export type Channel = {
  /** Consecutive failures; above 0 a single letter probes. */
  readonly failures: number;
  /** Real seconds until it may be tried; 0: now. */
  readonly opensInSeconds: number;
  /** The relay's words for a fault of ours; one alarm, not one a letter. */
  readonly alarm: string | null;
};

// 5 probes in the first 100 minutes, 40 in 72 hours (goals.md R5).
const WAITS_SECONDS = [2, 30, 300, 1_800, 3_600, 7_200];

export async function channelNow(db: Database): Promise<Channel> {
  const { rows } = await sql<{ failures: number; wait: number; alarm: string | null }>`
    select failures, alarm, coalesce(greatest(0, extract(epoch from probe_at - now())), 0)::float8 as wait
    from channel`.execute(db.kysely);
  const [row] = rows;
  return {
    failures: row?.failures ?? 0,
    opensInSeconds: Math.ceil(row?.wait ?? 0),
    alarm: row?.alarm ?? null,
  };
}

/** Closes the channel for a while; true when this raised the alarm. A fault of ours waits longest from the start. */
export async function channelFailed(db: Database, alarm: string | null): Promise<boolean> {
  const { failures, alarm: before } = await channelNow(db);
  const longest = WAITS_SECONDS.length - 1;
  const wait = WAITS_SECONDS[alarm === null ? Math.min(failures, longest) : longest];
  await sql`update channel set failures = failures + 1, alarm = coalesce(${alarm}, alarm),
    probe_at = now() + make_interval(secs => ${wait})`.execute(db.kysely);
  return alarm !== null && before === null;
}

/** Opens it at once: a letter went through, or a person has mended the fault. */
export async function openChannel(db: Database): Promise<void> {
  await sql`update channel set failures = 0, probe_at = null, alarm = null`.execute(db.kysely);
}
