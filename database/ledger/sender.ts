// The sender's lock, epoch and beat in PostgreSQL. Knows sessions; must not know how long anybody waits.
//
// The lock tells the living apart, the epoch the attempts: every claim and every mark names the epoch of its attempt, and a
// new owner has a new one.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type pg from 'pg';
import { type Database, inTransaction } from '../connect.js';
import { SENDER_LOCK } from '../locks.js';
import type { Seat } from './ledger.js';

export async function seat(db: Database): Promise<Seat> {
  const client = await db.dedicate();
  return {
    take: () => take(client),
    endFrozen: () => endFrozen(client),
    takeOver: () => takeOver(db),
    // On the session that holds the lock: a beat that comes through proves the lock, too.
    beat: async (epoch) => {
      const { rowCount } = await client.query('update sender set beat = beat + 1 where epoch = $1', [epoch]);
      return rowCount === 1;
    },
    onLost: (lost) => void client.on('end', lost),
    leave: () => client.end().catch(() => undefined),
  };
}

async function take(client: pg.Client): Promise<{ readonly taken: boolean; readonly beat: string }> {
  const { family, key } = SENDER_LOCK;
  const { rows } = await client.query<{ taken: boolean; beat: string }>(
    `select pg_try_advisory_lock($1, $2) as taken, (select epoch || ' ' || beat from sender) as beat`,
    [family, key],
  );
  return rows[0] ?? { taken: false, beat: '' };
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

async function takeOver(db: Database): Promise<string> {
  const epoch = randomUUID();
  await inTransaction(db, async (tx) => {
    // Waits for claims and marks under the old epoch; those that come later find another one.
    await tx.updateTable('sender').set({ epoch, beat: 0 }).execute();
    await sql`update letter set state = 'inDoubt', doubt_at = now() where state = 'sending'`.execute(tx);
  });
  return epoch;
}
