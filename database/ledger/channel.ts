// The way to the relay as a whole: when it may be tried again after it failed. Knows failures and waits, in real time; must
// not know letters.
import { sql } from 'kysely';
import type { Database } from '../connect.js';
import type { Channel } from './ledger.js';

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

/** One more failure: closed for so long. True: this raised the alarm. */
export async function closeChannel(
  db: Database,
  waitSeconds: number,
  alarm: string | null,
): Promise<boolean> {
  const { rows } = await sql<{ before: string | null }>`
    update channel set failures = channel.failures + 1, alarm = coalesce(${alarm}, channel.alarm),
      probe_at = now() + make_interval(secs => ${waitSeconds})
    from (select alarm as before from channel for update) old returning old.before`.execute(db.kysely);
  return alarm !== null && rows[0]?.before === null;
}

/** Opens it at once: a letter went through, or a person has mended the fault. */
export async function openChannel(db: Database): Promise<void> {
  await sql`update channel set failures = 0, probe_at = null, alarm = null`.execute(db.kysely);
}
