// Which obligations an agreement has: rows of the template, changed by entries, then kinds of its own; and when each is due.
import type { Agreement, ObligationEntry } from '../../domain/agreement.js';
import type { PlayEvent } from '../../domain/events.js';
import { type Instant, instantAt, localDate } from '../../domain/localDate.js';
import { obligationRules } from '../../domain/obligations.js';
import { body, dossier, paper } from './agreements.js';
import { opening, planAt, playOf } from './played.js';

const on = localDate;
const years = (from: number, to: number | null): Agreement['term'] => ({
  from: on(`${from}-01-01`),
  to: to === null ? null : on(`${to}-12-31`),
  written: 'years',
  statements: [],
});
const template = (given: Partial<Agreement> = {}): Partial<Agreement> => ({
  template: 'annual-cycle',
  ...given,
});
const ids = (given: Partial<Agreement>, year = 2024): readonly string[] =>
  planAt(opening(dossier(given), year))?.obligations.map(({ localId }) => localId) ?? [];
const dues = (entry: ObligationEntry, given: Partial<Agreement> = {}): readonly (string | null)[] =>
  planAt(opening(dossier({ ...given, obligations: [entry] })))?.obligations.map(({ due }) => due) ?? [];

describe('the template', () => {
  test('gives a year in the middle of a long term its interim review, the last its final review', () => {
    const five = template({ term: years(2024, 2028) });
    expect(ids(five, 2024)).toEqual([
      'annualPlan',
      'midYearReport',
      'midYearReview',
      'annualReport',
      'conferencePlan',
      'invitation',
      'conferencePapers',
      'reviewConference',
      'conclusionNotice',
    ]);
    expect(ids(five, 2026)).toContain('interimReview');
    expect(ids(five, 2028).slice(-2)).toEqual(['finalReview', 'successorDecision']);
  });

  test('gives a one-year agreement neither plan nor annual report, unless an entry names them', () => {
    const one = template({ term: years(2024, 2024) });
    expect(ids(one)).not.toContain('annualPlan');
    expect(ids(one)).not.toContain('annualReport');
    expect(ids(one)).toContain('finalReview');
    expect(ids({ ...one, obligations: [{ id: 'annualPlan', kind: 'annualPlan' }] })).toContain('annualPlan');
  });

  test('gives an open-ended agreement no interim and no final review', () => {
    const open = template({ term: years(2024, null) });
    for (const year of [2024, 2026, 2028, 2040]) {
      expect(ids(open, year)).not.toContain('interimReview');
      expect(ids(open, year)).not.toContain('finalReview');
    }
  });

  test('loses what a file removes; what hung on it is listed without a date', () => {
    const without = template({ remove: ['reviewConference'] });
    expect(ids(without)).not.toContain('reviewConference');
    const invitation = planAt(opening(dossier(without)))?.obligations.find(
      ({ localId }) => localId === 'invitation',
    );
    expect(invitation).toMatchObject({ due: null, nominalDue: null, status: 'notApplicable' });
  });

  test('is absent but for what is named where the file wants none', () => {
    expect(ids({ obligations: [{ id: 'midYearReport', kind: 'midYearReport' }] })).toEqual(['midYearReport']);
  });

  test('keeps its row where an entry changes one field, and lends it to a second entry of its kind', () => {
    const rules = obligationRules(
      dossier(
        template({
          obligations: [
            { id: 'annualPlan', kind: 'annualPlan', ladder: { escalate: null } },
            { id: 'plan-2', kind: 'annualPlan' },
          ],
        }),
      ).agreement,
    );
    expect(rules[0]).toMatchObject({
      id: 'annualPlan',
      ladder: { before: [20, 10, 5, 1], escalate: null },
      completion: 'any',
    });
    expect(rules.at(-1)).toMatchObject({
      id: 'plan-2',
      kind: 'annualPlan',
      ladder: { escalate: 10 },
      stage: 'planning',
    });
  });
});

describe('a due day', () => {
  test('goes back from a day off for papers, forward for meetings, nowhere when told to stay', () => {
    expect(dues(paper('a', '30/3'))).toEqual(['2024-03-29']);
    expect(dues(paper('a', '30/3', { form: 'meeting' }))).toEqual(['2024-04-01']);
    expect(dues(paper('a', '30/3', { roll: 'none' }))).toEqual(['2024-03-30']);
  });

  test('“before the day” is the day before it, then moved', () => {
    expect(dues(paper('a', '1/4', { phrase: 'trước ngày' }))).toEqual(['2024-03-29']);
  });

  test('of a period comes after it, one per period', () => {
    const every = (beat: 'month' | 'quarter' | 'half' | 'year', plus: object): ObligationEntry => ({
      id: 'a',
      kind: 'a',
      due: { rule: 'every', beat, plus },
    });
    expect(dues(every('quarter', { workingDays: 5 }))).toEqual([
      '2024-04-05',
      '2024-07-05',
      '2024-10-07',
      '2025-01-08',
    ]);
    expect(dues(every('half', { months: 1 }))).toEqual(['2024-07-30', '2025-01-24']);
    expect(dues(every('year', { days: 10 }))).toEqual(['2025-01-10']);
    expect(ids({ obligations: [every('month', {})] }).slice(7, 9)).toEqual(['a.M08', 'a.M09']);
  });

  test('in the words of the Civil Code is the first, the middle or the last day of the year', () => {
    const vague = (word: 'đầu năm' | 'giữa năm' | 'cuối năm'): ObligationEntry => ({
      id: 'a',
      kind: 'a',
      roll: 'none',
      due: { rule: 'vague', vague: word },
    });
    expect([dues(vague('đầu năm')), dues(vague('giữa năm')), dues(vague('cuối năm'))]).toEqual([
      ['2024-01-01'],
      ['2024-06-30'],
      ['2024-12-31'],
    ]);
  });

  test('of an anniversary stands in the year of its date alone, on 28/2 in common years', () => {
    const anniversary: ObligationEntry = {
      id: 'a',
      kind: 'a',
      due: { rule: 'anniversary', years: 1, of: 'effectiveOn' },
      roll: 'none',
    };
    const given = { effectiveOn: on('2024-02-29'), obligations: [anniversary] };
    expect(playOf(dossier(given), [], 2024).cycles[0]?.plan.obligations).toEqual([]);
    expect(playOf(dossier(given), [], 2025).cycles[0]?.plan.obligations.map(({ due }) => due)).toEqual([
      '2025-02-28',
    ]);
  });

  test('of an anniversary nobody can tell is a matter, and the obligation is not listed', () => {
    const play = playOf(
      dossier({
        obligations: [{ id: 'a', kind: 'a', due: { rule: 'anniversary', years: 1, of: 'signedOn' } }],
      }),
    );
    expect(play.cycles[0]?.plan.obligations).toEqual([]);
    expect(play.matters).toMatchObject([
      { code: 'dateUnknown', obligation: 'x/2024/a', since: '2024-01-01' },
    ]);
  });

  test('in tiers is each body’s own, by its level; the obligation’s is the latest', () => {
    const tiers: ObligationEntry = {
      id: 'a',
      kind: 'a',
      due: {
        rule: 'tiers',
        tiers: { district: { day: 14, month: 6 }, province: { day: 25, month: 6 } },
        of: 'thisYear',
      },
    };
    const bodies = [body('a'), body('b', { level: 'district' })];
    const plan = planAt(opening(dossier({ obligations: [tiers] }, bodies)));
    expect(plan?.obligations[0]).toMatchObject({
      due: '2024-06-25',
      duties: [{ due: '2024-06-25' }, { due: '2024-06-14' }],
    });
  });

  test('before or after a meeting follows its due day, its set day, the day it was held', () => {
    const chain: readonly ObligationEntry[] = ['invitation', 'reviewConference', 'conclusionNotice'].map(
      (kind) => ({ id: kind, kind }),
    );
    const about = { agreement: 'x', year: 2024, obligation: 'reviewConference' };
    const at = (day: string): Instant => instantAt(on(day), '17:00');
    const schedule: PlayEvent = {
      ...about,
      at: at('2024-12-12'),
      place: 1,
      do: 'schedule',
      on: on('2025-01-15'),
      anyway: false,
    };
    const held: PlayEvent = {
      ...about,
      at: at('2025-01-17'),
      place: 2,
      do: 'conclude',
      on: on('2025-01-17'),
      next: [],
    };
    const shown = (events: readonly PlayEvent[]): readonly (string | null)[] =>
      playOf(dossier({ obligations: chain }), events).cycles[0]?.plan.obligations.map(({ due }) => due) ?? [];
    expect(shown([])).toEqual(['2025-01-16', '2025-02-03', '2025-02-10']);
    expect(shown([schedule])).toEqual(['2025-01-06', '2025-02-03', '2025-01-22']);
    expect(shown([schedule, held])).toEqual(['2025-01-08', '2025-02-03', '2025-01-24']);
  });
});
