// Golden papers: the urging letter in Party and in State form, as the office gets it to edit. REWRITE=1 writes them anew.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Agreement, Body, Dossier, Language } from '../../domain/agreement.js';
import { instantAt } from '../../domain/localDate.js';
import { newCycle } from '../../domain/cycle.js';
import { type CyclePlan, planCycle } from '../../domain/plan.js';
import { startOfAgreement } from '../../domain/term.js';
import { startOf } from '../../domain/localDate.js';
import { urgingText } from '../../mail/renderUrging.js';
import { calendar, day, dossierOf } from './fixtures.js';

const FOLDER = fileURLToPath(new URL('./golden/', import.meta.url));

const post = (code: string, title: string, rank: Body['posts'][number]['rank']): Body['posts'][number] => ({
  code,
  title,
  rank,
  mailbox: `${code}@so.example`,
  language: 'vi',
});

/** A province whose Department of Home Affairs follows an agreement with a Party committee and a district. */
const STATE: readonly Body[] = [
  {
    code: 'so-noi-vu',
    name: 'Sở Nội vụ tỉnh Gia Lai',
    regime: 'state',
    level: 'province',
    parent: 'ubnd-tinh',
    phone: '0269 111 222',
    posts: [
      post('van-phong', 'Văn phòng Sở', 'office'),
      post('giam-doc', 'Giám đốc', 'head'),
      post('pho-giam-doc', 'Phó Giám đốc', 'leader'),
    ],
    succession: [],
  },
  {
    code: 'ubnd-tinh',
    name: 'UBND tỉnh Gia Lai',
    regime: 'state',
    level: 'province',
    posts: [post('van-thu', 'Văn thư', 'clerk')],
    succession: [],
  },
  {
    code: 'bchqs',
    name: 'Bộ Chỉ huy Quân sự tỉnh Gia Lai',
    regime: 'armedForces',
    level: 'province',
    posts: [post('tro-ly', 'Trợ lý', 'clerk'), post('chi-huy-truong', 'Chỉ huy trưởng', 'head')],
    succession: [],
  },
];

function stateDossier(): Dossier {
  const { agreement } = dossierOf('tw-79');
  const own: Agreement = {
    ...agreement,
    code: 'gl-nv',
    title: 'Chương trình phối hợp về công tác dân vận chính quyền',
    number: '05/CTPH-SNV-BCHQS',
    numberingScheme: 'state',
    level: 'province',
    signedOn: day('2024-01-15'),
    term: { from: day('2024-01-01'), to: day('2028-12-31'), written: 'years', statements: [] },
    parties: [
      { body: 'so-noi-vu', lead: true },
      { body: 'bchqs', lead: false },
    ],
    standingBody: 'so-noi-vu',
    obligations: [
      {
        id: 'bao-cao',
        kind: 'bao-cao',
        title: 'Báo cáo tình hình dân vận',
        due: { rule: 'day', on: { month: 3, day: 29 }, of: 'thisYear' },
        owners: [{ body: 'bchqs' }],
        onwardTo: 'ubnd-tinh',
      },
    ],
  };
  return { agreement: own, bodies: STATE };
}

function planOf(dossier: Dossier, year: number, asOf: string): CyclePlan {
  const facts = newCycle(dossier.agreement.code, year, startOf(startOfAgreement(dossier.agreement)));
  const plan = planCycle({
    dossier,
    calendar,
    quiet: [],
    facts,
    sent: [],
    asOf: instantAt(day(asOf), '09:00'),
  });
  if (!plan) throw new RangeError(`no cycle ${year}`);
  return plan;
}

function paperOf(
  dossier: Dossier,
  about: { id: string; body: string; on: string },
  language: Language,
): string {
  const year = Number(about.id.split('/')[1]);
  const plan = planOf(dossier, year, about.on);
  const draft = plan.drafts.find(({ obligation, body }) => obligation === about.id && body === about.body);
  const obligation = plan.obligations.find(({ id }) => id === about.id);
  if (!draft || !obligation) throw new RangeError(`no draft of ${about.id} to ${about.body}`);
  const at = instantAt(day(about.on), '09:00');
  return urgingText({ draft, dossier, year, obligation, at, days: calendar, language });
}

function golden(file: string, now: string): string {
  const path = `${FOLDER}${file}`;
  if (process.env['REWRITE'] === '1') writeFileSync(path, now);
  return readFileSync(path, 'utf8');
}

const PAPERS: readonly (readonly [
  name: string,
  dossier: Dossier,
  about: { id: string; body: string; on: string },
])[] = [
  ['L9-party', dossierOf('tw-79'), { id: 'tw-79/2018/annualPlan', body: 'bcsd-cp', on: '2018-04-10' }],
  [
    'L9-party-meeting',
    dossierOf('tw-79'),
    { id: 'tw-79/2018/reviewConference', body: 'bcsd-cp', on: '2019-03-25' },
  ],
  ['L9-party-own', dossierOf('tw-79'), { id: 'tw-79/2018/annualPlan', body: 'bdv-tw', on: '2018-04-10' }],
  ['L9-state', stateDossier(), { id: 'gl-nv/2024/bao-cao', body: 'bchqs', on: '2024-05-06' }],
];

const cases = PAPERS.flatMap(([name, dossier, about]) =>
  (['vi', 'en'] as const).map((language) => [name, language, dossier, about] as const),
);

describe.each(cases)('the paper %s in %s', (name, language, dossier, about) => {
  const text = paperOf(dossier, about, language);

  test('is what its golden file says', () => {
    expect(text).toBe(golden(`${name}.${language}.txt`, text));
  });

  test('fits its width, is NFC and leaves number, day and signature open', () => {
    expect(text.split('\n').filter((line) => line.length > 76)).toEqual([]);
    expect(text).toBe(text.normalize('NFC'));
    expect(text).not.toMatch(/undefined|null|[{}‹›]/);
    expect((text.match(/……/g) ?? []).length).toBeGreaterThan(2);
  });
});

test('the Party form and the State form differ as their rules do', () => {
  const [, partyDossier, partyAbout] = PAPERS[0] ?? [];
  const [, officeDossier, officeAbout] = PAPERS[3] ?? [];
  if (!partyDossier || !partyAbout || !officeDossier || !officeAbout) throw new RangeError('papers');
  const party = paperOf(partyDossier, partyAbout, 'vi');
  const state = paperOf(officeDossier, officeAbout, 'vi');
  expect(party).toMatch(/ĐẢNG CỘNG SẢN VIỆT NAM/);
  expect(party).toMatch(/Số ……-CV\/……/);
  expect(party).toMatch(/^- Như trên,$/m);
  expect(state).toMatch(/CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM[^]*Độc lập - Tự do - Hạnh phúc/);
  expect(state).toMatch(/Số: ……\/……/);
  expect(state).toMatch(/^- Như trên; .*PHÓ GIÁM ĐỐC$/m);
});
