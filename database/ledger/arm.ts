// Makes the ledger's unsent notices of a cycle equal to its plan. Knows notices, letters and their locks; must not know why
// a notice was planned, nor how letters are sent.
//
// Order of locks, for every writer: the cycle's row, send instants by time, letters by id, then notices. A sender holds the
// letter's row when it settles the notices in it.
import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { letterIdOf } from '../../domain/letters.js';
import type { Instant } from '../../domain/localDate.js';
import { compare, type Notice, type SentNotice } from '../../domain/notices.js';
import type { Tx } from '../connect.js';
import type { LetterState } from '../schema.js';
import { ACTIVE, lockInstants } from './instants.js';
import { noticeOf, type NoticeRow } from './rows.js';

export type Arming = {
  /** The cycle's workflow id; its row must be locked (`lockCycle`) in the same transaction. */
  readonly cycle: string;
  readonly agreement: string;
  readonly year: number;
  /** All the cycle still has to send, as planned. */
  readonly notices: readonly Notice[];
  readonly asOf: Instant;
};

export type Armed = {
  /** True: a notice would join a sealed letter. Roll back, and turn again with an asOf after `sealedInstants`. */
  readonly sealed: boolean;
  readonly sealedInstants: readonly Instant[];
  /** Instants of this cycle with armed notices still to be sent: their dispatches must run. */
  readonly instants: readonly Instant[];
  /** Ids of letters out of which a notice was withdrawn; those of several cycles may still go without it. */
  readonly withdrawn: readonly string[];
  /** How many notices were withdrawn out of them. */
  readonly withdrawnNotices: number;
  /** Ids of letters that could no longer be stopped: in `sending`, or in doubt. */
  readonly alreadyGone: readonly string[];
};

type Changes = {
  readonly upserts: readonly Notice[];
  readonly withdrawals: readonly NoticeRow[];
  readonly joined: ReadonlySet<string>;
  readonly left: ReadonlySet<string>;
  readonly gone: ReadonlySet<string>;
  /** In letters that are gone: to be withdrawn should the letter come back untaken. */
  readonly leaving: readonly string[];
};

const NOTHING_LEFT = { withdrawn: [], withdrawnNotices: 0, alreadyGone: [] } as const;

const GONE: readonly LetterState[] = ['sending', 'inDoubt', 'sent', 'refused'];

/** Arms what is new, re-labels what moved, withdraws the rest; a second call with the same plan changes nothing. */
export async function arm(tx: Tx, { cycle, notices, asOf }: Arming): Promise<Armed> {
  const planned = await compared(tx, cycle, notices, new Map());
  if (isEmpty(planned)) return answer(tx, cycle, planned);
  const joining = planned.upserts.filter((notice) => planned.joined.has(letterOf(notice)));
  const sealed = await lockInstants(
    tx,
    joining.map(({ at }) => at),
  );
  if (sealed.length > 0) return { sealed: true, sealedInstants: sealed, instants: [], ...NOTHING_LEFT };
  const states = await lockLetters(tx, planned);
  // Now that no sender can settle them, what was read before the locks is read again.
  const changes = await compared(tx, cycle, notices, states);
  await write(tx, cycle, changes, asOf);
  await forgetEmpty(
    tx,
    [...planned.joined].filter((id) => !changes.joined.has(id)),
  );
  const overtaken = planned.withdrawals.filter(({ id }) => !changes.withdrawals.some((row) => row.id === id));
  return answer(tx, cycle, {
    ...changes,
    gone: new Set([...changes.gone, ...overtaken.map((row) => row.letter)]),
  });
}

function letterOf({ mailbox, at }: Pick<Notice, 'mailbox' | 'at'>): string {
  return letterIdOf(mailbox, at);
}

function isEmpty({ upserts, withdrawals, gone }: Changes): boolean {
  return upserts.length === 0 && withdrawals.length === 0 && gone.size === 0;
}

async function compared(
  tx: Tx,
  cycle: string,
  notices: readonly Notice[],
  states: ReadonlyMap<string, LetterState>,
): Promise<Changes> {
  const rows = await tx.selectFrom('notice').selectAll().where('cycle', '=', cycle).execute();
  const isGone = (letter: string): boolean => GONE.includes(states.get(letter) ?? 'composing');
  const wanted = new Map(notices.map((notice) => [notice.id, notice]));
  const byId = new Map(rows.map((row) => [row.id, row]));
  const upserts: Notice[] = [];
  const joined = new Set<string>();
  const left = new Set<string>();
  const gone = new Set<string>();
  for (const notice of wanted.values()) {
    const row = byId.get(notice.id);
    if (row !== undefined && row.state !== 'armed' && row.state !== 'withdrawn') continue;
    const isArmed = row?.state === 'armed';
    if (isArmed && isSame(notice, row)) continue;
    if (isArmed && isGone(row.letter)) {
      if (row.letter !== letterOf(notice)) gone.add(row.letter);
      continue;
    }
    if (isArmed) left.add(row.letter);
    if (!isArmed || row.letter !== letterOf(notice)) joined.add(letterOf(notice));
    upserts.push(notice);
  }
  const unwanted = rows.filter((row) => row.state === 'armed' && !wanted.has(row.id));
  const leaving = unwanted.filter((row) => isGone(row.letter));
  for (const row of leaving) gone.add(row.letter);
  const withdrawals = unwanted.filter((row) => !isGone(row.letter));
  return { upserts, withdrawals, joined, left, gone, leaving: leaving.map(({ id }) => id) };
}

function isSame(notice: Notice, row: NoticeRow): boolean {
  return isDeepStrictEqual(asStored(notice), asStored(noticeOf(row)));
}

/** As it comes back from the database: without keys that are undefined. */
function asStored(notice: Notice): unknown {
  return JSON.parse(JSON.stringify(notice));
}

async function lockLetters(tx: Tx, changes: Changes): Promise<ReadonlyMap<string, LetterState>> {
  const { upserts, withdrawals, joined, left } = changes;
  const created = new Map(upserts.filter((n) => joined.has(letterOf(n))).map((n) => [letterOf(n), n]));
  const values = [...created]
    .sort(([a], [b]) => compare(a, b))
    .map(([id, { at, mailbox }]) => ({ id, at, mailbox }));
  if (values.length > 0) {
    await tx
      .insertInto('letter')
      .values(values)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  const ids = [...new Set([...joined, ...left, ...withdrawals.map(({ letter }) => letter)])];
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('letter')
    .select(['id', 'state'])
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .execute();
  return new Map(rows.map(({ id, state }) => [id, state]));
}

/** Letters made for notices that turned out to be leaving in another one. */
async function forgetEmpty(tx: Tx, letters: readonly string[]): Promise<void> {
  if (letters.length === 0) return;
  await sql`delete from letter where id = any(${letters}) and version = 0
    and not exists (select 1 from notice n where n.letter = letter.id)`.execute(tx);
}

async function write(tx: Tx, cycle: string, changes: Changes, asOf: Instant): Promise<void> {
  const { upserts, withdrawals, joined, left, leaving } = changes;
  if (leaving.length > 0)
    await tx.updateTable('notice').set({ leaving: true }).where('id', 'in', leaving).execute();
  if (upserts.length > 0) {
    const rows = JSON.stringify(upserts.map((notice) => rowOf(notice, cycle, asOf)));
    await sql`insert into notice select * from json_populate_recordset(null::notice, ${rows})
      on conflict (id) do update set mailbox = excluded.mailbox, language = excluded.language, rung = excluded.rung,
        at = excluded.at, secret = excluded.secret, facts = excluded.facts, letter = excluded.letter,
        obligation = excluded.obligation, duty = excluded.duty, body = excluded.body, post = excluded.post,
        step = excluded.step, due = excluded.due, state = 'armed', leaving = false, armed_at = excluded.armed_at
      where notice.cycle = excluded.cycle and notice.state in ('armed', 'withdrawn')`.execute(tx);
  }
  if (withdrawals.length > 0) {
    const ids = withdrawals.map(({ id }) => id);
    await tx.updateTable('notice').set({ state: 'withdrawn' }).where('id', 'in', ids).execute();
  }
  await touchLetters(tx, [...new Set([...joined, ...left, ...withdrawals.map(({ letter }) => letter)])]);
}

/**
 * Every letter that changed is composed again; one that lost its last notice is withdrawn, one that gained is back. A held
 * one stays, even empty: whoever releases is told that it is no longer true.
 */
async function touchLetters(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`update letter set version = version + 1, state = case
      when state = 'held' and hold_cause is not null then 'held'
      when not exists (select 1 from notice n where n.letter = letter.id and n.state = 'armed') then 'withdrawn'
      when state = 'withdrawn' then 'composing' else state end
    where id = any(${ids}) and state in ('composing', 'ready', 'held', 'withdrawn')`.execute(tx);
}

function rowOf(notice: Notice, cycle: string, asOf: Instant): unknown {
  return { ...notice, cycle, letter: letterOf(notice), state: 'armed', leaving: false, armed_at: asOf };
}

async function answer(
  tx: Tx,
  cycle: string,
  { withdrawals, gone }: Pick<Changes, 'withdrawals' | 'gone'>,
): Promise<Armed> {
  const rows = await tx
    .selectFrom('notice')
    .innerJoin('letter', 'letter.id', 'notice.letter')
    .select('notice.at')
    .distinct()
    .where('notice.cycle', '=', cycle)
    .where('notice.state', '=', 'armed')
    .where('letter.state', 'in', ACTIVE)
    .orderBy('notice.at')
    .execute();
  return {
    sealed: false,
    sealedInstants: [],
    instants: rows.map(({ at }) => at),
    withdrawn: [...new Set(withdrawals.map(({ letter }) => letter))].sort(compare),
    withdrawnNotices: withdrawals.length,
    alreadyGone: [...gone].sort(compare),
  };
}

/** What has left for a cycle, or was withdrawn by a person for good, for planning; in order of leaving. */
export async function sentNotices(tx: Tx, agreement: string, year: number): Promise<readonly SentNotice[]> {
  const rows = await tx
    .selectFrom('notice')
    .select(['id', 'duty', 'body', 'step', 'due', 'at', 'state'])
    .where('agreement', '=', agreement)
    .where('year', '=', year)
    .where('state', 'in', ['sent', 'missed'])
    .orderBy('at')
    .orderBy('id')
    .execute();
  return rows.map(({ state, ...notice }) =>
    state === 'missed' ? { ...notice, unsent: true as const } : notice,
  );
}

/** Armed notices of a cycle at instants up to `until`. */
export async function armedUpTo(tx: Tx, cycle: string, until: Instant): Promise<readonly Notice[]> {
  const rows = await tx
    .selectFrom('notice')
    .selectAll()
    .where('cycle', '=', cycle)
    .where('state', '=', 'armed')
    .where('at', '<=', until)
    .orderBy('id')
    .execute();
  return rows.map(noticeOf);
}
