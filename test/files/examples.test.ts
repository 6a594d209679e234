// The bundled examples: every fact of the sources and nothing else, every quote in its source, the sample marked as one.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { Agreement, Body } from '../../domain/agreement.js';
import { localDate } from '../../domain/localDate.js';
import { simulate } from '../../domain/simulate.js';
import { comparable } from '../../files/checkEveryKey.js';
import { loadEvents } from '../../files/events.js';
import { loadFiles } from '../../files/load.js';

const EXAMPLES = fileURLToPath(new URL('../../examples/', import.meta.url));
const pathsIn = (folder: string): string[] =>
  readdirSync(EXAMPLES + folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => `${EXAMPLES}${folder}/${name}`);
const SIX = ['tw-79', 'qb', 'tn', 'dd-ubnd', 'dd-llvt', 'bt-2021'];

const all = loadFiles([...pathsIn('agreements'), ...pathsIn('bodies')]);
const agreement = (code: string): Agreement => {
  const found = all.agreements.find((dossier) => dossier.agreement.code === code);
  if (!found) throw new Error(`no example ${code}`);
  return found.agreement;
};
const body = (code: string): Body => {
  const found = all.bodies.find((candidate) => candidate.code === code);
  if (!found) throw new Error(`no body ${code}`);
  return found;
};
const mandated = (code: string): string[] =>
  agreement(code)
    .obligations.filter((entry) => entry.basis === 'mandated')
    .map((entry) => entry.kind);

describe('the examples', () => {
  test('load without a single remark, one by one and all together', () => {
    expect(all.messages).toEqual([]);
    for (const path of [...pathsIn('agreements'), ...pathsIn('bodies'), ...pathsIn('calendar')])
      expect(loadFiles([path]).messages).toEqual([]);
    expect(all.agreements.map((dossier) => dossier.agreement.code).toSorted()).toEqual(
      [...SIX, 'mau-2026'].toSorted(),
    );
  });

  test('mark the live sample, in the file and in its title, and nothing else', () => {
    expect(
      all.agreements.filter((dossier) => dossier.agreement.sample).map((dossier) => dossier.agreement.code),
    ).toEqual(['mau-2026']);
    expect(agreement('mau-2026').title).toContain('(mẫu)');
    expect(agreement('mau-2026').term).toMatchObject({ from: '2026-01-01', to: '2030-12-31' });
  });

  test('write to nobody: every mailbox is of an .example domain', () => {
    for (const { code, posts } of all.bodies) {
      expect([code, posts.map((post) => post.rank)]).toEqual([code, expect.arrayContaining(['clerk'])]);
      for (const { mailbox } of posts) expect(mailbox).toMatch(/\.example$/);
    }
  });

  test('have a year of events for the programme of 2018 that names it alone', () => {
    const { events, messages } = loadEvents(
      `${EXAMPLES}events/tw-79-2018.yaml`,
      loadFiles([`${EXAMPLES}agreements/tw-79.yaml`]),
    );
    expect(messages).toEqual([]);
    expect(events.map((event) => event.do)).toEqual(
      expect.arrayContaining(['submit', 'accept', 'return', 'extend', 'schedule', 'conclude']),
    );
    expect(events).toContainEqual(
      expect.objectContaining({
        do: 'submit',
        obligation: 'annualPlan',
        on: '2018-02-08',
        number: '1573-KH/BDVTW-BCSĐCP',
      }),
    );
  });

  test('have a play of what arises, in which nothing is refused', () => {
    const loaded = loadFiles([`${EXAMPLES}agreements/mau-2026.yaml`]);
    const { events, messages } = loadEvents(`${EXAMPLES}events/mau-2026-2027.yaml`, loaded);
    expect(messages).toEqual([]);
    const span = { from: localDate('2026-12-01'), to: localDate('2027-06-30') };
    const played = simulate({ dossiers: loaded.agreements, book: loaded.calendar, events, span });
    expect(played.refusals).toEqual([]);
    const arisen = played.cycles.flatMap(({ plan }) =>
      plan.obligations.filter(({ proposal }) => proposal !== null),
    );
    expect(arisen.map(({ localId, status }) => [localId, status])).toEqual([
      ['kiem-tra', 'met'],
      ['bao-cao-kiem-tra', 'open'],
      ['toa-dam', 'met'],
    ]);
  });

  test('show a calendar decision that says it is made up', () => {
    const { calendar } = loadFiles(pathsIn('calendar'));
    expect(calendar.decisions).toEqual([
      expect.objectContaining({ year: 2027, source: expect.stringContaining('Ví dụ đặt ra') }),
    ]);
  });
});

/** Every object of a file that has a quote, with its source. */
function quotesIn(value: unknown): { quote: string; source: string }[] {
  if (Array.isArray(value)) return value.flatMap(quotesIn);
  if (typeof value !== 'object' || value === null) return [];
  const here =
    'quote' in value && 'source' in value
      ? [{ quote: String(value.quote), source: String(value.source) }]
      : [];
  return [...here, ...Object.values(value).flatMap(quotesIn)];
}

describe('every quote', () => {
  const quotes = pathsIn('agreements').flatMap((path) => quotesIn(parse(readFileSync(path, 'utf8'))));

  test('stands in its source word by word, for the damaged one in its cleaned reading', () => {
    expect(quotes.length).toBeGreaterThan(40);
    for (const { quote, source } of quotes) {
      const name = source.startsWith('003_') ? source.replace('.txt', '.cleaned.txt') : source;
      expect(comparable(readFileSync(`${EXAMPLES}sources/${name}`, 'utf8'))).toContain(comparable(quote));
    }
  });

  test('of the damaged source differs from the raw page in damaged letters alone', () => {
    const raw = readFileSync(`${EXAMPLES}sources/003_2b3171e4b9b06d55.txt`, 'utf8');
    const cleaned = readFileSync(`${EXAMPLES}sources/003_2b3171e4b9b06d55.cleaned.txt`, 'utf8');
    const bare = (text: string): string =>
      text
        .replace(/\s/gu, '')
        .replace(/[\u0410Đ]/g, 'D')
        .replace(/[ửềề]/g, 'e');
    expect(bare(raw).startsWith(bare(cleaned))).toBe(true);
    expect(cleaned).not.toMatch(/[\u0400-\u04ff\u00a0]/);
    expect(cleaned).not.toContain('HanoiPrintPack');
  });

  test('makes an obligation mandated in two programmes only', () => {
    expect(SIX.map((code) => [code, mandated(code)])).toEqual([
      ['tw-79', ['annualPlan', 'reviewConference']],
      ['qb', ['annualPlan']],
      ['tn', []],
      ['dd-ubnd', []],
      ['dd-llvt', []],
      ['bt-2021', []],
    ]);
    for (const entry of SIX.flatMap((code) => agreement(code).obligations))
      expect(entry.dueBasis).toBe('configured');
  });
});

describe('the six agreements', () => {
  test.each([
    ['tw-79', 'central', 'years 2016-2020', '2016-10-11', ['bdv-tw', 'bcsd-cp']],
    ['qb', 'province', 'years 2016-2021', '2016-12-29', ['bdv-quang-binh', 'bcsd-ubnd-quang-binh']],
    ['tn', 'province', 'years 2016-2021', undefined, ['bdv-thai-nguyen', 'bcsd-ubnd-thai-nguyen']],
    ['dd-ubnd', 'district', 'years 2022-2026', '2022-04-29', ['bdv-dak-doa', 'ubnd-dak-doa']],
    ['dd-llvt', 'district', 'years 2022-2022', '2022-04-29', ['bdv-dak-doa', 'bchqs-dak-doa', 'ca-dak-doa']],
    ['bt-2021', 'district', 'years 2021-2021', '2021-04-08', ['ubnd-bo-trach', 'bdv-bo-trach']],
  ])(
    '%s: level, term, signing and parties are those of the source',
    (code, level, term, signedOn, parties) => {
      const { term: read, ...rest } = agreement(code);
      expect([
        rest.level,
        `${read.written} ${read.from.slice(0, 4)}-${read.to?.slice(0, 4)}`,
        rest.signedOn,
      ]).toEqual([level, term, signedOn]);
      expect(rest.parties.map((party) => party.body)).toEqual(parties);
      expect(rest.template).toBe('annual-cycle');
      expect(rest.remove).toEqual([]);
    },
  );

  test('what nobody published is absent: numbers, leads, standing bodies', () => {
    const known = (key: 'number' | 'standingBody'): string[] =>
      SIX.filter((code) => agreement(code)[key] !== undefined);
    expect(known('number')).toEqual(['tw-79']);
    expect(known('standingBody')).toEqual(['tw-79']);
    expect(SIX.filter((code) => agreement(code).parties.some((party) => party.lead))).toEqual(['tw-79']);
    expect(
      SIX.filter((code) => agreement(code).parties.every((party) => party.signatory === undefined)),
    ).toEqual(['tn', 'dd-ubnd', 'dd-llvt']);
  });

  test('tw-79 keeps both statements of its disputed term', () => {
    const { number, numberingScheme, term, contents, parties } = agreement('tw-79');
    expect([number, numberingScheme, parties[0]]).toEqual([
      '79-CTr/BDVTW-BCSĐCP',
      'party',
      expect.objectContaining({ body: 'bdv-tw', lead: true }),
    ]);
    expect(term.statements.map(({ from, to, source }) => [from, to, source])).toEqual([
      ['2016', '2020', '003_2b3171e4b9b06d55.txt'],
      ['2016', '2021', 'Công văn 490-CV/BDVTW, ngày 14/10/2016 (danvan.vn)'],
    ]);
    expect(contents).toMatchObject({ stated: expect.stringContaining('6 nhiệm vụ'), published: [] });
    expect(agreement('tw-79').obligations.find((entry) => entry.kind === 'reviewConference')).toMatchObject({
      due: { rule: 'day', on: { day: 31, month: 1 }, of: 'nextYear' },
      owners: [
        { body: 'bdv-tw', as: 'chair' },
        { body: 'bcsd-cp', as: 'chair' },
      ],
      completion: 'all',
    });
  });

  test('contents are counted as stated and listed as printed', () => {
    expect(
      SIX.map((code) => [code, agreement(code).contents?.stated, agreement(code).contents?.published.length]),
    ).toEqual([
      ['tw-79', '6 nhiệm vụ của Ban Dân vận Trung ương và 8 nhiệm vụ của Ban Cán sự Đảng Chính phủ', 0],
      ['qb', '12 nội dung phối hợp', 3],
      ['tn', undefined, undefined],
      ['dd-ubnd', '8 nội dung phối hợp', 0],
      ['dd-llvt', '7 nội dung chung và 10 nội dung cụ thể', 0],
      ['bt-2021', undefined, 4],
    ]);
  });

  test('only the stated parent is stated; the predecessor is inferred', () => {
    expect(agreement('tn').parent).toMatchObject({ agreement: 'tw-79', basis: 'stated' });
    expect(agreement('bt-2021').predecessor).toMatchObject({ agreement: 'bt-2020', basis: 'inferred' });
    expect(SIX.filter((code) => agreement(code).parent)).toEqual(['tn']);
    expect(SIX.filter((code) => agreement(code).predecessor)).toEqual(['bt-2021']);
  });

  test('dd-ubnd ends with its district; its bodies have no heir', () => {
    expect(agreement('dd-ubnd')).toMatchObject({
      endedOn: '2025-06-30',
      endReason: expect.stringContaining('1/7/2025'),
    });
    expect(SIX.filter((code) => agreement(code).endedOn)).toEqual(['dd-ubnd']);
    for (const code of ['bdv-dak-doa', 'ubnd-dak-doa']) {
      expect(body(code)).toMatchObject({ validTo: '2025-06-30', succession: [{ to: [], kind: 'dissolve' }] });
    }
  });

  test('the other bodies pass to those of 2025, of which each exists', () => {
    const heirs = (code: string): readonly string[] => body(code).succession.flatMap((step) => step.to);
    expect(
      [
        'bdv-tw',
        'bcsd-cp',
        'bdv-quang-binh',
        'bcsd-ubnd-quang-binh',
        'bdv-thai-nguyen',
        'bcsd-ubnd-thai-nguyen',
      ].map(heirs),
    ).toEqual([
      ['btgdv-tw'],
      ['du-cp'],
      ['btgdv-quang-tri'],
      ['du-ubnd-quang-tri'],
      ['btgdv-thai-nguyen'],
      ['du-ubnd-thai-nguyen'],
    ]);
    for (const former of all.bodies) {
      for (const step of former.succession)
        for (const heir of step.to) expect([heir, body(heir).validFrom]).toEqual([heir, step.effectiveOn]);
    }
  });
});
