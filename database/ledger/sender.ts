// Who may send: the one owner of the sender's lock. Knows lock, epoch and beat; must not know letters' contents.
//
// The lock tells the living apart, the epoch the attempts: every claim and every mark names the epoch of its attempt, and
// a new owner has a new one. The beat tells a frozen owner, whose session still holds the lock: a standby that sees the
// same beat for LEASE_MS ends the sessions of that process. The frozen one, should it wake, fences itself: it writes no
// message when its last beat is older than FENCE_MS.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type pg from 'pg';
import { type Database, inTransaction } from '../connect.js';
import { SENDER_LOCK } from '../locks.js';

export type Sender = {
  /** Random, new for every owner. */
  readonly epoch: string;
  /** Whether it is certain that nobody else sends now. */
  readonly holds: () => boolean;
  readonly release: () => Promise<void>;
};

export type Waiting = {
  readonly signal?: AbortSignal;
  /** Called about ten times a second while waiting, for heartbeats. */
  readonly onWait?: () => void;
  /** Asked about once a second while waiting: true ends the waiting, as others did the work. */
  readonly enough?: () => Promise<boolean>;
};

const POLL_MS = 100;
const BEAT_MS = 500;
const LEASE_MS = 2_000;
const FENCE_MS = 1_500;

/**
 * Waits until nobody else sends, and takes over: what a former owner left in `sending` is in doubt from then on. null when
 * `enough` said so or the signal came.
 */
export async function becomeSender(db: Database, waiting: Waiting = {}): Promise<Sender | null> {
  const client = await db.dedicate();
  try {
    if (!(await waited(client, waiting))) {
      await client.end();
      return null;
    }
    return await takenOver(db, client);
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

type Seen = { readonly beat: string; readonly since: number };

const NOTHING_SEEN: Seen = { beat: '', since: Number.POSITIVE_INFINITY };

async function waited(client: pg.Client, { signal, onWait, enough }: Waiting): Promise<boolean> {
  let seen = NOTHING_SEEN;
  for (let poll = 1; signal?.aborted !== true; poll += 1) {
    const { family, key } = SENDER_LOCK;
    const { rows } = await client.query<{ taken: boolean; beat: string }>(
      `select pg_try_advisory_lock($1, $2) as taken, (select epoch || ' ' || beat from sender) as beat`,
      [family, key],
    );
    const [answer] = rows;
    if (answer?.taken === true) return true;
    const beat = answer?.beat ?? '';
    if (seen.beat !== beat) seen = { beat, since: performance.now() };
    if (performance.now() - seen.since > LEASE_MS) {
      await endFrozen(client);
      seen = NOTHING_SEEN;
    }
    onWait?.();
    if (poll % 10 === 0 && (await enough?.()) === true) return false;
    await sleep(POLL_MS);
  }
  return false;
}

/** Ends all sessions of the lock's holder: frozen in the midst of a mark, it would keep the sender's row locked. */
async function endFrozen(client: pg.Client): Promise<void> {
  await client.query(
    `select pg_terminate_backend(one.pid) from pg_stat_activity one
     join pg_stat_activity holder on holder.application_name = one.application_name
     join pg_locks held on held.pid = holder.pid
     where held.locktype = 'advisory' and held.classid = $1 and held.objid = $2 and held.granted
       and held.database = (select oid from pg_database where datname = current_database())
       and one.pid <> pg_backend_pid()`,
    [SENDER_LOCK.family, SENDER_LOCK.key],
  );
}

async function takenOver(db: Database, client: pg.Client): Promise<Sender> {
  const epoch = randomUUID();
  await inTransaction(db, async (tx) => {
    // Waits for claims and marks under the old epoch; those that come later find another one.
    await tx.updateTable('sender').set({ epoch, beat: 0 }).execute();
    await sql`update letter set state = 'inDoubt', doubt_at = now() where state = 'sending'`.execute(tx);
  });
  let lost = false;
  let lastBeat = performance.now();
  const fail = (): void => {
    lost = true;
  };
  client.on('end', fail);
  // On the session that holds the lock: a beat that comes through proves the lock, too.
  const beat = setInterval(() => {
    const asked = performance.now();
    client.query('update sender set beat = beat + 1 where epoch = $1', [epoch]).then(({ rowCount }) => {
      if (rowCount === 1) lastBeat = asked;
      else lost = true;
    }, fail);
  }, BEAT_MS);
  return {
    epoch,
    holds: () => !lost && performance.now() - lastBeat < FENCE_MS,
    release: async () => {
      clearInterval(beat);
      lost = true;
      await client.end().catch(() => undefined);
    },
  };
}
