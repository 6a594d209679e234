// The ledger as seen from outside while servers die: who sends, how far it is, how it ended. Knows its tables; changes nothing.
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const LIMIT_MS = 60_000;
const AGAIN_MS = 50;

/** Asks until there is an answer, over one connection for as long as it lives. */
export function seenLedger(url) {
  let client = null;
  const connected = async () => {
    const opened = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
    opened.on('error', () => undefined);
    await opened.connect();
    return opened;
  };
  const rows = async (sql) => {
    for (const until = Date.now() + LIMIT_MS; ; ) {
      try {
        client ??= await connected();
        return (await client.query(sql)).rows;
      } catch (error) {
        await client?.end().catch(() => undefined);
        client = null;
        if (Date.now() > until) throw error;
        await sleep(AGAIN_MS);
      }
    }
  };
  return {
    /** State → letters. */
    states: async () =>
      new Map(
        (await rows('select state, count(*)::int as n from letter group by state')).map((row) => [
          row.state,
          row.n,
        ]),
      ),
    letters: () => rows('select id, message_id, state from letter order by id'),
    /** The application name of the sender's sessions; null: nobody sends. */
    sender: async () =>
      (
        await rows(`select application_name as name from pg_locks join pg_stat_activity using (pid)
          where locktype = 'advisory' and granted and objid = 1
            and database = (select oid from pg_database where datname = current_database())`)
      )[0]?.name ?? null,
    /** Letters that were in doubt and settled by evidence: `settledSent`, `settledNotSent`. */
    settled: async () =>
      (await rows(`select count(*)::int as n from record where code in ('settledSent', 'settledNotSent')`))[0]
        .n,
    close: () => client?.end().catch(() => undefined),
  };
}
