// Holding letters: each cause at its border, and that neither a turn nor a sender slips past a hold.
import { sql } from 'kysely';
import { becomeSender } from '../../activities/sender.js';
import { sendDue } from '../../activities/send.js';
import type { Database } from '../../database/connect.js';
import { claim } from '../../database/ledger/claims.js';
import {
  attend,
  holdBig,
  holdByClock,
  holdMissed,
  holdRestored,
  sealedAhead,
} from '../../database/ledger/hold.js';
import { seal } from '../../database/ledger/instants.js';
import { readAbout, verify } from '../../database/record.js';
import { addDays, addMinutes, type Instant, instantAt, localDateOf } from '../../domain/localDate.js';
import { clocksDisagree } from '../../domain/stormGuard.js';
import * as by from './letters.js';
import { notice, THURSDAY, turn, WEDNESDAY } from './letters.js';
import { BEFORE_5, LONG_BEFORE, NATION, nation, submitted } from './nation.js';
import { startServer, type TestServer } from './server.js';

let server: TestServer;
let db: Database;
beforeAll(async () => {
  server = await startServer();
}, 60_000);
afterAll(() => server.stop());
beforeEach(async () => {
  db = await server.database();
});

const bodies = (n: number, from = 0): readonly string[] =>
  Array.from({ length: n }, (_, index) => `co-quan-${from + index}`);

async function armed(n: number, at: Instant = WEDNESDAY): Promise<void> {
  await turn(
    db,
    bodies(n).map((body) => notice({ body, at })),
  );
}

const tally = async (): Promise<Readonly<Record<string, number>>> => {
  const { rows } = await sql<{ state: string; n: number }>`
    select state, count(*) as n from letter group by state order by state`.execute(db.kysely);
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
};

const LATER = addMinutes(WEDNESDAY, 60);

test('twenty letters of a missed instant go on, twenty-one are held and the record says why', async () => {
  await armed(20);
  expect(await holdMissed(db, LATER)).toBe(0);
  await armed(21);
  expect(await holdMissed(db, LATER)).toBe(21);
  expect(await tally()).toEqual({ held: 21 });
  const lines = await readAbout(db.kysely, by.CYCLE);
  expect(lines.map(({ code, facts }) => [code, facts['n'], facts['cause']])).toEqual([
    ['outage', 21, 'outage'],
    ['held', 21, 'outage'],
  ]);
  expect(lines[0]?.facts).toMatchObject({ from: WEDNESDAY, to: LATER });
  expect(await verify(db.kysely)).toEqual([expect.objectContaining({ brokenAt: null })]);
});

test('letters of several missed instants count together', async () => {
  await turn(db, [
    ...bodies(11).map((body) => notice({ body })),
    ...bodies(10).map((body) => notice({ body, step: 'before-10', at: THURSDAY })),
  ]);
  expect(await holdMissed(db, addMinutes(THURSDAY, 60))).toBe(21);
});

test('five minutes are no outage, and an instant its dispatch is at work on is not missed', async () => {
  await armed(30);
  expect(await holdMissed(db, addMinutes(WEDNESDAY, 5))).toBe(0);
  await attend(db, WEDNESDAY, addMinutes(WEDNESDAY, 58));
  expect(await holdMissed(db, LATER)).toBe(0);
  // It stopped in the midst of sending.
  expect(await holdMissed(db, addMinutes(WEDNESDAY, 64))).toBe(30);
});

test('a relay that is given time to recover is no outage of the service', async () => {
  await armed(30);
  await attend(db, WEDNESDAY, WEDNESDAY);
  await sql`update channel set failures = 5, probe_at = ${addMinutes(WEDNESDAY, 120)}`.execute(db.kysely);
  expect(await holdMissed(db, addMinutes(WEDNESDAY, 119))).toBe(0);
});

/** Letters that left at an instant so many days before. */
async function left(n: number, daysBefore: number): Promise<void> {
  const at = instantAt(addDays(localDateOf(WEDNESDAY), -daysBefore), '08:00');
  await seal(db, at);
  await sql`insert into letter (id, at, mailbox, state)
    select 'm' || i || '/' || ${at}, ${at}, 'm' || i, 'sent' from generate_series(1, ${n}) i`.execute(
    db.kysely,
  );
}

test('without a history fifty letters at one instant go, fifty-one are held', async () => {
  await armed(50);
  expect(await holdBig(db, WEDNESDAY, WEDNESDAY)).toBe(0);
  await armed(51);
  expect(await holdBig(db, WEDNESDAY, WEDNESDAY)).toBe(51);
});

test('three times the largest of sixty days is usual, one more is not; what is older does not count', async () => {
  await left(20, 60);
  await left(5, 3);
  await left(500, 61);
  await armed(60);
  expect(await holdBig(db, WEDNESDAY, WEDNESDAY)).toBe(0);
  await armed(61);
  expect(await holdBig(db, WEDNESDAY, WEDNESDAY)).toBe(61);
});

test('clocks that differ by more than 30 s, or a jump of more than 2 minutes, are told from busy ones', () => {
  const clocks = { worker: WEDNESDAY, database: WEDNESDAY, engineAtLeast: WEDNESDAY, driftSeconds: 0 };
  const seconds = (n: number): Instant => addMinutes(WEDNESDAY, n / 60);
  expect(clocksDisagree(clocks)).toBe(false);
  expect(clocksDisagree({ ...clocks, database: seconds(30) })).toBe(false);
  expect(clocksDisagree({ ...clocks, database: seconds(31) })).toBe(true);
  expect(clocksDisagree({ ...clocks, database: seconds(-31) })).toBe(true);
  expect(clocksDisagree({ ...clocks, engineAtLeast: seconds(31) })).toBe(true);
  // A task that waited for a busy worker.
  expect(clocksDisagree({ ...clocks, engineAtLeast: seconds(-300) })).toBe(false);
  expect(clocksDisagree({ ...clocks, driftSeconds: -120 })).toBe(false);
  expect(clocksDisagree({ ...clocks, driftSeconds: 121 })).toBe(true);
});

test('a wrong clock holds what is due or sealed, however little, and leaves what is to come', async () => {
  await turn(db, [notice(), notice({ body: 'b', step: 'before-10', at: THURSDAY })]);
  expect(await holdByClock(db, WEDNESDAY)).toBe(1);
  expect(await tally()).toEqual({ composing: 1, held: 1 });
});

test('an instant sealed ahead of its time is seen; the two minutes before it are its time', async () => {
  await seal(db, WEDNESDAY);
  expect(await sealedAhead(db, addMinutes(WEDNESDAY, -2))).toBe(false);
  expect(await sealedAhead(db, addMinutes(WEDNESDAY, -3))).toBe(true);
});

test('a hold and claims at the same time leave every letter either held or sending, none both', async () => {
  await armed(60);
  await by.sealAndCompose(db);
  await db.kysely.updateTable('sender').set({ epoch: 'one' }).execute();
  const due = await by.dueIds(db);
  const other = server.again(db);
  const claims = [0, 20, 40].map((from) => claim(other, 'one', due.slice(from, from + 20)));
  const [held, ...claimed] = await Promise.all([holdMissed(db, LATER), ...claims]);
  const sending = claimed.flat().length;
  expect(await tally()).toEqual({
    ...(held > 0 && { held }),
    ...(sending > 0 && { sending }),
  });
  expect(held + sending).toBe(60);
});

test('nothing that is held leaves, and its dispatch may end', async () => {
  await armed(25);
  await by.sealAndCompose(db);
  await holdMissed(db, LATER);
  const { ledger, clock } = by.means(db);
  const sender = await becomeSender(ledger, clock);
  if (sender === null) throw new Error('not the sender');
  const relay = by.relay();
  await sendDue({ ledger, clock, ...by.composing(undefined, LATER), sender, relay });
  await sender.release();
  expect(relay.taken).toEqual([]);
  expect(await ledger.closeInstant(WEDNESDAY)).toBe(true);
});

const AFTERNOON = '2024-03-22T08:00:00Z' as Instant;

test('a turn after an outage plans nothing past the hold, and takes out what is done', async () => {
  const many = await nation(db, 25);
  await many.turned(LONG_BEFORE);
  await holdMissed(db, AFTERNOON);
  many.act(3, submitted(AFTERNOON, '2024-03-22'));
  await many.turned(AFTERNOON);
  const rows = await db.kysely
    .selectFrom('notice')
    .select(['state', 'step', 'at'])
    .where('step', '=', 'before-5')
    .execute();
  expect(rows.every(({ at }) => at === BEFORE_5)).toBe(true);
  expect(rows.filter(({ state }) => state === 'armed')).toHaveLength(24);
  // The empty letter stays, so that whoever releases is told.
  expect(await tally()).toMatchObject({ held: 25 });
});

test('where only a few are late the turn plans them anew, as ever', async () => {
  const few = await nation(db, 3);
  await few.turned(LONG_BEFORE);
  await holdMissed(db, AFTERNOON);
  await few.turned(AFTERNOON);
  const rows = await db.kysely
    .selectFrom('notice')
    .select('at')
    .distinct()
    .where('step', '=', 'before-5')
    .execute();
  expect(rows).toEqual([{ at: '2024-03-25T01:00:00Z' }]);
});

test('letters of a restored cycle are held until it is resumed', async () => {
  const many = await nation(db, 3);
  await many.turned(LONG_BEFORE);
  expect((await many.turned(LONG_BEFORE, 7)).outcome).toBe('restored');
  const held = await tally();
  expect(held).toEqual({ held: held['held'] });
  const lines = await readAbout(db.kysely, NATION);
  expect(
    lines.filter(({ code, facts }) => code === 'held' && facts['cause'] === 'restored').length,
  ).toBeGreaterThan(0);
  // Asked again before anybody looked: nothing new is said.
  await many.turned(LONG_BEFORE, 7);
  expect(await readAbout(db.kysely, NATION)).toHaveLength(lines.length);
});

test('a person who resumes a restored cycle lets its letters wait as before', async () => {
  const many = await nation(db, 3);
  await many.turned(LONG_BEFORE);
  const before = await by.noticeStates(db);
  await many.turned(LONG_BEFORE, 7);
  await many.turned(LONG_BEFORE, 8, true);
  expect((await tally())['held']).toBeUndefined();
  expect(await by.noticeStates(db)).toEqual(before);
  expect(await sql`select 1 from cycle_turn where restored_at is not null`.execute(db.kysely)).toMatchObject({
    rows: [],
  });
});

test('a database older than the engine holds what is due of other cycles, too: it may have left', async () => {
  await turn(db, [
    notice({ body: 'due-by-now' }),
    notice({ body: 'later', step: 'before-10', at: THURSDAY }),
  ]);
  const held = await holdRestored(db, { cycle: NATION, now: LATER, databaseOlder: true });
  // No row of that cycle: nothing to hold for, nothing is said twice.
  expect(held).toBe(0);
  await sql`insert into cycle_turn (cycle) values (${NATION})`.execute(db.kysely);
  expect(await holdRestored(db, { cycle: NATION, now: LATER, databaseOlder: true })).toBe(1);
  expect(await holdRestored(db, { cycle: NATION, now: LATER, databaseOlder: true })).toBe(0);
  expect(await tally()).toEqual({ composing: 1, held: 1 });
});
