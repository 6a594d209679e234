// Sending: one owner, claims that never overlap, marks that only their owner can make, nothing lost and nothing doubled.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { sql } from 'kysely';
import { markOf } from '../../activities/afterAttempt.js';
import { composeLetters } from '../../activities/composeLetters.js';
import { settleDoubts } from '../../activities/doubts.js';
import { sendDue } from '../../activities/send.js';
import { becomeSender, type Sender } from '../../activities/sender.js';
import { type Database, inTransaction } from '../../database/connect.js';
import { channelNow, openChannel } from '../../database/ledger/channel.js';
import { claim, mark } from '../../database/ledger/claims.js';
import { withdrawLate } from '../../database/ledger/late.js';
import { debtOf, oweTurns, owedTurns, payDebt } from '../../database/ledger/owedTurns.js';
import { counts, isSettled, seal } from '../../database/ledger/instants.js';
import { sqlLedger } from '../../database/ledger/sqlLedger.js';
import { readAbout, verify } from '../../database/record.js';
import type { Instant } from '../../domain/localDate.js';
import { compiledScript } from '../../machine/compiled.js';
import { realClock } from '../../mail/clock.js';
import type { Evidence } from '../../mail/relayEvidence.js';
import type { Outcome, Relay } from '../../mail/smtpOutcome.js';
import { smtpRelay } from '../../mail/smtp.js';
import { type FakeRelay, startFakeRelay } from '../mail/fakeRelay.js';
import { ensureBuilt } from '../system/build.js';
import * as by from './letters.js';
import { notice, THURSDAY, turn, WEDNESDAY } from './letters.js';
import { startServer, type TestServer } from './server.js';

let server: TestServer;
let db: Database;
const senders: Sender[] = [];
beforeAll(async () => {
  server = await startServer();
}, 60_000);
afterAll(() => server.stop());
beforeEach(async () => {
  db = await server.database();
});
afterEach(async () => {
  for (const sender of senders.splice(0)) await sender.release();
});

const never: Evidence = () => Promise.resolve('unknown');
const letterId = (n: number): string => `vanthu@co-quan-${n}.example/${WEDNESDAY}`;

async function owner(of: Database = db): Promise<Sender> {
  const sender = await becomeSender(sqlLedger(of), realClock);
  if (sender === null) throw new Error('not the sender');
  senders.push(sender);
  return sender;
}

/** `n` letters of one notice each, composed for Wednesday morning. */
async function letters(n: number): Promise<void> {
  const bodies = Array.from({ length: n }, (_, index) => `co-quan-${index}`);
  await turn(
    db,
    bodies.map((body) => notice({ body })),
  );
  await by.sealAndCompose(db);
}

const send = (sender: Pick<Sender, 'epoch' | 'holds'>, relay: Relay, now = WEDNESDAY) =>
  sendDue({ ...by.means(db), ...by.composing(), now, sender, relay });

test('every letter of a morning is sent once, and the record says so without an address', async () => {
  await letters(120);
  const relay = by.relay();
  expect(await send(await owner(), relay)).toMatchObject({ sent: 120, notTaken: 0, toTurn: [] });
  expect(new Set(relay.taken.map(({ to }) => to)).size).toBe(120);
  expect(await counts(db, WEDNESDAY)).toMatchObject({ sent: 120, ready: 0, sending: 0 });
  const lines = await readAbout(db.kysely, by.CYCLE);
  expect(lines.filter(({ code }) => code === 'composed')).toHaveLength(120);
  expect(lines.filter(({ code }) => code === 'sent')).toHaveLength(120);
  expect(JSON.stringify(lines)).not.toContain('@');
  expect((await verify(db.kysely)).map(({ brokenAt }) => brokenAt)).toEqual([null]);
});

test('prompts go first, then what is due first', async () => {
  const prompt = '2018-01-24T01:15:00Z' as Instant;
  const late = notice({ body: 'late', due: '2018-03-30' });
  const soon = notice({ body: 'soon', due: '2018-02-01' });
  await turn(db, [late, soon, notice({ body: 'told', step: 'returned', at: prompt, due: '2018-06-30' })]);
  await by.sealAndCompose(db);
  await by.sealAndCompose(db, prompt);
  const relay = by.relay(undefined, 1);
  await send(await owner(), relay, prompt);
  expect(relay.taken.map(({ to }) => to)).toEqual(
    ['told', 'soon', 'late'].map((body) => `vanthu@${body}.example`),
  );
});

test('nothing leaves before its instant', async () => {
  await letters(1);
  const relay = by.relay();
  await send(await owner(), relay, '2018-01-24T00:59:59Z' as Instant);
  expect(relay.taken).toEqual([]);
});

test('claims of two senders at a time never overlap', async () => {
  await letters(100);
  await db.kysely.updateTable('sender').set({ epoch: 'one' }).execute();
  const [a, b] = [server.again(db), server.again(db)];
  const due = await by.dueIds(db);
  const claims = await Promise.all(
    Array.from({ length: 20 }, (_, n) => claim(n % 2 === 0 ? a : b, 'one', due.slice(n * 4, n * 4 + 30))),
  );
  const ids = claims.flat().map(({ id }) => id);
  expect(ids).toHaveLength(100);
  expect(new Set(ids).size).toBe(100);
});

test('a sender that was replaced can neither claim nor mark', async () => {
  await letters(2);
  await db.kysely.updateTable('sender').set({ epoch: 'old' }).execute();
  const [claimed] = await claim(db, 'old', (await by.dueIds(db)).slice(0, 1));
  if (claimed === undefined) throw new Error('nothing was claimed');
  const next = await owner();
  expect(await claim(db, 'old', (await by.dueIds(db)).slice(0, 1))).toEqual([]);
  const marks = [markOf(claimed, by.ACCEPTED)];
  expect(await mark(db, 'old', WEDNESDAY, marks)).toEqual([]);
  expect(await by.states(db)).toMatchObject({ [claimed.id]: 'inDoubt' });
  // What it heard is evidence all the same.
  expect(await settleDoubts(by.means(db).ledger, never, WEDNESDAY)).toMatchObject({
    sent: 1,
    requeued: 0,
    open: 0,
  });
  const relay = by.relay();
  expect(await send(next, relay)).toMatchObject({ sent: 1 });
});

test('a second sender waits for the first, and gives up when the first has done the work', async () => {
  await letters(1);
  const first = await owner();
  const waits: number[] = [];
  const enough = () => isSettled(db, WEDNESDAY);
  const second = becomeSender(sqlLedger(server.again(db)), realClock, {
    onWait: () => waits.push(1),
    enough,
  });
  await send(first, by.relay());
  expect(await second).toBeNull();
  expect(waits.length).toBeGreaterThan(0);
});

test('a sender whose session is gone no longer writes; the next one takes over at once', async () => {
  await letters(1);
  const first = await owner();
  const waiting = becomeSender(sqlLedger(server.again(db)), realClock);
  await sql`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted
    and database = (select oid from pg_database where datname = current_database())`.execute(db.kysely);
  const second = await waiting;
  if (second === null) throw new Error('not the sender');
  senders.push(second);
  expect(first.holds()).toBe(false);
  const relay = by.relay();
  expect(await send(first, relay)).toMatchObject({ sent: 0 });
  expect(await send(second, relay)).toMatchObject({ sent: 1 });
});

test('a sender that is frozen is replaced, and fences itself when it wakes', async () => {
  await letters(1);
  const client = await db.dedicate();
  // A session that holds the lock and never beats is what a frozen process looks like from outside.
  await client.query('select pg_advisory_lock(1315465584, 1)');
  const begun = performance.now();
  const second = await owner();
  expect(performance.now() - begun).toBeLessThan(4_000);
  expect(await send(second, by.relay())).toMatchObject({ sent: 1 });
  await client.end().catch(() => undefined);
}, 10_000);

test('a dead address is refused for good, a mailbox that is full is tried again', async () => {
  await letters(3);
  const answers: Record<string, Outcome> = {
    'vanthu@co-quan-0.example': { class: 'deadRecipient', phase: 'rcpt', reply: '550 5.1.1 No such user' },
    'vanthu@co-quan-1.example': {
      class: 'notTaken',
      phase: 'rcpt',
      reply: '452 4.2.2 Full',
      trouble: 'letter',
      again: 'slow',
    },
  };
  const relay = by.relay((to) => answers[to] ?? by.ACCEPTED);
  expect(await send(await owner(), relay)).toMatchObject({ sent: 1, refused: 1, notTaken: 1 });
  expect(await by.states(db)).toEqual({
    [letterId(0)]: 'refused',
    [letterId(1)]: 'ready',
    [letterId(2)]: 'sent',
  });
  expect(await counts(db, WEDNESDAY)).toMatchObject({ retryInSeconds: 1800 });
  expect(Object.values(await by.noticeStates(db)).sort()).toEqual(['armed', 'refused', 'sent']);
});

test('a fault of ours stops the channel with one alarm, and no letter is lost by it', async () => {
  await letters(60);
  const fault: Outcome = { class: 'ourFault', phase: 'connect', reply: '535 5.7.8 Bad credentials' };
  const relay = by.relay(() => fault, 2);
  const sender = await owner();
  expect(await send(sender, relay)).toMatchObject({ sent: 0, alarm: '535 5.7.8 Bad credentials' });
  expect(await send(sender, relay)).toMatchObject({ sent: 0, alarm: null });
  expect((await channelNow(db)).opensInSeconds).toBeGreaterThan(3_600);
  expect(await counts(db, WEDNESDAY)).toMatchObject({ ready: 60, sending: 0 });
  await openChannel(db);
  await sql`update letter set retry_at = null`.execute(db.kysely);
  expect(await send(sender, by.relay())).toMatchObject({ sent: 60 });
});

test('a relay that is away is asked by one letter at a time, ever more rarely', async () => {
  await letters(60);
  const away: Outcome = {
    class: 'notTaken',
    phase: 'connect',
    reply: 'ECONNREFUSED',
    trouble: 'channel',
    again: 'soon',
  };
  let asked = 0;
  const relay = by.relay(() => {
    asked += 1;
    return away;
  });
  const sender = await owner();
  await send(sender, relay);
  const first = asked;
  expect(first).toBeLessThanOrEqual(5);
  const waits: number[] = [];
  for (let probe = 1; probe <= 4; probe += 1) {
    await sql`update channel set probe_at = null`.execute(db.kysely);
    await send(sender, relay);
    waits.push((await channelNow(db)).opensInSeconds);
  }
  expect(asked - first).toBe(4);
  expect(waits).toEqual([30, 300, 1800, 3600]);
  expect(await counts(db, WEDNESDAY)).toMatchObject({ ready: 60, sending: 0 });
  await sql`update channel set probe_at = null`.execute(db.kysely);
  expect(await send(sender, by.relay())).toMatchObject({ sent: 60 });
  expect(await channelNow(db)).toEqual({ failures: 0, opensInSeconds: 0, alarm: null });
});

test('a letter more than four hours late is withdrawn, and its cycle is told to plan anew', async () => {
  await letters(1);
  const relay = by.relay();
  const noon = '2018-01-24T05:00:01Z' as Instant;
  expect(await send(await owner(), relay, noon)).toMatchObject({ sent: 0, toTurn: [by.CYCLE] });
  expect(relay.taken).toEqual([]);
  expect(await turn(db, [notice({ body: 'co-quan-0', at: THURSDAY })])).toMatchObject({
    instants: [THURSDAY],
  });
});

test('what is no longer right when a letter is composed is withdrawn, and a letter without a right notice', async () => {
  await turn(db, [notice(), notice({ obligation: 'annualReport' }), notice({ body: 'bcsd-cp' })]);
  await seal(db, WEDNESDAY);
  const wrong = by.composing(
    ({ obligation, body }) => body === 'bcsd-cp' || obligation === 'tw-79/2018/annualReport',
  );
  expect(await composeLetters(by.means(db).ledger, { at: WEDNESDAY }, wrong)).toEqual({
    composed: 1,
    withdrawn: 1,
    held: 0,
    toTurn: [by.CYCLE],
  });
  const relay = by.relay();
  await send(await owner(), relay);
  expect(relay.taken.map(({ raw }) => raw.split('\r\n\r\n')[1])).toEqual([`${notice().id}\r\n`]);
});

test('a letter that cannot be composed is held for a person and keeps no other from going', async () => {
  await turn(db, [notice(), notice({ body: 'bcsd-cp' })]);
  await seal(db, WEDNESDAY);
  const { compose, ...others } = by.composing();
  const broken = (letter: Parameters<typeof compose>[0]) =>
    letter.body === 'bdv-tw' ? Promise.reject(new Error('no words for it')) : compose(letter);
  expect(
    await composeLetters(by.means(db).ledger, { at: WEDNESDAY }, { ...others, compose: broken }),
  ).toMatchObject({
    composed: 1,
    held: 1,
  });
  expect(await send(await owner(), by.relay())).toMatchObject({ sent: 1 });
  expect(await isSettled(db, WEDNESDAY)).toBe(true);
});

test('a letter in doubt is settled by evidence alone: sent, or queued again, or left for a person', async () => {
  await letters(3);
  const doubt: Outcome = { class: 'inDoubt', phase: 'dot', reply: 'Connection closed' };
  const sender = await owner();
  expect(
    await send(
      sender,
      by.relay(() => doubt),
    ),
  ).toMatchObject({ inDoubt: 3, sent: 0 });
  expect(await isSettled(db, WEDNESDAY)).toBe(true);
  const ids = await db.kysely.selectFrom('letter').select(['id', 'message_id']).orderBy('id').execute();
  const answers = new Map([
    [ids[0]?.message_id, 'accepted' as const],
    [ids[1]?.message_id, 'notAccepted' as const],
  ]);
  const evidence: Evidence = (messageId) => Promise.resolve(answers.get(messageId) ?? 'unknown');
  expect(await settleDoubts(by.means(db).ledger, evidence, WEDNESDAY)).toEqual({
    sent: 1,
    requeued: 1,
    open: 1,
    toStart: [WEDNESDAY],
  });
  const relay = by.relay();
  await send(sender, relay);
  expect(relay.taken.map(({ to }) => to)).toEqual(['vanthu@co-quan-1.example']);
  expect(await by.states(db)).toEqual({
    [letterId(0)]: 'sent',
    [letterId(1)]: 'sent',
    [letterId(2)]: 'inDoubt',
  });
});

describe('with a real process and a real SMTP server', () => {
  let fake: FakeRelay;
  beforeAll(ensureBuilt, 120_000);
  const children: ReturnType<typeof spawn>[] = [];
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await fake.close();
  });

  // Sends Wednesday's letters until it is killed.
  const SENDER = `
    const files = process.argv.slice(1, 7).map((file) => import(file));
    const [connect, sql, sender, send, smtp, { realClock: clock }] = await Promise.all(files);
    const ledger = sql.sqlLedger(connect.openDatabase(process.argv[7]));
    const relay = smtp.smtpRelay(process.argv[8]);
    const own = await sender.becomeSender(ledger, clock);
    const composing = { compose: () => { throw new Error('nothing to compose'); }, truthNow: async () => new Set() };
    await send.sendDue({ ledger, clock, now: ${JSON.stringify(WEDNESDAY)}, sender: own, relay, ...composing });
  `;

  /** A process that sends until `count` letters were accepted, and is then stopped by the signal. */
  async function stoppedAt(count: number, signal: 'SIGKILL' | 'SIGSTOP'): Promise<ReturnType<typeof spawn>> {
    let reached: () => void = () => undefined;
    const stopped = new Promise<void>((resolve) => {
      reached = resolve;
    });
    fake = await startFakeRelay({
      accepted: (n) => {
        if (n !== count) return;
        child.kill(signal);
        reached();
      },
    });
    const files = ['database/connect', 'database/ledger/sqlLedger', 'activities/sender', 'activities/send'];
    const parts = [...files, 'mail/smtp', 'mail/clock'].map((file) => compiledScript(`../${file}`));
    const args = [...parts, server.urlOf(db), fake.url];
    const child = spawn(process.execPath, ['--input-type=module', '--eval', SENDER, ...args], {
      stdio: 'ignore',
    });
    children.push(child);
    await stopped;
    return child;
  }

  /** Takes over, settles by evidence and sends the rest. */
  async function finish(): Promise<void> {
    const next = await owner();
    expect((await counts(db, WEDNESDAY)).inDoubt).toBeGreaterThan(0);
    // What was on the wire is read before anybody asks.
    await new Promise((resolve) => setTimeout(resolve, 200));
    const evidence: Evidence = (id) => Promise.resolve(fake.ids().includes(id) ? 'accepted' : 'notAccepted');
    expect(await settleDoubts(by.means(db).ledger, evidence, WEDNESDAY)).toMatchObject({ open: 0 });
    const relay = smtpRelay(fake.url);
    await sendDue({ ...by.means(db), ...by.composing(), now: WEDNESDAY, sender: next, relay });
    await relay.close();
  }

  async function expectEachOnce(): Promise<void> {
    expect(await counts(db, WEDNESDAY)).toMatchObject({ sent: 300, ready: 0, sending: 0, inDoubt: 0 });
    expect(fake.ids()).toHaveLength(300);
    expect(new Set(fake.ids()).size).toBe(300);
  }

  test('killed between DATA and mark, at full speed: nothing lost, nothing doubled', async () => {
    await letters(300);
    const child = await stoppedAt(120, 'SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    await finish();
    await expectEachOnce();
  }, 30_000);

  test('frozen at full speed, replaced and woken again: nothing lost, nothing doubled', async () => {
    await letters(300);
    const child = await stoppedAt(120, 'SIGSTOP');
    const ended = once(child, 'exit');
    await finish();
    child.kill('SIGCONT');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    child.kill('SIGKILL');
    await ended;
    await expectEachOnce();
  }, 30_000);
});

test('what a sender heard of an earlier try says nothing of the one it died in', async () => {
  await letters(1);
  const first = await owner();
  const busy: Outcome = {
    class: 'notTaken',
    phase: 'rcpt',
    reply: '450 busy',
    trouble: 'letter',
    again: 'soon',
  };
  const [claimed] = await claim(db, first.epoch, [letterId(0)]);
  if (!claimed) throw new Error('nothing claimed');
  await mark(db, first.epoch, WEDNESDAY, [{ ...markOf(claimed, busy), waitSeconds: 0 }]);
  // Tried again by the same sender: the relay takes it, and the sender dies before it can say so.
  expect(await claim(db, first.epoch, [letterId(0)])).toHaveLength(1);
  await first.release();
  await owner();
  const taken: Evidence = () => Promise.resolve('accepted');
  expect(await settleDoubts(by.means(db).ledger, taken, WEDNESDAY)).toMatchObject({ sent: 1, requeued: 0 });
});

test('a cycle whose late letter was withdrawn owes a turn until one has planned anew, whoever died meanwhile', async () => {
  await letters(1);
  const noon = '2018-01-24T05:00:01Z' as Instant;
  // The one who withdrew it never answers.
  expect(await withdrawLate(db, noon)).toEqual([by.CYCLE]);
  expect(await withdrawLate(db, noon)).toEqual([]);
  expect(await owedTurns(db)).toEqual([by.CYCLE]);
  const place = await debtOf(db.kysely, by.CYCLE);
  await inTransaction(db, (tx) => payDebt(tx, by.CYCLE, place));
  expect(await owedTurns(db)).toEqual([]);
});

test('what is lost while a turn plans is not paid by it', async () => {
  await inTransaction(db, (tx) => oweTurns(tx, [by.CYCLE]));
  const place = await debtOf(db.kysely, by.CYCLE);
  await inTransaction(db, (tx) => oweTurns(tx, [by.CYCLE]));
  await inTransaction(db, (tx) => payDebt(tx, by.CYCLE, place));
  expect(await owedTurns(db)).toEqual([by.CYCLE]);
});
