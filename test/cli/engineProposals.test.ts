// What arises, on the running engine: proposed from a file, adopted at a meeting for the next year, ratified party by party.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { instantFromMs, localDateOf } from '../../domain/localDate.js';
import { leftAfter } from '../system/owner.js';
import { build, json, type Ran, startSystem, type System } from './engineRun.js';

const LIMIT_MS = 300_000;
const today = localDateOf(instantFromMs(Date.now()));
const CODE = 'mau-2026';
const PARTIES = ['btgdv-thai-nguyen', 'du-ubnd-thai-nguyen'] as const;

let system: System;
let year = '';

beforeAll(async () => {
  await build();
  system = await startSystem();
  await system.ready;
  const listed = json<readonly { code: string; openCycles: readonly number[] }[]>(
    await system.run('agreements', '--json'),
  );
  year = String(listed.find(({ code }) => code === CODE)?.openCycles.at(-1));
}, LIMIT_MS);

afterAll(async () => {
  system.process.kill('SIGINT');
  await system.ended;
  expect(await leftAfter([], system.home, 1_000)).toEqual([]);
  rmSync(system.home, { recursive: true, force: true });
}, LIMIT_MS);

/** A list of one obligation, due at the end of the cycle's year. */
function listOf(kind: string, title: string): string {
  const path = join(system.home, `${kind}.yaml`);
  writeFileSync(
    path,
    `- { kind: ${kind}, title: ${title}, due: { day: 31/12 }, ladder: { before: [ 1 ] } }\n`,
  );
  return path;
}

interface Shown {
  readonly obligations: readonly {
    readonly id: string;
    readonly status: string;
    readonly title: string;
    readonly proposal?: { readonly ratified: readonly string[]; readonly waiting: readonly string[] };
  }[];
  readonly letters: readonly { readonly notices: readonly { readonly obligation: string | null }[] }[];
}

async function shown(cycle: string, id: string): Promise<Shown['obligations'][number] & { letters: number }> {
  const [only] = json<readonly Shown[]>(await system.run('show', CODE, cycle, '--json'));
  const obligation = only?.obligations.find((one) => one.id === `${CODE}/${cycle}/${id}`);
  if (!only || !obligation) throw new Error(`no ${id} in ${cycle}`);
  const letters = only.letters.filter(({ notices }) =>
    notices.some((notice) => notice.obligation === obligation.id),
  );
  return { ...obligation, letters: letters.length };
}

async function history(cycle: string): Promise<string> {
  return (await system.run('history', CODE, cycle)).stdout;
}

const refusedWith = (ran: Ran): unknown => [
  ran.code,
  json<{ refusal: { code: string } | null }>(ran).refusal?.code,
];

test(
  'a proposal is listed without letters until each party has ratified, then reminded of',
  async () => {
    const file = listOf('kiemTra', 'Kiểm tra liên ngành');
    const proposed = await system.run('propose', CODE, year, file);
    expect([proposed.code, proposed.stderr]).toEqual([0, '']);
    expect(proposed.stdout).toMatch(
      /^Đã ghi nhận: đề xuất 1 việc mới vào chu kỳ năm \d{4}; chờ các bên thống nhất\.\nCòn chờ .+ và .+ thống nhất/,
    );
    // Said again it is the same request.
    expect((await system.run('propose', CODE, year, file)).code).toBe(0);
    expect(await shown(year, 'kiemTra')).toMatchObject({
      status: 'proposed',
      title: 'Kiểm tra liên ngành',
      proposal: { ratified: [], waiting: PARTIES },
      letters: 0,
    });
    const submit = ['submit', CODE, year, 'kiemTra', '--by', PARTIES[0], '--json'];
    expect(refusedWith(await system.run(...submit))).toEqual([1, 'StillProposed']);
    const other = listOf('kiemTra', 'Việc khác cùng mã');
    expect(refusedWith(await system.run('propose', CODE, year, other, '--json'))).toEqual([
      1,
      'ObligationExists',
    ]);
    expect((await shown(year, 'kiemTra')).title).toBe('Kiểm tra liên ngành');

    const first = await system.run('ratify', CODE, year, '--by', PARTIES[0]);
    expect([first.code, first.stdout]).toEqual([0, expect.stringContaining('Còn chờ ')]);
    expect(await shown(year, 'kiemTra')).toMatchObject({ status: 'proposed', letters: 0 });
    expect((await system.run('show', CODE, year)).stdout).toMatch(/chờ .+ thống nhất/);
    const second = await system.run('ratify', CODE, year, '--by', PARTIES[1], '--json');
    expect([second.code, json<{ ok: boolean }>(second).ok]).toEqual([0, true]);
    const standing = await shown(year, 'kiemTra');
    expect(standing.proposal).toEqual({ ratified: PARTIES, waiting: [] });
    expect(['open', 'upcoming', 'notApplicable']).toContain(standing.status);
    if (standing.status !== 'notApplicable') expect(standing.letters).toBeGreaterThan(0);

    expect(await history(year)).toMatch(
      /đã đề xuất 1 việc mới: Kiểm tra liên ngành.*; chờ các bên thống nhất\./,
    );
    expect(await history(year)).toMatch(/đã thống nhất Kiểm tra liên ngành.*; còn chờ .+\./);
    expect(await history(year)).toMatch(/Các bên đã thống nhất Kiểm tra liên ngành.*; bắt đầu theo dõi/);
  },
  LIMIT_MS,
);

test(
  'what a meeting adopts stands in the next cycle, which is opened for it',
  async () => {
    const next = String(Number(year) + 1);
    const meeting = ['reviewConference', '--on', today] as const;
    const scheduled = await system.run('schedule', CODE, year, ...meeting, '--anyway', '--reason', 'Họp bù');
    expect([scheduled.code, scheduled.stderr]).toEqual([0, '']);
    const file = listOf('ketLuan', 'Thực hiện kết luận');
    const bad = join(system.home, 'bad.yaml');
    writeFileSync(bad, '- { kind: ketLuan, title: T, owners: [ khong-co ], due: { day: 31/12 } }\n');
    const wrong = await system.run('conclude', CODE, year, ...meeting, '--next', bad);
    expect([wrong.code, wrong.stderr]).toEqual([
      1,
      expect.stringContaining('bad.yaml:1:40: [0].owners[0].body'),
    ]);
    const concluded = await system.run('conclude', CODE, year, ...meeting, '--next', file);
    expect([concluded.code, concluded.stderr]).toEqual([0, '']);
    expect(concluded.stdout).toContain(`chuyển 1 việc vào chu kỳ năm ${next}, chờ các bên thống nhất`);
    for (const party of PARTIES) expect((await system.run('ratify', CODE, next, '--by', party)).code).toBe(0);
    const standing = await shown(next, 'ketLuan');
    expect(standing).toMatchObject({ proposal: { ratified: PARTIES, waiting: [] } });
    expect(standing.letters).toBeGreaterThan(0);
    expect(await history(year)).toContain(`Đã chuyển 1 kết luận vào chu kỳ năm ${next}.`);
    expect(await history(next)).toContain(`theo kết luận của chu kỳ năm ${year}: Thực hiện kết luận`);
    const again = await system.run('ratify', CODE, next, '--by', PARTIES[0], '--json');
    expect(refusedWith(again)).toEqual([1, 'AlreadyRatified']);
  },
  LIMIT_MS,
);
