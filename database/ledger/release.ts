// Lets held letters go: what is still true moves to a new prompt instant, what is not is withdrawn. Knows rows, versions and
// locks; who decides and why it was held are others' business.
//
// One transaction for all: a release that dies in the midst has released nothing. Locks in the order of `arm.ts`: instants
// by time, letters by id, then notices.
import { sql } from 'kysely';
import { letterIdOf } from '../../domain/letters.js';
import { addMinutes, type Instant } from '../../domain/localDate.js';
import { compare, type Notice } from '../../domain/notices.js';
import { append } from '../record.js';
import { saveWords } from '../register.js';
import { workflowStream } from '../streams.js';
import { type Database, inTransaction, type Tx } from '../connect.js';
import { type HeldLetter, heldLetters, untrueLetter } from './heldLetters.js';
import { lockInstants, notStarted } from './instants.js';

/** What a person asked, and under which id the words stand in the register. */
export interface ByHand {
  readonly update: string;
  readonly reason: string | null;
  readonly now: Instant;
}

export interface Released {
  /** Old id, and the letter it goes in now; letters that wait for their time keep theirs. */
  readonly released: readonly { readonly id: string; readonly as: string; readonly at: Instant }[];
  /** Ids of letters in which nothing was true any more. */
  readonly withdrawn: readonly string[];
  /** Instants whose dispatch has to be started. */
  readonly toStart: readonly Instant[];
  /** Workflow ids of cycles that have to turn: a mailbox of theirs has changed. */
  readonly toTurn: readonly string[];
}

/** Somebody changed a held letter between looking and locking. */
class ChangedMeanwhile extends Error {}
const TRIES = 5;

/** `ids`: absent, all that is held. Those that are not held are passed over. */
export async function releaseLetters(db: Database, hand: ByHand, ids?: readonly string[]): Promise<Released> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTransaction(db, (tx) => released(tx, hand, ids));
    } catch (error) {
      if (!(error instanceof ChangedMeanwhile) || attempt === TRIES) throw error;
    }
  }
}

async function released(tx: Tx, hand: ByHand, ids: readonly string[] | undefined): Promise<Released> {
  const { now } = hand;
  const held = await openInstants(tx, now, ids);
  const goes = held.filter((letter) => untrueLetter(letter) === null);
  const moves = goes.flatMap(movesOf);
  await lockAll(tx, held, moves);
  await settleOld(tx, held);
  await moveNotices(tx, moves);
  const inPlace = goes.filter(({ at, leavesAt }) => at === leavesAt).map(({ id }) => id);
  await sql`update letter set version = version + 1, released = true, state = 'composing',
      hold_cause = null, held_at = null, reply = null
    where id = any(${[...new Set(moves.map(({ as }) => as))]})
      and (state in ('composing', 'ready', 'withdrawn') or id = any(${inPlace}))`.execute(tx);
  const withdrawn = held.filter((letter) => untrueLetter(letter) !== null).map(({ id }) => id);
  await tellReleased(tx, hand, held);
  const instants = [...new Set(moves.map(({ notice }) => notice.at))].sort();
  return {
    released: goes.map(({ id, mailbox, leavesAt }) => ({
      id,
      as: letterIdOf(mailbox, leavesAt),
      at: leavesAt,
    })),
    withdrawn,
    toStart: await notStarted(tx, instants),
    toTurn: [
      ...new Set(
        held.flatMap(({ untrue, cycles }) => (untrue.some(({ why }) => why === 'other') ? cycles : [])),
      ),
    ].sort(),
  };
}

interface Move {
  readonly as: string;
  readonly notice: Notice;
}

function movesOf({ mailbox, leavesAt, stillTrue }: HeldLetter): Move[] {
  return stillTrue.map((notice) => ({ as: letterIdOf(mailbox, leavesAt), notice }));
}

/** Judges by instants that take letters: what was sealed between is passed by. */
async function openInstants(
  tx: Tx,
  now: Instant,
  ids: readonly string[] | undefined,
): Promise<readonly HeldLetter[]> {
  for (let since = now; ; since = addMinutes(since, 15)) {
    const held = await heldLetters(tx, since, ids);
    const sealed = await lockInstants(
      tx,
      held.flatMap(({ at, leavesAt }) => (at === leavesAt ? [] : [leavesAt])),
    );
    if (sealed.length === 0) return held;
  }
}

/** Old letters and new, by id; none of the old may have changed since it was judged. */
async function lockAll(tx: Tx, held: readonly HeldLetter[], moves: readonly Move[]): Promise<void> {
  const made = new Map(moves.map(({ as, notice }) => [as, notice]));
  const values = [...made]
    .sort(([a], [b]) => compare(a, b))
    .map(([id, { at, mailbox }]) => ({ id, at, mailbox }));
  if (values.length > 0)
    await tx
      .insertInto('letter')
      .values(values)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  const ids = [...new Set([...held.map(({ id }) => id), ...made.keys()])];
  if (ids.length === 0) return;
  const rows = await tx
    .selectFrom('letter')
    .select(['id', 'state', 'version'])
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .execute();
  const now = new Map(rows.map((row) => [row.id, row]));
  const same = held.every(({ id, version }) => {
    const row = now.get(id);
    return row?.state === 'held' && row.version === version;
  });
  if (!same) throw new ChangedMeanwhile();
}

/** A notice overtaken is settled for good; one whose mailbox changed is planned anew by its cycle. */
async function settleOld(tx: Tx, held: readonly HeldLetter[]): Promise<void> {
  const armed = held.flatMap(({ untrue }) => untrue).filter((notice) => notice.armed);
  const anew = armed.filter(({ why }) => why === 'other').map(({ id }) => id);
  const overtaken = armed.filter(({ why }) => why !== 'other').map(({ id }) => id);
  await sql`update notice set state = 'withdrawn' where id = any(${anew})`.execute(tx);
  await sql`update notice set state = 'missed' where id = any(${overtaken})`.execute(tx);
  const left = held.filter(({ at, leavesAt, stillTrue }) => at !== leavesAt || stillTrue.length === 0);
  const going = left.filter(({ stillTrue }) => stillTrue.length > 0).map(({ id }) => id);
  await sql`update letter set state = 'withdrawn', version = version + 1,
      reply = case when id = any(${going}) then 'released' else 'notTrue' end
    where id = any(${left.map(({ id }) => id)})`.execute(tx);
}

async function moveNotices(tx: Tx, moves: readonly Move[]): Promise<void> {
  if (moves.length === 0) return;
  const rows = moves.map(({ as, notice: { id, at, facts } }) => ({ id, at, facts, letter: as }));
  await sql`update notice set at = m.at, facts = m.facts, letter = m.letter
    from json_to_recordset(${JSON.stringify(rows)}) as m (id text, at timestamptz, facts jsonb, letter text)
    where notice.id = m.id and notice.state = 'armed'`.execute(tx);
}

async function tellReleased(tx: Tx, hand: ByHand, held: readonly HeldLetter[]): Promise<void> {
  const { update, reason, now } = hand;
  if (held.length === 0) return;
  if (reason !== null) await saveWords(tx, update, reason);
  for (const instant of [...new Set(held.map(({ at }) => at))].sort()) {
    const mine = held.filter(({ at }) => at === instant);
    const n = mine.filter((letter) => untrueLetter(letter) === null).length;
    const cycles = [...new Set(mine.flatMap((letter) => letter.cycles))].sort();
    await append(tx, workflowStream.dispatch(instant), [
      { code: 'released', at: now, facts: { instant, cycles, n, m: mine.length - n, update } },
    ]);
  }
}
