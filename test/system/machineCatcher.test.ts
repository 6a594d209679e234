// The mail catcher: what it acknowledged it has, whatever happens to it.
import { readFileSync, rmSync, truncateSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Catcher } from '../../machine/catcher.js';
import { hasMessage, INDEX, readCatcher, readLetter, startCatcher } from '../../machine/catcher.js';
import { childEnvironment } from '../../machine/childEnvironment.js';
import type { Guard } from '../../machine/guard.js';
import { openGuard } from '../../machine/guard.js';
import { signal } from '../../machine/processMark.js';
import { ensureBuilt } from './build.js';
import { freshFolder, started } from './owner.js';

const folder = freshFolder();
let guard: Guard;

beforeAll(async () => {
  await ensureBuilt();
  guard = await openGuard();
}, 120_000);
afterAll(async () => {
  await guard.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(name: string): Promise<Catcher> {
  const log = join(folder, `${name}.log`);
  return started(
    await startCatcher(guard, { folder: join(folder, name), log, env: childEnvironment(process.env) }),
  );
}

const addressOf = ({ url }: Catcher) => ({ host: new URL(url).hostname, port: Number(new URL(url).port) });

const letter = (n: number) => ({
  from: 'nhip@nhip.example',
  to: [`van-thu-${n}@bdvtw.example`, 'lanh-dao@bdvtw.example'],
  subject: `Nhắc việc số ${n}: Kế hoạch phối hợp`,
  text: 'Kính gửi\n.dòng bắt đầu bằng dấu chấm\nTrân trọng',
  messageId: `<letter-${n}@nhip.example>`,
});

test('a letter is kept as it was sent, with its envelope, and found by its Message-ID', async () => {
  const catcher = await start('one');
  const transport = createTransport(catcher.url);
  await transport.sendMail(letter(1));
  transport.close();
  const [kept] = readCatcher(catcher.folder);
  if (kept === undefined) throw new Error('nothing was kept');
  expect(kept).toMatchObject({
    messageId: '<letter-1@nhip.example>',
    from: 'nhip@nhip.example',
    to: ['van-thu-1@bdvtw.example', 'lanh-dao@bdvtw.example'],
  });
  expect(kept.file).toBe(`${Date.parse(kept.receivedAt)}-${kept.file.split('-')[1] ?? ''}`);
  const content = readLetter(catcher.folder, kept);
  expect(content.length).toBe(kept.size);
  expect(content.toString()).toContain('Message-ID: <letter-1@nhip.example>');
  expect(hasMessage(catcher.folder, '<letter-1@nhip.example>')).toBe(true);
  expect(hasMessage(catcher.folder, 'letter-1@nhip.example')).toBe(true);
  expect(hasMessage(catcher.folder, '<letter-2@nhip.example>')).toBe(false);
  await catcher.child.stop(5_000);
});

test('a letter larger than is accepted is refused for good, and the next one is taken', async () => {
  const catcher = await start('large');
  const transport = createTransport(catcher.url);
  // 23 MB become more than 30 MB in base64.
  const attachments = [{ filename: 'a.bin', content: Buffer.alloc(23 * 1024 * 1024) }];
  await expect(transport.sendMail({ ...letter(1), attachments })).rejects.toMatchObject({
    responseCode: 552,
  });
  await transport.sendMail(letter(2));
  transport.close();
  expect(readCatcher(catcher.folder).map(({ messageId }) => messageId)).toEqual(['<letter-2@nhip.example>']);
  await catcher.child.stop(5_000);
}, 20_000);

test('a catcher killed with -9 under load has every letter it acknowledged, and goes on with the same folder', async () => {
  const catcher = await start('killed');
  const transport = createTransport({ ...addressOf(catcher), pool: true, maxConnections: 10 });
  const acknowledged: string[] = [];
  const sending = Array.from({ length: 3_000 }, async (_, n) => {
    const sent = await transport.sendMail(letter(n)).catch(() => null);
    if (sent !== null) acknowledged.push(sent.messageId);
    if (acknowledged.length === 500) signal(catcher.child.mark.pid, 'SIGKILL');
  });
  await catcher.child.ended;
  transport.close();
  await Promise.all(sending);
  expect(acknowledged.length).toBeGreaterThanOrEqual(500);
  expect(acknowledged.length).toBeLessThan(3_000);
  const kept = readCatcher(catcher.folder);
  const ids = new Set(kept.map(({ messageId }) => messageId));
  expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
  for (const one of kept) expect(readLetter(catcher.folder, one).length).toBe(one.size);

  const again = await start('killed');
  const second = createTransport(again.url);
  await second.sendMail(letter(9_999));
  second.close();
  expect(readCatcher(again.folder)).toHaveLength(kept.length + 1);
  await again.child.stop(5_000);
}, 60_000);

test('a line cut short by a crash is not evidence, and does not swallow the line after it', async () => {
  const catcher = await start('torn');
  const transport = createTransport(catcher.url);
  for (const n of [1, 2]) await transport.sendMail(letter(n));
  transport.close();
  await catcher.child.stop(5_000);
  const index = join(catcher.folder, INDEX);
  truncateSync(index, statSync(index).size - 20);
  expect(hasMessage(catcher.folder, '<letter-2@nhip.example>')).toBe(false);
  const again = await start('torn');
  const second = createTransport(again.url);
  await second.sendMail(letter(3));
  second.close();
  expect(readCatcher(again.folder).map(({ messageId }) => messageId)).toEqual([
    '<letter-1@nhip.example>',
    '<letter-3@nhip.example>',
  ]);
  expect(readFileSync(index, 'utf8').endsWith('\n')).toBe(true);
  await again.child.stop(5_000);
}, 20_000);
