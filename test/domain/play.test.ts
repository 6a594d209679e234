// What a play does at its edges: closed cycles, whole agreements, bodies that are not there yet. Found by trying to break it.
import { simulate } from '../../domain/simulate.js';
import { localDate, type Instant } from '../../domain/localDate.js';
import type { PlayEvent } from '../../domain/events.js';
import type { Play } from '../../domain/play.js';
import { loadFiles } from '../../files/load.js';

const at = (text: string): Instant => text as Instant;
const example = (code: string): Pick<Play, 'dossiers' | 'book'> => {
  const { agreements, calendar } = loadFiles([`examples/agreements/${code}.yaml`]);
  return { dossiers: agreements, book: calendar };
};
const codes = (play: Play): readonly string[] => simulate(play).refusals.map(({ refusal }) => refusal.code);

test('what is done to a cycle closed before registration is refused, not dropped', () => {
  const events: readonly PlayEvent[] = [
    { do: 'register', agreement: 'dd-ubnd', at: at('2024-06-03T02:00:00Z'), place: 1 },
    {
      do: 'submit',
      agreement: 'dd-ubnd',
      year: 2023,
      obligation: 'annualPlan',
      by: 'ubnd-dak-doa',
      on: localDate('2024-06-04'),
      at: at('2024-06-04T02:00:00Z'),
      place: 2,
    },
  ];
  const play = {
    ...example('dd-ubnd'),
    events,
    span: { from: localDate('2023-01-01'), to: localDate('2024-12-31') },
  };
  expect(codes(play)).toEqual(['CycleClosed']);
});

test('a pause of the whole agreement passes over its closed cycles', () => {
  const pause: PlayEvent = {
    do: 'pause',
    agreement: 'tw-79',
    at: at('2020-03-02T02:00:00Z'),
    place: 1,
    reason: 'sắp xếp lại',
  };
  const play = {
    ...example('tw-79'),
    events: [pause],
    span: { from: localDate('2017-01-01'), to: localDate('2020-12-31') },
  };
  expect(codes(play)).toEqual([]);
});

test('a pause after the whole term is over says that it is over', () => {
  const pause: PlayEvent = {
    do: 'pause',
    agreement: 'bt-2021',
    at: at('2023-03-02T02:00:00Z'),
    place: 1,
    reason: 'muộn',
  };
  const play = {
    ...example('bt-2021'),
    events: [pause],
    span: { from: localDate('2021-01-01'), to: localDate('2023-12-31') },
  };
  expect(codes(play)).toEqual(['TermEnded']);
});

test('a refused act after the closing takes no matter away', () => {
  const late: PlayEvent = {
    do: 'submit',
    agreement: 'qb',
    year: 2018,
    obligation: 'annualPlan',
    by: 'bdv-qb',
    on: localDate('2019-12-02'),
    at: at('2019-12-02T02:00:00Z'),
    place: 1,
  };
  const quiet = { ...example('qb'), events: [], span: { year: 2018 } };
  const { matters, refusals } = simulate({ ...quiet, events: [late] });
  expect(refusals.map(({ refusal }) => refusal.code)).toHaveLength(1);
  expect(matters).toEqual(simulate(quiet).matters);
});
