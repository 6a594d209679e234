// What replies mean, what a session survives, and what goes over the wire. Every point against every fault: smtpMatrix.
import { smtpRelay } from '../../mail/smtp.js';
import { outcomeOf, type Outcome } from '../../mail/smtpOutcome.js';
import { type FakeRelay, type Fault, type Point, type Script, startFakeRelay } from './fakeRelay.js';

const ENVELOPE = { from: 'nhip@nhip.example', to: 'vanthu@bdvtw.example' };
const RAW = 'From: nhip@nhip.example\r\nMessage-ID: <one@nhip.example>\r\n\r\n.Kính gửi\r\n';

let fake: FakeRelay;
afterEach(() => fake.close());

async function sendOnce(script: Script, raw = RAW): Promise<Outcome> {
  fake = await startFakeRelay(script);
  const relay = smtpRelay(`${fake.url}?timeout=0.4`);
  const outcome = await relay.send(ENVELOPE, raw);
  await relay.close();
  return outcome;
}

const BEFORE_DOT: readonly Point[] = ['MAIL', 'RCPT', 'DATA'];
const FAULTS: readonly Fault[] = ['cut', 'reset', { say: '421 4.3.2 Closing' }, { say: 'xyz?!' }];

test.each(BEFORE_DOT)('where commands go in one packet, a fault at %s is not taken either', async (at) => {
  for (const fault of FAULTS) {
    expect(await sendOnce({ at, fault, pipelining: true })).toMatchObject({
      class: 'notTaken',
      trouble: 'channel',
    });
    expect(fake.ids()).toEqual([]);
    await fake.close();
  }
  fake = await startFakeRelay();
});

test.each(FAULTS)('after the reply to the dot, %p costs nothing', async (fault) => {
  expect(await sendOnce({ at: 'replied', fault })).toMatchObject({ class: 'accepted' });
  expect(fake.ids()).toHaveLength(1);
});

test('who does not know EHLO is greeted with HELO, as a server of 1982', async () => {
  expect(await sendOnce({ at: 'EHLO', fault: { say: 'xyz?!' } })).toMatchObject({ class: 'accepted' });
});

test.each([
  ['MAIL', '550 5.7.1 Sender refused', 'ourFault'],
  ['RCPT', '550 5.1.1 No such user', 'deadRecipient'],
  ['RCPT', '550 User unknown', 'deadRecipient'],
  ['RCPT', '554 5.7.1 Relay access denied', 'ourFault'],
  ['RCPT', '550 5.2.1 Mailbox disabled', 'deadRecipient'],
  ['DATA', '554 5.7.1 Policy', 'ourFault'],
  ['dot', '552 5.3.4 Too large', 'ourFault'],
  ['dot', '550 5.1.1 No such user', 'deadRecipient'],
  ['greeting', '554 No service', 'ourFault'],
  ['RCPT', '452 4.2.2 Full', 'notTaken'],
  ['dot', '451 4.3.0 Try again', 'notTaken'],
] as const)('the reply to %s “%s” means %s', async (at, say, expected) => {
  expect(await sendOnce({ at, fault: { say } })).toMatchObject({ class: expected, reply: say });
  expect(fake.ids()).toEqual([]);
});

test('a slow lane, a grey list and a plain “later” are told apart', () => {
  const later = (reply: string) => outcomeOf({ phase: 'rcpt', reply, command: 'RCPT TO', why: '' });
  expect(later('452 4.2.2 Full')).toMatchObject({ again: 'slow' });
  expect(later('450 4.7.1 Policy for now')).toMatchObject({ again: 'slow' });
  expect(later('451 4.3.0 Greylisted')).toMatchObject({ again: 'greylist' });
  expect(later('450 Busy')).toMatchObject({ again: 'soon', trouble: 'letter' });
});

test('a reply to the dot that breaks off is definite when it is a no, and in doubt when it is a yes', async () => {
  const cutOff = async (say: string): Promise<Outcome> => {
    const outcome = await sendOnce({ at: 'dot', fault: { cutOff: say } });
    await fake.close();
    return outcome;
  };
  expect(await cutOff('451 4.3.0 Try la')).toMatchObject({ class: 'notTaken' });
  expect(await cutOff('250 2.0.0 Que')).toMatchObject({ class: 'inDoubt' });
  expect(await sendOnce({ at: 'dot', fault: { cutOff: '55' } })).toMatchObject({ class: 'inDoubt' });
});

test('a refused recipient leaves the session usable for the next letter', async () => {
  fake = await startFakeRelay({ at: 'RCPT', fault: { say: '550 5.1.1 No' }, times: 1, pipelining: true });
  const relay = smtpRelay(`${fake.url}?connections=1`);
  expect(await relay.send(ENVELOPE, RAW)).toMatchObject({ class: 'deadRecipient' });
  expect(await relay.send(ENVELOPE, RAW)).toMatchObject({ class: 'accepted', reply: '250 2.0.0 Queued' });
  await relay.close();
  expect(fake.connections()).toBe(1);
});

test('warm connections are used, and one that the relay ended meanwhile costs nothing', async () => {
  fake = await startFakeRelay();
  const relay = smtpRelay(`${fake.url}?connections=3`);
  await relay.warm(3);
  expect(fake.connections()).toBe(3);
  await Promise.all([1, 2, 3].map(() => relay.send(ENVELOPE, RAW)));
  expect(fake.connections()).toBe(3);
  fake.drop();
  expect(await relay.send(ENVELOPE, RAW)).toMatchObject({ class: 'accepted' });
  expect(fake.ids()).toHaveLength(4);
  await relay.close();
});

test('a message goes over the wire as stored, dots and all', async () => {
  fake = await startFakeRelay();
  const relay = smtpRelay(fake.url);
  await relay.send(ENVELOPE, RAW);
  await relay.close();
  expect(fake.letters()).toEqual([Buffer.from(RAW.replace('\r\n.K', '\r\n..K')).toString('latin1')]);
});

test('whoever may no longer write writes nothing: not taken, no copy', async () => {
  fake = await startFakeRelay();
  const relay = smtpRelay(fake.url);
  expect(await relay.send(ENVELOPE, RAW, () => false)).toMatchObject({ class: 'notTaken', phase: 'data' });
  expect(await relay.send(ENVELOPE, RAW)).toMatchObject({ class: 'accepted' });
  await relay.close();
  expect(fake.ids()).toHaveLength(1);
});

test('credentials are given where the address has them; refused ones are our fault', async () => {
  fake = await startFakeRelay({ at: 'AUTH', fault: { say: '535 5.7.8 Bad credentials' }, times: 1 });
  const relay = smtpRelay(fake.url.replace('//', '//nhip:m%40t-kh%E1%BA%A9u@'));
  expect(await relay.send(ENVELOPE, RAW)).toEqual({
    class: 'ourFault',
    phase: 'connect',
    reply: '535 5.7.8 Bad credentials',
  });
  expect(await relay.send(ENVELOPE, RAW)).toMatchObject({ class: 'accepted' });
  await relay.close();
});

test('a connection is ended after as many letters as the relay allows', async () => {
  fake = await startFakeRelay();
  const relay = smtpRelay(`${fake.url}?connections=1&messages=2`);
  for (let n = 0; n < 5; n += 1) expect(await relay.send(ENVELOPE, RAW)).toMatchObject({ class: 'accepted' });
  expect(fake.connections()).toBe(3);
  await relay.close();
});

test('a rate is kept', async () => {
  fake = await startFakeRelay();
  const relay = smtpRelay(`${fake.url}?rate=1200`);
  const begun = performance.now();
  await Promise.all(Array.from({ length: 11 }, () => relay.slot().then(() => relay.send(ENVELOPE, RAW))));
  expect(performance.now() - begun).toBeGreaterThan(480);
  await relay.close();
});

test('a relay that nobody answers for is not taken at the connect, and the address must be one', async () => {
  fake = await startFakeRelay();
  const relay = smtpRelay('smtp://127.0.0.1:1');
  expect(await relay.send(ENVELOPE, RAW)).toMatchObject({
    class: 'notTaken',
    phase: 'connect',
    trouble: 'channel',
  });
  await relay.close();
  expect(() => smtpRelay('http://relay.example')).toThrow('not an SMTP address');
  expect(() => smtpRelay('smtp://relay.example?rate=fast')).toThrow('rate in SMTP_URL');
});

test.each([
  ['without a dot at the beginning of a line', 'Kính gửi\r\n', 'Kính gửi\r\n'],
  ['with one', 'Kính gửi\r\n.\r\n..\r\n', 'Kính gửi\r\n..\r\n...\r\n'],
  ['with other line ends', 'a\nb\rc', 'a\r\nb\r\nc\r\n'],
])('a message %s arrives as SMTP asks', async (_how, text, arrives) => {
  fake = await startFakeRelay();
  const relay = smtpRelay(fake.url);
  const head = 'Message-ID: <a@nhip.example>\r\n\r\n';
  for (const raw of [head + text, Buffer.from(head + text)])
    expect(await relay.send(ENVELOPE, raw)).toMatchObject({ class: 'accepted' });
  const expected = Buffer.from(head + arrives).toString('latin1');
  expect(fake.letters()).toEqual([expected, expected]);
  await relay.close();
});
