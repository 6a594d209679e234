// Mailboxes that take no mail: stopped once and visibly, by a refusal or by a return, and opened again.
import { sendDue } from '../../activities/send.js';
import { becomeSender } from '../../activities/sender.js';
import type { Database } from '../../database/connect.js';
import { bounced, openMailbox, stoppedMailboxes, stopRefused } from '../../database/ledger/mailboxes.js';
import { readAbout } from '../../database/record.js';
import { publish } from '../../database/view.js';
import type { Relay } from '../../mail/smtpOutcome.js';
import * as by from './letters.js';
import { CYCLE, notice, THURSDAY, turn, WEDNESDAY } from './letters.js';
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

const DEAD = 'vanthu@da-giai-the.example';
const gone = notice({ body: 'da-giai-the' });

async function sent(relay: Relay): Promise<void> {
  const { ledger, clock } = by.means(db);
  const sender = await becomeSender(ledger, clock);
  if (sender === null) throw new Error('not the sender');
  await sendDue({ ledger, clock, ...by.composing(), sender, relay });
  await sender.release();
}

const codes = async (): Promise<readonly string[]> =>
  (await readAbout(db.kysely, CYCLE)).map(({ code }) => code);

test('a mailbox the relay refuses for good is stopped once, and its cycles have to turn', async () => {
  await turn(db, [gone, notice(), notice({ body: 'da-giai-the', step: 'before-10', at: THURSDAY })]);
  await by.sealAndCompose(db);
  await sent(
    by.relay((to) =>
      to === DEAD ? { class: 'deadRecipient', phase: 'rcpt', reply: '550 5.1.1 no such user' } : by.ACCEPTED,
    ),
  );
  expect(await stopRefused(db, WEDNESDAY)).toEqual([CYCLE]);
  expect(await stopRefused(db, WEDNESDAY)).toEqual([]);
  expect(await stoppedMailboxes(db.kysely)).toEqual([
    {
      mailbox: DEAD,
      since: WEDNESDAY,
      sentOn: '2018-01-24',
      smtpCode: '550 5.1.1',
      body: 'da-giai-the',
      post: 'van-thu',
    },
  ]);
  expect((await codes()).filter((code) => code === 'mailboxStopped')).toHaveLength(1);
  expect(JSON.stringify(await readAbout(db.kysely, CYCLE))).not.toContain('@');
});

test('a letter that came back counts as refused; a second return of it tells nothing new', async () => {
  await turn(db, [gone]);
  await by.sealAndCompose(db);
  await sent(by.relay());
  const letter = `${DEAD}/${WEDNESDAY}`;
  const back = { letter, class: 'dead', smtpCode: '5.1.1', at: THURSDAY } as const;
  expect(await bounced(db, back)).toEqual({ isNews: true, toTurn: [CYCLE] });
  expect(await bounced(db, back)).toEqual({ isNews: false, toTurn: [] });
  expect(await by.states(db)).toEqual({ [letter]: 'refused' });
  expect(await by.noticeStates(db)).toEqual({ [gone.id]: 'refused' });
  expect(await codes()).toEqual(['composed', 'sent', 'bounced', 'mailboxStopped']);
});

test('a return is found by Message-ID; a delayed letter stays sent and stops nothing', async () => {
  await turn(db, [gone]);
  await by.sealAndCompose(db);
  await sent(by.relay());
  const letter = `${DEAD}/${WEDNESDAY}`;
  const messageId = `<${Buffer.from(letter).toString('hex')}@nhip.example>`;
  const delayed = { messageId, class: 'delayed', smtpCode: '4.4.1', at: THURSDAY } as const;
  expect(await bounced(db, delayed)).toEqual({ isNews: true, toTurn: [] });
  expect(await by.states(db)).toEqual({ [letter]: 'sent' });
  expect(await stoppedMailboxes(db.kysely)).toEqual([]);
  expect(await bounced(db, { ...delayed, messageId: '<other@nhip.example>' })).toMatchObject({
    isNews: false,
  });
});

test('a person opens a mailbox again, and all open cycles have to turn', async () => {
  await turn(db, [gone]);
  await publish(db.kysely, CYCLE, { plan: {}, plannedVersion: 0, wakeAt: null, closed: false });
  await by.sealAndCompose(db);
  await sent(by.relay());
  await bounced(db, { letter: `${DEAD}/${WEDNESDAY}`, class: 'dead', smtpCode: null, at: THURSDAY });
  expect(await openMailbox(db, DEAD, THURSDAY)).toEqual([CYCLE]);
  expect(await openMailbox(db, DEAD, THURSDAY)).toBeNull();
  expect(await stoppedMailboxes(db.kysely)).toEqual([]);
  expect((await codes()).at(-1)).toBe('mailboxOpened');
});
