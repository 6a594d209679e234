// Servers that others run, used in place of the embedded ones. Knows how they are named and whether they answer; starts and
// stops none of them.
import { connect } from 'node:net';
import type { Environment } from './childEnvironment.js';
import { type MachineFailure, sayingOf, systemCode } from './failure.js';
import type { PostgresServer } from './postgres.js';
import { NAMESPACE, type TemporalServer } from './temporal.js';

export type Given = {
  readonly temporal?: { readonly address: string; readonly namespace: string };
  readonly databaseUrl?: string;
};

/** What TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE and DATABASE_URL name. SMTP_URL is not among them: one machine keeps its letters. */
export function givenIn(env: Environment): Given {
  const { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace, DATABASE_URL: databaseUrl } = env;
  return {
    ...(address && { temporal: { address, namespace: namespace ?? NAMESPACE } }),
    ...(databaseUrl && { databaseUrl }),
  };
}

const LIMIT_MS = 3_000;

/** The engine at an address, once its port answers; what it serves is seen by whoever speaks to it. */
export async function givenTemporal(address: string): Promise<TemporalServer | MachineFailure> {
  const why = await silence(address).catch(sayingOf);
  if (why === null) return { child: null, address, ui: null };
  return { failed: { code: 'EngineUnreachable', facts: { address, why } } };
}

/** null: it answers. */
function silence(address: string): Promise<string | null> {
  const at = address.lastIndexOf(':');
  return new Promise((resolve) => {
    const socket = connect(Number(address.slice(at + 1)), address.slice(0, at));
    const say = (why: string | null): void => {
      socket.destroy();
      resolve(why);
    };
    socket.once('connect', () => say(null));
    socket.once('error', (error) => say(systemCode(error) ?? sayingOf(error)));
    socket.setTimeout(LIMIT_MS, () => say(`no answer in ${LIMIT_MS} ms`));
  });
}

/** The database at a URL, once it takes a connection. */
export async function givenPostgres(url: string): Promise<PostgresServer | MachineFailure> {
  try {
    const { default: pg } = await import('pg');
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: LIMIT_MS });
    client.on('error', () => undefined);
    await client.connect();
    try {
      const { rows } = await client.query<{ server_version: string }>('show server_version');
      return { child: null, url, version: rows[0]?.server_version ?? '' };
    } finally {
      await client.end();
    }
  } catch (error) {
    const why = systemCode(error) ?? sayingOf(error);
    return { failed: { code: 'DatabaseUnreachable', facts: { address: placeOf(url), why } } };
  }
}

/** Without user and password. */
function placeOf(url: string): string {
  if (!URL.canParse(url)) return 'DATABASE_URL';
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
