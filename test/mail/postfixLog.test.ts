// What Postfix's log proves: a letter counts as taken when the queue manager has it, not when its header was read.
import { appendFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { evidenceAt, postfixEvidence } from '../../mail/evidenceAt.js';
import { freshFolder } from '../system/owner.js';

let folder: string;
let log: string;
beforeEach(() => {
  folder = freshFolder();
  log = join(folder, 'mail.log');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ID = '<one@nhip.example>';
const LONG_AGO = '2026-03-02T01:00:00Z';
const agoIso = (ms: number): string => new Date(Date.now() - ms).toISOString();

/** `smtpd[7] E1: client=…` with a time as syslog writes it, or as RFC 3339 does. */
function line(
  said: string,
  { program = 'smtpd', at = new Date(Date.parse(LONG_AGO)), iso = false } = {},
): string {
  const [, month = '', day = '', , time = ''] = at
    .toUTCString()
    .replace(/(\d+) (\w+)/, '$2 $1')
    .split(' ');
  const stamp = iso
    ? at.toISOString().replace('Z', '123+00:00')
    : `${month} ${day.replace(/^0/, ' ')} ${time}`;
  return `${stamp} relay postfix/${program}[7]: ${said}\n`;
}

const received = (queueId: string, more = {}): string =>
  line(`${queueId}: client=unknown[192.0.2.1]`, more) +
  line(`${queueId}: message-id=${ID}`, { ...more, program: 'cleanup' });
const active = (queueId: string, more = {}): string =>
  line(`${queueId}: from=<nhip@nhip.example>, size=404, nrcpt=1 (queue active)`, {
    ...more,
    program: 'qmgr',
  });

test.each([false, true])('taken is what is in the queue; time in RFC 3339: %p', async (iso) => {
  writeFileSync(log, received('EB8AB9A3DD1', { iso }));
  const evidence = postfixEvidence(log);
  expect(await evidence(ID, LONG_AGO)).toBe('unknown');
  appendFileSync(log, active('EB8AB9A3DD1', { iso }));
  expect(await evidence(ID, LONG_AGO)).toBe('accepted');
  expect(evidence.source).toBe('postfixLog');
});

test('a letter the session broke off in the midst of was not taken; one after its end may have been', async () => {
  writeFileSync(
    log,
    received('EB8AB9A3DD1') + line('lost connection after DATA (1234 bytes) from unknown[192.0.2.1]'),
  );
  expect(await postfixEvidence(log)(ID, LONG_AGO)).toBe('notAccepted');
  writeFileSync(
    log,
    received('EB8AB9A3DD1') + line('lost connection after END-OF-MESSAGE from unknown[192.0.2.1]'),
  );
  expect(await postfixEvidence(log)(ID, LONG_AGO)).toBe('unknown');
});

test('what was broken off, and came again, was taken; in whichever order the lines come', async () => {
  const lost = received('EB8AB9A3DD1') + line('lost connection after DATA (9 bytes) from unknown[192.0.2.1]');
  writeFileSync(log, lost + received('4fQx2z1Jm8z9Z') + active('4fQx2z1Jm8z9Z'));
  expect(await postfixEvidence(log)(ID, LONG_AGO)).toBe('accepted');
});

test('a letter refused at its end was not taken', async () => {
  const refused =
    'EB8AB9A3DD1: milter-reject: END-OF-MESSAGE from unknown[192.0.2.1]: 5.7.1 Spam; from=<nhip@nhip.example>';
  writeFileSync(log, received('EB8AB9A3DD1') + line(refused, { program: 'cleanup' }));
  expect(await postfixEvidence(log)(ID, LONG_AGO)).toBe('notAccepted');
});

test('a letter the log does not know was not taken, once there was time enough', async () => {
  writeFileSync(log, received('EB8AB9A3DD1'));
  const evidence = postfixEvidence(log);
  expect(await evidence('<other@nhip.example>', agoIso(500))).toBe('unknown');
  expect(await evidence('<other@nhip.example>', agoIso(10_000))).toBe('notAccepted');
});

test('the log may be rotated while it is read, and before', async () => {
  writeFileSync(`${log}.2.gz`, gzipSync(received('AAAAAAAAAA1') + active('AAAAAAAAAA1')));
  writeFileSync(`${log}.1`, received('BBBBBBBBBB2').replaceAll(ID, '<two@nhip.example>'));
  writeFileSync(log, '');
  const evidence = postfixEvidence(log);
  expect(await evidence(ID, LONG_AGO)).toBe('accepted');
  // Written by whoever still had the old file open.
  const inOld = active('BBBBBBBBBB2');
  renameSync(log, `${log}.1`);
  appendFileSync(`${log}.1`, inOld);
  writeFileSync(log, received('CCCCCCCCCC3').replaceAll(ID, '<three@nhip.example>') + active('CCCCCCCCCC3'));
  expect(await evidence('<two@nhip.example>', LONG_AGO)).toBe('accepted');
  expect(await evidence('<three@nhip.example>', LONG_AGO)).toBe('accepted');
});

test('where the log begins after the letter, nobody can tell', async () => {
  writeFileSync(`${log}.1`, line('connect from unknown[192.0.2.1]', { at: new Date(Date.now() - 60_000) }));
  writeFileSync(log, line('connect from unknown[192.0.2.1]', { at: new Date(Date.now() - 30_000) }));
  expect(await postfixEvidence(log)(ID, agoIso(50_000))).toBe('unknown');
  writeFileSync(
    `${log}.1`,
    line('connect from unknown[192.0.2.1]', { at: new Date(Date.now() - 3_600_000) }),
  );
  expect(await postfixEvidence(log)(ID, agoIso(50_000))).toBe('notAccepted');
});

test('a log that cannot be read is no evidence', async () => {
  await expect(postfixEvidence(log)(ID, LONG_AGO)).rejects.toThrow('ENOENT');
});

test('evidence is chosen by an address', async () => {
  writeFileSync(log, received('EB8AB9A3DD1') + active('EB8AB9A3DD1'));
  expect(await evidenceAt(`postfix:${log}?settle=10`)(ID, LONG_AGO)).toBe('accepted');
  expect(evidenceAt('imaps://journal:x@mail.example/Journal').source).toBe('journal');
  expect(evidenceAt('none').source).toBeUndefined();
  expect(() => evidenceAt('postfix:/mail.log?settle=soon')).toThrow('settle');
  expect(() => evidenceAt('http://relay.example')).toThrow('not an IMAP address');
  expect(() => evidenceAt('somewhere')).toThrow('Invalid URL');
});
