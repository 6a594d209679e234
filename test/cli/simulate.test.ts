// What `nhip simulate`, `calendar` and `workday` promise to those who read them: keys, exit codes, languages, speed.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { folderOf } from '../files/written.js';
import { nhip, nhipJson } from './command.js';

const TW = 'examples/agreements/tw-79.yaml';
const EVENTS = 'examples/events/tw-79-2018.yaml';

interface Json {
  readonly agreements: readonly string[];
  readonly from: string | null;
  readonly to: string | null;
  readonly cycles: readonly JsonCycle[];
  readonly letters: readonly JsonLetter[];
  readonly drafts: readonly object[];
  readonly matters: readonly object[];
  readonly refusals: readonly object[];
  readonly provisional: readonly number[];
}

interface JsonCycle {
  readonly agreement: string;
  readonly year: number;
  readonly reference?: boolean;
  readonly stages: readonly { readonly stage: string; readonly status: string | null }[];
  readonly obligations: readonly JsonObligation[];
}

interface JsonObligation {
  readonly id: string;
  readonly status: string | null;
  readonly duties: readonly object[];
}

interface JsonLetter {
  readonly at: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly notices: readonly { readonly obligation: string | null; readonly step: string }[];
}

const keys = (value: object | undefined): readonly string[] => Object.keys(value ?? {});

describe('simulate --json', () => {
  test('prints a year of programme 79 as the contract has it, key by key', async () => {
    const json = await nhipJson<Json>('simulate', TW, '--year', '2018');
    expect(keys(json)).toEqual([
      'agreements',
      'from',
      'to',
      'cycles',
      'letters',
      'drafts',
      'matters',
      'refusals',
      'provisional',
    ]);
    expect(json).toMatchObject({
      agreements: ['tw-79'],
      from: '2017-12-01',
      to: '2019-05-14',
      matters: [],
      refusals: [],
      provisional: [],
    });
    const [cycle] = json.cycles;
    expect(keys(cycle)).toEqual(['agreement', 'year', 'stages', 'obligations']);
    expect(cycle?.stages).toEqual([
      { stage: 'planning', status: 'unmet' },
      { stage: 'midYearReview', status: 'unmet' },
      { stage: 'reviewConference', status: 'unmet' },
    ]);
    const [plan] = cycle?.obligations ?? [];
    expect(keys(plan)).toEqual([
      'id',
      'kind',
      'title',
      'form',
      'stage',
      'basis',
      'quote',
      'source',
      'dueBasis',
      'completion',
      'status',
      'covers',
      'opens',
      'nominalDue',
      'due',
      'duties',
    ]);
    expect(plan).toMatchObject({
      id: 'tw-79/2018/annualPlan',
      kind: 'annualPlan',
      form: 'paper',
      stage: 'planning',
      basis: 'mandated',
      source: '003_2b3171e4b9b06d55.txt',
      dueBasis: 'configured',
      completion: 'any',
      status: 'unmet',
      covers: { from: '2018-01-01', to: '2018-12-31' },
      opens: '2017-12-15',
      nominalDue: '2018-02-28',
      due: '2018-02-28',
      duties: [
        { body: 'bdv-tw', due: '2018-02-28', status: 'unmet' },
        { body: 'bcsd-cp', due: '2018-02-28', status: 'unmet' },
      ],
    });
  });

  test('tells every letter with its words and its notices', async () => {
    const { letters } = await nhipJson<Json>('simulate', TW, '--year', '2018');
    const letter = letters.find(
      ({ at, to }) => at === '2018-01-24T08:00:00+07:00' && to === 'vanthu@bdvtw.example',
    );
    expect(keys(letter)).toEqual(['at', 'to', 'post', 'body', 'class', 'subject', 'text', 'notices']);
    expect(letter).toMatchObject({
      post: 'van-thu',
      body: 'bdv-tw',
      class: 'morning',
      subject: '[TW-79] Nhắc việc: Kế hoạch năm 2018, hạn 28/02/2018',
      notices: [
        {
          id: 'tw-79/2018/annualPlan/bdv-tw/van-thu/before-20/2018-02-28',
          obligation: 'tw-79/2018/annualPlan',
          body: 'bdv-tw',
          step: 'before-20',
          due: '2018-02-28',
        },
      ],
    });
    expect(letter?.text).toContain('Thời hạn:   chậm nhất là thứ Tư, ngày 28/02/2018');
    for (const { subject, text } of letters) {
      expect(subject).not.toBe('');
      expect(text).toContain('\n--\n');
      expect(`${subject}${text}`.normalize('NFC')).toBe(`${subject}${text}`);
    }
  });

  test('lists drafts, refusals and matters, each with its keys and a sentence', async () => {
    const folder = folderOf({
      'events.yaml': [
        '- { at: 2018-02-08T09:00:00+07:00, do: submit, agreement: tw-79, year: 2018, obligation: annualPlan, by: bdv-tw, number: 1573-KH/BDVTW-BCSĐCP }',
        '- { at: 2018-02-09T09:00:00+07:00, do: submit, agreement: tw-79, year: 2018, obligation: annualPlan, by: bdv-tw }',
        '- { at: 2018-02-09T09:10:00+07:00, do: submit, agreement: tw-79, year: 2018, obligation: annualPlan, by: bcsd-cp }',
        '- { at: 2018-02-09T09:20:00+07:00, do: submit, agreement: tw-79, year: 2018, obligation: anualPlan, by: bcsd-cp }',
      ].join('\n'),
    });
    const events = join(folder, 'events.yaml');
    const vi = await nhipJson<Json>('simulate', TW, '--year', '2018', '--events', events);
    expect(vi.refusals[0]).toEqual({
      at: '2018-02-09T09:00:00+07:00',
      do: 'submit',
      code: 'AlreadySubmitted',
      sentence: 'Ban Dân vận Trung ương đã gửi Kế hoạch năm 2018 ngày 08/02/2018 (số 1573-KH/BDVTW-BCSĐCP).',
    });
    expect(vi.refusals.slice(1)).toMatchObject([
      { code: 'AlreadySettled' },
      {
        code: 'UnknownObligation',
        sentence: 'Chu kỳ tw-79/2018 không có việc “anualPlan”; có phải “annualPlan”?',
      },
    ]);
    const en = await nhipJson<Json>('simulate', TW, '--year', '2018', '--events', events, '--lang', 'en');
    expect(en.refusals[0]).toMatchObject({
      sentence: expect.stringContaining('submitted Annual plan 2018 on 8 February 2018'),
    });
    expect(en.letters).toEqual(vi.letters);
    expect(keys(vi.drafts[0])).toEqual(['at', 'to', 'post', 'body', 'obligation', 'due']);
    expect(keys(vi.matters[0])).toEqual([
      'code',
      'agreement',
      'year',
      'obligation',
      'body',
      'since',
      'sentence',
    ]);
  });

  test('tells the reason a clerk gave in the letter that tells the act', async () => {
    const { letters } = await nhipJson<Json>('simulate', TW, '--year', '2018', '--events', EVENTS);
    const returned = letters.find(({ notices }) => notices[0]?.step === 'returned');
    expect(returned?.text).toMatch(/Đề\snghị bổ sung số liệu tiếp công dân/);
  });

  test('knows a duty without a holder by its role', async () => {
    const folder = folderOf({
      'a.yaml': [
        'agreement: a',
        'title: Chương trình A',
        'level: province',
        'term: { from: 2024, to: 2024 }',
        'parties: [ { body: b1 }, { body: b2 } ]',
        'roles: { standing: [ { year: 2030, body: b1 } ] }',
        'template: none',
        'obligations: [ { kind: reviewConference } ]',
        'bodies:',
        '  - { code: b1, name: Bên Một, regime: party, level: province, posts: [ { code: vt, title: Văn thư, rank: clerk, mailbox: vt@b1.example } ] }',
        '  - { code: b2, name: Bên Hai, regime: state, level: province, posts: [ { code: vt, title: Văn thư, rank: clerk, mailbox: vt@b2.example } ] }',
      ].join('\n'),
    });
    const { cycles, matters } = await nhipJson<Json>('simulate', join(folder, 'a.yaml'), '--year', '2024');
    expect(cycles[0]?.obligations[0]?.duties).toEqual([
      { body: null, role: 'standing', as: 'chair', due: '2025-02-03', status: 'unmet' },
    ]);
    expect(matters).toMatchObject([
      { code: 'holderUnknown', year: 2024, since: '2024-01-01', role: 'standing' },
    ]);
  });

  test('shows a cycle closed before registration for reference, without statuses', async () => {
    const folder = folderOf({
      'events.yaml': '- { at: 2024-06-03T10:00:00+07:00, do: register, agreement: dd-ubnd }',
    });
    const json = await nhipJson<Json>(
      'simulate',
      'examples/agreements/dd-ubnd.yaml',
      '--from',
      '2022-05-01',
      '--to',
      '2022-12-31',
      '--events',
      join(folder, 'events.yaml'),
    );
    expect(json.cycles).toMatchObject([
      { year: 2022, reference: true, stages: [{ status: null }, { status: null }, { status: null }] },
      { year: 2023, reference: true },
    ]);
    expect(json.letters).toEqual([]);
  });
});

describe('simulate', () => {
  test('without such a cycle answers with nothing, says so, and is no failure', async () => {
    const { code, stdout, stderr } = await nhip('simulate', TW, '--year', '2030', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      agreements: ['tw-79'],
      from: null,
      to: null,
      cycles: [],
      letters: [],
      drafts: [],
      matters: [],
      refusals: [],
      provisional: [],
    });
    expect(stderr).toBe('tw-79 không có chu kỳ năm 2030.\n');
    expect((await nhip('simulate', TW, '--year', '2030', '--lang', 'en')).stderr).toBe(
      'tw-79 has no cycle 2030.\n',
    );
  });

  test('plays several files at once, in the order given', async () => {
    const json = await nhipJson<Json>('simulate', 'examples/agreements/tn.yaml', TW, '--year', '2018');
    expect(json.agreements).toEqual(['tn', 'tw-79']);
    expect(json.cycles.map(({ agreement }) => agreement)).toEqual(['tn', 'tw-79']);
    const ats = json.letters.map(({ at, to }) => `${at} ${to}`);
    expect(ats).toEqual([...ats].sort());
  });

  test('does nothing when one file of several is bad or missing', async () => {
    const bad = join(folderOf({ 'a.yaml': 'agreement: A' }), 'a.yaml');
    for (const path of [bad, join(dirname(bad), 'absent.yaml')]) {
      const { code, stdout, stderr } = await nhip('simulate', TW, path, '--year', '2018');
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toContain(path);
    }
  });

  test('takes wrong usage for wrong usage', async () => {
    for (const args of [
      ['simulate'],
      ['simulate', TW, '--year', 'nay'],
      ['simulate', TW, '--year', '2018', '--from', '2018-01-01'],
      ['simulate', TW, '--to', '2018-02-30'],
      ['simulate', TW, '--lang', 'fr'],
      ['simulat', TW],
    ]) {
      expect((await nhip(...args)).code).toBe(2);
    }
  });

  test('prints for people what falls due, when which body is reminded, why, and what the letters say', async () => {
    const { stdout } = await nhip('simulate', TW, '--year', '2018');
    for (const part of [
      'TW-79  Chương trình phối hợp về công tác dân vận giai đoạn 2016-2020',
      'Các nguồn ghi: 2016-2020 (003_2b3171e4b9b06d55.txt); 2016-2021 (Công văn 490-CV/BDVTW',
      'Chu kỳ năm 2018, từ thứ Sáu 01/12/2017 đến hết thứ Ba 14/5/2019',
      'Kế hoạch năm 2018                   thứ Tư 28/02/2018     Ban Dân vận TW                chưa thực hiện',
      'theo văn bản: “Hằng năm, Ban Dân vận Trung ương và',
      '24/01  thứ Tư    08:00  Văn thư, Ban Dân vận TW     [TW-79] Nhắc việc: Kế hoạch năm 2018, hạn 28/02/2018',
      'Phó Trưởng Ban, Ban Dân vận TW: Kế hoạch năm 2018',
      '│ Kính gửi: Ban Cán sự Đảng Chính phủ',
    ]) {
      expect(stdout).toContain(part);
    }
    expect(stdout.split('\n').filter((line) => Array.from(line).length > 110)).toEqual([]);
  });

  test('prints the same year in English', async () => {
    const { stdout } = await nhip('simulate', TW, '--year', '2018', '--lang', 'en');
    expect(stdout).toContain('Cycle 2018, from Fri 1 Dec 2017 to Tue 14 May 2019');
    expect(stdout).toContain(
      'Annual plan 2018                    Wed 28 Feb 2018       Ban Dân vận TW                unmet',
    );
  });

  test('marks what is only for reference, and undecided years', async () => {
    const folder = folderOf({
      'events.yaml': '- { at: 2024-06-03T10:00:00+07:00, do: register, agreement: dd-ubnd }',
    });
    const past = await nhip(
      'simulate',
      'examples/agreements/dd-ubnd.yaml',
      '--from',
      '2022-05-01',
      '--to',
      '2022-12-31',
      '--events',
      join(folder, 'events.yaml'),
    );
    expect(past.stdout).toContain('(để tra cứu: đã đóng trước ngày đăng ký, không gửi thư)');
    const sample = await nhip('simulate', 'examples/agreements/mau-2026.yaml', '--year', '2026');
    expect(sample.stdout).toContain('MẪU để xem thử');
    expect(sample.stdout).toContain('Tạm tính: lịch nghỉ năm 2027 chưa có quyết định');
  });
});

describe('the days', () => {
  test('of a year are told with reason and source', async () => {
    const json = await nhipJson<Record<string, readonly object[]>>('calendar', '2025');
    expect(keys(json)).toEqual(['year', 'provisional', 'daysOff', 'workedDays']);
    expect(json['daysOff']?.find((day) => 'date' in day && day.date === '2025-01-27')).toMatchObject({
      weekday: 1,
      reason: 'tet',
    });
    expect(json['workedDays']).toMatchObject([{ date: '2025-04-26', reason: 'swap' }]);
    expect((await nhip('calendar', '25')).code).toBe(2);
  });

  test('are counted from a day', async () => {
    expect(await nhipJson('workday', '2023-09-05', '--minus', '2')).toEqual({
      date: '2023-09-05',
      working: true,
      result: '2023-08-30',
      provisional: false,
    });
    expect((await nhip('workday', '2023-02-30')).code).toBe(2);
    expect((await nhip('workday', '2023-09-05', '--plus', '1', '--minus', '1')).code).toBe(2);
  });
});

describe('the simulator', () => {
  test('loads no engine, database, mailer or inliner', () => {
    const seen = new Set<string>();
    const packages = new Set<string>();
    const walk = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const name of importsOf(file)) {
        if (name.startsWith('.')) walk(sourceOf(join(dirname(file), name)));
        else if (!name.startsWith('node:')) packages.add(name.split('/')[0] ?? name);
      }
    };
    walk('client/cli/main.ts');
    walk('client/cli/simulateCommand.ts');
    expect(seen.size).toBeGreaterThan(50);
    expect([...packages].sort()).toEqual(['commander', 'date-fns', 'yaml', 'zod']);
  });

  test('runs as a process, in a pipe without colours', () => {
    const run = (): string =>
      execFileSync(process.execPath, ['bin/nhip.js', 'simulate', TW, '--year', '2018', '--events', EVENTS], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        env: { PATH: process.env['PATH'] },
      });
    run();
    const started = performance.now();
    expect(run()).not.toContain('\u001b');
    // Under a second on an idle machine; a busy one may be slow, but not this slow.
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

/** What a file loads when it is loaded itself: type imports vanish, dynamic ones wait. */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/^(?:import|export) (?!type )[^;]*?from '([^']+)'/gm)].flatMap(
    ([, name]) => name ?? [],
  );
}

function sourceOf(path: string): string {
  const source = path.replace(/\.js$/, '.ts');
  try {
    readFileSync(source);
    return source;
  } catch {
    return `${source}x`;
  }
}
