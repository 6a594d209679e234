// What arises makes no letter before every party has ratified it, and then the letters of an obligation registered late.
import fc from 'fast-check';
import type { Dossier, ObligationEntry } from '../../domain/agreement.js';
import type { PlayEvent } from '../../domain/events.js';
import { addDays, dateOf, type Instant, instantAt, localDate, localDateOf } from '../../domain/localDate.js';
import type { Played } from '../../domain/play.js';
import { dossier, paper } from './agreements.js';
import { playOf } from './played.js';

const RUNS = 60;
const days = (from: string, count: number) => fc.nat(count).map((after) => addDays(localDate(from), after));
const clock = fc.constantFrom('07:30', '08:00', '09:10', '16:40');
const at = (span: fc.Arbitrary<ReturnType<typeof localDate>>): fc.Arbitrary<Instant> =>
  fc.tuple(span, clock).map(([day, hour]) => instantAt(day, hour));

const entry: fc.Arbitrary<ObligationEntry> = fc
  .record({
    day: days('2024-02-01', 300),
    before: fc.subarray([20, 10, 5, 1]),
    opens: fc.boolean(),
    beat: fc.boolean(),
  })
  .map(({ day, before, opens, beat }) => ({
    ...paper('arisen', `${Number(day.slice(8))}/${Number(day.slice(5, 7))}`),
    ...(beat && { due: { rule: 'every', beat: 'quarter', plus: { workingDays: 5 } } as const }),
    ...(opens && !beat && { opens: { on: { day: 15, month: 1 }, of: 'thisYear' } as const }),
    ladder: { before },
  }));

const arising = fc.record({
  entry,
  proposed: at(days('2024-01-03', 120)),
  first: at(days('2024-05-04', 60)),
  second: at(days('2024-07-05', 90)),
});
type Arising = typeof arising extends fc.Arbitrary<infer T> ? T : never;

const own = dossier({ obligations: [paper('own', '31/5')] });
const cycle = { agreement: 'x', year: 2024 };

function ratifiedBy(
  { entry: next, proposed, first, second }: Arising,
  parties: readonly string[],
): readonly PlayEvent[] {
  const ats = [first, second];
  return [
    { do: 'propose', at: proposed, place: 1, ...cycle, next: [next] },
    ...parties.map((by, index): PlayEvent => {
      const when = ats[index] ?? second;
      return { do: 'ratify', at: when, place: index + 2, ...cycle, by, on: localDateOf(when) };
    }),
  ];
}

const lettersOf = ({ letters }: Played, id: string): readonly string[] =>
  letters.flatMap(({ at: leaves, to, notices }) =>
    notices.flatMap((notice) => (notice.duty.startsWith(id) ? [`${leaves} ${to} ${notice.id}`] : [])),
  );
const everyLetter = (played: Played): readonly string[] =>
  played.letters.flatMap(({ at: leaves, to, notices }) =>
    notices.map((notice) => `${leaves} ${to} ${notice.id}`),
  );

test('before every party has ratified a proposal changes no letter and no day of the cycle', () => {
  fc.assert(
    fc.property(arising, fc.constantFrom([], ['a'], ['b']), (given, parties) => {
      const silent = playOf(own);
      const played = playOf(own, ratifiedBy(given, parties));
      expect(everyLetter(played)).toEqual(everyLetter(silent));
      expect(played.refusals).toEqual([]);
      const [with_, without] = [played.cycles[0]?.plan, silent.cycles[0]?.plan];
      expect(with_?.span).toEqual(without?.span);
      const arisen = with_?.obligations.filter(({ rule }) => rule.id === 'arisen') ?? [];
      expect(arisen.length).toBeGreaterThan(0);
      expect(new Set(arisen.map(({ status }) => status))).toEqual(new Set(['proposed']));
    }),
    { numRuns: RUNS },
  );
});

test('once all have, its letters are those of an obligation of the file that was registered at that instant', () => {
  fc.assert(
    fc.property(arising, (given) => {
      const played = playOf(own, ratifiedBy(given, ['a', 'b']));
      const inFile: Dossier = dossier({ obligations: [paper('own', '31/5'), given.entry] });
      const late = playOf(inFile, [{ do: 'register', at: given.second, place: 1, agreement: 'x' }]);
      const closing = (one: Played) => one.cycles[0]?.plan.span.closing ?? dateOf(2030, 1, 1);
      const until = [closing(played), closing(late)].toSorted()[0] ?? closing(late);
      const within = (line: string) => localDateOf(line.slice(0, 20) as Instant) <= until;
      expect(lettersOf(played, 'arisen').filter(within)).toEqual(lettersOf(late, 'arisen').filter(within));
      expect(lettersOf(played, 'arisen').every((line) => line.slice(0, 20) >= given.second)).toBe(true);
      // What stood before keeps its letters but those of a Monday, which now tell of this too.
      expect(lettersOf(played, 'own')).toEqual(lettersOf(playOf(own), 'own'));
    }),
    { numRuns: RUNS },
  );
});

test('told twice, or ratified in either order, it comes to the same', () => {
  fc.assert(
    fc.property(arising, (given) => {
      const one = playOf(own, ratifiedBy(given, ['a', 'b']));
      const other = playOf(own, ratifiedBy(given, ['b', 'a']));
      expect(everyLetter(other)).toEqual(everyLetter(one));
      const again = ratifiedBy(given, ['a', 'b', 'b']);
      const repeated = playOf(own, again);
      expect(everyLetter(repeated)).toEqual(everyLetter(one));
      expect(repeated.refusals.map(({ refusal }) => refusal.code)).toEqual(['AlreadyRatified']);
    }),
    { numRuns: RUNS },
  );
});
