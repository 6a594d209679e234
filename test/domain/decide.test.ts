// What a cycle accepts and what it refuses: every verb once in its good days, every refusal by its code. Knows commands and
// answers; must not know how a play runs.
import type { Agreement } from '../../domain/agreement.js';
import type { Command } from '../../domain/command.js';
import { decide } from '../../domain/decide.js';
import type { PlayEvent } from '../../domain/events.js';
import { type Instant, instantAt, localDate } from '../../domain/localDate.js';
import { body, dossier, paper } from './agreements.js';
import { act, type Moment, opening, planAt, playOf, sendUntil, sliceAt } from './played.js';

const on = localDate;
const at = (day: string, clock = '09:00'): Instant => instantAt(on(day), clock);
const reasoned = { update: 'u', reasoned: true } as const;
const bare = { update: 'u', reasoned: false } as const;

/** A plan that opens on 15/12 and is due on 28/2, a report of both, a conference with its chain. */
const AGREEMENT: Partial<Agreement> = {
  signedOn: on('2024-01-10'),
  obligations: [
    paper('ke-hoach', '28/2', { completion: 'any', opens: { on: { day: 15, month: 2 }, of: 'thisYear' } }),
    paper('bao-cao', '29/3'),
    paper('bao-cao-cu', '5/1'),
    ...['conferencePlan', 'invitation', 'conferencePapers', 'reviewConference', 'conclusionNotice'].map(
      (kind) => ({
        id: kind,
        kind,
      }),
    ),
  ],
};

/** The cycle on a morning, after what was done before. */
function moment(day: string, done: readonly (readonly [day: string, command: Command])[] = []): Moment {
  const start = opening(dossier(AGREEMENT));
  const after = done.reduce((now, [when, command]) => act(sendUntil(now, at(when)), command), start);
  return sendUntil(after, at(day));
}

function answer(now: Moment, command: Command): string {
  const plan = planAt(now);
  if (!plan) throw new Error('no cycle');
  const decision = decide({ facts: now.facts, slice: sliceAt(now, plan) }, command, now.asOf);
  return 'refused' in decision
    ? decision.refused.code
    : decision.accepted.map((event) => ('act' in event ? event.act.act : event.type)).join(', ');
}

function refusal(now: Moment, command: Command): Readonly<Record<string, unknown>> {
  const plan = planAt(now);
  const decision = plan && decide({ facts: now.facts, slice: sliceAt(now, plan) }, command, now.asOf);
  return decision && 'refused' in decision ? decision.refused.facts : {};
}

const submit = (obligation: string, by: string, day: string): Command => ({
  ...bare,
  do: 'submit',
  obligation,
  by,
  on: on(day),
});
const accept = (obligation: string, by: string, day: string): Command => ({
  ...bare,
  do: 'accept',
  obligation,
  by,
  on: on(day),
});
const schedule = (day: string, given: object = {}): Command => ({
  ...bare,
  do: 'schedule',
  obligation: 'reviewConference',
  on: on(day),
  anyway: false,
  ...given,
});
const conclude = (day: string): Command => ({
  ...bare,
  do: 'conclude',
  obligation: 'reviewConference',
  on: on(day),
});
const sentPlan = (day: string): readonly [string, Command] => [day, submit('conferencePlan', 'a', day)];

describe('a paper', () => {
  test('is submitted once it is open, by a body that owes it', () => {
    expect(answer(moment('2024-03-20'), submit('bao-cao', 'b', '2024-03-20'))).toBe('submitted');
    expect(answer(moment('2024-03-20'), submit('bao-cao', 'b', '2024-03-18'))).toBe('submitted');
  });

  test('is taken before it opens when a letter asked for it already', () => {
    // before-20 leaves on 24/1, three weeks before the plan opens.
    expect(answer(moment('2024-01-22'), submit('ke-hoach', 'a', '2024-01-22'))).toBe('NotYetOpen');
    expect(answer(moment('2024-01-26'), submit('ke-hoach', 'a', '2024-01-26'))).toBe('submitted');
  });

  test('is not submitted twice', () => {
    const sent = moment('2024-03-21', [
      ['2024-03-20', { ...submit('bao-cao', 'b', '2024-03-20'), number: '15/BC' } as Command],
    ]);
    expect(answer(sent, submit('bao-cao', 'b', '2024-03-21'))).toBe('AlreadySubmitted');
    expect(refusal(sent, submit('bao-cao', 'b', '2024-03-21'))).toMatchObject({
      date: '2024-03-20',
      number: '15/BC',
    });
  });

  test('is not submitted on a day to come, nor before the agreement was signed', () => {
    expect(answer(moment('2024-03-20'), submit('bao-cao', 'b', '2024-03-21'))).toBe('DateInFuture');
    expect(answer(moment('2024-03-20'), submit('bao-cao', 'b', '2024-01-09'))).toBe('BeforeSigning');
  });

  test('is accepted, or returned with a reason, only after it came', () => {
    const sent = moment('2024-03-21', [['2024-03-20', submit('bao-cao', 'b', '2024-03-20')]]);
    expect(answer(sent, accept('bao-cao', 'b', '2024-03-21'))).toBe('accepted');
    expect(answer(sent, accept('bao-cao', 'b', '2024-03-22'))).toBe('DateInFuture');
    expect(answer(sent, { ...reasoned, do: 'return', obligation: 'bao-cao', by: 'b' })).toBe('returned');
    expect(answer(sent, { ...bare, do: 'return', obligation: 'bao-cao', by: 'b' })).toBe('ReasonRequired');
    expect(answer(sent, accept('bao-cao', 'a', '2024-03-21'))).toBe('NotSubmitted');
    expect(answer(sent, { ...reasoned, do: 'return', obligation: 'bao-cao', by: 'a' })).toBe('NotSubmitted');
  });

  test('that was returned is submitted anew', () => {
    const back: Command = { ...reasoned, do: 'return', obligation: 'bao-cao', by: 'b' };
    const returned = moment('2024-03-26', [
      ['2024-03-20', submit('bao-cao', 'b', '2024-03-20')],
      ['2024-03-25', back],
    ]);
    expect(answer(returned, back)).toBe('NotSubmitted');
    expect(answer(returned, submit('bao-cao', 'b', '2024-03-26'))).toBe('submitted');
  });

  test('is settled for good once it is accepted or waived', () => {
    const waive: Command = { ...reasoned, do: 'waive', obligation: 'bao-cao', by: 'a' };
    const settled = moment('2024-03-22', [
      ['2024-03-20', submit('bao-cao', 'b', '2024-03-20')],
      ['2024-03-21', accept('bao-cao', 'b', '2024-03-21')],
      ['2024-03-21', waive],
    ]);
    expect(answer(settled, submit('bao-cao', 'b', '2024-03-22'))).toBe('AlreadySettled');
    expect(refusal(settled, submit('bao-cao', 'b', '2024-03-22'))).toMatchObject({
      how: 'accepted',
      date: '2024-03-21',
    });
    expect(refusal(settled, waive)).toMatchObject({ how: 'waived', date: '2024-03-21' });
  });

  test('asked of any one body is settled for all by the first', () => {
    const met = moment('2024-02-21', [['2024-02-20', submit('ke-hoach', 'a', '2024-02-20')]]);
    expect(refusal(met, submit('ke-hoach', 'b', '2024-02-21'))).toMatchObject({ how: 'covered', date: null });
    expect(answer(met, accept('ke-hoach', 'b', '2024-02-21'))).toBe('NotSubmitted');
  });

  test('is not asked where it fell due before the start', () => {
    expect(answer(moment('2024-02-20'), submit('bao-cao-cu', 'a', '2024-02-20'))).toBe('NotApplicable');
    expect(refusal(moment('2024-02-20'), submit('bao-cao-cu', 'a', '2024-02-20'))).toMatchObject({
      why: 'beforeStart',
    });
  });

  test('is nobody else’s', () => {
    expect(answer(moment('2024-03-20'), submit('bao-cao', 'c', '2024-03-20'))).toBe('BodyNotOwner');
    expect(refusal(moment('2024-03-20'), submit('bao-cao', 'c', '2024-03-20'))).toMatchObject({
      owners: ['a', 'b'],
    });
  });

  test('nobody knows is refused with the ids there are', () => {
    expect(answer(moment('2024-03-20'), submit('bao-cáo', 'a', '2024-03-20'))).toBe('UnknownObligation');
    expect(refusal(moment('2024-03-20'), submit('bao-cáo', 'a', '2024-03-20'))).toMatchObject({
      known: expect.arrayContaining(['bao-cao']),
    });
  });
});

describe('a due day', () => {
  const extend = (to: string, by: object = { by: 'b' }, why = reasoned as object): Command =>
    ({ ...bare, ...why, do: 'extend', obligation: 'bao-cao', to: on(to), ...by }) as Command;

  test('is moved later, with a reason', () => {
    expect(answer(moment('2024-03-20'), extend('2024-04-12'))).toBe('extended');
    expect(answer(moment('2024-03-20'), extend('2024-04-12', {}, { reasoned: false }))).toBe(
      'ReasonRequired',
    );
  });

  test('is moved for every body that still owes where none is named', () => {
    const sent = moment('2024-03-21', [['2024-03-20', submit('bao-cao', 'b', '2024-03-20')]]);
    expect(answer(moment('2024-03-20'), extend('2024-04-12', {}))).toBe('extended, extended');
    expect(answer(sent, extend('2024-04-12', {}))).toBe('extended');
    expect(answer(sent, extend('2024-04-12'))).toBe('AlreadySubmitted');
  });

  test('is never moved earlier, to itself, or out of sight', () => {
    expect(answer(moment('2024-03-20'), extend('2024-03-28'))).toBe('ExtensionNotLater');
    expect(answer(moment('2024-03-20'), extend('2024-03-29'))).toBe('ExtensionNotLater');
    expect(answer(moment('2024-03-20'), extend('2028-01-03'))).toBe('DateTooFar');
  });

  test('that was extended is extended again only beyond its new day', () => {
    const extended = moment('2024-03-21', [['2024-03-20', extend('2024-04-12')]]);
    expect(answer(extended, extend('2024-04-12'))).toBe('ExtensionNotLater');
    expect(answer(extended, extend('2024-04-15'))).toBe('extended');
  });
});

describe('a waiver', () => {
  test('owes a reason and releases one body, or all that still owe', () => {
    const now = moment('2024-03-20');
    expect(answer(now, { ...bare, do: 'waive', obligation: 'bao-cao', by: 'b' })).toBe('ReasonRequired');
    expect(answer(now, { ...reasoned, do: 'waive', obligation: 'bao-cao', by: 'b' })).toBe('waived');
    expect(answer(now, { ...reasoned, do: 'waive', obligation: 'bao-cao' })).toBe('waived, waived');
  });
});

describe('a correction', () => {
  const correct: Command = { ...bare, do: 'correct', obligation: 'bao-cao', by: 'b' };

  test('takes back the last act of a duty', () => {
    const sent = moment('2024-03-21', [['2024-03-20', submit('bao-cao', 'b', '2024-03-20')]]);
    expect(answer(sent, correct)).toBe('dutyCorrected');
    expect(answer(act(sent, correct), submit('bao-cao', 'b', '2024-03-21'))).toBe('submitted');
  });

  test('finds nothing to take back where nothing was done', () => {
    expect(answer(moment('2024-03-21'), { ...correct, by: 'c' })).toBe('BodyNotOwner');
    expect(answer(moment('2024-03-21'), correct)).toBe('NotSubmitted');
  });

  test('opens a meeting again', () => {
    const fixed = moment('2024-12-20', [sentPlan('2024-12-10'), ['2024-12-12', schedule('2025-01-15')]]);
    expect(answer(fixed, { ...bare, do: 'correct', obligation: 'reviewConference' })).toBe(
      'meetingCorrected',
    );
  });
});

describe('a meeting', () => {
  const planned = [sentPlan('2024-12-10')];
  const fixed = [...planned, ['2024-12-12', schedule('2025-01-15')]] as const;

  test('gets its day where the steps of its chain still fit', () => {
    expect(answer(moment('2024-12-12', planned), schedule('2025-01-15'))).toBe('scheduled');
    expect(answer(moment('2024-12-12'), schedule('2025-01-03'))).toBe('ConferenceTooSoon');
    expect(refusal(moment('2024-12-12'), schedule('2025-01-03'))).toMatchObject({
      step: 'conferencePlan',
      earliest: '2025-01-10',
    });
  });

  test('meets at the earliest three working days from now', () => {
    const sent = [
      ...planned,
      ['2024-12-10', submit('invitation', 'a', '2024-12-10')],
      ['2024-12-10', submit('conferencePapers', 'a', '2024-12-10')],
      ['2024-12-10', submit('conferencePapers', 'b', '2024-12-10')],
    ] as const;
    expect(answer(moment('2024-12-12', sent), schedule('2024-12-16'))).toBe('ConferenceTooSoon');
    expect(refusal(moment('2024-12-12', sent), schedule('2024-12-16'))).toMatchObject({
      n: 2,
      earliest: '2024-12-17',
    });
    expect(answer(moment('2024-12-12', sent), schedule('2024-12-17'))).toBe('scheduled');
  });

  test('meets on a working day, unless overridden with a reason', () => {
    expect(answer(moment('2024-12-12', planned), schedule('2025-01-18'))).toBe('ConferenceDayOff');
    expect(refusal(moment('2024-12-12', planned), schedule('2025-01-18'))).toMatchObject({
      prev: '2025-01-17',
      next: '2025-01-20',
    });
    expect(answer(moment('2024-12-12', planned), schedule('2025-01-18', { anyway: true }))).toBe(
      'ReasonRequired',
    );
    expect(answer(moment('2024-12-12', planned), schedule('2025-01-18', { anyway: true, ...reasoned }))).toBe(
      'scheduled',
    );
  });

  test('is moved with a reason', () => {
    expect(answer(moment('2024-12-13', fixed), schedule('2025-01-16'))).toBe('ReasonRequired');
    expect(answer(moment('2024-12-13', fixed), schedule('2025-01-16', reasoned))).toBe('scheduled');
  });

  test('is not set for a day nobody follows', () => {
    expect(answer(moment('2024-12-12', planned), schedule('2029-01-15'))).toBe('DateTooFar');
  });

  test('is concluded once it has a day and that day has come', () => {
    expect(answer(moment('2025-01-15', planned), conclude('2025-01-15'))).toBe('ConferenceNotScheduled');
    expect(answer(moment('2025-01-14', fixed), conclude('2025-01-14'))).toBe('ConferenceNotHeld');
    expect(answer(moment('2025-01-14', fixed), conclude('2025-01-15'))).toBe('DateInFuture');
    expect(answer(moment('2025-01-15', fixed), conclude('2025-01-15'))).toBe('held');
  });

  test('that was held is settled', () => {
    const held = moment('2025-01-16', [...fixed, ['2025-01-15', conclude('2025-01-15')]]);
    expect(answer(held, conclude('2025-01-16'))).toBe('AlreadySettled');
    expect(answer(held, schedule('2025-01-20', reasoned))).toBe('AlreadySettled');
  });

  test('is not submitted, and a paper is not scheduled', () => {
    expect(answer(moment('2024-12-20'), submit('reviewConference', 'a', '2024-12-20'))).toBe('IsMeeting');
    expect(answer(moment('2024-12-20'), schedule('2025-01-15', { obligation: 'bao-cao' }))).toBe(
      'NotMeeting',
    );
  });
});

describe('a cycle', () => {
  test('is paused with a reason, once, and resumed', () => {
    expect(answer(moment('2024-03-20'), { ...bare, do: 'pause' })).toBe('ReasonRequired');
    expect(answer(moment('2024-03-20'), { ...reasoned, do: 'pause' })).toBe('paused');
    expect(answer(moment('2024-03-20'), { ...bare, do: 'resume' })).toBe('NotPaused');
    const paused = moment('2024-03-21', [['2024-03-20', { ...reasoned, do: 'pause' }]]);
    expect(answer(paused, { ...reasoned, do: 'pause' })).toBe('PausedAgreement');
    expect(answer(paused, { ...bare, do: 'resume' })).toBe('resumed');
    expect(answer(paused, submit('bao-cao', 'b', '2024-03-21'))).toBe('submitted');
  });

  test('that has closed takes nothing more', () => {
    expect(answer(moment('2025-09-01'), submit('bao-cao', 'b', '2025-09-01'))).toBe('CycleClosed');
    expect(answer(moment('2025-09-01'), { ...reasoned, do: 'pause' })).toBe('CycleClosed');
    expect(refusal(moment('2025-09-01'), { ...reasoned, do: 'pause' })).toMatchObject({ next: 2025 });
  });
});

describe('what only the register knows', () => {
  const event = (given: object): PlayEvent =>
    ({
      at: at('2024-03-20'),
      place: 1,
      do: 'submit',
      agreement: 'x',
      year: 2024,
      obligation: 'bao-cao',
      by: 'b',
      on: on('2024-03-20'),
      ...given,
    }) as PlayEvent;
  const codeOf = (given: object): string | undefined => {
    const bodies = [body('a'), body('b'), body('c', { validTo: on('2024-02-29') })];
    return playOf(dossier(AGREEMENT, bodies), [event(given)]).refusals[0]?.refusal.code;
  };

  test('is judged before the cycle: agreement, cycle, body', () => {
    expect(codeOf({})).toBeUndefined();
    expect(codeOf({ agreement: 'y' })).toBe('UnknownAgreement');
    expect(codeOf({ at: at('2024-01-09') })).toBe('UnknownAgreement');
    expect(codeOf({ year: 2030 })).toBe('UnknownCycle');
    expect(codeOf({ by: 'z' })).toBe('UnknownBody');
    expect(codeOf({ by: 'c' })).toBe('BodyCeased');
  });
});
