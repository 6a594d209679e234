// Through a real Postfix into real mailboxes, read over IMAP: senders and the relay itself are killed at awkward moments, and
// each letter is there once. What comes back is read, and stops its mailbox.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readReturns } from '../../activities/returns.js';
import type { Database } from '../../database/connect.js';
import { stoppedMailboxes } from '../../database/ledger/mailboxes.js';
import { readAbout } from '../../database/record.js';
import { compiledScript } from '../../machine/compiled.js';
import { evidenceAt } from '../../mail/evidenceAt.js';
import { returnMailbox } from '../../mail/returnMailbox.js';
import { smtpRelay } from '../../mail/smtp.js';
import * as by from '../database/letters.js';
import { CYCLE, notice, THURSDAY, turn, WEDNESDAY } from '../database/letters.js';
import { startServer, type TestServer } from '../database/server.js';
import { ensureBuilt } from '../system/build.js';
import { selfSigned } from '../mail/certificate.js';
import { freshFolder } from '../system/owner.js';
import { type Dovecot, mailboxCounts, messageIds, startDovecot } from './dovecot.js';
import { type Postfix, startPostfix } from './postfix.js';

const FROM = 'nhip@nhip.example';
const JOURNAL = 'journal@nhip.example';
const GONE = 'vanthu@da-giai-the.example';
const OWN = [FROM, JOURNAL];
const LETTERS = 250;

let server: TestServer;
let db: Database;
let folder: string;
let postfix: Postfix;
let dovecot: Dovecot;
beforeAll(async () => {
  await ensureBuilt();
  server = await startServer();
}, 120_000);
afterAll(() => server.stop());
beforeEach(async () => {
  db = await server.database();
  folder = freshFolder();
  postfix = await startPostfix(folder, { mailboxes: OWN, journal: JOURNAL, unknown: [GONE] });
  dovecot = await startDovecot(folder, { mail: postfix.mail });
});
afterEach(async () => {
  await Promise.all([dovecot.stop(), postfix.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

async function composed(bodies: readonly string[]): Promise<void> {
  await turn(
    db,
    bodies.map((body) => notice({ body })),
  );
  await by.sealAndCompose(db);
}

const many = (): readonly string[] => Array.from({ length: LETTERS }, (_, index) => `co-quan-${index}`);

const COMPILED = dirname(dirname(compiledScript('../mail/smtp')));
const SENDER = fileURLToPath(new URL('senderProcess.js', import.meta.url));

/** A process that sends until it is done, or killed when so many letters are sent. True: it was done. */
async function sends(evidence: string, killedAt: number | null): Promise<boolean> {
  const args = [SENDER, COMPILED, server.urlOf(db), postfix.url, evidence, WEDNESDAY];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = once(child, 'exit');
  if (killedAt !== null) {
    await sentSoFar(killedAt);
    child.kill('SIGKILL');
  }
  await ended;
  return child.exitCode === 0;
}

async function sentSoFar(enough: number): Promise<void> {
  const sent = () => db.kysely.selectFrom('letter').select('id').where('state', '=', 'sent').execute();
  while ((await sent()).length < enough) await sleep(5);
}

/** Lost and doubled, by what stands in the mailboxes. */
async function expectEachOnce(): Promise<void> {
  await postfix.flushed();
  const rows = await db.kysely.selectFrom('letter').select(['message_id', 'state']).execute();
  const counts = await mailboxCounts(dovecot, postfix.mail, { except: OWN });
  const wrong = rows.filter((row) => row.state !== 'sent' || counts.get(row.message_id ?? '') !== 1);
  expect(wrong).toEqual([]);
  expect(counts.size).toBe(LETTERS);
}

const settledBy = async (): Promise<unknown[]> => [
  ...new Set((await readAbout(db.kysely, CYCLE)).map(({ facts }) => facts['evidence']).filter(Boolean)),
];

test('killed again and again, settled by Postfix’s log: none lost, none doubled', async () => {
  await composed(many());
  const evidence = `postfix:${postfix.log}?settle=2`;
  for (const sent of [30, 120]) expect(await sends(evidence, sent)).toBe(false);
  expect(await sends(evidence, null)).toBe(true);
  await expectEachOnce();
  expect(await settledBy()).toEqual(['postfixLog']);
}, 90_000);

test('killed, settled by a journal mailbox: none lost, none doubled', async () => {
  await composed(many());
  const evidence = `${dovecot.urlOf(JOURNAL)}?settle=8`;
  expect(await sends(evidence, 100)).toBe(false);
  expect(await sends(evidence, null)).toBe(true);
  await expectEachOnce();
  expect(await settledBy()).toEqual(['journal']);
}, 90_000);

test('the relay itself is killed in the midst of the burst and comes back: none lost, none doubled', async () => {
  await composed(many());
  const evidence = `postfix:${postfix.log}?settle=2`;
  const done = sends(evidence, null);
  await sentSoFar(60);
  await postfix.kill();
  await postfix.restart();
  // As an operator would: else the channel waits before it is tried again.
  await by.means(db).ledger.openChannel();
  expect(await done).toBe(true);
  await expectEachOnce();
}, 90_000);

test('a letter to nobody comes back, is read over IMAP, and stops that mailbox', async () => {
  await composed(['co-quan-1', 'da-giai-the']);
  expect(await sends('none', null)).toBe(true);
  while ((await messageIds(dovecot.port, FROM)).length === 0) await sleep(50);
  const mailbox = returnMailbox(dovecot.urlOf(FROM));
  expect(await readReturns(db, mailbox, THURSDAY)).toMatchObject({ dead: 1, foreign: 0, personal: 0 });
  expect(await readReturns(db, returnMailbox(dovecot.urlOf(FROM)), THURSDAY)).toMatchObject({ dead: 0 });
  expect((await stoppedMailboxes(db.kysely)).map((one) => [one.mailbox, one.smtpCode])).toEqual([
    [GONE, '5.1.1'],
  ]);
}, 60_000);

test('a journal is searched by Message-ID, as it is now', async () => {
  const evidence = evidenceAt(`${dovecot.urlOf(JOURNAL)}?settle=1`);
  const raw = (id: string): string =>
    `From: ${FROM}\r\nTo: a@b.example\r\nMessage-ID: ${id}\r\n\r\nKính gửi\r\n`;
  const relay = smtpRelay(postfix.url);
  const long = new Date(Date.now() - 60_000).toISOString();
  for (const id of ['<one"quoted"@nhip.example>', '<two@nhip.example>']) {
    expect(await evidence(id, long)).toBe('notAccepted');
    await relay.send({ from: FROM, to: 'a@b.example' }, raw(id));
    await postfix.flushed();
    expect(await evidence(id, long)).toBe('accepted');
  }
  expect(await evidence('<three@nhip.example>', new Date().toISOString())).toBe('unknown');
  await relay.close();
  const wrong = evidenceAt(dovecot.urlOf(JOURNAL).replace(`:${dovecot.port}`, ':1'));
  await expect(wrong('<one@nhip.example>', long)).rejects.toThrow('ECONNREFUSED');
}, 30_000);

test('over TLS a journal has to prove who it is', async () => {
  await dovecot.stop();
  const tls = selfSigned([]);
  dovecot = await startDovecot(folder, { mail: postfix.mail, tls });
  const url = dovecot.secureUrlOf(JOURNAL);
  const long = new Date(Date.now() - 120_000).toISOString();
  await expect(evidenceAt(url)('<one@nhip.example>', long)).rejects.toThrow('self-signed certificate');
  const trusted = evidenceAt(`${url}?ca=${join(folder, 'imap.pem')}`);
  expect(await trusted('<one@nhip.example>', long)).toBe('notAccepted');
}, 30_000);
