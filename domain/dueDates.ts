// When each duty of one cycle is due, and whether it applies. Knows rules, years, the calendar and what was moved by
// people; must not know ladders, posts or letters.
import type { Beat, DueRule, Dossier, Level, MonthDay, Offset, Part, Stage } from './agreement.js';
import { bodyOf, existsOn, holderOf, standingOf } from './bodies.js';
import { type CycleFacts, dutyStanding, meetingStanding } from './cycle.js';
import { addDays, addMonths, dateOf, daysInMonth, type LocalDate, localDateOf, yearOf } from './localDate.js';
import { type ObligationRule, obligationRules, type Owner, yearsOfTerm } from './obligations.js';
import { startOfAgreement } from './term.js';
import { addWorkingDays, type DaysOff, rollTo } from './workingDays.js';

export interface Span {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

export type NotApplicableWhy =
  | 'beforeStart'
  | 'beforeRegistration'
  | 'afterEnd'
  | 'periodBeforeStart'
  | 'periodAfterTerm'
  | 'bodyAbsent'
  | 'noDate'
  | 'baseNotApplicable'
  | 'noChildren';

export interface DatedDuty {
  /** `<obligation>/<body>` with the obligation's local id; `?role` in place of an unknown body. */
  readonly key: string;
  /** null: nobody knows who holds the role. */
  readonly body: string | null;
  readonly role?: string;
  /** The year whose holder is unknown, where `body` is null. */
  readonly roleYear?: number;
  readonly as?: Part;
  readonly nominalDue: LocalDate | null;
  readonly due: LocalDate | null;
  /** Why it does not apply; null: it does. */
  readonly notApplicable: NotApplicableWhy | null;
}

export interface DatedObligation {
  /** `tw-79/2018/annualPlan`. */
  readonly id: string;
  /** The id within the cycle: `annualPlan`, `report.M08`. */
  readonly localId: string;
  readonly rule: ObligationRule;
  readonly stage: Stage;
  readonly covers: Span;
  readonly opens: LocalDate | null;
  readonly nominalDue: LocalDate | null;
  readonly due: LocalDate | null;
  readonly duties: readonly DatedDuty[];
  /** Local id of the meeting it stands `after`: silent until that was held. */
  readonly afterMeeting: string | null;
  /** Local id of what its due day is counted from. */
  readonly base: string | null;
}

export interface DatedCycle {
  readonly obligations: readonly DatedObligation[];
  /** Ids whose anniversary cannot be told, as `signedOn` or `effectiveOn` is unknown (design §11.20). */
  readonly undated: readonly string[];
}

export interface DatingInput {
  readonly dossier: Dossier;
  readonly days: DaysOff;
  readonly facts: CycleFacts;
}

/** One of the obligations a rule gives in a year: a series gives several, told apart by their suffix. */
interface Member {
  readonly suffix: string;
  readonly covers: Span;
  /** Before phrase and roll, by the level of a body; null: no level, so the latest of all. */
  dateFor(level: Level | null): LocalDate | null;
  readonly base: string | null;
  /** Counted from something that does not apply: neither does this (design §11.16). */
  readonly idle?: boolean;
}

/** All obligations of a cycle with their days, in the order of listing. */
export function datesOf(input: DatingInput): DatedCycle {
  const dating = new Map<string, readonly DatedObligation[]>();
  const rules = obligationRules(input.dossier.agreement);
  const undated: string[] = [];
  const resolve = (id: string): readonly DatedObligation[] => {
    const known = dating.get(id);
    if (known) return known;
    const rule = rules.find((candidate) => candidate.id === id);
    if (!rule || !inThisCycle(input, rule)) return [];
    const members = membersOf(input, rule, resolve);
    if (members === 'undated') undated.push(id);
    const dated =
      members === 'undated' ? [] : members.map((member) => datedObligation(input, rule, member, rules));
    dating.set(id, dated);
    return dated;
  };
  return { obligations: rules.flatMap((rule) => resolve(rule.id)), undated };
}

function inThisCycle({ dossier: { agreement }, facts }: DatingInput, rule: ObligationRule): boolean {
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

function membersOf(
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

function dayOf(on: MonthDay, year: number): LocalDate {
  return dateOf(year, on.month, on.day);
}

function latestOf(days: readonly (LocalDate | null)[]): LocalDate | null {
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

function datedObligation(
  input: DatingInput,
  rule: ObligationRule,
  member: Member,
  rules: readonly ObligationRule[],
): DatedObligation {
  const { agreement, year } = input.facts;
  const localId = rule.id + member.suffix;
  const duties = dutiesOf(input, rule, member, localId);
  const due = latestOf(duties.map((duty) => duty.due));
  const base = rule.due.rule === 'relative' ? rule.due : null;
  const meeting = base?.side === 'after' && rules.find((other) => other.id === base.base)?.form === 'meeting';
  return {
    id: `${agreement}/${year}/${localId}`,
    localId,
    rule,
    stage: rule.stage ?? stageByDue(year, due),
    covers: member.covers,
    opens: rule.opens && dayOf(rule.opens.on, year + YEAR_SHIFT[rule.opens.of]),
    nominalDue: latestOf(duties.map((duty) => duty.nominalDue)),
    due,
    duties,
    afterMeeting: meeting ? member.base : null,
    base: member.base,
  };
}

const YEAR_SHIFT = { lastYear: -1, thisYear: 0, nextYear: 1 } as const;

/** Stage of kinds of one's own (design §8). */
function stageByDue(year: number, due: LocalDate | null): Stage {
  if (due && due <= dateOf(year, 3, 31)) return 'planning';
  return due && due <= dateOf(year, 7, 31) ? 'midYearReview' : 'reviewConference';
}

interface Holder {
  readonly body: string | null;
  readonly role?: string;
  readonly roleYear?: number;
  readonly as?: Part;
}

function dutiesOf(
  input: DatingInput,
  rule: ObligationRule,
  member: Member,
  localId: string,
): readonly DatedDuty[] {
  const seen = new Set<string>();
  const duties: DatedDuty[] = [];
  for (const owner of rule.owners) {
    for (const holder of holdersOf(input, rule, member, owner)) {
      // One duty a body and obligation; the first part it was given holds (design §11.19).
      const name = holder.body ?? `?${holder.role}@${holder.roleYear}`;
      if (seen.has(name)) continue;
      seen.add(name);
      duties.push(datedDuty(input, rule, member, holder, `${localId}/${name}`));
    }
  }
  return duties;
}

function holdersOf(
  input: DatingInput,
  rule: ObligationRule,
  member: Member,
  owner: Owner,
): readonly Holder[] {
  const { dossier, facts } = input;
  const as = owner.as ? { as: owner.as } : {};
  if ('body' in owner) return [{ body: owner.body, ...as }];
  if ('eachChildOf' in owner) {
    const children = dossier.bodies.filter((body) => {
      if (body.parent !== owner.eachChildOf) return false;
      const { due } = daysFor(input, rule, member, body.level);
      return due === null || existsOn(body, due);
    });
    const none = { body: null, role: `eachChildOf ${owner.eachChildOf}`, roleYear: facts.year, ...as };
    return children.length > 0 ? children.map((body) => ({ body: body.code, ...as })) : [none];
  }
  if ('standing' in owner) {
    return [
      { body: standingOf(dossier.agreement, facts.year), role: 'standing', roleYear: facts.year, ...as },
    ];
  }
  const roleYear = facts.year + (owner.of === 'nextYear' ? 1 : 0);
  return [{ body: holderOf(dossier.agreement, owner.role, roleYear), role: owner.role, roleYear, ...as }];
}

function datedDuty(
  input: DatingInput,
  rule: ObligationRule,
  member: Member,
  holder: Holder,
  key: string,
): DatedDuty {
  const body = holder.body === null ? undefined : bodyOf(input.dossier, holder.body);
  const days = daysFor(input, rule, member, body?.level ?? null);
  const due = dutyStanding(input.facts, key).extendedTo ?? days.due;
  const noChildren = holder.body === null && holder.role?.startsWith('eachChildOf ') === true;
  const absent = due !== null && holder.body !== null && !(body && existsOn(body, due));
  return {
    key,
    body: holder.body,
    ...(holder.body === null && holder.role !== undefined && { role: holder.role }),
    ...(holder.body === null && holder.roleYear !== undefined && { roleYear: holder.roleYear }),
    ...(holder.as && { as: holder.as }),
    nominalDue: days.nominalDue,
    due,
    notApplicable: noChildren ? 'noChildren' : whyNot(input, member, due, absent),
  };
}

/** Order: rule → offset → phrase → roll (design §3). */
function daysFor(
  input: DatingInput,
  rule: ObligationRule,
  member: Member,
  level: Level | null,
): { readonly nominalDue: LocalDate | null; readonly due: LocalDate | null } {
  const named = member.dateFor(level);
  if (named === null) return { nominalDue: null, due: null };
  const nominalDue = rule.phrase === 'trước ngày' ? addDays(named, -1) : named;
  return { nominalDue, due: rollTo(input.days, nominalDue, rule.roll) };
}

function whyNot(
  input: DatingInput,
  { covers, idle }: Member,
  due: LocalDate | null,
  absent: boolean,
): NotApplicableWhy | null {
  const { agreement } = input.dossier;
  const start = startOfAgreement(agreement);
  if (due === null) return 'noDate';
  if (idle) return 'baseNotApplicable';
  if (due < start) return 'beforeStart';
  if (due < localDateOf(input.facts.registeredAt)) return 'beforeRegistration';
  if (agreement.endedOn !== undefined && due > agreement.endedOn) return 'afterEnd';
  if (covers.to < start) return 'periodBeforeStart';
  if (agreement.term.to !== null && covers.from > agreement.term.to) return 'periodAfterTerm';
  return absent ? 'bodyAbsent' : null;
}
