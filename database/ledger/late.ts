// Letters that can no longer go on their day. Knows the window; must not know how they are planned anew.
import { sql } from 'kysely';
import type { Instant } from '../../domain/localDate.js';
import { stillInTime } from '../../domain/quiet.js';
import { type Database, inTransaction } from '../connect.js';
import { oweTurns } from './owedTurns.js';
import { tell } from './told.js';

/**
 * Withdraws what waits although its day or its window is over at `now` (business time), so that nobody is mailed at
 * night: more than 4 hours late, or outside 08:00–16:30. The cycles' workflow ids: they have to turn and plan anew.
 */
export async function withdrawLate(db: Database, now: Instant): Promise<readonly string[]> {
  const rows = await db.kysely
    .selectFrom('letter')
    .select('at')
    .distinct()
    .where('state', 'in', ['composing', 'ready'])
    // The operator is told at any hour.
    .where('kind', '=', 'notices')
    .where('at', '<=', now)
    .execute();
  const late = rows.map(({ at }) => at).filter((at) => !stillInTime(at, now));
  if (late.length === 0) return [];
  return inTransaction(db, async (tx) => {
    const { rows: letters } = await sql<LateLetter>`
      with stopped as (
        update letter set state = 'withdrawn', reply = 'late', version = version + 1
        where id in (select id from letter where at = any(${late}) and kind = 'notices' and state in ('composing', 'ready')
          order by id for update)
        returning id, at, body, post),
      gone as (
        update notice set state = 'withdrawn', leaving = false from stopped
        where notice.letter = stopped.id and notice.state = 'armed' returning notice.id, notice.letter, notice.cycle)
      select at, body, post,
        array(select id from gone where letter = stopped.id order by id) as notices,
        array(select distinct cycle from gone where letter = stopped.id order by cycle) as cycles
      from stopped order by id`.execute(tx);
    const facts = { cause: 'late' };
    await tell(
      tx,
      now,
      letters.map((letter) => ({ code: 'withdrawn' as const, letter, facts })),
    );
    const toTurn = [...new Set(letters.flatMap(({ cycles }) => cycles))].sort();
    await oweTurns(tx, toTurn);
    return toTurn;
  });
}

type LateLetter = {
  readonly at: Instant;
  readonly body: string | null;
  readonly post: string | null;
  readonly notices: readonly string[];
  readonly cycles: readonly string[];
};
