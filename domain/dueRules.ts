// What a due rule gives in one year: its members, each with a day by level of body, before phrase and roll. Knows rules,
// years and the calendar; must not know duties or whether anything applies.
import type { Beat, DueRule, Level, MonthDay, Offset } from './agreement.js';
import type { DatedObligation, DatingInput, Span } from './dated.js';
import { addDays, addMonths, dateOf, daysInMonth, type LocalDate, yearOf } from './localDate.js';
import { type ObligationRule, yearsOfTerm } from './obligations.js';
import { meetingStanding } from './standing.js';
import { addWorkingDays, type DaysOff } from './workingDays.js';

/** One of the obligations a rule gives in a year: a series gives several, told apart by their suffix. */
export interface Member {
  readonly suffix: string;
  readonly covers: Span;
  /** Before phrase and roll, by the level of a body; null: no level, so the latest of all. */
  dateFor(level: Level | null): LocalDate | null;
  readonly base: string | null;
  /** Counted from something that does not apply: neither does this (design §11.16). */
  readonly idle?: boolean;
}

export function inThisCycle({ dossier: { agreement }, facts }: DatingInput, rule: ObligationRule): boolean {
  if (rule.due.rule === 'anniversary') return true;
  const years = yearsOfTerm(agreement);
  switch (rule.presence) {
    case 'everyCycle':
    case 'notInOneYearTerms':
      return true;
    case 'middleOfTerm':
      return (
        years !== null && years >= 3 && facts.year === yearOf(agreement.term.from) + Math.ceil(years / 2) - 1
      );
    case 'lastCycle':
      return agreement.term.to !== null && facts.year === yearOf(agreement.term.to);
    default:
      return rule.presence satisfies never;
  }
}

export function membersOf(
  input: DatingInput,
  rule: ObligationRule,
  resolve: (id: string) => readonly DatedObligation[],
): readonly Member[] | 'undated' {
  const { year } = input.facts;
  const covers = coversOf(input, rule);
  const single = (dateFor: Member['dateFor']): readonly Member[] => [
    { suffix: '', covers, dateFor, base: null },
  ];
  const { due } = rule;
  switch (due.rule) {
    case 'day':
      return single(() => dayOf(due.on, year + (due.of === 'nextYear' ? 1 : 0)));
    case 'vague':
      // Civil Code 2015, Art. 146.
      return single(() => dayOf(VAGUE[due.vague], year));
    case 'tiers':
      return single((level) => tierOf(due, level, year + (due.of === 'nextYear' ? 1 : 0)));
    case 'every':
      return periodsOf(year, due.beat).map(({ suffix, span }) => ({
        suffix,
        covers: span,
        dateFor: () => plus(input.days, span.to, due.plus, 1),
        base: null,
      }));
    case 'anniversary': {
      const since = input.dossier.agreement[due.of];
      if (since === undefined) return 'undated';
      const date = dateOf(yearOf(since) + due.years, Number(since.slice(5, 7)), Number(since.slice(8, 10)));
      return yearOf(date) === year ? single(() => date) : [];
    }
    case 'relative': {
      const bases = resolve(due.base);
      if (bases.length === 0) return single(() => null);
      return bases.map((base) =>
        relativeTo(input, due, base, base.localId === due.base ? covers : base.covers),
      );
    }
    default:
      return due satisfies never;
  }
}

const VAGUE = {
  'đầu năm': { day: 1, month: 1 },
  'giữa năm': { day: 30, month: 6 },
  'cuối năm': { day: 31, month: 12 },
} as const;

export function dayOf(on: MonthDay, year: number): LocalDate {
  return dateOf(year, on.month, on.day);
}

export function latestOf(days: readonly (LocalDate | null)[]): LocalDate | null {
  return days.reduce(
    (latest, day) => (day !== null && (latest === null || day > latest) ? day : latest),
    null,
  );
}

function tierOf(due: DueRule & { rule: 'tiers' }, level: Level | null, year: number): LocalDate | null {
  const own = level && due.tiers[level];
  if (own) return dayOf(own, year);
  return latestOf(Object.values(due.tiers).map((on) => dayOf(on, year)));
}

/** From the day a meeting was held, else its scheduled day, else the base's due (design §3). */
function relativeTo(
  input: DatingInput,
  due: DueRule & { rule: 'relative' },
  base: DatedObligation,
  covers: Span,
): Member {
  const meeting = meetingStanding(input.facts, base.localId);
  const from = meeting.heldOn ?? meeting.scheduledOn ?? base.due;
  const sign = due.side === 'before' ? -1 : 1;
  return {
    suffix: base.localId.slice(due.base.length),
    covers,
    dateFor: () => from && plus(input.days, from, due.offset, sign),
    base: base.localId,
    idle: base.duties.every((duty) => duty.notApplicable !== null),
  };
}

/** Months, then days, then working days (design §11.18). */
function plus(days: DaysOff, from: LocalDate, offset: Offset, sign: 1 | -1): LocalDate {
  const moved = addDays(addMonths(from, sign * (offset.months ?? 0)), sign * (offset.days ?? 0));
  return offset.workingDays ? addWorkingDays(days, moved, sign * offset.workingDays) : moved;
}

const BEATS = {
  month: { letter: 'M', months: 1, digits: 2 },
  quarter: { letter: 'Q', months: 3, digits: 1 },
  half: { letter: 'H', months: 6, digits: 1 },
  year: { letter: 'Y', months: 12, digits: 0 },
} as const;

function periodsOf(year: number, beat: Beat): readonly { suffix: string; span: Span }[] {
  const { letter, months, digits } = BEATS[beat];
  return Array.from({ length: 12 / months }, (_, index) => {
    const last = (index + 1) * months;
    const number = digits === 0 ? '' : String(index + 1).padStart(digits, '0');
    return {
      suffix: `.${letter}${number}`,
      span: {
        from: dateOf(year, last - months + 1, 1),
        to: dateOf(year, last, daysInMonth(year, last)),
      },
    };
  });
}

function coversOf({ dossier: { agreement }, facts: { year } }: DatingInput, rule: ObligationRule): Span {
  const whole = { from: dateOf(year, 1, 1), to: dateOf(year, 12, 31) };
  if (typeof rule.covers === 'object') return rule.covers;
  switch (rule.covers) {
    case 'year':
      return whole;
    case 'firstHalf':
      return { from: whole.from, to: dateOf(year, 6, 30) };
    case 'term':
      return { from: agreement.term.from, to: agreement.term.to ?? whole.to };
    default:
      return rule.covers satisfies never;
  }
}
