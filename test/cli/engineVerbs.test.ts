// The commands that need the running engine: registering, telling what happened, refusals, and an engine that is silent.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { instantFromMs, localDateOf, yearOf } from '../../domain/localDate.js';
import { leftAfter } from '../system/owner.js';
import { build, json, type Ran, startSystem, type System } from './engineRun.js';

const LIMIT_MS = 180_000;
const today = localDateOf(instantFromMs(Date.now()));
const LEAD = 'btgdv-thai-nguyen';
const OTHER = 'du-ubnd-thai-nguyen';

let system: System;
/** The newest cycle of the sample: its conference plan is open from the day the cycle opened. */
let year = '';

beforeAll(async () => {
  await build();
  system = await startSystem();
  await system.ready;
  const listed = json<readonly { code: string; openCycles: readonly number[] }[]>(
    await system.run('agreements', '--json'),
  );
  year = String(listed.find(({ code }) => code === 'mau-2026')?.openCycles.at(-1));
}, LIMIT_MS);

afterAll(async () => {
  system.process.kill('SIGINT');
  await system.ended;
  expect(await leftAfter([], system.home, 1_000)).toEqual([]);
  rmSync(system.home, { recursive: true, force: true });
}, LIMIT_MS);

interface VerbJson {
  readonly ok: boolean;
  readonly refusal: { readonly code: string; readonly sentence: string } | null;
  readonly withdrawn: readonly string[];
  readonly alreadyGone: readonly string[];
  readonly nextDue: string | null;
}

const plan = (verb: string, ...options: readonly string[]): Promise<Ran> =>
  system.run(verb, 'mau-2026', year, 'conferencePlan', ...options);

interface HistoryJson {
  readonly code: string;
  readonly sentence: string;
  readonly by: string | null;
}

async function told(code: string): Promise<readonly HistoryJson[]> {
  const lines = json<readonly HistoryJson[]>(await system.run('history', 'mau-2026', year, '--json'));
  return lines.filter((line) => line.code === code);
}

describe('a request that cannot be done is refused with a sentence and what to do, and changes nothing', () => {
  const cases: readonly (readonly [code: string, sentence: RegExp, args: () => readonly string[]])[] = [
    [
      'UnknownAgreement',
      /có phải “mau-2026”\?/,
      () => ['submit', 'mau-2062', year, 'conferencePlan', '--by', LEAD],
    ],
    [
      'UnknownCycle',
      /không có chu kỳ năm 2199/,
      () => ['submit', 'mau-2026', '2199', 'conferencePlan', '--by', LEAD],
    ],
    ['CycleClosed', /đã đóng ngày/, () => ['submit', 'tw-79', '2018', 'annualPlan', '--by', 'bdv-tw']],
    [
      'NotYetOpen',
      /mở từ/,
      () => ['submit', 'mau-2026', String(Number(year) + 1), 'annualPlan', '--by', LEAD],
    ],
    [
      'UnknownObligation',
      /có phải “conferencePlan”\?/,
      () => ['submit', 'mau-2026', year, 'conferencPlan', '--by', LEAD],
    ],
    [
      'UnknownBody',
      /có phải “btgdv-thai-nguyen”\?/,
      () => ['submit', 'mau-2026', year, 'conferencePlan', '--by', 'btgdv-thai-nguyn'],
    ],
    [
      'BodyNotOwner',
      /không có phần việc/,
      () => ['submit', 'mau-2026', year, 'conferencePlan', '--by', OTHER],
    ],
    [
      'DateInFuture',
      /chưa đến/,
      () => ['submit', 'mau-2026', year, 'conferencePlan', '--by', LEAD, '--on', '2199-01-05'],
    ],
    ['IsMeeting', /là cuộc họp/, () => ['submit', 'mau-2026', year, 'reviewConference', '--by', LEAD]],
    ['NotSubmitted', /chưa gửi/, () => ['accept', 'mau-2026', year, 'conferencePlan', '--by', LEAD]],
    ['NotMeeting', /là văn bản/, () => ['schedule', 'mau-2026', year, 'conferencePlan', '--on', today]],
    [
      'ExtensionNotLater',
      /không sau hạn hiện nay/,
      () => ['extend', 'mau-2026', year, 'conferencePlan', '--to', '2020-01-06', '--reason', 'x'],
    ],
    ['ReasonRequired', /Cần nêu lý do/, () => ['waive', 'mau-2026', year, 'conferencePlan']],
    ['ReasonRequired', /Cần nêu lý do/, () => ['pause', 'mau-2026']],
    ['ReasonRequired', /Cần nêu lý do/, () => ['pause', 'mau-2026', '--reason', '  ']],
    ['NotPaused', /không tạm dừng/, () => ['resume', 'mau-2026']],
  ];
  test.each(cases)('%s: %s', async (code, sentence, args) => {
    const ran = await system.run(...args(), '--json');
    expect([ran.code, json<VerbJson>(ran)]).toEqual([
      1,
      {
        ok: false,
        refusal: { code, sentence: expect.stringMatching(sentence) },
        withdrawn: [],
        alreadyGone: [],
        nextDue: null,
      },
    ]);
    expect(ran.stderr).toMatch(new RegExp(`^Không thực hiện được: .+ \\[${code}\\]\\nCách xử lý: .+\\n$`));
  });

  test('in English where it is asked for; wrong usage is exit 2', async () => {
    const english = await plan('accept', '--by', LEAD, '--lang', 'en');
    expect([english.code, english.stdout]).toEqual([1, '']);
    expect(english.stderr).toMatch(/^Refused: .+ \[NotSubmitted\]\nWhat to do: .+\n$/);
    expect((await plan('submit')).code).toBe(2);
    expect((await plan('submit', '--by', LEAD, '--on', '2026-02-30')).code).toBe(2);
    expect((await system.run('show', 'mau-2026', 'năm nay')).code).toBe(2);
  });

  test('none of it is in the record', async () => {
    expect(await told('submitted')).toEqual([]);
    expect(await told('paused')).toEqual([]);
  });
});

describe('telling what happened', () => {
  test('a submission withdraws the letters of that duty before they leave; said again, nothing happens twice', async () => {
    const letters = json<
      readonly { id: string; notices: readonly { obligation: string; state: string }[] }[]
    >(await system.run('mail', 'list', '--json'));
    const about = letters
      .filter(({ notices }) =>
        notices.some(({ obligation, state }) => state === 'armed' && obligation?.endsWith('/conferencePlan')),
      )
      .map(({ id }) => id);
    expect(about.length).toBeGreaterThan(0);
    const first = json<VerbJson>(await plan('submit', '--by', LEAD, '--number', '19-KH/BTGDVTU', '--json'));
    expect(first).toMatchObject({ ok: true, refusal: null, alreadyGone: [] });
    expect(first.withdrawn).toEqual(expect.arrayContaining(about));
    const again = json<VerbJson>(await plan('submit', '--by', LEAD, '--number', '19-KH/BTGDVTU', '--json'));
    expect(again).toMatchObject({ ok: true, refusal: null });
    const [line, ...more] = await told('submitted');
    expect([line?.by, more]).toEqual([LEAD, []]);
    expect(line?.sentence).toMatch(
      /^Ban Tuyên giáo và Dân vận Tỉnh ủy Thái Nguyên đã gửi Kế hoạch tổ chức hội nghị năm \d+ số 19-KH\/BTGDVTU/,
    );
    const other = await plan('submit', '--by', LEAD, '--number', '20-KH/BTGDVTU');
    expect([other.code, other.stderr]).toEqual([1, expect.stringContaining('[AlreadySubmitted]')]);
  });

  test('what was returned may be submitted once more the same day, in the same words', async () => {
    const returned = await plan('return', '--by', LEAD, '--reason', 'thiếu phụ lục');
    expect([returned.code, returned.stdout]).toEqual([0, expect.stringMatching(/^Đã ghi nhận: /)]);
    const again = await plan('submit', '--by', LEAD, '--number', '19-KH/BTGDVTU');
    expect([again.code, again.stderr]).toEqual([0, '']);
    const [resubmitted] = await told('resubmitted');
    expect(resubmitted?.sentence).toMatch(
      /đã gửi lại \(lần 2\), số 19-KH\/BTGDVTU,.*; ngày tính hạn vẫn là /,
    );
    expect(resubmitted?.by).toBe(LEAD);
    const [line] = await told('returned');
    expect(line?.sentence).toContain('số 19-KH/BTGDVTU; lý do: thiếu phụ lục; gửi lại chậm nhất ');
    const full = `mau-2026/${year}/conferencePlan`;
    expect((await system.run('accept', 'mau-2026', year, full, '--by', LEAD)).code).toBe(0);
    const shown = json<readonly { obligations: readonly { id: string; status: string }[] }[]>(
      await system.run('show', 'mau-2026', year, '--json'),
    );
    expect(shown[0]?.obligations.find(({ id }) => id === full)?.status).toBe('met');
  });

  test('a pause withdraws everything and a resumption plans it anew', async () => {
    const paused = json<VerbJson>(await system.run('pause', 'mau-2026', '--reason', 'rà soát', '--json'));
    expect(paused.withdrawn.length).toBeGreaterThan(20);
    const status = async (): Promise<string | undefined> =>
      json<readonly { code: string; status: string }[]>(await system.run('agreements', '--json')).find(
        ({ code }) => code === 'mau-2026',
      )?.status;
    expect(await status()).toBe('paused');
    expect((await system.run('resume', 'mau-2026')).code).toBe(0);
    expect(await status()).toBe('running');
  });

  test('a proposal from a file that is not there is refused at its place', async () => {
    const ran = await system.run('propose', 'mau-2026', year, 'x.yaml');
    expect([ran.code, ran.stderr]).toEqual([1, expect.stringContaining('không có tệp “x.yaml”')]);
  });

  test('the record holds it all, whole', async () => {
    const verified = json<{ ok: boolean; lines: number }>(
      await system.run('record', 'verify', '--seal', '--json'),
    );
    expect(verified.ok).toBe(true);
    const lines = json<readonly { stream: string }[]>(await system.run('record', 'export', 'mau-2026'));
    expect(lines.length).toBeGreaterThan(5);
    expect(verified.lines).toBeGreaterThanOrEqual(lines.length);
  });
});

describe('an agreement of one’s own', () => {
  const write = (title: string, more = ''): string => {
    const path = join(system.home, 'rieng.yaml');
    const from = yearOf(today);
    writeFileSync(
      path,
      [
        'agreement: rieng',
        `title: ${title}`,
        'level: district',
        `term: { from: ${from}, to: ${from + 3} }`,
        'parties: [{ body: ben-a, lead: true }, { body: ben-b }]',
        ...(more === '' ? [] : [more]),
        'bodies:',
        ...['ben-a', 'ben-b'].map(
          (code) =>
            `  - { code: ${code}, name: ${code}, regime: state, level: district, posts: [{ code: van-thu, title: Văn thư, rank: clerk, mailbox: vanthu@${code}.example }] }`,
        ),
        '',
      ].join('\n'),
    );
    return path;
  };

  test('is told, registered, started and followed; the same file again changes nothing', async () => {
    const path = write('Chương trình riêng');
    const dry = json<{ new: readonly string[] }>(await system.run('register', path, '--dry-run', '--json'));
    expect(dry.new).toContain('agreement rieng');
    expect((await system.run('show', 'rieng')).code).toBe(1);
    const registered = json<{ new: readonly string[]; started: readonly string[] }>(
      await system.run('register', path, '--json'),
    );
    expect(registered).toMatchObject({ new: dry.new, started: ['rieng'] });
    const same = await system.run('register', path);
    expect([same.code, same.stdout]).toEqual([0, 'Không có thay đổi.\n']);
    const [cycle] = json<
      readonly { agreement: string; letters: readonly { subject: string; text: string }[] }[]
    >(await system.run('show', 'rieng', '--json'));
    expect(cycle?.agreement).toBe('rieng');
    expect(cycle?.letters.every(({ subject, text }) => subject !== '' && text !== '')).toBe(true);
    const changed = json<{ changed: readonly string[] }>(
      await system.run('register', write('Chương trình riêng (sửa)'), '--json'),
    );
    expect(changed.changed).toEqual(['agreement rieng']);
  });

  test('a changed file is told before it is done: due days and letters that would move, and then they do', async () => {
    const path = write('Chương trình riêng (sửa)', 'remove: [conclusionNotice]');
    const before = await unsentLetters();
    const { cycles } = json<{ readonly cycles: readonly Preview[] }>(
      await system.run('register', path, '--dry-run', '--json'),
    );
    expect(cycles.map(({ agreement }) => agreement)).toEqual(['rieng']);
    expect(cycles[0]?.dues).toContainEqual(
      expect.objectContaining({
        obligation: expect.stringMatching(/conclusionNotice$/),
        body: 'ben-a',
        to: null,
      }),
    );
    expect(await unsentLetters()).toEqual(before);
    const told = (await system.run('register', path, '--dry-run')).stdout;
    expect(told).toMatch(/thay đổi: chương trình rieng/);
    expect(told).toMatch(/bỏ: Thông báo kết luận năm \d{4} \(ben-a\), hạn /);
    expect(told).toMatch(/thư không còn gửi: \d+/);
    await system.run('register', path);
    const gone = new Set(cycles[0]?.withdrawn.map(({ at, to }) => `${at} ${to}`));
    const added = cycles[0]?.added.map(({ at, to }) => `${at} ${to}`) ?? [];
    const expected = [...before.filter((letter) => !gone.has(letter)), ...added].toSorted();
    const from = performance.now();
    while ((await unsentLetters()).join() !== expected.join() && performance.now() - from < 20_000)
      await setTimeout(200);
    expect(await unsentLetters()).toEqual(expected);
  });

  interface Preview {
    readonly agreement: string;
    readonly dues: readonly object[];
    readonly withdrawn: readonly { readonly at: string; readonly to: string }[];
    readonly added: readonly { readonly at: string; readonly to: string }[];
  }

  async function unsentLetters(): Promise<readonly string[]> {
    const shown = json<
      readonly { readonly letters: readonly { readonly at: string; readonly to: string }[] }[]
    >(await system.run('show', 'rieng', '--json'));
    return shown.flatMap(({ letters }) => letters.map(({ at, to }) => `${at} ${to}`)).toSorted();
  }

  test('with a mistake is refused whole, at its place', async () => {
    const path = join(system.home, 'sai.yaml');
    writeFileSync(path, 'agreement: sai\ntitel: x\n');
    const ran = await system.run('register', path);
    expect([ran.code, ran.stdout]).toEqual([1, '']);
    expect(ran.stderr).toContain('sai.yaml:2:1: titel:');
    expect((await system.run('register', join(system.home, 'none.yaml'))).code).toBe(1);
  });
});

test(
  'while no worker answers, a request ends in 10 s with exit 3 and what may not be withdrawn; repeated later it is done once',
  async () => {
    const waive = ['waive', 'mau-2026', year, 'invitation', '--reason', 'gửi chung'] as const;
    system.process.kill('SIGSTOP');
    const silent = await system.run(...waive, '--json');
    system.process.kill('SIGCONT');
    expect(silent.code).toBe(3);
    expect(json<VerbJson>(silent)).toMatchObject({ ok: false, refusal: { code: 'Unanswered' } });
    expect(silent.stderr).toMatch(/[1-9]\d* thư chưa gửi có thể chưa kịp rút/);
    expect(json<VerbJson>(await system.run(...waive, '--json'))).toMatchObject({ ok: true });
    expect(await told('waived')).toHaveLength(1);
  },
  LIMIT_MS,
);
