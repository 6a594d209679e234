// When an agreement starts, which cycles it has, from when to when each is open. Knows terms; must not know letters.
import type { Agreement } from '../../domain/agreement.js';
import type { PlayEvent } from '../../domain/events.js';
import { instantAt, localDate } from '../../domain/localDate.js';
import { cycleYears, hasCycle, naturalOpening, startOfAgreement } from '../../domain/term.js';
import { dossier, paper } from './agreements.js';
import { playOf } from './played.js';

const on = localDate;
const agreement = (given: Partial<Agreement> = {}): Agreement => dossier(given).agreement;
const term = (from: string, to: string | null): Agreement['term'] => ({
  from: on(from),
  to: to === null ? null : on(to),
  written: 'dates',
  statements: [],
});

test('an agreement starts on the latest of signing, effect and first day of the term, of those known', () => {
  expect(startOfAgreement(agreement())).toBe('2024-01-01');
  expect(startOfAgreement(agreement({ signedOn: on('2023-12-20') }))).toBe('2024-01-01');
  expect(startOfAgreement(agreement({ signedOn: on('2024-04-29') }))).toBe('2024-04-29');
  expect(startOfAgreement(agreement({ signedOn: on('2024-04-29'), effectiveOn: on('2024-05-15') }))).toBe(
    '2024-05-15',
  );
});

test('its cycles are the calendar years from start to end; a term that turns in September has two short ones', () => {
  expect(cycleYears(agreement())).toEqual({ first: 2024, last: 2026 });
  expect(cycleYears(agreement({ term: term('2024-09-01', '2026-08-31') }))).toEqual({
    first: 2024,
    last: 2026,
  });
  expect(cycleYears(agreement({ term: term('2024-01-01', null) }))).toEqual({ first: 2024, last: null });
  expect(cycleYears(agreement({ signedOn: on('2025-02-03') }))).toEqual({ first: 2025, last: 2026 });
  expect(cycleYears(agreement({ signedOn: on('2027-01-04') }))).toBeNull();
});

test('a cycle opens on 1 December before its year, or on the start if that is later', () => {
  expect(naturalOpening(agreement(), 2025)).toBe('2024-12-01');
  expect(naturalOpening(agreement(), 2024)).toBe('2024-01-01');
  expect(naturalOpening(agreement({ signedOn: on('2024-04-29') }), 2024)).toBe('2024-04-29');
});

test('a cycle that would open after an early end does not exist', () => {
  const ended = agreement({ endedOn: on('2024-12-01') });
  expect([2023, 2024, 2025, 2026].map((year) => hasCycle(ended, year))).toEqual([false, true, true, false]);
  expect(hasCycle(agreement({ endedOn: on('2024-11-30') }), 2025)).toBe(false);
});

describe('a cycle closes', () => {
  const closing = (given: Partial<Agreement>, events: readonly PlayEvent[] = []): string | null =>
    playOf(dossier(given), events).to;
  const report = paper('bao-cao', '29/11');

  test('60 working days after its last due day where something is open', () => {
    expect(closing({ obligations: [paper('bao-cao', '15/11')] })).toBe('2025-02-17');
  });

  test('not before 31 December, however early all is settled', () => {
    const waived: PlayEvent = {
      at: instantAt(on('2024-02-01'), '09:00'),
      place: 1,
      do: 'waive',
      agreement: 'x',
      year: 2024,
      obligation: 'bao-cao',
      reason: 'vì thế',
    };
    expect(closing({ obligations: [report] }, [waived])).toBe('2024-12-31');
    expect(closing({ obligations: [] })).toBe('2024-12-31');
    expect(closing({ obligations: [paper('bao-cao', '5/2')] })).toBe('2024-12-31');
  });

  test('on the evening of an early end before any other rule', () => {
    expect(closing({ obligations: [report], endedOn: on('2024-06-30') })).toBe('2024-06-30');
  });
});
