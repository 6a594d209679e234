// A real PostgreSQL for tests: the embedded one, or the server named by DATABASE_URL. Every test gets a database of its own.
import { rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { type Database, openDatabase } from '../../database/connect.js';
import { migrate } from '../../database/migrate.js';
import { childEnvironment } from '../../machine/childEnvironment.js';
import { openGuard } from '../../machine/guard.js';
import { homeAt, prepareHome } from '../../machine/home.js';
import { startPostgres } from '../../machine/postgres.js';
import { ensureBuilt } from '../system/build.js';
import { freshFolder, started } from '../system/owner.js';

export type TestServer = {
  /** URL of a new, empty database. */
  readonly emptyUrl: () => Promise<string>;
  /** A new database with the schema; closed with the server. */
  readonly database: (max?: number) => Promise<Database>;
  /** A second process' view of the same database. */
  readonly again: (db: Database, max?: number) => Database;
  readonly urlOf: (db: Database) => string;
  readonly stop: () => Promise<void>;
};

export async function startServer(): Promise<TestServer> {
  const given = process.env['DATABASE_URL'];
  const { url: server, end } = given === undefined ? await embedded() : { url: given, end: undefined };
  const open: Database[] = [];
  const urls = new Map<Database, string>();
  const made: string[] = [];
  const emptyUrl = async (): Promise<string> => {
    const name = `nhip_test_${randomBytes(6).toString('hex')}`;
    await administer(server, `create database ${name}`);
    made.push(name);
    const url = new URL(server);
    url.pathname = `/${name}`;
    return url.href;
  };
  const opened = (url: string, max?: number): Database => {
    const db = openDatabase(url, max === undefined ? {} : { max });
    open.push(db);
    urls.set(db, url);
    return db;
  };
  return {
    emptyUrl,
    database: async (max) => {
      const db = opened(await emptyUrl(), max);
      await migrate(db);
      return db;
    },
    again: (db, max) => opened(urls.get(db) ?? '', max),
    urlOf: (db) => urls.get(db) ?? '',
    stop: async () => {
      await Promise.all(open.map((db) => db.close()));
      for (const name of made) await administer(server, `drop database ${name} with (force)`);
      await end?.();
    },
  };
}

async function embedded(): Promise<{ readonly url: string; readonly end: () => Promise<void> }> {
  await ensureBuilt();
  const guard = await openGuard();
  const folder = freshFolder();
  const home = homeAt(folder);
  prepareHome(home);
  const env = childEnvironment(process.env);
  const options = { home, log: join(home.log, 'postgres.log'), env, throwAway: true, say: () => undefined };
  const { url } = started(await startPostgres(guard, options));
  const end = async (): Promise<void> => {
    await guard.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, end };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}
