// Several files together: what each sees, what is told of all of them at once, what is loaded.
import { join } from 'node:path';
import { loadFiles } from '../../files/load.js';
import { printed } from '../../files/messages.js';
import { agreementText, folderOf, loadText } from './written.js';

const body = (code: string, more = ''): string =>
  `  - { code: ${code}, name: ${code}, regime: state, level: commune, posts: [ { code: vt, title: VT, rank: clerk, mailbox: vt@${code}.example } ]${more} }\n`;

const load = (files: Readonly<Record<string, string>>, names: readonly string[]) => {
  const folder = folderOf(files);
  const loaded = loadFiles(names.map((name) => join(folder, name)));
  const told = loaded.messages.map((message) =>
    printed({ ...message, file: message.file.slice(folder.length + 1) }, 'en').replaceAll(`${folder}/`, ''),
  );
  return { ...loaded, told };
};

describe('several files', () => {
  test('tell all mistakes of all of them at once, and one bad file stops all', () => {
    const { told, agreements, bodies, calendar } = load(
      {
        'a.yaml': agreementText({
          agreement: 'agreement: a',
          title: '',
          level: 'level: x',
          bodies: 'use: [ bodies.yaml ]',
          standingBody: 'standingBody: ben-x',
          obligations: 'obligations:\n  - { kind: annualPlan, basis: mandated, titel: K }',
        }),
        'b.yaml': agreementText({ agreement: 'agreement: b', bodies: 'use: [ bodies.yaml ]' }),
        'bodies.yaml': `bodies:\n${body('ben-a')}${body('ben-b', ', validTo: 2025-02-29')}`,
      },
      ['b.yaml', 'a.yaml'],
    );
    expect(told).toEqual([
      'b.yaml:3:9: number: warning: number “01-CTr/BDV-BCS” not in the State scheme',
      'bodies.yaml:3:149: bodies[1].validTo: no such day in 2/2025: 29',
      'a.yaml:1:1: title: required field missing: title',
      'a.yaml:2:9: number: warning: number “01-CTr/BDV-BCS” not in the State scheme',
      'a.yaml:3:8: level: “x” is not one of central, province, district, commune',
      'a.yaml:8:15: standingBody: unknown body “ben-x”; did you mean “ben-a”?',
      "a.yaml:10:5: obligations[0].quote: mandated needs the agreement's words in `quote`",
      'a.yaml:10:42: obligations[0].titel: unknown key “titel”; did you mean “title”?',
    ]);
    expect([agreements, bodies, calendar.decisions]).toEqual([[], [], []]);
  });

  test('are read once each by real path, whatever uses them', () => {
    const { agreements, files, messages } = load(
      {
        'a.yaml': agreementText({
          agreement: 'agreement: a',
          number: '',
          bodies: 'use: [ bodies.yaml, ./bodies.yaml ]',
        }),
        'b.yaml': agreementText({ agreement: 'agreement: b', number: '', bodies: 'use: [ bodies.yaml ]' }),
        'bodies.yaml': `use: [ a.yaml, bodies.yaml ]\nbodies:\n${body('ben-a')}${body('ben-b')}`,
      },
      ['a.yaml', 'b.yaml', 'a.yaml'],
    );
    expect(messages).toEqual([]);
    expect(
      agreements.map(({ agreement, bodies }) => [agreement.code, bodies.map(({ code }) => code)]),
    ).toEqual([
      ['a', ['ben-a', 'ben-b']],
      ['b', ['ben-a', 'ben-b']],
    ]);
    expect(files.map(({ path, agreement }) => [path.split('/').at(-1), agreement])).toEqual([
      ['a.yaml', 'a'],
      ['bodies.yaml', undefined],
      ['b.yaml', 'b'],
    ]);
  });

  test('let an agreement see its own bodies first, then those it uses, then those of given files, in file order', () => {
    const { agreements, messages } = load(
      {
        'a.yaml': agreementText({ number: '', bodies: `use: [ used.yaml ]\nbodies:\n${body('z-own')}` }),
        'used.yaml': `bodies:\n${body('ben-b')}${body('ben-a')}`,
        'given.yaml': `bodies:\n${body('a-given')}`,
        'b.yaml': agreementText({
          agreement: 'agreement: b',
          number: '',
          bodies: `use: [ used.yaml ]\nbodies:\n${body('b-other')}`,
        }),
      },
      ['a.yaml', 'given.yaml', 'b.yaml'],
    );
    expect(messages).toEqual([]);
    expect(agreements[0]?.bodies.map(({ code }) => code)).toEqual(['z-own', 'ben-b', 'ben-a', 'a-given']);
  });

  test('may tell the same body in the same words, but not in others', () => {
    const same = { 'a.yaml': agreementText(), 'b.yaml': agreementText({ agreement: 'agreement: b' }) };
    expect(load(same, ['a.yaml', 'b.yaml']).bodies).toHaveLength(2);
    const other = { ...same, 'c.yaml': `bodies:\n${body('ben-a')}` };
    expect(load(other, ['a.yaml', 'c.yaml']).told).toEqual([
      'c.yaml:2:13: bodies[0].code: code already used at a.yaml:9',
    ]);
  });

  test('use no code twice: agreements, posts, obligations, years', () => {
    expect(load({ 'a.yaml': agreementText(), 'b.yaml': agreementText() }, ['a.yaml', 'b.yaml']).told).toEqual(
      ['b.yaml:1:12: agreement: code already used at a.yaml:1'],
    );
    const posts = '{ code: vt, title: VT, rank: clerk, mailbox: a@b.example }';
    const year = '{ year: 2027, tetDaysBefore: 1, nationalDayNeighbour: 1 }';
    const twice = `calendar: [ ${year},\n  ${year} ]\nbodies:\n  - { code: a, name: A, regime: state, level: commune, posts: [ ${posts},\n    ${posts} ] }\n`;
    expect(load({ 'c.yaml': twice }, ['c.yaml']).told).toEqual([
      'c.yaml:2:11: calendar[1].year: code already used at c.yaml:1',
      'c.yaml:5:13: bodies[0].posts[1].code: code already used at c.yaml:4',
    ]);
    const entries = 'obligations:\n  - { kind: annualPlan }\n  - { kind: annualReport, id: annualPlan }';
    expect(load({ 'a.yaml': agreementText({ obligations: entries }) }, ['a.yaml']).told).toEqual([
      'a.yaml:13:31: obligations[1].id: code already used at a.yaml:12',
    ]);
  });

  test('may hold bodies, calendar decisions and quiet spans together; the agreement keeps its own quiet spans', () => {
    const { calendar, agreements, messages } = load(
      {
        'a.yaml': agreementText({ quiet: 'quiet: [ { from: 2023-08-01, to: 2023-08-05 } ]' }),
        'all.yaml':
          'calendar: [ { year: 2020, tetDaysBefore: 2 } ]\nquiet: [ { from: 2023-01-16, to: 2023-01-27, reason: Tết } ]\nbodies: []\n',
      },
      ['a.yaml', 'all.yaml'],
    );
    expect(messages).toEqual([]);
    expect(calendar).toEqual({
      decisions: [{ year: 2020, tetDaysBefore: 2, nationalDayNeighbour: null, swaps: [] }],
      quiet: [{ from: '2023-01-16', to: '2023-01-27', reason: 'Tết' }],
    });
    expect(agreements[0]?.agreement.quiet).toEqual([{ from: '2023-08-01', to: '2023-08-05' }]);
  });
});

describe('an agreement', () => {
  const of = (lines: Readonly<Record<string, string>>) => {
    const loaded = loadText(agreementText(lines));
    const [dossier] = loaded.agreements;
    if (!dossier) throw new Error(loaded.messages.map((message) => printed(message, 'en')).join('\n'));
    return dossier.agreement;
  };
  const entry = (line: string) => of({ obligations: `obligations:\n  - ${line}` }).obligations[0];

  test('needs code, title, level, term and parties alone', () => {
    expect(of({ number: '', signedOn: '' })).toEqual({
      code: 'ctph-a',
      title: 'Chương trình phối hợp',
      level: 'district',
      numberingScheme: 'party',
      term: { from: '2022-01-01', to: '2024-12-31', written: 'years', statements: [] },
      parties: [
        { body: 'ben-a', lead: true },
        { body: 'ben-b', lead: false },
      ],
      roles: {},
      facts: [],
      secrecy: 'thuong',
      template: 'annual-cycle',
      remove: [],
      quiet: [],
      obligations: [],
      sample: false,
    });
  });

  test('has a term of years, of dates or without end', () => {
    expect(of({ term: 'term: { from: 2022-09-01, to: 2024-08-31 }' }).term).toMatchObject({
      from: '2022-09-01',
      to: '2024-08-31',
      written: 'dates',
    });
    expect(of({ term: 'term: { from: 2022, openEnd: true }' }).term).toMatchObject({
      from: '2022-01-01',
      to: null,
      written: 'years',
    });
    expect(
      loadText(agreementText({ term: 'term: { from: 2022 }' })).messages.map(({ code, field }) => [
        code,
        field,
      ]),
    ).toEqual([['fieldMissing', 'term.to']]);
  });

  test('lists parties by their order', () => {
    expect(
      of({ parties: 'parties: [ { body: ben-b, order: 2 }, { body: ben-a, order: 1 } ]' }).parties.map(
        ({ body: code }) => code,
      ),
    ).toEqual(['ben-a', 'ben-b']);
  });

  test.each([
    ['{ day: 31/1 }', { rule: 'day', on: { day: 31, month: 1 }, of: 'thisYear' }],
    ['{ day: 29/2, of: nextYear }', { rule: 'day', on: { day: 29, month: 2 }, of: 'nextYear' }],
    [
      '{ every: quarter, plus: { workingDays: 5, days: 2 } }',
      { rule: 'every', beat: 'quarter', plus: { days: 2, workingDays: 5 } },
    ],
    ['{ every: month }', { rule: 'every', beat: 'month', plus: {} }],
    ['{ anniversary: 3, of: signedOn }', { rule: 'anniversary', years: 3, of: 'signedOn' }],
    [
      '{ before: reviewConference, workingDays: 20 }',
      { rule: 'relative', side: 'before', base: 'reviewConference', offset: { workingDays: 20 } },
    ],
    [
      '{ after: reviewConference, months: 1 }',
      { rule: 'relative', side: 'after', base: 'reviewConference', offset: { months: 1 } },
    ],
    [
      '{ tiers: { district: 15/6, province: 25/6 } }',
      {
        rule: 'tiers',
        tiers: { province: { day: 25, month: 6 }, district: { day: 15, month: 6 } },
        of: 'thisYear',
      },
    ],
    ['{ vague: cuối năm }', { rule: 'vague', vague: 'cuối năm' }],
  ])('reads the due rule %s', (written, rule) => {
    expect(entry(`{ kind: theme, title: Chủ đề năm, due: ${written} }`)?.due).toEqual(rule);
  });

  test('reads what switches something off, and what is short for something', () => {
    expect(
      entry(
        '{ kind: annualPlan, opens: null, ladder: { before: null, overdue: null, escalate: null, on: false } }',
      ),
    ).toMatchObject({
      id: 'annualPlan',
      opens: null,
      ladder: { before: null, overdue: null, escalate: null, on: false },
    });
    expect(
      entry(
        '{ kind: annualReport, opens: 15/11, owners: [ ben-a, { role: standing, of: nextYear, as: drafter } ], ladder: { before: [ 1, 20, 5, 5 ] } }',
      ),
    ).toMatchObject({
      opens: { on: { day: 15, month: 11 }, of: 'thisYear' },
      owners: [{ body: 'ben-a' }, { role: 'standing', of: 'nextYear', as: 'drafter' }],
      ladder: { before: [20, 5, 1] },
    });
  });

  test('may be due relative to a row it removed: that is not applicable, not wrong', () => {
    expect(
      of({
        remove: 'remove: [ reviewConference ]',
        obligations: 'obligations:\n  - { kind: theme, title: T, due: { after: reviewConference, days: 3 } }',
      }).remove,
    ).toEqual(['reviewConference']);
  });

  test('may write to international domains', () => {
    const mailbox = 'vanthu@thái-nguyên.example';
    const loaded = loadText(
      `bodies:\n  - { code: a, name: A, regime: state, level: commune, posts: [ { code: vt, title: VT, rank: clerk, mailbox: ${mailbox} } ] }`,
    );
    expect(loaded.bodies[0]?.posts[0]).toEqual({
      code: 'vt',
      title: 'VT',
      rank: 'clerk',
      mailbox,
      language: 'vi',
    });
  });

  test.each([
    'a',
    'a@',
    '@a.example',
    'a@b',
    'a b@c.example',
    'a@b..example',
    '.a@b.example',
    'ă@b.example',
    'a@-b.example',
    `${'a'.repeat(65)}@b.example`,
  ])('takes no letters at “%s”', (mailbox) => {
    const text = `bodies:\n  - { code: a, name: A, regime: state, level: commune, posts: [ { code: vt, title: VT, rank: clerk, mailbox: "${mailbox}" } ] }`;
    expect(loadText(text).messages.map(({ code }) => code)).toEqual(['notAddress']);
  });
});
