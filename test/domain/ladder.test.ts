// The rungs of one duty on a calendar everybody can check: 2024, where 29/3 is a Friday. Knows steps; must not know posts.
import type { Ladder, QuietSpan } from '../../domain/agreement.js';
import {
  type LadderInput,
  ladderSteps,
  laterRungAlone,
  reviewSteps,
  type Step,
  stepsToSend,
} from '../../domain/ladder.js';
import { type Instant, instantAt, localDate } from '../../domain/localDate.js';
import { CALENDAR } from './played.js';

const on = localDate;
const YEARLY: Ladder = { before: [20, 10, 5, 1], on: true, overdue: { every: 5, times: 4 }, escalate: 10 };

function input(given: Partial<LadderInput> = {}, quiet: readonly QuietSpan[] = []): LadderInput {
  const due = given.due ?? on('2024-03-29');
  return {
    sending: { days: CALENDAR, quiet },
    ladder: YEARLY,
    opens: null,
    due,
    overdueFrom: due,
    scheduled: false,
    ...given,
  };
}

const told = (steps: readonly Step[]): readonly string[] =>
  steps.map(({ name, morning }) => `${name} ${morning}`);

describe('a ladder', () => {
  test('counts working days back and forth from the due day, which itself does not count', () => {
    expect(told(ladderSteps(input()))).toEqual([
      'before-20 2024-03-01',
      'before-10 2024-03-15',
      'before-5 2024-03-22',
      'before-1 2024-03-28',
      'on 2024-03-29',
      'overdue-1 2024-04-05',
      'overdue-2 2024-04-12',
      'escalate 2024-04-12',
      'overdue-3 2024-04-22',
      'overdue-4 2024-05-02',
    ]);
  });

  test('says “on” the working day before a due day that is off', () => {
    const steps = ladderSteps(
      input({ due: on('2024-03-30'), ladder: { ...YEARLY, before: [], overdue: null, escalate: null } }),
    );
    expect(told(steps)).toEqual(['on 2024-03-29']);
  });

  test('opens on the first working day from its day', () => {
    const opens = on('2024-02-10');
    expect(told(ladderSteps(input({ opens }))).slice(0, 2)).toEqual([
      'opening 2024-02-15',
      'before-20 2024-03-01',
    ]);
  });

  test('does not open where a reminder stands within five working days of it, before it, or it is due', () => {
    for (const [opens, opened] of [
      ['2024-02-22', true],
      ['2024-02-23', false],
      ['2024-03-01', false],
      ['2024-03-20', false],
    ] as const) {
      expect(told(ladderSteps(input({ opens: on(opens) }))).some((step) => step.startsWith('opening'))).toBe(
        opened,
      );
    }
    const bare = { ...YEARLY, before: [] };
    expect(told(ladderSteps(input({ opens: on('2024-03-29'), ladder: bare })))[0]).toBe('on 2024-03-29');
  });

  test('keeps neither reminders nor the due day of a meeting that has its date, and counts overdue from the later day', () => {
    const steps = ladderSteps(
      input({
        scheduled: true,
        overdueFrom: on('2024-04-05'),
        ladder: { ...YEARLY, overdue: { every: 5, times: 1 } },
      }),
    );
    expect(told(steps)).toEqual(['overdue-1 2024-04-12', 'escalate 2024-04-22']);
  });

  test('moves up to the due day before a quiet span, after it behind the span', () => {
    const quiet = [{ from: on('2024-03-18'), to: on('2024-04-05') }];
    expect(told(laterRungAlone(ladderSteps(input({}, quiet)), () => 'clerk'))).toEqual([
      'before-20 2024-03-01',
      'on 2024-03-15',
      'overdue-1 2024-04-08',
      'escalate 2024-04-12',
      'overdue-3 2024-04-22',
      'overdue-4 2024-05-02',
    ]);
  });
});

test('of two steps on one morning to one post the later rung goes, to two posts both', () => {
  const steps = ladderSteps(input());
  const april = (posts: (step: Step) => string): readonly string[] =>
    told(laterRungAlone(steps, posts)).filter((step) => step.endsWith('2024-04-12'));
  expect(april(() => 'head')).toEqual(['escalate 2024-04-12']);
  expect(april((step) => step.to)).toEqual(['overdue-2 2024-04-12', 'escalate 2024-04-12']);
});

test('a submission waits for its reviewer five and ten working days', () => {
  expect(told(reviewSteps({ days: CALENDAR, quiet: [] }, on('2024-04-16')))).toEqual([
    'review-5 2024-04-24',
    'review-10 2024-05-04',
  ]);
});

describe('missed steps', () => {
  const coming = (at: Instant, given: { sent?: readonly string[]; told?: string } = {}): readonly string[] =>
    told(
      stepsToSend({
        sending: { days: CALENDAR, quiet: [] },
        steps: ladderSteps(input()),
        due: on('2024-03-29'),
        replans: [at],
        sentAt: (step) => (given.sent?.includes(step.name) ? instantAt(step.morning, '08:00') : null),
        otherNotices: given.told === undefined ? [] : [on(given.told)],
      }),
    ).slice(0, 2);

  test('become one with the name of the latest, the next morning', () => {
    expect(coming(instantAt(on('2024-03-18'), '10:00'))).toEqual([
      'before-10 2024-03-19',
      'before-5 2024-03-22',
    ]);
    expect(coming(instantAt(on('2024-03-18'), '07:59'))).toEqual([
      'before-10 2024-03-18',
      'before-5 2024-03-22',
    ]);
    expect(coming(instantAt(on('2024-03-18'), '08:00'))).toEqual([
      'before-10 2024-03-18',
      'before-5 2024-03-22',
    ]);
  });

  test('become none where another step stands that morning or the next working day', () => {
    expect(coming(instantAt(on('2024-03-20'), '10:00'))).toEqual([
      'before-5 2024-03-22',
      'before-1 2024-03-28',
    ]);
    expect(coming(instantAt(on('2024-03-21'), '10:00'))).toEqual([
      'before-5 2024-03-22',
      'before-1 2024-03-28',
    ]);
  });

  test('become none where the duty is told something else meanwhile', () => {
    expect(coming(instantAt(on('2024-03-18'), '10:00'), { told: '2024-03-18' })[0]).toBe(
      'before-5 2024-03-22',
    );
  });

  test('were not missed when they had left', () => {
    expect(coming(instantAt(on('2024-03-18'), '10:00'), { sent: ['before-20', 'before-10'] })[0]).toBe(
      'before-5 2024-03-22',
    );
  });

  test('up to the due day are not made up for after it', () => {
    expect(coming(instantAt(on('2024-03-29'), '10:00'))[0]).toBe('overdue-1 2024-04-05');
  });

  test('after the due day are made up for by the latest', () => {
    expect(coming(instantAt(on('2024-04-15'), '10:00'))[0]).toBe('escalate 2024-04-16');
  });
});
