// Letting held letters go, and what a person does to single letters: what is true goes once, what is not is named, and
// nothing is done by halves.
import { sql } from 'kysely';
import { sendDue } from '../../activities/send.js';
import { becomeSender } from '../../activities/sender.js';
import type { Database } from '../../database/connect.js';
import {
  type HandAnswer,
  holdLetter,
  resendLetter,
  sendDoubtsAgain,
  settleLetter,
  withdrawLetter,
} from '../../database/ledger/byHand.js';
import { heldLetters, truthCounts } from '../../database/ledger/heldLetters.js';
import { holdBig, holdMissed } from '../../database/ledger/hold.js';
import { bounced } from '../../database/ledger/mailboxes.js';
import { releaseLetters } from '../../database/ledger/release.js';
import { readAbout } from '../../database/record.js';
import { wordsOf } from '../../database/register.js';
import { type Instant, localDate } from '../../domain/localDate.js';
import type { Outcome } from '../../mail/smtpOutcome.js';
import * as by from './letters.js';
import {
  BEFORE_1,
  BEFORE_5,
  LONG_BEFORE,
  mailbox,
  NATION,
  nation,
  type Nation,
  submitted,
} from './nation.js';
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

const at = (text: string): Instant => text as Instant;
/** Friday 15:00, and the quarter-hour after it. */
const AFTERNOON = at('2024-03-22T08:00:00Z');
const PROMPT = at('2024-03-22T08:15:00Z');
const hand = (now: Instant) => ({ update: 'u1', reason: 'đã xem', now });

async function held(bodies = 25): Promise<Nation> {
  const many = await nation(db, bodies);
  await many.turned(LONG_BEFORE);
  expect(await holdMissed(db, AFTERNOON)).toBe(bodies);
  return many;
}

async function sent(instant: Instant, answer?: (to: string) => Outcome): Promise<readonly string[]> {
  await by.sealAndCompose(db, instant);
  const { ledger, clock } = by.means(db);
  const sender = await becomeSender(ledger, clock);
  if (sender === null) throw new Error('not the sender');
  const relay = by.relay(answer);
  await sendDue({ ledger, clock, ...by.composing(undefined, instant), sender, relay });
  await sender.release();
  return relay.taken.map(({ to }) => to).sort();
}

test('of a mixture exactly what is still true leaves, at the next quarter-hour, and the answer names the rest', async () => {
  const many = await held();
  many.act(0, submitted(AFTERNOON, '2024-03-21'));
  many.act(1, {
    act: 'extended',
    at: AFTERNOON,
    from: localDate('2024-03-29'),
    due: localDate('2024-04-12'),
    update: 'e1',
  });
  await many.turned(AFTERNOON);
  await many.register((n) => (n === 2 ? 'moi@b2.example' : mailbox(n)));
  expect(truthCounts(await heldLetters(db.kysely, AFTERNOON))).toEqual({
    letters: 25,
    stillTrue: 22,
    untrue: 3,
    received: 1,
    moved: 1,
    laterStep: 0,
    other: 1,
  });
  const answer = await releaseLetters(db, hand(AFTERNOON));
  expect(answer.released).toHaveLength(22);
  expect(answer.released.every((letter) => letter.at === PROMPT)).toBe(true);
  expect(answer.withdrawn.toSorted()).toEqual([0, 1, 2].map((n) => `${mailbox(n)}/${BEFORE_5}`));
  expect(answer.toStart).toEqual([PROMPT]);
  expect(answer.toTurn).toEqual([NATION]);
  const taken = await sent(PROMPT);
  // The one whose day moved is told that alone, in the same quarter-hour.
  expect(taken).toHaveLength(23);
  for (const n of [0, 2]) expect(taken).not.toContain(mailbox(n));
  const reminded = await sql<{ mailbox: string }>`
    select mailbox from notice where step = 'before-5' and state = 'sent'`.execute(db.kysely);
  expect(reminded.rows).toHaveLength(22);
  expect(reminded.rows).not.toContainEqual({ mailbox: mailbox(1) });
  const told = (await readAbout(db.kysely, NATION)).find(({ code }) => code === 'released');
  expect(told?.facts).toMatchObject({ n: 22, m: 3, update: 'u1' });
  expect(await wordsOf(db.kysely, 'u1')).toBe('đã xem');
  // A turn later on sends none of them again.
  await many.turned(at('2024-03-22T09:00:00Z'));
  const again = await sql<{ n: number }>`
    select count(*) as n from notice where step = 'before-5' and state = 'armed' and at > ${PROMPT}
      and mailbox <> 'moi@b2.example' and due = '2024-03-29'`.execute(db.kysely);
  expect(again.rows[0]?.n).toBe(0);
});

test('a released letter counts its days from the day it leaves, and a turn before that leaves it alone', async () => {
  const many = await held();
  const monday = at('2024-03-25T03:00:00Z');
  await releaseLetters(db, hand(monday));
  await many.turned(at('2024-03-25T03:02:00Z'));
  const rows = await db.kysely
    .selectFrom('notice')
    .select(['at', 'facts'])
    .where('step', '=', 'before-5')
    .execute();
  expect(new Set(rows.map((row) => row.at))).toEqual(new Set(['2024-03-25T03:15:00Z']));
  expect(rows[0]?.facts).toMatchObject({ kind: 'duty', left: 4 });
});

test('outside hours they wait for the next morning on which mail may leave', async () => {
  await held();
  const answer = await releaseLetters(db, hand(at('2024-03-22T10:00:00Z')));
  expect(new Set(answer.released.map((letter) => letter.at))).toEqual(new Set(['2024-03-25T01:00:00Z']));
});

test('once a later step of the duty stands, the earlier one is no longer true', async () => {
  const many = await held();
  const wednesday = at('2024-03-27T03:00:00Z');
  await many.turned(wednesday);
  expect(truthCounts(await heldLetters(db.kysely, wednesday))).toMatchObject({ untrue: 25, laterStep: 25 });
  const answer = await releaseLetters(db, hand(wednesday));
  expect(answer).toMatchObject({ released: [], toStart: [] });
  // Settled for good: no turn brings it back, and the later step stays.
  await many.turned(wednesday);
  const rows = await sql<{ step: string; at: Instant; n: number }>`
    select step, at, count(*) as n from notice where state = 'armed' and step like 'before%'
    group by step, at`.execute(db.kysely);
  expect(rows.rows).toEqual([{ step: 'before-1', at: BEFORE_1, n: 25 }]);
});

test('only what is named is released; the rest stays held', async () => {
  await held();
  const answer = await releaseLetters(db, hand(AFTERNOON), [`${mailbox(4)}/${BEFORE_5}`]);
  expect(answer.released).toEqual([
    { id: `${mailbox(4)}/${BEFORE_5}`, as: `${mailbox(4)}/${PROMPT}`, at: PROMPT },
  ]);
  expect(await sent(PROMPT)).toEqual([mailbox(4)]);
  expect(truthCounts(await heldLetters(db.kysely, AFTERNOON)).letters).toBe(24);
});

test('a release that dies in the midst has released nothing', async () => {
  await held();
  await sql`create function dies() returns trigger language plpgsql as
    $$ begin if new.code = 'released' then perform pg_terminate_backend(pg_backend_pid()); end if; return new; end $$`.execute(
    db.kysely,
  );
  await sql`create trigger dies before insert on record for each row execute function dies()`.execute(
    db.kysely,
  );
  await expect(releaseLetters(db, hand(AFTERNOON))).rejects.toThrow(/terminat/);
  expect(new Set(Object.values(await by.states(db)))).toEqual(new Set(['held', 'composing']));
  await sql`drop trigger dies on record`.execute(db.kysely);
  expect((await releaseLetters(db, hand(AFTERNOON))).released).toHaveLength(25);
});

test('two who release at a time release each letter once', async () => {
  await held();
  const both = await Promise.all([
    releaseLetters(db, hand(AFTERNOON)),
    releaseLetters(server.again(db), hand(AFTERNOON)),
  ]);
  expect(both.flatMap(({ released }) => released.map(({ id }) => id)).length).toBe(25);
  expect(await sent(PROMPT)).toHaveLength(25);
});

test('what a person let go is not held again for being much', async () => {
  await held(60);
  await releaseLetters(db, hand(AFTERNOON));
  expect(await holdBig(db, PROMPT, PROMPT)).toBe(0);
});

const LETTER = `${mailbox(0)}/${BEFORE_5}`;
const refusalOf = (answer: HandAnswer): string | null => ('refused' in answer ? answer.refused.code : null);

test('a person holds a letter before its time and lets it go in its time', async () => {
  const few = await nation(db, 2);
  await few.turned(LONG_BEFORE);
  expect(await holdLetter(db, LETTER, hand(LONG_BEFORE))).toEqual({ at: null, toStart: [] });
  await few.turned(LONG_BEFORE);
  expect(await by.states(db)).toMatchObject({ [LETTER]: 'held' });
  const answer = await releaseLetters(db, hand(LONG_BEFORE), [LETTER]);
  expect(answer.released).toEqual([{ id: LETTER, as: LETTER, at: BEFORE_5 }]);
  expect(await sent(BEFORE_5)).toEqual([mailbox(0), mailbox(1)]);
  expect(refusalOf(await holdLetter(db, LETTER, hand(AFTERNOON)))).toBe('LetterAlreadySent');
  expect(refusalOf(await withdrawLetter(db, LETTER, hand(AFTERNOON)))).toBe('LetterAlreadySent');
  expect(refusalOf(await resendLetter(db, LETTER, hand(AFTERNOON)))).toBe('LetterAlreadySent');
  expect(refusalOf(await holdLetter(db, 'nobody', hand(AFTERNOON)))).toBe('UnknownLetter');
});

test('what a person withdrew no turn plans again', async () => {
  const few = await nation(db, 2);
  await few.turned(LONG_BEFORE);
  await withdrawLetter(db, LETTER, hand(LONG_BEFORE));
  await few.turned(LONG_BEFORE);
  await few.turned(AFTERNOON);
  const rows = await db.kysely
    .selectFrom('notice')
    .select('state')
    .where('step', '=', 'before-5')
    .where('mailbox', '=', mailbox(0))
    .execute();
  expect(rows).toEqual([{ state: 'missed' }]);
  expect(refusalOf(await withdrawLetter(db, LETTER, hand(AFTERNOON)))).toBe('LetterInState');
});

const BROKEN: Outcome = { class: 'inDoubt', phase: 'dot', reply: 'connection reset' };

async function inDoubt(): Promise<void> {
  const few = await nation(db, 1);
  await few.turned(LONG_BEFORE);
  await sent(BEFORE_5, () => BROKEN);
  expect(await by.states(db)).toMatchObject({ [LETTER]: 'inDoubt' });
}

test('a letter in doubt is held by nobody; sent again it is the same message, and the record names the person', async () => {
  await inDoubt();
  expect(refusalOf(await holdLetter(db, LETTER, hand(AFTERNOON)))).toBe('LetterInDoubt');
  const [before] = await db.kysely
    .selectFrom('letter')
    .select(['message_id', 'raw'])
    .where('id', '=', LETTER)
    .execute();
  expect(await resendLetter(db, LETTER, hand(AFTERNOON))).toEqual({ at: PROMPT, toStart: [PROMPT] });
  expect(refusalOf(await resendLetter(db, LETTER, hand(AFTERNOON)))).toBe('OutsideHours');
  expect(await sent(PROMPT)).toEqual([mailbox(0)]);
  const [after] = await db.kysely
    .selectFrom('letter')
    .select(['message_id', 'raw', 'state'])
    .where('id', '=', LETTER)
    .execute();
  expect(after).toEqual({ ...before, state: 'sent' });
  const lines = await readAbout(db.kysely, NATION);
  expect(lines.filter(({ code }) => code === 'settledByPerson').map(({ facts }) => facts['how'])).toEqual([
    'notSent',
  ]);
});

test('a person settles a doubt as sent, and nothing goes again', async () => {
  await inDoubt();
  expect(await settleLetter(db, LETTER, 'sent', hand(AFTERNOON))).toEqual({ at: null, toStart: [] });
  expect(await by.states(db)).toMatchObject({ [LETTER]: 'sent' });
  expect(refusalOf(await settleLetter(db, LETTER, 'sent', hand(AFTERNOON)))).toBe('LetterAlreadySent');
});

test('a doubt may be withdrawn: not sent, and never to be sent', async () => {
  await inDoubt();
  await withdrawLetter(db, LETTER, hand(AFTERNOON));
  expect(await by.states(db)).toMatchObject({ [LETTER]: 'withdrawn' });
});

test('one more is preferred only where the operator says so, only for its class, only once', async () => {
  await inDoubt();
  await sql`update letter set doubt_at = now() - interval '2 minutes'`.execute(db.kysely);
  expect(await sendDoubtsAgain(db, [], AFTERNOON)).toEqual([]);
  expect(await sendDoubtsAgain(db, [0], AFTERNOON)).toEqual([]);
  expect(await sendDoubtsAgain(db, [1], AFTERNOON)).toEqual([PROMPT]);
  await sent(PROMPT, () => BROKEN);
  await sql`update letter set doubt_at = now() - interval '2 minutes'`.execute(db.kysely);
  expect(await sendDoubtsAgain(db, [1], AFTERNOON)).toEqual([]);
});

test('a refused letter goes again once its mailbox is open', async () => {
  const few = await nation(db, 1);
  await few.turned(LONG_BEFORE);
  await sent(BEFORE_5);
  await bounced(db, { letter: LETTER, class: 'dead', smtpCode: '5.1.1', at: AFTERNOON });
  expect(refusalOf(await resendLetter(db, LETTER, hand(AFTERNOON)))).toBe('MailboxStopped');
  await db.kysely.deleteFrom('stopped_mailbox').execute();
  expect(await resendLetter(db, LETTER, hand(AFTERNOON))).toEqual({ at: PROMPT, toStart: [PROMPT] });
  expect(await sent(PROMPT)).toEqual([mailbox(0)]);
});
