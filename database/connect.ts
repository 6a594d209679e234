// Opens PostgreSQL and says in our own words what goes wrong with it. Knows connections and how values come out; must not
// know what any table means.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import { instantFromMs } from '../domain/localDate.js';
import type { Schema } from './schema.js';

/** A connection or transaction: whoever takes a `Tx` leaves commit and rollback to the caller. */
export type Tx = Kysely<Schema> | Transaction<Schema>;

export type Database = {
  readonly kysely: Kysely<Schema>;
  /** A connection outside the pool, for what a session holds (an advisory lock); its owner ends it. */
  readonly dedicate: () => Promise<pg.Client>;
  readonly close: () => Promise<void>;
};

/** Why the database said no; `address` is host:port/name, never a password. */
export type DatabaseFault =
  | {
      readonly code: 'DatabaseUnreachable';
      readonly facts: { readonly address: string; readonly why: string };
    }
  | {
      readonly code: 'DatabaseTooNew';
      readonly facts: { readonly found: number; readonly known: number };
    };

// The CLI promises an answer within 3 s (design §8).
const CONNECT_LIMIT_MS = 3_000;
const POOL_SIZE = 10;
const OID = { int8: 20, date: 1082, timestamptz: 1184 } as const;

/** Lazily connected; every call may throw an error for which `explainDatabase` has a fault. */
export function openDatabase(url: string, { max = POOL_SIZE }: { readonly max?: number } = {}): Database {
  const address = addressOf(url);
  const config: pg.ClientConfig = {
    connectionString: url,
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    options: '-c TimeZone=UTC',
    // One name a process: whoever replaces a frozen one ends all its sessions.
    application_name: `nhip ${randomUUID()}`,
    keepAlive: true,
    types: { getTypeParser },
  };
  const pool = new pg.Pool({ ...config, max });
  // An idle connection may be cut at any time; the next query gets another one.
  pool.on('error', () => undefined);
  // So may one in use, between two statements of a transaction: the next statement tells it, the process must not die of it.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const kysely = new Kysely<Schema>({
    dialect: new PostgresDialect({
      pool: {
        connect: () => pool.connect().catch((error: unknown) => Promise.reject(unreachable(address, error))),
        end: () => pool.end(),
      },
    }),
  });
  return { kysely, dedicate: () => dedicated(config, address), close: () => kysely.destroy() };
}

async function dedicated(config: pg.ClientConfig, address: string): Promise<pg.Client> {
  const client = new pg.Client(config);
  client.on('error', () => undefined);
  await client.connect().catch((error: unknown) => Promise.reject(unreachable(address, error)));
  return client;
}

/** int8 → number, date → text, timestamptz → `Instant` (UTC, whole seconds): no Date object ever comes out. */
function getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (oid === OID.int8) return Number;
  if (oid === OID.date) return (text) => text;
  if (oid === OID.timestamptz) return instantOf;
  return pg.types.getTypeParser(oid, format);
}

// `2018-01-24 01:00:00.5+00`: the offset has no minutes, which Date.parse does not read.
function instantOf(text: string): string {
  return instantFromMs(Date.parse(`${text.replace(' ', 'T')}:00`));
}

const REPEATS = 3;
// Deadlock and serialization failure: the transaction was rolled back and may be repeated whole.
const REPEATABLE = new Set(['40P01', '40001']);

/** Runs `fn` in a transaction (read committed); repeats it whole after a deadlock, so `fn` must do nothing outside of it. */
export async function inTransaction<T>(
  db: Database,
  fn: (tx: Transaction<Schema>) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.kysely.transaction().execute(fn);
    } catch (error) {
      if (attempt > REPEATS || !REPEATABLE.has(codeOf(error) ?? '')) throw error;
      await sleep(10 * attempt * Math.random());
    }
  }
}

type Explained = Error & { readonly failed: DatabaseFault };

/** An error that carries a fault; `explainDatabase` finds it again. */
export function databaseFailure(fault: DatabaseFault, cause?: unknown): Explained {
  const message = `${fault.code}: ${Object.values(fault.facts).join(', ')}`;
  return Object.assign(new Error(message, { cause }), { failed: fault });
}

function unreachable(address: string, cause: unknown): Explained {
  return databaseFailure({ code: 'DatabaseUnreachable', facts: { address, why: whyOf(cause) } }, cause);
}

// Classes 08 (connection), 57P (shut down, starting up), 53300 (too many connections), 28 (who), 3D000 (no such database).
const AWAY = /^(08...|57P0.|53300|28...|3D000|ECONN.*|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)$/;

/** The fault behind an error of this folder, or null where it is another kind of error. */
export function explainDatabase(error: unknown): DatabaseFault | null {
  if (typeof error !== 'object' || error === null) return null;
  if (isExplained(error)) return error.failed;
  const code = codeOf(error);
  const away = (code !== null && AWAY.test(code)) || /Connection terminated|not queryable/.test(whyOf(error));
  return away ? { code: 'DatabaseUnreachable', facts: { address: '', why: whyOf(error) } } : null;
}

function isExplained(error: object): error is Explained {
  return error instanceof Error && 'failed' in error;
}

function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

function whyOf(error: unknown): string {
  // Of several addresses none answered: the first says enough.
  if (error instanceof AggregateError) return whyOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}

function addressOf(url: string): string {
  try {
    const { host, pathname } = new URL(url);
    return `${host}${pathname}`;
  } catch {
    return 'DATABASE_URL';
  }
}
