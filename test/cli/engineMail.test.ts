// A person's hand on letters from the command line, on a running system: hold, release, withdraw, refusals, the test letter,
// what doctor, figures and front page say of it.
import { rmSync } from 'node:fs';
import { build, json, startSystem, type System } from './engineRun.js';

const LIMIT_MS = 240_000;
let system: System;

beforeAll(async () => {
  await build();
  system = await startSystem();
  await system.ready;
}, LIMIT_MS);
afterAll(async () => {
  system.process.kill('SIGINT');
  await system.ended;
  rmSync(system.home, { recursive: true, force: true });
}, LIMIT_MS);

interface Listed {
  readonly id: string;
  readonly at: string;
  readonly state: string;
  readonly held: { readonly cause: string; readonly stillTrue: boolean; readonly why: string | null } | null;
}
const listed = async (...args: readonly string[]): Promise<readonly Listed[]> =>
  json(await system.run('mail', 'list', '--json', ...args));

test(
  'a letter that waits is held with a reason, shown as still true, and let go in its time',
  async () => {
    const [letter] = await listed('--state', 'ready');
    if (!letter) throw new Error('nothing is armed');
    const bare = await system.run('mail', 'hold', letter.id);
    expect([bare.code, bare.stderr]).toEqual([1, expect.stringContaining('[ReasonRequired]')]);
    const held = await system.run('mail', 'hold', letter.id, '--reason', 'chờ ý kiến');
    expect([held.code, held.stdout.trim()]).toEqual([0, `Đã ghi nhận: giữ lại thư ${letter.id}.`]);
    expect(await listed('--state', 'held')).toEqual([
      { ...letter, state: 'held', held: { cause: 'person', stillTrue: true, why: null } },
    ]);
    const text = await system.run('mail', 'list', '--state', 'held');
    expect(text.stdout).toContain('có người yêu cầu giữ; còn đúng');
    const doctor = json<readonly { part: string; ok: boolean; mend: string | null }[]>(
      await system.run('doctor', '--json'),
    );
    expect(doctor.find(({ part }) => part === 'heldLetters')).toMatchObject({
      ok: false,
      mend: expect.stringContaining('nhip mail release'),
    });
    const desk = `http://127.0.0.1:${system.port}`;
    expect(await (await fetch(`${desk}/metrics`)).text()).toContain('nhip_letters_held{cause="person"} 1');
    expect(await (await fetch(desk)).text()).toContain('nhip mail list --state held');
    const released = json<{ released: readonly { id: string; at: string }[]; withdrawn: readonly string[] }>(
      await system.run('mail', 'release', letter.id, '--json'),
    );
    expect(released).toMatchObject({ released: [{ id: letter.id, at: letter.at }], withdrawn: [] });
    expect(await listed('--state', 'held')).toEqual([]);
    const again = await system.run('mail', 'release', letter.id, '--lang', 'en');
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('[LetterInState]')]);
    const none = await system.run('mail', 'release', '--all');
    expect([none.code, none.stdout.trim()]).toEqual([0, 'Không có thư nào đang giữ. Không có thay đổi.']);
  },
  LIMIT_MS,
);

test(
  'a letter is withdrawn for good, and history names the reason',
  async () => {
    const letter = (await listed('--state', 'ready')).at(-1);
    if (!letter) throw new Error('nothing is armed');
    const done = await system.run('mail', 'withdraw', letter.id, '--reason', 'gửi bằng đường khác');
    expect(done.code).toBe(0);
    const shown = json<Listed>(await system.run('mail', 'show', letter.id, '--json'));
    expect(shown.state).toBe('withdrawn');
    const twice = await system.run('mail', 'withdraw', letter.id, '--reason', 'x');
    expect([twice.code, twice.stderr]).toEqual([1, expect.stringContaining('[LetterInState]')]);
  },
  LIMIT_MS,
);

test(
  'what is not there, not in doubt or not said is refused with its exit code',
  async () => {
    const asked = [
      ['release', 'nobody@x.example/2026-01-01T01:00:00Z'],
      ['settle', 'nobody', 'sent', '--reason', 'x'],
      ['release'],
      ['settle', 'nobody', 'perhaps'],
      ['test', 'not an address'],
    ];
    const runs = [];
    for (const args of asked) runs.push(await system.run('mail', ...args));
    expect(runs.map(({ code, stderr }) => [code, /\[(\w+)\]/.exec(stderr)?.[1] ?? null])).toEqual([
      [1, 'UnknownLetter'],
      [1, 'UnknownLetter'],
      [2, 'WrongUsage'],
      [2, 'WrongUsage'],
      [1, 'AddressNotValid'],
    ]);
  },
  LIMIT_MS,
);

test(
  'a test letter goes through the relay, and its dialogue is shown',
  async () => {
    const sent = await system.run('mail', 'test', 'vanthu@bdvtw.example');
    expect([sent.code, sent.stdout]).toEqual([0, expect.stringMatching(/đã nhận thư thử .*: 250/)]);
    const told = json<{ ok: boolean; class: string; opened: boolean }>(
      await system.run('mail', 'test', 'vanthu@bdvtw.example', '--json'),
    );
    expect(told).toMatchObject({ ok: true, class: 'accepted', opened: false });
  },
  LIMIT_MS,
);
