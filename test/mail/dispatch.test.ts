// The activities of a send instant together: seal, compose, send, settle, against a real database and a real SMTP server.
import { sql } from 'kysely';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDispatchActivities, type DispatchMeans } from '../../activities/dispatch.js';
import type { Database } from '../../database/connect.js';
import { markStarted, notStarted } from '../../database/ledger/instants.js';
import { sqlLedger } from '../../database/ledger/sqlLedger.js';
import { epochMs, instantFromMs } from '../../domain/localDate.js';
import { type CaughtLetter, INDEX } from '../../machine/catcher.js';
import { realClock } from '../../mail/clock.js';
import { catcherEvidence, noEvidence, type Verdict } from '../../mail/relayEvidence.js';
import { smtpRelay } from '../../mail/smtp.js';
import * as by from '../database/letters.js';
import { notice, turn, WEDNESDAY } from '../database/letters.js';
import { startServer, type TestServer } from '../database/server.js';
import { freshFolder } from '../system/owner.js';
import { type Certificate, selfSigned } from './certificate.js';
import { type FakeRelay, startFakeRelay } from './fakeRelay.js';

let server: TestServer;
let db: Database;
let fake: FakeRelay;
beforeAll(async () => {
  server = await startServer();
}, 60_000);
afterAll(() => server.stop());
beforeEach(async () => {
  db = await server.database();
});
afterEach(() => fake.close());

const ASKED = { instant: WEDNESDAY, now: WEDNESDAY };
const BODIES = ['bdv-tw', 'bcsd-cp', 'mttq'];

function means(
  more: Partial<DispatchMeans> = {},
): DispatchMeans & { readonly beats: number[]; readonly alarms: unknown[] } {
  const beats: number[] = [];
  const alarms: unknown[] = [];
  const { compose, truthNow } = by.composing();
  return {
    ledger: sqlLedger(db),
    clock: realClock,
    relay: smtpRelay(`${fake.url}?timeout=0.5`),
    evidence: (id) => Promise.resolve(fake.ids().includes(id) ? 'accepted' : 'notAccepted'),
    compose,
    truth: truthNow,
    log: (level, _message, facts) => void (level === 'alarm' && alarms.push(facts)),
    heartbeat: (sent) => void beats.push(sent),
    cancelled: () => new AbortController().signal,
    beats,
    alarms,
    ...more,
  };
}

async function armed(): Promise<void> {
  await turn(
    db,
    BODIES.map((body) => notice({ body })),
  );
  await markStarted(db, WEDNESDAY);
}

test('a morning from seal to closed books', async () => {
  fake = await startFakeRelay();
  await armed();
  const using = means();
  const dispatch = createDispatchActivities(using);
  await dispatch.sealInstant(WEDNESDAY);
  expect(await dispatch.composeInstant(ASKED)).toEqual({ composed: 3, withdrawn: 0, held: 0, toTurn: [] });
  expect(fake.ids()).toEqual([]);
  expect(await dispatch.sendInstant(ASKED)).toMatchObject({
    sent: 3,
    ready: 0,
    sending: 0,
    inDoubt: 0,
    toTurn: [],
  });
  expect(await dispatch.settleInstant(ASKED)).toMatchObject({ closed: true, toStart: [] });
  expect(await notStarted(db.kysely, [WEDNESDAY])).toEqual([WEDNESDAY]);
  expect(using.beats.length).toBeGreaterThan(0);
  expect(fake.ids()).toHaveLength(3);
  await using.relay.close();
});

test.each([
  ['the relay is connected to shortly before the instant', false],
  ['a worker that has stopped connects no more', true],
])('%s', async (_what, stops) => {
  fake = await startFakeRelay();
  await armed();
  const stop = new AbortController();
  const using = means({ stopped: stop.signal });
  const dispatch = createDispatchActivities(using);
  await dispatch.sealInstant(WEDNESDAY);
  await dispatch.composeInstant({ ...ASKED, now: instantFromMs(epochMs(WEDNESDAY) - 1_700) });
  if (stops) stop.abort();
  await realClock.sleep(600);
  expect(fake.connections() > 0).toBe(!stops);
  await using.relay.close();
});

test('letters cut after the dot are settled by evidence: none lost, none doubled', async () => {
  fake = await startFakeRelay({ at: 'dot', fault: 'cut', times: 2, keeps: true });
  await armed();
  const using = means();
  const dispatch = createDispatchActivities(using);
  await dispatch.sealInstant(WEDNESDAY);
  await dispatch.composeInstant(ASKED);
  expect(await dispatch.sendInstant(ASKED)).toMatchObject({ sent: 3, inDoubt: 0 });
  expect(fake.ids()).toHaveLength(3);
  await using.relay.close();
});

test('cut after the dot and not kept, they go again with the same Message-ID', async () => {
  fake = await startFakeRelay({ at: 'dot', fault: 'reset', times: 3 });
  await armed();
  const using = means();
  const dispatch = createDispatchActivities(using);
  await dispatch.sealInstant(WEDNESDAY);
  await dispatch.composeInstant(ASKED);
  expect(await dispatch.sendInstant(ASKED)).toMatchObject({ sent: 3, inDoubt: 0 });
  expect(new Set(fake.ids()).size).toBe(3);
  await using.relay.close();
});

test('without evidence a letter in doubt is never resent; it waits for a person and the books close', async () => {
  fake = await startFakeRelay({ at: 'dot', fault: 'cut', times: 1, keeps: true });
  await armed();
  const using = means({ evidence: noEvidence });
  const dispatch = createDispatchActivities(using);
  await dispatch.sealInstant(WEDNESDAY);
  await dispatch.composeInstant(ASKED);
  expect(await dispatch.sendInstant(ASKED)).toMatchObject({ sent: 2, inDoubt: 1 });
  expect(await dispatch.settleInstant(ASKED)).toMatchObject({ inDoubt: 1, closed: true });
  expect(fake.ids()).toHaveLength(3);
  await using.relay.close();
}, 15_000);

test('what a killed sender left in doubt goes as soon as the relay had time to finish', async () => {
  fake = await startFakeRelay();
  await armed();
  const since = Date.now();
  const settling = (): Promise<Verdict> =>
    Promise.resolve(Date.now() - since < 2_000 ? 'unknown' : 'notAccepted');
  const using = means({ evidence: Object.assign(settling, { source: 'postfixLog' as const }) });
  const dispatch = createDispatchActivities(using);
  await dispatch.sealInstant(WEDNESDAY);
  await dispatch.composeInstant(ASKED);
  await db.kysely.updateTable('letter').set({ state: 'sending', epoch: 'killed' }).execute();
  expect(await dispatch.sendInstant(ASKED)).toMatchObject({ sent: 3, inDoubt: 0 });
  expect(fake.ids()).toHaveLength(3);
  await using.relay.close();
});

test('a relay that is back within seconds gets the letters at once, not with the next look', async () => {
  fake = await startFakeRelay({ at: 'MAIL', fault: 'reset', times: 3 });
  await armed();
  const using = means();
  const dispatch = createDispatchActivities(using);
  await dispatch.sealInstant(WEDNESDAY);
  await dispatch.composeInstant(ASKED);
  expect(await dispatch.sendInstant(ASKED)).toMatchObject({ sent: 3, ready: 0 });
  expect(fake.ids()).toHaveLength(3);
  await using.relay.close();
});

test.each([
  ['composed', 'composeInstant'],
  ['sent', 'sendInstant'],
] as const)(
  'a seal that a database lost with its last commits is set again before letters are %s',
  async (_, next) => {
    fake = await startFakeRelay();
    await armed();
    const dispatch = createDispatchActivities(means());
    await dispatch.sealInstant(WEDNESDAY);
    await sql`update send_instant set sealed_at = null`.execute(db.kysely);
    await dispatch[next](ASKED);
    expect(await dispatch.sendInstant(ASKED)).toMatchObject({ sent: 3, composing: 0 });
    expect(fake.ids()).toHaveLength(3);
  },
);

test('two workers send one morning once', async () => {
  fake = await startFakeRelay();
  await armed();
  const one = means();
  const other = means({ ledger: sqlLedger(server.again(db)) });
  const [first, second] = [createDispatchActivities(one), createDispatchActivities(other)];
  await first.sealInstant(WEDNESDAY);
  await first.composeInstant(ASKED);
  const counts = await Promise.all([first.sendInstant(ASKED), second.sendInstant(ASKED)]);
  expect(counts.map(({ sent }) => sent)).toEqual([3, 3]);
  expect(fake.ids()).toHaveLength(3);
  await Promise.all([one.relay.close(), other.relay.close()]);
});

test.each([
  ['the sender', { at: 'MAIL', fault: { say: '550 5.7.1 Not you' } }, '550 5.7.1 Not you'],
  ['the letter', { at: 'dot', fault: { say: '554 5.7.0 Policy' } }, '554 5.7.0 Policy'],
  [
    'the credentials',
    { at: 'AUTH', fault: { say: '535 5.7.8 Who?' }, tls: selfSigned([]) },
    '535 5.7.8 Who?',
  ],
  ['TLS', { at: 'STARTTLS', fault: { say: '502 5.5.1 No' }, tls: selfSigned([]) }, '502 5.5.1 No'],
] as const)(
  'a relay that refuses %s raises one alarm, and the run is told when to come again',
  async (_what, script, reply) => {
    fake = await startFakeRelay(script);
    await armed();
    const using = means({ relay: trusting('tls' in script ? script.tls : null) });
    const dispatch = createDispatchActivities(using);
    await dispatch.sealInstant(WEDNESDAY);
    await dispatch.composeInstant(ASKED);
    const counts = await dispatch.sendInstant(ASKED);
    expect(counts).toMatchObject({ ready: 3, sent: 0 });
    expect(counts.channelOpensInSeconds).toBeGreaterThan(3_600);
    await dispatch.sendInstant(ASKED);
    expect(using.alarms).toEqual([{ reply }]);
    expect(fake.ids()).toEqual([]);
    await using.relay.close();
  },
);

test('a relay whose certificate nobody vouches for gets no letter, and raises one alarm', async () => {
  fake = await startFakeRelay({ tls: selfSigned([]) });
  await armed();
  const using = means({ relay: smtpRelay(`${fake.url}?timeout=5&tls=required`) });
  const dispatch = createDispatchActivities(using);
  await dispatch.sealInstant(WEDNESDAY);
  await dispatch.composeInstant(ASKED);
  expect(await dispatch.sendInstant(ASKED)).toMatchObject({ ready: 3, sent: 0 });
  expect(using.alarms).toEqual([{ reply: expect.stringContaining('self-signed certificate') }]);
  expect(fake.ids()).toEqual([]);
  await using.relay.close();
});

/** The fake relay over TLS with credentials, its certificate trusted; in clear where it has none. */
function trusting(tls: Certificate | null) {
  if (tls === null) return smtpRelay(`${fake.url}?timeout=5`);
  const folder = freshFolder();
  const ca = join(folder, 'ca.pem');
  writeFileSync(ca, tls.cert);
  const relay = smtpRelay(`${fake.url.replace('//', '//nhip:secret@')}?timeout=5&tls=required&ca=${ca}`);
  rmSync(folder, { recursive: true, force: true });
  return relay;
}

test('the catcher’s folder is evidence: accepted at once, not accepted only when it had time to finish', async () => {
  fake = await startFakeRelay();
  const folder = freshFolder();
  const caught: CaughtLetter = {
    receivedAt: '2026-01-05T01:00:00.000Z',
    messageId: '<a@nhip.example>',
    from: 'nhip@nhip.example',
    to: ['vanthu@bdvtw.example'],
    size: 1,
    file: '1.eml',
  };
  writeFileSync(
    join(folder, INDEX),
    `${JSON.stringify(caught)}
`,
  );
  const evidence = catcherEvidence(folder);
  const [now, before] = [Date.now(), Date.now() - 10_000].map((ms) => new Date(ms).toISOString());
  expect(await evidence('<a@nhip.example>', now ?? '')).toBe('accepted');
  expect(await evidence('<b@nhip.example>', now ?? '')).toBe('unknown');
  expect(await evidence('<b@nhip.example>', before ?? '')).toBe('notAccepted');
  expect(await noEvidence('<a@nhip.example>', '')).toBe('unknown');
  rmSync(folder, { recursive: true, force: true });
});
