// Who owns a data folder, when owners come, go, crash and come together.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compiledScript } from '../../machine/compiled.js';
import type { Lock } from '../../machine/lock.js';
import { ownerIn, takeLock } from '../../machine/lock.js';
import { freePorts, portTaken } from '../../machine/port.js';
import { endStalePostmaster } from '../../machine/postmaster.js';
import { isRunning, markOf, ownMark } from '../../machine/processMark.js';
import { ensureBuilt } from './build.js';
import { freshFolder, started } from './owner.js';

const folder = freshFolder();
const lockFile = join(folder, 'lock');

beforeAll(ensureBuilt, 120_000);
beforeEach(() => rmSync(lockFile, { force: true }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function leave(owner: { readonly pid: number; readonly start: string }): void {
  writeFileSync(lockFile, JSON.stringify({ ...owner, since: '2026-01-05T01:00:00.000Z', token: 'left' }));
}

test('a lock that is held is refused with folder, pid and time, and free again once released', async () => {
  const held = started(await takeLock(lockFile));
  expect(await takeLock(lockFile)).toEqual({
    failed: {
      code: 'DataFolderLocked',
      facts: { path: folder, pid: process.pid, time: expect.stringMatching(/^\d{4}-.*Z$/) as string },
    },
  });
  held.release();
  started(await takeLock(lockFile)).release();
  expect(readdirSync(folder)).toEqual([]);
});

test('a lock whose process is gone is replaced', async () => {
  const gone = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await new Promise((resolve) => gone.once('exit', resolve));
  leave({ pid: gone.pid ?? 0, start: ownMark().start });
  started(await takeLock(lockFile)).release();
});

test('a lock whose pid belongs to a later process is replaced', async () => {
  leave({ pid: process.pid, start: 'an earlier start' });
  started(await takeLock(lockFile)).release();
});

test('a file that is no lock belongs to nobody', async () => {
  writeFileSync(lockFile, 'not json');
  started(await takeLock(lockFile)).release();
});

test('releasing a lock that someone else has taken since leaves theirs alone', async () => {
  const held = started(await takeLock(lockFile));
  leave(ownMark());
  held.release();
  expect(ownerIn(lockFile)?.token).toBe('left');
});

test('of many that come at once upon a stale lock exactly one gets it', async () => {
  leave({ pid: 1, start: 'an earlier start' });
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => takeLock(lockFile)));
  const taken = outcomes.filter((outcome): outcome is Lock => 'release' in outcome);
  expect(taken).toHaveLength(1);
  for (const lock of taken) lock.release();
});

test('of several processes that come at once upon a stale lock exactly one gets it, round after round', async () => {
  const url = JSON.stringify(pathToFileURL(compiledScript('lock')).href);
  // All wait for the same instant; whoever gets the lock holds it until told, when every other has been refused.
  const contender = `const { takeLock } = await import(${url});
    while (Date.now() < Number(process.argv[2])) {}
    const lock = await takeLock(process.argv[1]);
    process.stdout.write(lock.failed ? 'refused' : 'taken');
    if (!lock.failed) process.stdin.resume();`;
  for (let round = 0; round < 3; round++) {
    leave({ pid: 1, start: 'an earlier start' });
    const at = String(Date.now() + 500);
    const contenders = Array.from({ length: 6 }, () => contending(contender, [lockFile, at]));
    const said = await Promise.all(contenders.map(firstWord));
    for (const child of contenders) child.stdin.end();
    for (const child of contenders) if (child.exitCode === null) await once(child, 'exit');
    expect(said.toSorted()).toEqual(['refused', 'refused', 'refused', 'refused', 'refused', 'taken']);
  }
}, 60_000);

function contending(script: string, args: readonly string[]): Contender {
  const node = ['--input-type=module', '--eval', script, ...args];
  return spawn(process.execPath, node, { stdio: ['pipe', 'pipe', 'inherit'] });
}

type Contender = ChildProcessByStdio<Writable, Readable, null>;

async function firstWord(child: Contender): Promise<string> {
  const [word] = (await once(child.stdout, 'data')) as [Buffer];
  return word.toString();
}

test('a process is told from a later one of the same number, and an ended one from a running one', async () => {
  expect(isRunning(ownMark())).toBe(true);
  expect(isRunning({ pid: process.pid, start: 'another' })).toBe(false);
  const child = spawn(process.execPath, ['--eval', 'setInterval(() => undefined, 1000)'], {
    stdio: 'ignore',
  });
  const mark = markOf(child.pid ?? 0) ?? ownMark();
  expect(isRunning(mark)).toBe(true);
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  expect(isRunning(mark)).toBe(false);
});

test("a database's own lock file that names some other program now is put away, a dead one's is left to it", async () => {
  const data = join(folder, 'data');
  mkdirSync(data);
  const file = join(data, 'postmaster.pid');
  writeFileSync(file, `${process.pid}\n${data}\n`);
  await endStalePostmaster(data);
  expect(existsSync(file)).toBe(false);
  writeFileSync(file, `${2 ** 22 + 1}\n${data}\n`);
  await endStalePostmaster(data);
  expect(existsSync(file)).toBe(true);
});

test('free ports are different ones, and none of them is taken', async () => {
  const ports = await freePorts(8);
  expect(new Set(ports).size).toBe(8);
  expect(await Promise.all(ports.map(portTaken))).toEqual(Array(8).fill(null));
});
