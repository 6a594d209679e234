// TLS and credentials: a letter goes only to a relay that proves who it is, and a password only over TLS.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { smtpRelay } from '../../mail/smtp.js';
import type { Outcome } from '../../mail/smtpOutcome.js';
import { tlsOf } from '../../mail/smtpTls.js';
import { freshFolder } from '../system/owner.js';
import { type Certificate, selfSigned } from './certificate.js';
import { type FakeRelay, type Script, startFakeRelay } from './fakeRelay.js';

const ENVELOPE = { from: 'nhip@nhip.example', to: 'vanthu@bdvtw.example' };
const RAW = 'From: nhip@nhip.example\r\nMessage-ID: <one@nhip.example>\r\n\r\nKính gửi\r\n';

let fake: FakeRelay;
let folder: string;
beforeEach(() => {
  folder = freshFolder();
});
afterEach(async () => {
  await fake?.close();
  rmSync(folder, { recursive: true, force: true });
});

function caFile({ cert }: Certificate): string {
  const file = join(folder, 'ca.pem');
  writeFileSync(file, cert);
  return file;
}

async function sendOver(script: Script, query: string, user = ''): Promise<Outcome> {
  fake = await startFakeRelay(script);
  const relay = smtpRelay(`${fake.url.replace('//', `//${user}`)}?timeout=10&${query}`);
  const outcome = await relay.send(ENVELOPE, RAW);
  await relay.close();
  return outcome;
}

test('STARTTLS and smtps: the letter and the password go over TLS to a relay that is vouched for', async () => {
  const tls = selfSigned([]);
  for (const smtps of [false, true]) {
    const outcome = await sendOver({ tls, smtps }, `tls=required&ca=${caFile(tls)}`, 'nhip:m%E1%BA%ADt@');
    expect(outcome).toMatchObject({ class: 'accepted' });
    expect(fake.secured()).toEqual([true]);
    expect(fake.logins()).toEqual(['nhip:mật']);
    await fake.close();
  }
  fake = await startFakeRelay();
});

describe.each([false, true])('smtps: %p', (smtps) => {
  test.each([
    ['vouches for itself', selfSigned([]), null],
    ['has expired', selfSigned([], { daysLeft: -1 }), 'trusted'],
    ['is another host’s', selfSigned(['other.example'], { address: false }), 'trusted'],
  ] as const)(
    'a certificate that %s is our fault: no letter, no password goes',
    async (_what, tls, trusted) => {
      const ca = trusted === null ? '' : `&ca=${caFile(tls)}`;
      const outcome = await sendOver({ tls, smtps }, `tls=required${ca}`, 'nhip:secret@');
      expect(outcome).toMatchObject({ class: 'ourFault', phase: 'connect' });
      expect([...fake.ids(), ...fake.logins()]).toEqual([]);
    },
  );
});

test('where TLS is required, a relay without it gets nothing', async () => {
  const outcome = await sendOver({}, 'tls=required', 'nhip:secret@');
  expect(outcome).toEqual({ class: 'ourFault', phase: 'connect', reply: '502 5.5.1 Not implemented' });
  expect([...fake.ids(), ...fake.logins()]).toEqual([]);
});

test('a relay that has no TLS for the moment is tried again', async () => {
  const fault = { say: '454 4.7.0 TLS not available for now' };
  const outcome = await sendOver({ at: 'STARTTLS', fault, tls: selfSigned([]) }, 'tls=required');
  expect(outcome).toMatchObject({ class: 'notTaken', trouble: 'channel' });
});

test('on this machine a certificate that nobody vouches for is not asked for', async () => {
  expect(await sendOver({ tls: selfSigned([]) }, '')).toMatchObject({ class: 'accepted' });
  expect(fake.secured()).toEqual([false]);
});

test('what an address asks of TLS', () => {
  const use = (url: string) => tlsOf(new URL(url)).use;
  expect(use('smtp://relay.example')).toBe('offered');
  expect(use('smtp://nhip:x@relay.example')).toBe('required');
  expect(use('smtp://127.0.0.1')).toBe('never');
  expect(use('smtp://[::1]:25')).toBe('never');
  expect(use('smtps://relay.example')).toBe('fromStart');
  expect(use('smtp://relay.example?tls=required')).toBe('required');
  expect(() => use('smtp://relay.example?tls=perhaps')).toThrow('tls in SMTP_URL');
  expect(() => use('smtp://nhip:x@relay.example?tls=offered')).toThrow('credentials');
  expect(() => use('smtp://relay.example?ca=nowhere.pem')).toThrow('ENOENT');
});
