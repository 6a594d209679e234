// How many letters wait for each of the coming instants. Knows counts; must not know rates.
import { sql } from 'kysely';
import type { Database } from '../connect.js';
import type { Load } from '../../domain/sendForecast.js';

const DAYS_AHEAD = 8;

/** Of the instants that may still be sent, up to eight days ahead of the real clock. */
export async function upcomingLoads(db: Database): Promise<readonly Load[]> {
  const { rows } = await sql<Load>`
    select at, count(*) as letters from letter where state in ('composing', 'ready')
      and at > now() - interval '4 hours' and at < now() + make_interval(days => ${DAYS_AHEAD})
    group by at order by at`.execute(db.kysely);
  return rows;
}
