// The bench's arithmetic: what arrivals say, medians of rounds, ratios within a round, and the table. Knows the pure files of the
// bench; must not know how a run is made.
import { join } from 'node:path';
import { packageRoot } from '../../machine/compiled.js';

type Score = Readonly<Record<string, number | null>>;
type Spread = { readonly median: number; readonly from: number; readonly to: number; readonly of: number };
type Run = { readonly peer: string; readonly round: number; readonly notices: number } & (
  | { readonly why: string }
  | { readonly figures: Score }
);
type Row = { readonly peer: string; readonly rounds: number; readonly why: readonly string[] } & Readonly<
  Record<string, unknown>
>;
type ScoreFile = {
  scoreOf(run: {
    readonly notices: number;
    readonly arrivals: readonly number[];
    readonly copies: readonly number[];
    readonly dueOf: (n: number) => number;
  }): Score;
  spread(values: readonly (number | null)[]): Spread | null;
  rowsOf(runs: readonly Run[], base: string): readonly Row[];
};
type TableFile = {
  table(columns: readonly (readonly [string, (row: Row) => unknown])[], rows: readonly Row[]): string;
  spreadShown(spread: Spread | null): string;
};

let score: ScoreFile;
let page: TableFile;
beforeAll(async () => {
  const bench = join(packageRoot(), 'bench');
  score = (await import(join(bench, 'score.js'))) as ScoreFile;
  page = (await import(join(bench, 'table.js'))) as TableFile;
});

const T0 = 1_000_000;

test('a burst is judged from the instant to the last letter', () => {
  const arrivals = [T0 + 400, T0 + 100, T0 + 200, T0 + 300];
  const found = score.scoreOf({ notices: 4, arrivals, copies: [1, 1, 1, 1], dueOf: () => T0 });
  expect(found).toMatchObject({ lost: 0, doubled: 0, early: 0, firstS: 0.1, p50S: 0.2, maxS: 0.4 });
  expect(found['perSecond']).toBeCloseTo(10);
});

test('lost, doubled and early letters are each counted', () => {
  const arrivals = [T0 - 50, T0 + 100, T0 + 200];
  expect(score.scoreOf({ notices: 4, arrivals, copies: [2, 1], dueOf: () => T0 })).toMatchObject({
    received: 3,
    lost: 2,
    doubled: 1,
    early: 1,
  });
});

test('a trickle is judged letter by letter', () => {
  const arrivals = [T0 + 10, T0 + 1_020, T0 + 2_030];
  const dueOf = (n: number): number => T0 + n * 1_000;
  expect(score.scoreOf({ notices: 3, arrivals, copies: [1, 1, 1], dueOf })).toMatchObject({
    firstS: 0.01,
    maxS: 0.03,
  });
});

test('a peer of which nothing came is lost, not a division by zero', () => {
  const found = score.scoreOf({ notices: 3, arrivals: [], copies: [], dueOf: () => T0 });
  expect(found).toMatchObject({ lost: 3, perSecond: null, p99S: null });
});

test('the median of an even number of rounds lies between the two in the middle', () => {
  expect(score.spread([4, 1, null, 3, 2])).toEqual({ median: 2.5, from: 1, to: 4, of: 4 });
  expect(score.spread([null])).toBeNull();
});

test('a ratio is taken within its own round, and a failed round gives none', () => {
  const of = (peer: string, round: number, perSecond: number): Run => ({
    peer,
    round,
    notices: 10,
    figures: { perSecond },
  });
  const runs = [
    of('raw', 1, 100),
    of('ours', 1, 300),
    of('raw', 2, 50),
    of('ours', 2, 100),
    of('raw', 3, 80),
    { peer: 'ours', round: 3, notices: 10, why: 'failed: gone' },
  ];
  const [raw, ours] = score.rowsOf(runs, 'raw');
  expect(raw).toMatchObject({ rounds: 3, ratio: { median: 1, from: 1, to: 1 } });
  expect(ours).toMatchObject({ rounds: 2, ratio: { median: 2.5, from: 2, to: 3 }, why: ['failed: gone'] });
});

test('a peer that could not run keeps its row, which says why', () => {
  const rows = score.rowsOf([{ peer: 'a|b', round: 1, notices: 5, why: 'skipped: no server' }], 'raw');
  const columns = [
    ['peer', (row: Row) => row.peer],
    ['rate', () => 1],
    ['late', () => 1],
  ] as const;
  expect(page.table(columns, rows).split('\n')).toEqual([
    '| peer | rate | late |',
    '| --- | --- | --- |',
    '| a\\|b | skipped: no server |  |',
  ]);
});

test('a range is shown where rounds differ', () => {
  expect(page.spreadShown({ median: 1234.4, from: 1000, to: 1500, of: 3 })).toBe('1,234 [1,000–1,500]');
  expect(page.spreadShown({ median: 2.5, from: 2.5, to: 2.5, of: 1 })).toBe('2.50');
  expect(page.spreadShown(null)).toBe('–');
});
