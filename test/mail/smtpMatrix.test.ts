// Every point of the protocol against every fault, with evidence and without: the exact class of the attempt, the copies the
// relay holds then, and what has become of the letter at the end of the morning.
import { sql } from 'kysely';
import { writeFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { settleDoubts } from '../../activities/doubts.js';
import { sendDue } from '../../activities/send.js';
import { becomeSender, type Sender } from '../../activities/sender.js';
import type { Database } from '../../database/connect.js';
import { sqlLedger } from '../../database/ledger/sqlLedger.js';
import type { Ledger } from '../../database/ledger/ledger.js';
import { realClock } from '../../mail/clock.js';
import { type Evidence, noEvidence } from '../../mail/relayEvidence.js';
import { smtpRelay } from '../../mail/smtp.js';
import { composing, means, notice, sealAndCompose, states, turn, WEDNESDAY } from '../database/letters.js';
import { startServer, type TestServer } from '../database/server.js';
import { freshFolder } from '../system/owner.js';
import { selfSigned } from './certificate.js';
import { type FakeRelay, type Fault, type Point, startFakeRelay } from './fakeRelay.js';

const TLS = selfSigned([]);
const FAULTS: Readonly<Record<string, Fault>> = {
  FIN: 'cut',
  RST: 'reset',
  hang: 'hang',
  421: { say: '421 4.3.2 Closing' },
  garbage: { say: 'xyz?!' },
};

/** What the first attempt comes to; `copies`: what the relay holds after it. */
type Expected = { readonly class: string; readonly copies: number };

const NOT_TAKEN: Expected = { class: 'notTaken', copies: 0 };
const DEFINITE_NO = { 421: NOT_TAKEN };

/** By point; a fault that differs from the others has its own line. */
const POINTS: Readonly<Partial<Record<Point, { readonly any: Expected; readonly 421?: Expected }>>> = {
  greeting: { any: NOT_TAKEN },
  EHLO: { any: NOT_TAKEN },
  STARTTLS: { any: NOT_TAKEN },
  TLS: { any: NOT_TAKEN },
  AUTH: { any: NOT_TAKEN },
  MAIL: { any: NOT_TAKEN },
  RCPT: { any: NOT_TAKEN },
  DATA: { any: NOT_TAKEN },
  // Longer than what the sockets buffer, and nobody reads it: the dot cannot have left.
  body: { any: NOT_TAKEN },
  beforeDot: { any: { class: 'inDoubt', copies: 0 }, ...DEFINITE_NO },
  dot: { any: { class: 'inDoubt', copies: 1 }, ...DEFINITE_NO },
  reply: { any: { class: 'inDoubt', copies: 1 } },
  // The letter before is refused at RCPT; the fault between the two must cost neither.
  RSET: { any: { class: 'accepted', copies: 1 } },
  QUIT: { any: { class: 'accepted', copies: 1 } },
};

const CASES = Object.entries(POINTS).flatMap(([point, expected]) =>
  Object.entries(FAULTS).flatMap(([name, fault]) =>
    ['with evidence', 'with none'].map((evidence) => ({
      point: point as Point,
      name,
      fault,
      evidence,
      expected: (name === '421' ? expected[421] : undefined) ?? expected.any,
    })),
  ),
);

let server: TestServer;
let db: Database;
let ledger: Ledger;
let sender: Sender;
let folder: string;
let fake: FakeRelay;
beforeAll(async () => {
  expect(CASES).toHaveLength(140);
  server = await startServer();
  db = await server.database();
  ledger = sqlLedger(db);
  folder = freshFolder();
  writeFileSync(join(folder, 'ca.pem'), TLS.cert);
  const owner = await becomeSender(ledger, realClock);
  if (owner === null) throw new Error('not the sender');
  sender = owner;
}, 60_000);
afterAll(async () => {
  await sender.release();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(async () => {
  await fake.close();
  await sql`delete from attempt; delete from notice; delete from letter; delete from send_instant`.execute(
    db.kysely,
  );
  await ledger.openChannel();
});

function relayAt(point: Point, timeout: number) {
  // The session is used again only where the point lies between two letters.
  const connections = point === 'RSET' ? 1 : 2;
  const url = new URL(fake.url.replace('//', '//nhip:secret@'));
  url.search = `?connections=${connections}&timeout=${timeout}&tls=required&ca=${join(folder, 'ca.pem')}`;
  return smtpRelay(url.href);
}

/** One go over all that is due; what is in doubt is asked about once. */
async function go(point: Point, timeout: number, evidence: Evidence): Promise<void> {
  const relay = relayAt(point, timeout);
  await sendDue({ ...means(db), ...composing(), relay, sender });
  await relay.close();
  await settleDoubts(ledger, evidence, WEDNESDAY);
}

async function armed(point: Point): Promise<void> {
  await turn(db, point === 'RSET' ? [notice({ body: 'a' }), notice({ body: 'b' })] : [notice({ body: 'b' })]);
  await sealAndCompose(db);
  if (point === 'body') await lengthened("repeat(repeat('x', 4096) || chr(13) || chr(10), 1500)");
}

async function lengthened(by: string): Promise<void> {
  await sql`update letter set raw = substring(raw for 300) || convert_to(${sql.raw(by)}, 'utf8')`.execute(
    db.kysely,
  );
}

/** The letter to `b`: classes of its attempts in order, its state now, and the copies the relay holds. */
async function told(): Promise<{ classes: string[]; state: string; copies: number }> {
  const { rows } = await sql<{ letter: string; class: string; message_id: string }>`
    select letter, class, message_id from attempt join letter on letter.id = letter where mailbox = 'vanthu@b.example'
    order by attempt.id`.execute(db.kysely);
  const { rows: letters } = await sql<{ state: string; message_id: string }>`
    select state, message_id from letter where mailbox = 'vanthu@b.example'`.execute(db.kysely);
  const copies = fake.ids().filter((id) => id === letters[0]?.message_id).length;
  return { classes: rows.map((row) => row.class), state: letters[0]?.state ?? '', copies };
}

test.each(CASES)('$point, $name, $evidence', async ({ point, name, fault, evidence, expected }) => {
  fake = await startFakeRelay({
    at: point,
    fault,
    times: 1,
    tls: TLS,
    keeps: expected.copies === 1,
    refusesFirst: point === 'RSET',
  });
  const asked: Evidence =
    evidence === 'with none'
      ? noEvidence
      : (id) => Promise.resolve(fake.ids().includes(id) ? 'accepted' : 'notAccepted');
  await armed(point);
  await go(point, name === 'hang' ? 0.3 : 20, noEvidence);
  const first = await told();
  expect({ class: first.classes[0], copies: first.copies }).toEqual(expected);
  expect((await ledger.channel()).alarm).toBeNull();
  await settleDoubts(ledger, asked, WEDNESDAY);
  await ledger.openChannel();
  await sql`update letter set retry_at = null`.execute(db.kysely);
  if (point === 'body') await lengthened("''");
  await go(point, 20, asked);
  const settled = expected.class !== 'inDoubt' || evidence === 'with evidence';
  const { state, copies } = await told();
  expect({ state, copies }).toEqual(
    settled ? { state: 'sent', copies: 1 } : { state: 'inDoubt', copies: expected.copies },
  );
  expect(fake.secured().every(Boolean)).toBe(true);
  expect(fake.hits()).toBe(1);
  if (point === 'RSET') expect(Object.values(await states(db)).sort()).toEqual(['refused', 'sent']);
});
