// What counts as a hole between plan and ledger. Knows both lists only.
import { type Hole, holesIn, type LedgerNotice } from '../../domain/holes.js';
import { addMinutes, type Instant } from '../../domain/localDate.js';

const NOW = '2026-11-23T03:00:00Z' as Instant;
const mailbox = 'vanthu@so-a.example';
const planned = (id: string, at: Instant) => ({ id, at, mailbox });
const held = (id: string, at: Instant, more: Partial<LedgerNotice> = {}): LedgerNotice => ({
  id,
  at,
  mailbox,
  state: 'armed',
  letter: 'composing',
  ...more,
});
const SOON = addMinutes(NOW, 600);
const LONG_AGO = addMinutes(NOW, -600);

test('a ledger that holds what is planned has no hole', () => {
  expect(holesIn([planned('a', SOON)], [held('a', SOON)], NOW)).toEqual([]);
});

test.each<[string, readonly LedgerNotice[], readonly Hole[]]>([
  ['a planned notice that the ledger does not know', [], [{ kind: 'notArmed', of: 'a' }]],
  ['one that was withdrawn', [held('a', SOON, { state: 'withdrawn' })], [{ kind: 'notArmed', of: 'a' }]],
  ['one at another instant', [held('a', addMinutes(SOON, 1440))], [{ kind: 'elsewhere', of: 'a' }]],
  [
    'one for another mailbox',
    [held('a', SOON, { mailbox: 'b@b.example' })],
    [{ kind: 'elsewhere', of: 'a' }],
  ],
  ['one more than planned', [held('a', SOON), held('b', SOON)], [{ kind: 'unwanted', of: 'b' }]],
])('%s is a hole', (_, ledger, holes) => {
  expect(holesIn([planned('a', SOON)], ledger, NOW)).toEqual(holes);
});

test('a notice whose instant has passed is a hole after half an hour, not before', () => {
  const at = (minutes: number): readonly Hole[] => {
    const instant = addMinutes(NOW, -minutes);
    return holesIn([planned('a', instant)], [held('a', instant, { letter: 'ready' })], NOW);
  };
  expect(at(29)).toEqual([]);
  expect(at(30)).toEqual([{ kind: 'notSent', of: 'a' }]);
});

test.each(['held', 'inDoubt', 'refused'] as const)(
  'a letter that is %s is known to people, and no hole',
  (letter) => {
    const ledger = [held('a', LONG_AGO, { letter }), held('b', LONG_AGO, { letter })];
    expect(holesIn([planned('a', LONG_AGO)], ledger, NOW)).toEqual([]);
  },
);

test('what has left, or was refused or missed for good, is no hole', () => {
  const ledger = (['sent', 'refused', 'missed'] as const).map((state) => held(state, LONG_AGO, { state }));
  expect(
    holesIn(
      ledger.map(({ id, at }) => planned(id, at)),
      ledger,
      NOW,
    ),
  ).toEqual([]);
});
