// `nhip start` as a stranger meets it: everything up, letters to come, a clean stop, and on from there.
import { rmSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { readCatcher } from '../../machine/catcher.js';
import { homeAt, readRun } from '../../machine/home.js';
import { signal } from '../../machine/processMark.js';
import { build, json, nhip, startSystem, type System } from '../cli/engineRun.js';
import { childrenOf, freshFolder, leftAfter } from './owner.js';

const LIMIT_MS = 180_000;
const home = freshFolder();

beforeAll(build, LIMIT_MS);
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function query<T>(sql: string): Promise<readonly T[]> {
  const client = new pg.Client(readRun(homeAt(home))?.postgres ?? '');
  await client.connect();
  try {
    return (await client.query(sql)).rows as readonly T[];
  } finally {
    await client.end();
  }
}

interface Letter {
  readonly id: string;
  readonly state: string;
  readonly notices: readonly { readonly id: string; readonly state: string }[];
}

const armedNotices = (letters: readonly Letter[]): readonly string[] =>
  letters
    .flatMap(({ notices }) => notices.filter(({ state }) => state === 'armed').map(({ id }) => id))
    .toSorted();

// The SDK counts a turn a moment after its transaction, by which `start` already says that it is ready.
async function metricsWithTurns(port: number): Promise<string> {
  for (let tries = 0; ; tries += 1) {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    if (/^nhip_turn_seconds_count [1-9]/m.test(text) || tries === 50) return text;
    await setTimeout(200);
  }
}

async function stopped(system: System, name: 'SIGINT' | 'SIGTERM'): Promise<readonly string[]> {
  const children = childrenOf(home);
  expect(children.length).toBeGreaterThanOrEqual(4);
  process.kill(-(system.process.pid ?? 0), name);
  expect(await system.ended).toBe(0);
  return leftAfter(children, home, 1_000);
}

describe('a first start in an empty folder', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem(home);
  });

  test(
    'shows within 30 s where everything is, the six lapsed agreements as history, the sample running, and the next letters',
    async () => {
      const { started, ms } = await system.ready;
      expect(ms).toBeLessThan(30_000);
      expect(started.agreements.map(({ code, status }) => [code, status])).toEqual([
        ['bt-2021', 'history'],
        ['dd-llvt', 'history'],
        ['dd-ubnd', 'history'],
        ['mau-2026', 'running'],
        ['qb', 'history'],
        ['tn', 'history'],
        ['tw-79', 'history'],
      ]);
      expect(started.next.length).toBeGreaterThan(0);
      expect(new Set(started.next.map(({ at }) => at)).size).toBe(1);
      for (const { to, subject } of started.next) {
        expect(to).toMatch(/\.example$/);
        expect(subject).toMatch(/\S/);
      }
      expect((await fetch(started.ui)).status).toBe(200);
      expect(await (await fetch(started.desk)).text()).toContain(started.ui);
    },
    LIMIT_MS,
  );

  test('says that every part is well', async () => {
    await system.ready;
    const answer = await fetch(`http://127.0.0.1:${system.port}/healthz`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      ok: true,
      parts: { engine: true, database: true, relay: true, worker: true },
    });
    const doctor = await system.run('doctor', '--json');
    expect(doctor.code).toBe(0);
    expect(json<readonly { part: string; ok: boolean }[]>(doctor).every(({ ok }) => ok)).toBe(true);
  });

  test('counts letters, notices, turns and what the SDK counts', async () => {
    await system.ready;
    const text = await metricsWithTurns(system.port);
    const letters = json<readonly Letter[]>(await system.run('mail', 'list', '--json'));
    const waiting = letters.filter(({ state }) => state === 'composing').length;
    expect(text).toContain(`nhip_letters_total{state="composing"} ${waiting}\n`);
    expect(text).toContain(`nhip_notices_armed ${armedNotices(letters).length}\n`);
    expect(text).toContain('nhip_matters_open 0\n');
    expect(text).toContain('nhip_letter_lateness_seconds_count 0\n');
    expect(text).toMatch(/^nhip_turn_seconds_count [1-9]\d*$/m);
    expect(text).toMatch(/^temporal_request\{/m);
  });

  test('a second start on the same folder or port is refused with who has it', async () => {
    await system.ready;
    const port = await nhip(['start'], { NHIP_HOME: freshFolder(), NHIP_PORT: String(system.port) });
    expect([port.code, port.stdout]).toEqual([1, '']);
    expect(port.stderr).toContain(`Cổng ${system.port} đã có chương trình khác dùng. [PortTaken]`);
    const folder = await nhip(['start', '--lang', 'en'], {
      NHIP_HOME: home,
      NHIP_PORT: String(system.port + 1),
    });
    expect([folder.code, folder.stdout]).toEqual([1, '']);
    expect(folder.stderr).toContain('[DataFolderLocked]');
    expect(folder.stderr).toContain(`process ${system.process.pid}`);
    const both = await nhip(['start'], { NHIP_HOME: home, NHIP_PORT: String(system.port) });
    expect([both.code, both.stderr]).toEqual([1, expect.stringContaining('[DataFolderLocked]')]);
  });

  test(
    'Ctrl-C, pressed twice, stops all in order, and no process is left',
    async () => {
      await system.ready;
      const children = childrenOf(home);
      process.kill(-(system.process.pid ?? 0), 'SIGINT');
      process.kill(-(system.process.pid ?? 0), 'SIGINT');
      expect(await system.ended).toBe(0);
      expect(await leftAfter(children, home, 1_000)).toEqual([]);
      expect(system.stderr()).toContain('Đã dừng.');
      expect(readRun(homeAt(home))).toBeNull();
    },
    LIMIT_MS,
  );
});

test(
  'starting again goes on where it was: same letters, same turns, and what was submitted stays so',
  async () => {
    const first = await startSystem(home);
    await first.ready;
    const [agreement] = json<readonly { code: string; openCycles: readonly number[] }[]>(
      await first.run('agreements', '--json'),
    ).filter(({ code }) => code === 'mau-2026');
    const year = String(agreement?.openCycles.at(-1));
    const submitted = await first.run(
      'submit',
      'mau-2026',
      year,
      'conferencePlan',
      '--by',
      'btgdv-thai-nguyen',
      '--number',
      '19-KH/BTGDVTU',
      '--json',
    );
    expect(json<{ ok: boolean; withdrawn: readonly string[] }>(submitted)).toMatchObject({ ok: true });
    const before = json<readonly Letter[]>(await first.run('mail', 'list', '--json'));
    const turns = await query<{ cycle: string; n: number }>('select cycle, n from cycle_turn order by cycle');
    expect(await stopped(first, 'SIGTERM')).toEqual([]);

    const second = await startSystem(home);
    const { started } = await second.ready;
    expect(started.agreements).toHaveLength(7);
    expect(await query('select cycle, n from cycle_turn order by cycle')).toEqual(turns);
    expect(await query('select max(version)::int as version from register_change')).toEqual([{ version: 1 }]);
    expect(json<readonly Letter[]>(await second.run('mail', 'list', '--json'))).toEqual(before);
    const again = await second.run(
      'submit',
      'mau-2026',
      year,
      'conferencePlan',
      '--by',
      'btgdv-thai-nguyen',
      '--number',
      '20-KH/BTGDVTU',
    );
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('[AlreadySubmitted]')]);
    expect((await second.run('replan')).code).toBe(0);
    const later = await query<{ cycle: string; n: number }>('select cycle, n from cycle_turn order by cycle');
    expect(later.map(({ n }) => n)).toEqual(turns.map(({ n }) => n + 1));
    expect(armedNotices(json<readonly Letter[]>(await second.run('mail', 'list', '--json')))).toEqual(
      armedNotices(before),
    );
    const ids = readCatcher(homeAt(home).mail).map(({ messageId }) => messageId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(await stopped(second, 'SIGINT')).toEqual([]);
  },
  LIMIT_MS,
);

test(
  'a server that dies is named, the others are stopped, exit 3',
  async () => {
    const system = await startSystem(home);
    await system.ready;
    const children = childrenOf(home);
    for (const { pid } of children.filter(({ name }) => name === 'catcher')) signal(pid, 'SIGKILL');
    expect(await system.ended).toBe(3);
    expect(system.stderr()).toContain('Đã dừng ngoài dự kiến: hộp giữ thư');
    expect(await leftAfter(children, home, 1_000)).toEqual([]);
  },
  LIMIT_MS,
);
