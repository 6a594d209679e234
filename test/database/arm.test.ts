// Arming: the ledger's unsent notices equal the plan, and a letter is never changed unseen.
import fc from 'fast-check';
import { sql } from 'kysely';
import { markOf } from '../../activities/afterAttempt.js';
import { composeLetters } from '../../activities/composeLetters.js';
import { sendDue } from '../../activities/send.js';
import { type Database, inTransaction } from '../../database/connect.js';
import { arm, sentNotices } from '../../database/ledger/arm.js';
import { claim, mark } from '../../database/ledger/claims.js';
import {
  closeInstant,
  counts,
  isSettled,
  markStarted,
  notStarted,
  seal,
} from '../../database/ledger/instants.js';
import { lockCycle } from '../../database/turns.js';
import type { Notice } from '../../domain/notices.js';
import * as by from './letters.js';
import { BEFORE, CYCLE, FRIDAY, notice, THURSDAY, turn, WEDNESDAY } from './letters.js';
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

const letterId = (body: string, at = WEDNESDAY): string => `vanthu@${body}.example/${at}`;
const always = { epoch: 'one', holds: () => true };

async function own(epoch = 'one'): Promise<void> {
  await db.kysely.updateTable('sender').set({ epoch }).execute();
}

test('a plan is armed as letters by mailbox and instant, and arming it again changes nothing', async () => {
  const plan = [notice(), notice({ obligation: 'annualReport' }), notice({ body: 'bcsd-cp', at: THURSDAY })];
  const first = await turn(db, plan);
  expect(first).toEqual({
    sealed: false,
    sealedInstants: [],
    instants: [WEDNESDAY, THURSDAY],
    withdrawn: [],
    withdrawnNotices: 0,
    alreadyGone: [],
  });
  const before = await db.kysely.selectFrom('letter').selectAll().orderBy('id').execute();
  expect(before.map(({ id }) => id)).toEqual([letterId('bcsd-cp', THURSDAY), letterId('bdv-tw')]);
  expect(await turn(db, plan)).toEqual(first);
  expect(await db.kysely.selectFrom('letter').selectAll().orderBy('id').execute()).toEqual(before);
});

test('a notice that moves to another morning leaves its letter and keeps its id', async () => {
  await turn(db, [notice()]);
  const moved = await turn(db, [notice({ at: THURSDAY })]);
  expect(moved).toMatchObject({ instants: [THURSDAY], withdrawn: [], alreadyGone: [] });
  expect(await by.states(db)).toEqual({
    [letterId('bdv-tw')]: 'withdrawn',
    [letterId('bdv-tw', THURSDAY)]: 'composing',
  });
  const back = await turn(db, [notice()]);
  expect(back.instants).toEqual([WEDNESDAY]);
  expect(Object.values(await by.noticeStates(db))).toEqual(['armed']);
});

test('what is no longer planned is withdrawn with its letter, what other cycles send in that letter stays', async () => {
  await turn(db, [notice(), notice({ body: 'bcsd-cp' })]);
  const other = { cycle: 'cycle:tw-79:2019', year: 2019 };
  await turn(db, [notice({ year: 2019, body: 'bcsd-cp' })], other);
  const answer = await turn(db, []);
  expect(answer).toMatchObject({ instants: [], withdrawn: [letterId('bcsd-cp'), letterId('bdv-tw')] });
  expect(await by.states(db)).toEqual({
    [letterId('bcsd-cp')]: 'composing',
    [letterId('bdv-tw')]: 'withdrawn',
  });
});

test('a notice never joins a sealed letter; it may still leave it, and the letter is then composed anew', async () => {
  await turn(db, [notice(), notice({ obligation: 'annualReport' })]);
  await by.sealAndCompose(db);
  const joining = await turn(db, [
    notice(),
    notice({ obligation: 'annualReport' }),
    notice({ obligation: 'invitation' }),
  ]);
  expect(joining).toMatchObject({ sealed: true, sealedInstants: [WEDNESDAY] });
  expect(Object.keys(await by.noticeStates(db))).toHaveLength(2);
  const leaving = await turn(db, [notice()]);
  expect(leaving).toMatchObject({ sealed: false, withdrawn: [letterId('bdv-tw')] });
  const relay = by.relay();
  await own();
  await sendDue({ ...by.means(db), ...by.composing(), now: WEDNESDAY, sender: always, relay });
  expect(relay.taken.map(({ raw }) => raw.split('\r\n\r\n')[1])).toEqual([`${notice().id}\r\n`]);
});

test('while a turn joins, the seal waits; the seal that came first keeps the turn out', async () => {
  const log: string[] = [];
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let joined: () => void = () => undefined;
  const hasJoined = new Promise<void>((resolve) => {
    joined = resolve;
  });
  const joining = inTransaction(db, async (tx) => {
    await lockCycle(tx, CYCLE);
    const armed = await arm(tx, {
      cycle: CYCLE,
      agreement: 'tw-79',
      year: 2018,
      notices: [notice()],
      asOf: BEFORE,
    });
    joined();
    await held;
    log.push(`joined ${armed.sealed}`);
  });
  await hasJoined;
  const sealing = seal(db, WEDNESDAY).then(() => log.push('sealed'));
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(log).toEqual([]);
  letGo();
  await Promise.all([joining, sealing]);
  expect(log).toEqual(['joined false', 'sealed']);
  const late = await turn(db, [notice({ year: 2019 })], { cycle: 'cycle:tw-79:2019', year: 2019 });
  expect(late.sealed).toBe(true);
});

test('seals and turns racing at one instant: every notice stands in the composed letter or was told to come again', async () => {
  const wide = server.again(db, 20);
  const cycles = Array.from({ length: 16 }, (_, n) => 2018 + n);
  const racing = cycles.map(async (year) => {
    const cycle = `cycle:tw-79:${year}`;
    return (await turn(wide, [notice({ year })], { cycle, year })).sealed ? [] : [notice({ year }).id];
  });
  await new Promise((resolve) => setTimeout(resolve, 4));
  await by.sealAndCompose(db);
  const armed = (await Promise.all(racing)).flat().sort();
  const relay = by.relay();
  await own();
  await sendDue({ ...by.means(db), ...by.composing(), now: WEDNESDAY, sender: always, relay });
  const told = relay.taken.flatMap(({ raw }) =>
    raw.split('\r\n').filter((line) => line.startsWith('tw-79/')),
  );
  expect(told.sort()).toEqual(armed);
});

test('what is being sent can no longer be withdrawn, and says so; come back untaken, it goes without it', async () => {
  await turn(db, [notice(), notice({ obligation: 'annualReport' })]);
  await by.sealAndCompose(db);
  await own();
  const [claimed] = await claim(db, 'one', await by.dueIds(db));
  if (claimed === undefined) throw new Error('nothing was claimed');
  expect(await turn(db, [notice()])).toMatchObject({ withdrawn: [], alreadyGone: [letterId('bdv-tw')] });
  const outcome = {
    class: 'notTaken',
    phase: 'rcpt',
    reply: '451 later',
    trouble: 'letter',
    again: 'soon',
  } as const;
  await mark(db, 'one', WEDNESDAY, [markOf(claimed, outcome)]);
  await sql`update letter set retry_at = null`.execute(db.kysely);
  const relay = by.relay();
  await sendDue({ ...by.means(db), ...by.composing(), now: WEDNESDAY, sender: always, relay });
  expect(relay.taken.map(({ raw }) => raw.split('\r\n\r\n')[1])).toEqual([`${notice().id}\r\n`]);
  expect(await by.noticeStates(db)).toEqual({
    [notice().id]: 'sent',
    [notice({ obligation: 'annualReport' }).id]: 'withdrawn',
  });
});

test('what was sent is never armed again, even when its due day moves away and back', async () => {
  await turn(db, [notice()]);
  await by.sealAndCompose(db);
  await own();
  await sendDue({ ...by.means(db), ...by.composing(), now: WEDNESDAY, sender: always, relay: by.relay() });
  expect(await sentNotices(db.kysely, 'tw-79', 2018)).toEqual([
    {
      id: notice().id,
      duty: 'annualPlan/bdv-tw',
      body: 'bdv-tw',
      step: 'before-20',
      due: '2018-02-28',
      at: WEDNESDAY,
    },
  ]);
  await turn(db, [notice({ due: '2018-03-30', at: THURSDAY })]);
  const back = await turn(db, [notice({ at: FRIDAY })]);
  expect(back.instants).toEqual([]);
  expect((await by.noticeStates(db))[notice().id]).toBe('sent');
});

test('a notice whose facts changed is composed again before it goes', async () => {
  await turn(db, [notice()]);
  await by.sealAndCompose(db);
  await turn(db, [notice({ target: '2018-01-25' })]);
  const row = await db.kysely
    .selectFrom('letter')
    .select(['version', 'composed_version'])
    .executeTakeFirstOrThrow();
  expect(row.version).toBe((row.composed_version ?? 0) + 1);
  expect(await composeLetters(by.means(db).ledger, { upTo: WEDNESDAY }, by.composing())).toEqual({
    composed: 1,
    withdrawn: 0,
    held: 0,
    toTurn: [],
  });
});

test('a row armed while its dispatch closes is not stranded', async () => {
  await turn(db, [notice()]);
  await markStarted(db, WEDNESDAY);
  expect(await notStarted(db.kysely, [WEDNESDAY])).toEqual([]);
  expect(await closeInstant(db, WEDNESDAY)).toBe(false);
  await turn(db, []);
  expect(await isSettled(db, WEDNESDAY)).toBe(true);
  const [closed, armed] = await Promise.all([closeInstant(db, WEDNESDAY), turn(db, [notice()])]);
  expect(await isSettled(db, WEDNESDAY)).toBe(false);
  // Either the closing saw the new row, or the turn finds the instant not started.
  expect(armed.instants).toEqual([WEDNESDAY]);
  expect(await notStarted(db.kysely, armed.instants)).toEqual(closed ? [WEDNESDAY] : []);
  expect(await counts(db, WEDNESDAY)).toMatchObject({ composing: 1, retryInSeconds: null });
});

test('after any sequence of turns, seals and sends the armed set is the last plan without what was sent', async () => {
  const wishes = fc.record({
    obligation: fc.constantFrom('annualPlan', 'annualReport', 'invitation'),
    body: fc.constantFrom('bdv-tw', 'bcsd-cp'),
    at: fc.constantFrom(WEDNESDAY, THURSDAY, FRIDAY),
  });
  const plan = fc.uniqueArray(wishes, { selector: ({ obligation, body }) => `${obligation}/${body}` });
  const step = fc.oneof(
    { weight: 4, arbitrary: plan.map((wished) => ({ wished, send: null })) },
    { weight: 1, arbitrary: fc.constantFrom(WEDNESDAY, THURSDAY).map((send) => ({ wished: null, send })) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
      await sql`truncate attempt, notice, letter, send_instant`.execute(db.kysely);
      await own();
      let last: readonly Notice[] = [];
      for (const { wished, send } of steps) {
        if (send !== null) {
          await seal(db, send);
          await sendDue({ ...by.means(db), ...by.composing(), now: send, sender: always, relay: by.relay() });
          // A day later is too late for a letter: it waits for the next turn.
          last = last.filter(({ at }) => at >= send);
          continue;
        }
        const notices = wished.map((wish) => notice(wish));
        if (!(await turn(db, notices)).sealed) last = notices;
      }
      const rows = await db.kysely.selectFrom('notice').selectAll().execute();
      const sent = new Set(rows.filter(({ state }) => state === 'sent').map(({ id }) => id));
      const armed = rows.filter(({ state }) => state === 'armed').map(({ id, at }) => `${id} ${at}`);
      const expected = last.filter(({ id }) => !sent.has(id)).map(({ id, at }) => `${id} ${at}`);
      expect(armed.sort()).toEqual(expected.sort());
    }),
    { numRuns: 40 },
  );
}, 30_000);
