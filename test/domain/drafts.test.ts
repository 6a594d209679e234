// What the clerk does with a drafted urging letter, and what its number may be. Knows commands and plans; must not know how
// the paper looks.
import type { Agreement } from '../../domain/agreement.js';
import type { Command } from '../../domain/command.js';
import { decide } from '../../domain/decide.js';
import { draftIdOf, draftState } from '../../domain/drafts.js';
import { type Instant, instantAt, localDate, localDateOf } from '../../domain/localDate.js';
import { body, dossier, paper } from './agreements.js';
import { act, type Moment, opening, planAt, sendUntil, sliceAt } from './played.js';

const on = localDate;
const at = (day: string, clock = '09:00'): Instant => instantAt(on(day), clock);

/** Due on 29/3; the fourth overdue letter and the draft fall on 2/5. */
const AGREEMENT: Partial<Agreement> = {
  signedOn: on('2024-01-10'),
  numberingScheme: 'party',
  obligations: [paper('bao-cao', '29/3'), paper('ke-hoach', '29/3')],
};
const BODIES = [body('a', { regime: 'party' }), body('b', { regime: 'state' })];

type Did = readonly [day: string, command: Command];

function moment(day: string, done: readonly Did[] = [], given: Partial<Agreement> = {}): Moment {
  const start = opening(dossier({ ...AGREEMENT, ...given }, BODIES));
  const after = done.reduce((now, [when, command]) => act(sendUntil(now, at(when)), command), start);
  return sendUntil(after, at(day));
}

function answer(now: Moment, command: Command): string {
  const plan = planAt(now);
  if (!plan) throw new Error('no cycle');
  const decision = decide({ facts: now.facts, slice: sliceAt(now, plan) }, command, now.asOf);
  if ('refused' in decision) {
    const { why } = decision.refused.facts;
    return [decision.refused.code, why].filter(Boolean).join(' ');
  }
  return decision.accepted.map((event) => ('act' in event ? event.act.act : event.type)).join(', ');
}

const about = { obligation: 'bao-cao', by: 'b', update: 'u', reasoned: false } as const;
const release = (day: string, given: object = {}): Command => ({
  ...about,
  do: 'release',
  on: on(day),
  number: '812-CV/BDV',
  ...given,
});
const drop: Command = { ...about, do: 'drop', reasoned: true };
const putOff = (day: string): Command => ({ ...about, do: 'putOff', to: on(day), reasoned: true });
const submit = (by: string, day: string, given: object = {}): Command => ({
  ...about,
  do: 'submit',
  by,
  on: on(day),
  ...given,
});

/** Whose drafts a Monday letter of that day still to go names. */
function namedOn(now: Moment, day: string): readonly string[] {
  const monday = planAt(now)?.notices.find(
    (notice) => notice.step === 'monday' && localDateOf(notice.at) === day,
  );
  if (monday?.facts.kind !== 'monday') return ['no letter'];
  return monday.facts.drafts.map(({ obligation, body: whose }) => `${obligation.localId}/${whose}`);
}

describe('a draft', () => {
  test('has an id of its own and waits from the day of the last overdue letter', () => {
    const drafts = planAt(moment('2024-04-29'))?.drafts ?? [];
    const [draft] = drafts.filter(
      ({ body: whose, obligation }) => whose === 'b' && obligation.endsWith('bao-cao'),
    );
    expect(draft && draftIdOf(draft)).toBe('x/2024/bao-cao/b/leader/draft/2024-03-29');
    expect(draft && [draft.issuer, draft.at]).toEqual(['a', '2024-05-02T01:00:00Z']);
    expect(answer(moment('2024-04-26'), release('2024-04-26'))).toBe('NoDraft');
  });

  test('is released with number and day of the paper, and the Monday letter no longer names it', () => {
    const before = moment('2024-05-02');
    expect(namedOn(before, '2024-05-06')).toContain('bao-cao/b');
    const after = act(before, release('2024-04-29'));
    expect(namedOn(after, '2024-05-06')).not.toContain('bao-cao/b');
    expect(namedOn(after, '2024-05-06')).toContain('ke-hoach/b');
    const draft = planAt(after)?.drafts.find(
      ({ body: whose, obligation }) => whose === 'b' && obligation === 'x/2024/bao-cao',
    );
    expect(draft?.standing).toEqual({
      state: 'released',
      until: null,
      number: '812-CV/BDV',
      on: '2024-04-29',
    });
    expect(answer(after, drop)).toBe('DraftSettled');
  });

  test('is dropped with a reason, for good', () => {
    const before = moment('2024-05-02');
    expect(answer(before, { ...drop, reasoned: false } as Command)).toBe('ReasonRequired');
    const after = act(before, drop);
    expect(namedOn(after, '2024-05-06')).not.toContain('bao-cao/b');
    expect(answer(after, release('2024-05-02'))).toBe('DraftSettled');
  });

  test('is put off to a later day, and named again from then on', () => {
    const before = moment('2024-05-02');
    expect(answer(before, putOff('2024-05-02'))).toBe('PutOffNotLater');
    expect(answer(before, putOff('2026-01-05'))).toBe('DateTooFar');
    expect(answer(before, { ...putOff('2024-05-10'), reasoned: false } as Command)).toBe('ReasonRequired');
    const after = act(before, putOff('2024-05-10'));
    expect(namedOn(after, '2024-05-06')).not.toContain('bao-cao/b');
    expect(namedOn(after, '2024-05-13')).toContain('bao-cao/b');
    const standing = planAt(after)?.drafts.find(
      ({ obligation, body: whose }) => whose === 'b' && obligation === 'x/2024/bao-cao',
    )?.standing;
    expect(
      standing && [draftState(standing, on('2024-05-09')), draftState(standing, on('2024-05-10'))],
    ).toEqual(['putOff', 'waiting']);
    expect(answer(after, release('2024-05-02'))).toBe('urgingReleased');
  });

  test('is no longer needed once its duty is settled otherwise or due on another day', () => {
    const done = (command: Command): Moment => moment('2024-05-03', [['2024-05-02', command]]);
    const draft = { due: on('2024-03-29') };
    expect(answer(done(submit('b', '2024-05-02')), release('2024-05-02'))).toBe('DraftOvertaken submitted');
    const waive: Command = { ...about, do: 'waive', reasoned: true };
    expect(answer(done(waive), drop)).toBe('DraftOvertaken waived');
    const extend: Command = { ...about, do: 'extend', to: on('2024-06-28'), reasoned: true };
    expect(answer(done(extend), release('2024-05-02', draft))).toBe('DraftOvertaken moved');
    expect(answer(done(extend), release('2024-05-02'))).toBe('NoDraft');
    expect(answer(done({ ...about, do: 'pause', reasoned: true }), drop)).toBe('PausedAgreement');
    const any = { obligations: [paper('bao-cao', '29/3', { completion: 'any' })] };
    const met = moment('2024-05-03', [['2024-05-02', submit('a', '2024-05-02')]], any);
    expect(answer(met, drop)).toBe('DraftOvertaken covered');
  });

  test('asks nothing of a body that owes nothing, and is not released on a day to come', () => {
    expect(answer(moment('2024-05-02'), release('2024-05-03'))).toBe('DateInFuture');
    expect(answer(moment('2024-05-02'), release('2024-01-09'))).toBe('BeforeSigning');
    expect(answer(moment('2024-05-02'), { ...drop, by: 'c' } as Command)).toBe('BodyNotOwner');
  });

  test('a release noted by mistake is taken back by a correction, and the duty stands as it stood', () => {
    const correct: Command = { ...about, do: 'correct' };
    const after = moment('2024-05-03', [
      ['2024-05-02', release('2024-05-02')],
      ['2024-05-03', correct],
    ]);
    expect(namedOn(after, '2024-05-06')).toContain('bao-cao/b');
    expect(answer(after, release('2024-05-02'))).toBe('urgingReleased');
  });
});

describe('a number', () => {
  test('follows the scheme of its issuer, or of the agreement where the paper is a joint one', () => {
    const now = moment('2024-03-20');
    const party = submit('a', '2024-03-20', { number: '55-KH/BDVTW' });
    const asState = submit('a', '2024-03-20', { number: '19/KH-UBND' });
    expect([answer(now, party), answer(now, asState)]).toEqual(['submitted', 'NumberNotInScheme']);
    expect(answer(now, submit('b', '2024-03-20', { number: '19/KH-UBND' }))).toBe('submitted');
    // The state party sends the joint paper under its number in the lead's books.
    expect(answer(now, submit('b', '2024-03-20', { number: '1573-KH/BDV-BCS' }))).toBe('submitted');
    expect(answer(now, submit('b', '2024-03-20', { number: 'số 19' }))).toBe('NumberNotInScheme');
    expect(answer(moment('2024-05-02'), release('2024-05-02', { number: '19/KH-UBND' }))).toBe(
      'NumberNotInScheme',
    );
  });

  test('of a notice of conclusions follows the scheme of one of those who held the meeting', () => {
    const meeting = { obligations: [{ id: 'reviewConference', kind: 'reviewConference' }] };
    const plan: Command = {
      ...about,
      do: 'schedule',
      obligation: 'reviewConference',
      on: on('2025-01-16'),
      anyway: false,
    };
    const now = moment('2025-01-16', [['2025-01-06', plan]], meeting);
    const conclude = (number: string): Command => ({
      ...about,
      do: 'conclude',
      obligation: 'reviewConference',
      on: on('2025-01-16'),
      number,
    });
    expect([answer(now, conclude('TB 12')), answer(now, conclude('12-TB/BDV'))]).toEqual([
      'NumberNotInScheme',
      'held',
    ]);
  });

  test('of an office whose scheme no source names is taken as it is', () => {
    const front = { ...dossier(AGREEMENT, [body('a'), body('b', { regime: 'front' })]) };
    const now = sendUntil(opening(front), at('2024-03-20'));
    expect(answer(now, submit('b', '2024-03-20', { number: '19' }))).toBe('submitted');
  });

  test('stands once among the papers of one issuer, unless a reason says that one paper answers both', () => {
    const first: Did = ['2024-03-20', submit('b', '2024-03-20', { number: '19/BC-SB' })];
    const now = moment('2024-03-21', [first]);
    const second = submit('b', '2024-03-21', { obligation: 'ke-hoach', number: '19/BC-SB' });
    expect(answer(now, second)).toBe('NumberRepeated');
    expect(answer(now, { ...second, reasoned: true } as Command)).toBe('submitted');
    expect(answer(now, { ...second, number: '20/BC-SB' } as Command)).toBe('submitted');
    // Another issuer counts for itself; a paper that comes back mended keeps its number.
    expect(answer(now, { ...second, by: 'a', number: '19-BC/BDV' } as Command)).toBe('submitted');
    const returned: Command = { ...about, do: 'return', reasoned: true };
    const again = moment('2024-03-22', [first, ['2024-03-21', returned]]);
    expect(answer(again, submit('b', '2024-03-22', { number: '19/BC-SB' }))).toBe('submitted');
  });

  test('of a state office begins anew with the year, that of a party office does not', () => {
    const far = { obligations: [paper('bao-cao', '29/12'), paper('ke-hoach', '29/12')] };
    const twice = (by: string, number: string): string => {
      const first: Did = ['2024-12-20', submit(by, '2024-12-20', { number })];
      const now = moment('2025-01-03', [first], far);
      return answer(now, submit(by, '2025-01-02', { obligation: 'ke-hoach', number }));
    };
    expect(twice('b', '19/BC-SB')).toBe('submitted');
    expect(twice('a', '19-BC/BDV')).toBe('NumberRepeated');
  });

  test('of one urging letter is not that of another, nor of a paper of the same office', () => {
    const now = moment('2024-05-03', [['2024-05-02', release('2024-05-02')]]);
    expect(answer(now, release('2024-05-03', { obligation: 'ke-hoach' }))).toBe('NumberRepeated');
    const own = submit('a', '2024-05-03', { number: '812-CV/BDV' });
    expect(answer(now, own)).toBe('NumberRepeated');
  });
});
