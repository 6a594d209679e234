// What time the database has. Knows its clock alone.
import { sql } from 'kysely';
import type { Instant } from '../domain/localDate.js';
import type { Database } from './connect.js';

/** Real time, whole seconds. */
export async function databaseNow(db: Database): Promise<Instant> {
  const { rows } = await sql<{ now: Instant }>`select now() as now`.execute(db.kysely);
  const [row] = rows;
  if (!row) throw new Error('the database told no time');
  return row.now;
}
