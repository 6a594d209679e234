// When each duty of one cycle is due, and whether it applies. Knows rules, years, the calendar and what was moved by
// people; must not know ladders, posts or letters.
import type { Level, Stage, Part } from './agreement.js';
import { bodyOf, existsOn, holderOf, standingOf } from './bodies.js';
import type { DatedCycle, DatedDuty, DatedObligation, DatingInput, NotApplicableWhy } from './dated.js';
import { dayOf, inThisCycle, latestOf, type Member, membersOf } from './dueRules.js';
import { addDays, dateOf, type Instant, type LocalDate, localDateOf } from './localDate.js';
import { arisenRule, type ObligationRule, obligationRules, type Owner } from './obligations.js';
import { type Proposal, proposalsOf } from './proposals.js';
import { dutyStanding } from './standing.js';
import { startOfAgreement } from './term.js';
import { rollTo } from './workingDays.js';

/** All obligations of a cycle with their days: the agreement's in the order of listing, then what arose, as it arose. */
export function datesOf(input: DatingInput): DatedCycle {
  const own = obligationRules(input.dossier.agreement)
    .filter((rule) => inThisCycle(input, rule))
    .map((rule): Standing => ({ rule, proposal: null }));
  const all = [...own, ...arisenIn(input, own)];
  const dating = new Map<string, readonly DatedObligation[]>();
  const undated: string[] = [];
  const dated = (one: Standing): readonly DatedObligation[] => {
    const { id } = one.rule;
    const known = dating.get(id);
    if (known) return known;
    // What the agreement says hangs on the agreement alone: what arises beside it moves none of its days.
    const bases = one.proposal === null ? own : all;
    const members = membersOf(input, one.rule, (base) => {
      const found = bases.find(({ rule }) => rule.id === base);
      return found ? dated(found) : [];
    });
    if (members === 'undated') undated.push(id);
    const made =
      members === 'undated' ? [] : members.map((member) => datedObligation(input, one, member, all));
    dating.set(id, made);
    return made;
  };
  return { obligations: all.flatMap(dated), undated };
}

/** A rule of this cycle, with what brought it; null: the agreement. */
interface Standing {
  readonly rule: ObligationRule;
  readonly proposal: Proposal | null;
}

function arisenIn({ dossier, facts }: DatingInput, own: readonly Standing[]): readonly Standing[] {
  const proposals = proposalsOf(facts);
  if (proposals.length === 0) return [];
  const inYear = (dossier.arisen ?? []).filter(({ year }) => year === facts.year);
  const known = new Set(own.map(({ rule }) => rule.id));
  return proposals.flatMap((proposal) =>
    inYear
      .filter(({ update }) => update === proposal.update)
      .flatMap(({ entries }) => entries)
      .filter(({ id }) => proposal.obligations.includes(id) && !known.has(id))
      .map((entry) => ({ rule: arisenRule(dossier.agreement, entry, inYear), proposal })),
  );
}

function datedObligation(
  input: DatingInput,
  { rule, proposal }: Standing,
  member: Member,
  all: readonly Standing[],
): DatedObligation {
  const { agreement, year } = input.facts;
  const localId = rule.id + member.suffix;
  const since = proposal?.standsFrom ?? null;
  const duties = dutiesOf(input, rule, { ...member, since }, localId);
  const due = latestOf(duties.map((duty) => duty.due));
  const base = rule.due.rule === 'relative' ? rule.due : null;
  const meeting =
    base?.side === 'after' && all.find((other) => other.rule.id === base.base)?.rule.form === 'meeting';
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
    proposal,
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

/** A member of a rule; `since`: the instant from which what arose stands. */
type Placed = Member & { readonly since: Instant | null };

function dutiesOf(
  input: DatingInput,
  rule: ObligationRule,
  member: Placed,
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
  member: Placed,
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
  { covers, idle, since }: Placed,
  due: LocalDate | null,
  absent: boolean,
): NotApplicableWhy | null {
  const { agreement } = input.dossier;
  const start = startOfAgreement(agreement);
  if (due === null) return 'noDate';
  if (idle) return 'baseNotApplicable';
  if (due < start) return 'beforeStart';
  if (due < localDateOf(input.facts.registeredAt)) return 'beforeRegistration';
  if (since !== null && due < localDateOf(since)) return 'beforeRatification';
  if (agreement.endedOn !== undefined && due > agreement.endedOn) return 'afterEnd';
  if (covers.to < start) return 'periodBeforeStart';
  if (agreement.term.to !== null && covers.from > agreement.term.to) return 'periodAfterTerm';
  return absent ? 'bodyAbsent' : null;
}
