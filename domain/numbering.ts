// Document numbers: how Party and State offices write them, and where one stands twice. Knows acts and schemes; must not
// know papers or words.
import type { NumberingScheme, Regime } from './agreement.js';
import type { CycleFacts } from './cycle.js';
import { type LocalDate, yearOf } from './localDate.js';
import { type Refused, refuse } from './refusals.js';

// Written as text: the workflow bundler would spell out every letter that \p{L} stands for, 60 KB of them.
const scheme = (pattern: string): RegExp => new RegExp(`^${pattern}$`, 'u');

/** Party: `55-KH/BDVTW`; State: `19/KH-UBND`, `2762/VPCP-QHĐP` (domain.md §4). */
const SCHEMES: Readonly<Record<NumberingScheme, RegExp>> = {
  party: scheme('\\d{1,5}-\\p{L}[\\p{L}\\d]*/[\\p{L}\\d]+(?:-[\\p{L}\\d]+)*'),
  state: scheme('\\d{1,5}/[\\p{L}\\d]+(?:[-/][\\p{L}\\d]+)*'),
};

export function fitsScheme(number: string, kind: NumberingScheme): boolean {
  return SCHEMES[kind].test(number);
}

/** null: how the Front, the forces and others number is known from no source, so nothing is refused. */
export function schemeOf(regime: Regime): NumberingScheme | null {
  return regime === 'party' || regime === 'state' ? regime : null;
}

export interface Numbered {
  readonly number: string;
  readonly issuer: string;
  readonly on: LocalDate;
  /** What it was recorded for: a duty's key, with the due day of the draft where it is an urging letter. */
  readonly duty: string;
}

/** Every number recorded in a cycle with the body that gave it, but those taken back. */
export function numbersOf(facts: CycleFacts): readonly Numbered[] {
  return Object.entries(facts.duties).flatMap(([duty, acts]) =>
    acts.flatMap((act): Numbered[] => {
      if (act.act === 'submitted' && act.number !== undefined)
        return [{ number: act.number, issuer: duty.slice(duty.lastIndexOf('/') + 1), on: act.on, duty }];
      if (act.act === 'urgingReleased')
        return [{ number: act.number, issuer: act.issuer, on: act.on, duty: `${duty}/draft/${act.due}` }];
      return [];
    }),
  );
}

/** A joint paper is numbered in the lead's books, so a number may follow the agreement's scheme too (domain.md §4). */
export function refuseScheme(
  { number, issuer }: Pick<Numbered, 'number' | 'issuer'>,
  own: NumberingScheme | null,
  joint: NumberingScheme,
): Refused | undefined {
  if (own === null || fitsScheme(number, own) || fitsScheme(number, joint)) return undefined;
  return refuse('NumberNotInScheme', { number, issuer });
}

/**
 * A State office counts by the calendar year, a Party office by the committee's term, which outlasts what one looks through.
 * `known` are the numbers recorded so far; the same duty may bear its number again, as when its paper comes back mended.
 */
export function refuseRepeated(
  given: Numbered,
  counts: NumberingScheme | null,
  known: readonly Numbered[],
): Refused | undefined {
  const twin = known.find(
    (other) =>
      other.duty !== given.duty &&
      other.number === given.number &&
      other.issuer === given.issuer &&
      (counts === 'party' || yearOf(other.on) === yearOf(given.on)),
  );
  if (!twin) return undefined;
  const [obligation = ''] = twin.duty.split('/');
  const series = counts === 'party' ? 'term' : 'year';
  return refuse('NumberRepeated', { number: given.number, issuer: given.issuer, other: obligation, series });
}
