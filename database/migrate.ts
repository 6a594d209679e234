// Brings the schema to the version this build knows, once, whoever comes first. Knows the order of migrations; must not
// know what they make.
import { sql } from 'kysely';
import { type Database, databaseFailure, inTransaction } from './connect.js';
import { MIGRATION_LOCK } from './locks.js';
import { FIRST } from './migrations/0001-first.js';
import { STORM_GUARD } from './migrations/0002-storm-guard.js';
import { ROUNDS } from './migrations/0003-rounds.js';
import { ARISEN } from './migrations/0004-arisen.js';
import { OWED_TURNS } from './migrations/0005-owed-turns.js';
import { PROMOTED } from './migrations/0006-promoted.js';

/** In order; the place in the list is the version, counted from 1. */
const MIGRATIONS: readonly string[] = [FIRST, STORM_GUARD, ROUNDS, ARISEN, OWED_TURNS, PROMOTED];

/**
 * Applies what is missing in one transaction; processes that start side by side wait for each other. A schema newer than
 * this build is left alone: throws the fault DatabaseTooNew (an older build would write rows the newer one misreads).
 */
export async function migrate(db: Database): Promise<{ readonly version: number; readonly applied: number }> {
  return inTransaction(db, async (tx) => {
    await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK.family}, ${MIGRATION_LOCK.key})`.execute(tx);
    await sql`create table if not exists schema_version (version integer not null)`.execute(tx);
    const row = await tx.selectFrom('schema_version').select('version').executeTakeFirst();
    const found = row?.version ?? 0;
    const known = MIGRATIONS.length;
    if (found > known) throw databaseFailure({ code: 'DatabaseTooNew', facts: { found, known } });
    for (const migration of MIGRATIONS.slice(found)) await sql.raw(migration).execute(tx);
    if (row === undefined) await tx.insertInto('schema_version').values({ version: known }).execute();
    else if (found < known) await tx.updateTable('schema_version').set({ version: known }).execute();
    return { version: known, applied: known - found };
  });
}
