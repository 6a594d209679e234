// The table that a home-made reminder program keeps, and its three statements. Knows SQL; must not know mail.
import pg from 'pg';

/** How long a claimed row stays another's, where rows are claimed. */
export const LEASE_S = 30;

export async function makeTable({ database, notices, at, everyMs }) {
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  await client.query(`
    create table notice (
      id integer primary key, due timestamptz not null, sent timestamptz, claimed timestamptz
    )`);
  await client.query(
    `insert into notice (id, due)
     select n, to_timestamp(($2::double precision + n * $3::double precision) / 1000)
       from generate_series(0, $1 - 1) n`,
    [notices, at, everyMs],
  );
  await client.query('create index notice_due on notice (due) where sent is null');
  await client.query('analyze notice');
  await client.end();
}

export function openTable(database, connections) {
  const db = new pg.Pool({ connectionString: database, max: connections });
  const ids = async (sql, values) => (await db.query(sql, values)).rows.map(({ id }) => id);
  return {
    /** Due and unsent, oldest first; nothing is noted. */
    due: (limit) =>
      ids('select id from notice where sent is null and due <= now() order by due, id limit $1', [limit]),
    /** Due, and from now on this worker's until the lease ends. */
    claim: (limit) =>
      ids(
        `update notice set claimed = now() where id in (
           select id from notice
            where sent is null and due <= now()
              and (claimed is null or claimed < now() - make_interval(secs => ${LEASE_S}))
            order by due, id limit $1 for update skip locked)
         returning id`,
        [limit],
      ),
    /** Due, and marked as sent before anything is sent. */
    takeAsSent: (limit) =>
      ids(
        `update notice set sent = now() where id in (
           select id from notice where sent is null and due <= now() order by due, id limit $1
              for update skip locked)
         returning id`,
        [limit],
      ),
    mark: (sent) => db.query('update notice set sent = now() where id = any($1)', [sent]),
    close: () => db.end(),
  };
}
