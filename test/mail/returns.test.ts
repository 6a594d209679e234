// What came back reaches the ledger once: dead mailboxes stop, faults of ours stay visible, machines are never answered.
import { Connection, WorkflowClient } from '@temporalio/client';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readReturns } from '../../activities/returns.js';
import { sendDue } from '../../activities/send.js';
import { becomeSender } from '../../activities/sender.js';
import type { Database } from '../../database/connect.js';
import { stoppedMailboxes } from '../../database/ledger/mailboxes.js';
import { readAbout } from '../../database/record.js';
import { letterCode } from '../../mail/letterCode.js';
import { returnMailbox } from '../../mail/returnMailbox.js';
import { evidenceOf, tendMail } from '../../worker/mailTending.js';
import * as by from '../database/letters.js';
import { CYCLE, notice, THURSDAY, turn, WEDNESDAY } from '../database/letters.js';
import { startServer, type TestServer } from '../database/server.js';
import { freshFolder } from '../system/owner.js';
import { ANSWERS, CODE, ID, REPORTS, type Sample } from './returnedSamples.js';

let server: TestServer;
let db: Database;
let folder: string;
beforeAll(async () => {
  server = await startServer();
}, 60_000);
afterAll(() => server.stop());
beforeEach(async () => {
  db = await server.database();
  folder = freshFolder();
  for (const name of ['new', 'cur', 'tmp']) mkdirSync(join(folder, name));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const LETTER = `vanthu@bdv-tw.example/${WEDNESDAY}`;
const MESSAGE_ID = `<${Buffer.from(LETTER).toString('hex')}@nhip.example>`;

async function sent(): Promise<void> {
  await turn(db, [notice(), notice({ body: 'mttq' })]);
  await by.sealAndCompose(db);
  const { ledger, clock } = by.means(db);
  const sender = await becomeSender(ledger, clock);
  if (sender === null) throw new Error('not the sender');
  await sendDue({ ledger, clock, ...by.composing(), sender, relay: by.relay() });
  await sender.release();
}

/** A sample about the letter sent, by Message-ID or by its code alone. */
function comesBack(name: string, about: 'messageId' | 'code' | 'nothing' = 'messageId'): void {
  const sample = [...REPORTS, ...ANSWERS].find((one: Sample) => one.name === name);
  const text = (sample?.raw ?? Buffer.alloc(0)).toString();
  const id = about === 'messageId' ? MESSAGE_ID : '<somebody@else.example>';
  const code = about === 'code' ? letterCode(LETTER) : 'AAAAA-00000';
  writeFileSync(
    join(folder, 'new', `${readdirSync(folder).length}.${name.length}`),
    text.replaceAll(ID, id).replaceAll(CODE, code),
  );
}

const read = () => readReturns(db, returnMailbox(`maildir:${folder}`), THURSDAY);
const codes = async () => (await readAbout(db.kysely, CYCLE)).map(({ code }) => code);
const NOTHING = {
  dead: 0,
  refused: 0,
  delayed: 0,
  automatic: 0,
  personal: 0,
  foreign: 0,
  toTurn: [],
  alarms: [],
};

test('a dead mailbox is stopped, once, however often the notice is read', async () => {
  await sent();
  comesBack('Postfix: the next server knows no such user');
  expect(await read()).toEqual({ ...NOTHING, dead: 1, toTurn: [CYCLE] });
  expect(readdirSync(join(folder, 'new'))).toEqual([]);
  expect(readdirSync(join(folder, 'cur'))).toEqual([expect.stringMatching(/:2,S$/)]);
  comesBack('Postfix: the next server knows no such user');
  expect(await read()).toEqual({ ...NOTHING, dead: 1 });
  expect((await stoppedMailboxes(db.kysely)).map(({ mailbox, smtpCode }) => [mailbox, smtpCode])).toEqual([
    ['vanthu@bdv-tw.example', '550 5.1.1'],
  ]);
  expect((await codes()).filter((code) => code === 'bounced')).toHaveLength(1);
  expect((await by.states(db))[LETTER]).toBe('refused');
});

test('a letter refused for a fault of ours counts as refused and raises an alarm; its mailbox stays open', async () => {
  await sent();
  comesBack('Postfix: refused as spam by the receiver');
  comesBack('Gmail: our SPF does not pass');
  expect(await read()).toEqual({
    ...NOTHING,
    refused: 2,
    toTurn: [CYCLE],
    alarms: [
      expect.stringContaining('SPF or DKIM'),
      '554 5.7.1 Message rejected as spam by Content Filtering.',
    ],
  });
  expect(await stoppedMailboxes(db.kysely)).toEqual([]);
  expect((await by.states(db))[LETTER]).toBe('refused');
  expect((await codes()).filter((code) => code === 'bounced')).toHaveLength(1);
});

test('a late letter stays sent', async () => {
  await sent();
  comesBack('Postfix: four hours late');
  expect(await read()).toEqual({ ...NOTHING, delayed: 1 });
  expect((await by.states(db))[LETTER]).toBe('sent');
});

test('a notice that lost the Message-ID is matched by the code in the footer', async () => {
  await sent();
  comesBack('Exim 4.9: all relevant servers unrouteable', 'code');
  expect(await read()).toMatchObject({ dead: 1, foreign: 0 });
  expect((await by.states(db))[LETTER]).toBe('refused');
});

test('a notice about a letter of somebody else changes nothing', async () => {
  await sent();
  comesBack('Exim 4.9: all relevant servers unrouteable', 'nothing');
  expect(await read()).toEqual({ ...NOTHING, foreign: 1 });
  expect(new Set(Object.values(await by.states(db)))).toEqual(new Set(['sent']));
});

test('answering machines are read and never taken for a return; what a person wrote stays unread', async () => {
  await sent();
  comesBack('an absence that quotes an error');
  comesBack('a clerk answers');
  const mailbox = returnMailbox(`maildir:${folder}`);
  expect(await readReturns(db, mailbox, THURSDAY)).toEqual({ ...NOTHING, automatic: 1, personal: 1 });
  expect(readdirSync(join(folder, 'new'))).toHaveLength(1);
  expect(await readReturns(db, mailbox, THURSDAY)).toEqual(NOTHING);
  expect(new Set(Object.values(await by.states(db)))).toEqual(new Set(['sent']));
});

test('a worker tends the return mailbox, and one that stops does not wait for an absent engine', async () => {
  await sent();
  comesBack('Postfix: the next server knows no such user');
  const nowhere = Connection.lazy({ address: '127.0.0.1:1', connectTimeout: 200 });
  const said: string[] = [];
  const places = {
    temporal: { address: '127.0.0.1:1', namespace: 'default' },
    databaseUrl: '',
    smtpUrl: '',
    catcherFolder: null,
    from: null,
    returnMailbox: `maildir:${folder}`,
  };
  const end = tendMail(
    {
      db,
      workflow: new WorkflowClient({ connection: nowhere }),
      evidence: evidenceOf(places),
      places,
      log: (line) => void said.push(line),
    },
    50,
  );
  while (said.length < 1) await new Promise((later) => setTimeout(later, 50));
  await end();
  await nowhere.close();
  expect(said[0]).toMatch(/^WARN mail tending: /);
  expect((await stoppedMailboxes(db.kysely)).map(({ mailbox }) => mailbox)).toEqual([
    'vanthu@bdv-tw.example',
  ]);
}, 30_000);
