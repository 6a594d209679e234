// Opens what a command needs of the running system, and says in our words what cannot be reached. Knows places and
// failures; must not know any command.
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { type Database, explainDatabase, openDatabase } from '../../database/connect.js';
import { type Places, placesFrom } from '../../machine/places.js';
import { type Engine, openEngine } from '../engine.js';
import type { ExitCode, Output } from './output.js';
import { type Fault, refuse } from './refuse.js';

export interface WithDatabase {
  readonly places: Places;
  readonly db: Database;
}

export interface WithEngine extends WithDatabase {
  readonly engine: Engine;
}

/** A command asks a few things one after the other. */
const CONNECTIONS = 4;
/** The answer “not reachable” is due in 3 s, start of the process included. */
const REACH_MS = 1_800;

/** Runs `command` with the database, or says what is missing; exit 3. */
export async function withDatabase(
  out: Output,
  command: (reached: WithDatabase) => Promise<ExitCode>,
): Promise<ExitCode> {
  const places = placesFrom(process.env);
  if ('missing' in places) return refuse(missingPlace(places), out);
  const db = openDatabase(places.databaseUrl, { max: CONNECTIONS });
  try {
    const fault = await databaseFault(db, places.databaseUrl);
    return fault ? refuse(fault, out) : await command({ places, db });
  } catch (error) {
    return refuse(systemFault(error, places), out);
  } finally {
    await db.close();
  }
}

/** Runs `command` with engine and database, or says what is missing; exit 3. */
export async function withEngine(
  out: Output,
  command: (reached: WithEngine) => Promise<ExitCode>,
): Promise<ExitCode> {
  const places = placesFrom(process.env);
  if ('missing' in places) return refuse(missingPlace(places), out);
  const { address, namespace } = places.temporal;
  const db = openDatabase(places.databaseUrl, { max: CONNECTIONS });
  try {
    const [engine, fault] = await Promise.all([
      openEngine(address, namespace),
      databaseFault(db, places.databaseUrl),
    ]);
    if ('failed' in engine) return refuse(engine.failed, out);
    try {
      return fault ? refuse(fault, out) : await command({ places, db, engine });
    } finally {
      await engine.close();
    }
  } catch (error) {
    return refuse(systemFault(error, places), out);
  } finally {
    await db.close();
  }
}

/** Whether the database answers in time and holds our tables; null: it does. */
export async function databaseFault(db: Database, url: string): Promise<Fault | null> {
  const address = databaseAddress(url);
  const ask = sql<{ found: string | null }>`select to_regclass('register_head')::text as found`
    .execute(db.kysely)
    .then(({ rows }): Fault | null => {
      // Whoever starts a worker makes the tables.
      return rows[0]?.found ? null : { code: 'NoWorker', facts: {} };
    })
    .catch((error: unknown): Fault => {
      const fault = explainDatabase(error);
      if (!fault) throw error;
      return { code: fault.code, facts: { address, ...fault.facts } };
    });
  const late = sleep(REACH_MS, null, { ref: false }).then(
    (): Fault => ({ code: 'DatabaseUnreachable', facts: { address, why: `${REACH_MS} ms` } }),
  );
  return Promise.race([ask, late]);
}

/** Without the password. */
export function databaseAddress(url: string): string {
  try {
    const { host, pathname } = new URL(url);
    return `${host}${pathname}`;
  } catch {
    return 'DATABASE_URL';
  }
}

/** What a process lacks to know where everything is. */
export function missingPlace({
  missing: name,
  address,
}: Exclude<ReturnType<typeof placesFrom>, Places>): Fault {
  switch (name) {
    case 'TEMPORAL_ADDRESS':
      return { code: 'EngineUnreachable', facts: { address } };
    case 'DATABASE_URL':
      return { code: 'DatabaseUnreachable', facts: { address: name, why: 'DATABASE_URL' } };
    case 'SMTP_URL':
      return { code: 'RelayUnreachable', facts: { host: name, why: 'SMTP_URL', n: 0 } };
    default:
      return name satisfies never;
  }
}

/** The fault behind an error of engine or database; any other error is thrown again. */
export function systemFault(error: unknown, { temporal, databaseUrl }: Places): Fault {
  const database = explainDatabase(error);
  if (database)
    return { code: database.code, facts: { ...database.facts, address: databaseAddress(databaseUrl) } };
  const engine = engineFault(error, temporal.address);
  if (engine) return engine;
  throw error;
}

/** gRPC's codes (temporal.md §10): 1 cancelled and 4 deadline mean that no worker answered in time, 14 that nobody listens. */
export function engineFault(error: unknown, address: string): Fault | null {
  if (!(error instanceof Error)) return null;
  const cause: unknown = error.cause ?? error;
  if (/Failed to connect|TransportError/.test(`${error.name} ${error.message}`))
    return { code: 'EngineUnreachable', facts: { address, why: error.message } };
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : null;
  if (code === 14) return { code: 'EngineUnreachable', facts: { address, why: error.message } };
  if (code === 1 || code === 4 || /TimeoutOrCancelled/.test(error.name))
    return { code: 'NoWorker', facts: { address, why: error.message } };
  return null;
}
