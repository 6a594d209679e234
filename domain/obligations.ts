// Which obligations an agreement has: the template's rows, changed by the file's entries, then the file's own kinds.
// Knows words and rules; must not know a year, a calendar or what anybody did.
import type {
  Agreement,
  Arisen,
  Basis,
  Beat,
  Completion,
  DueRule,
  Form,
  Ladder,
  MonthDay,
  ObligationEntry,
  OpensRule,
  OwnerRule,
  Phrase,
  Secrecy,
  Stage,
} from './agreement.js';
import type { LocalDate } from './localDate.js';
import {
  type Covers,
  MONTHLY_LADDER,
  type Presence,
  QUARTERLY_LADDER,
  type Row,
  TEMPLATE,
  YEARLY_LADDER,
} from './template.js';
import type { Roll } from './workingDays.js';

/** An owner as written; `standing` is the template's “standing body, else lead, else first party”. */
export type Owner = OwnerRule | { readonly standing: true; readonly as?: 'chair' };

/** One obligation of an agreement, before any year. */
export interface ObligationRule {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  /** English beside it, where the title is the table's own. */
  readonly titleEn?: string;
  readonly shortTitle?: string;
  readonly form: Form;
  /** null: from the due day (design §8: own kinds). */
  readonly stage: Stage | null;
  readonly presence: Presence;
  readonly basis: Basis;
  readonly quote?: string;
  readonly source?: string;
  readonly covers: Covers | { readonly from: LocalDate; readonly to: LocalDate };
  readonly dataCutoff?: MonthDay;
  readonly opens: OpensRule | null;
  readonly due: DueRule;
  readonly dueBasis: Basis;
  readonly phrase: Phrase;
  readonly cutoff?: string;
  readonly roll: Roll;
  readonly owners: readonly Owner[];
  readonly completion: Completion;
  readonly to?: string;
  readonly onwardTo?: string;
  readonly ladder: Ladder;
  readonly secrecy: Secrecy;
}

/** All obligations in the order of listing: the table's, then own ones as the file has them (design §11.13). */
export function obligationRules(agreement: Agreement): readonly ObligationRule[] {
  const known = RULES.get(agreement);
  if (known) return known;
  const rules = rulesOf(agreement);
  RULES.set(agreement, rules);
  return rules;
}

/** An agreement never changes; every plan and every letter asks for its rules. */
const RULES = new WeakMap<Agreement, readonly ObligationRule[]>();

function rulesOf(agreement: Agreement): readonly ObligationRule[] {
  const entries = new Map(agreement.obligations.map((entry) => [entry.id, entry]));
  const removed = new Set(agreement.remove);
  const rows = TEMPLATE.filter((row) => !removed.has(row.kind)).flatMap((row): ObligationRule[] => {
    const entry = entries.get(row.kind);
    if (entry) return [ruleOf(agreement, entry)];
    return agreement.template === 'annual-cycle' && standsIn(agreement, row)
      ? [ruleOfRow(agreement, row)]
      : [];
  });
  const kinds = new Set(TEMPLATE.map((row) => row.kind));
  const own = agreement.obligations.filter((entry) => !kinds.has(entry.id) && !removed.has(entry.id));
  return [...rows, ...own.map((entry) => ruleOf(agreement, entry))];
}

/** The rule of an entry that arose: it stands in the cycle it was proposed for, whatever its kind; `beside` arose with it. */
export function arisenRule(
  agreement: Agreement,
  entry: ObligationEntry,
  beside: readonly Arisen[],
): ObligationRule {
  const entries = [...agreement.obligations, ...beside.flatMap((arisen) => arisen.entries)];
  return { ...ruleOf({ ...agreement, obligations: entries }, entry), presence: 'everyCycle' };
}

/** Calendar years the term touches as written; null when it has no end (design §11.14). */
export function yearsOfTerm(agreement: Agreement): number | null {
  const { from, to } = agreement.term;
  return to === null ? null : Number(to.slice(0, 4)) - Number(from.slice(0, 4)) + 1;
}

function standsIn(agreement: Agreement, row: Row): boolean {
  const years = yearsOfTerm(agreement);
  switch (row.presence) {
    case 'everyCycle':
      return true;
    case 'notInOneYearTerms':
      return years !== 1;
    case 'middleOfTerm':
      return years !== null && years >= 3;
    case 'lastCycle':
      return years !== null;
    default:
      return row.presence satisfies never;
  }
}

function ruleOfRow(agreement: Agreement, row: Row): ObligationRule {
  return {
    id: row.kind,
    kind: row.kind,
    title: row.title,
    titleEn: row.titleEn,
    form: row.form,
    stage: row.stage,
    presence: row.presence,
    basis: 'configured',
    covers: row.covers,
    opens: row.opens,
    due: row.due,
    dueBasis: 'configured',
    phrase: 'chậm nhất ngày',
    roll: row.roll,
    owners: row.owners.who === 'standing' ? [standing(row)] : parties(agreement),
    completion: row.completion,
    ladder: row.ladder,
    secrecy: agreement.secrecy,
  };
}

function standing(row: Row): Owner {
  return row.owners.as === 'chair' ? { standing: true, as: 'chair' } : { standing: true };
}

function parties(agreement: Agreement): Owner[] {
  return agreement.parties.map((party) => ({ body: party.body }));
}

/** A kind of one's own before its entry speaks. Its due is the entry's: files without one are refused. */
function blank(agreement: Agreement, entry: ObligationEntry): ObligationRule {
  const due: DueRule = entry.due ?? { rule: 'vague', vague: 'cuối năm' };
  const form = entry.form ?? 'paper';
  return {
    id: entry.id,
    kind: entry.kind,
    title: entry.title ?? entry.kind,
    form,
    stage: null,
    presence: 'everyCycle',
    basis: 'configured',
    covers: 'year',
    opens: null,
    due,
    dueBasis: 'configured',
    phrase: 'chậm nhất ngày',
    roll: defaultRoll(form),
    owners: parties(agreement),
    completion: 'all',
    ladder: ladderOfBeat(beatOf(agreement, due, 0)),
    secrecy: agreement.secrecy,
  };
}

function ruleOf(agreement: Agreement, entry: ObligationEntry): ObligationRule {
  const row = TEMPLATE.find((candidate) => candidate.kind === entry.kind);
  const start = row ? ruleOfRow(agreement, row) : blank(agreement, entry);
  // A series has no one day to open on, so the row's day falls (design §11.15).
  const opens = entry.due?.rule === 'every' ? null : start.opens;
  const { ladder, ...given } = entry;
  // A title of the file's own has no English from the table beside it.
  const { titleEn, ...base } = start;
  return {
    ...base,
    ...(titleEn !== undefined && entry.title === undefined && { titleEn }),
    roll: entry.form === undefined || entry.form === start.form ? start.roll : defaultRoll(entry.form),
    ...given,
    opens: entry.opens === undefined ? opens : entry.opens,
    ladder: mergeLadder(start.ladder, ladder),
  };
}

function defaultRoll(form: Form): Roll {
  return form === 'meeting' ? 'next' : 'previous';
}

function mergeLadder(base: Ladder, given: ObligationEntry['ladder']): Ladder {
  if (!given) return base;
  return {
    before: given.before === undefined ? base.before : (given.before ?? []),
    // The step on the due day is the last courtesy before overdue letters; null and false switch it off.
    on: given.on === undefined ? base.on : given.on === true,
    overdue: given.overdue === undefined ? base.overdue : given.overdue,
    escalate: given.escalate === undefined ? base.escalate : given.escalate,
  };
}

function ladderOfBeat(beat: Beat | null): Ladder {
  if (beat === 'month') return MONTHLY_LADDER;
  return beat === 'quarter' ? QUARTERLY_LADDER : YEARLY_LADDER;
}

/** The beat of a series, also of what is relative to one; `depth` guards against circles that a file check refuses. */
function beatOf(agreement: Agreement, due: DueRule, depth: number): Beat | null {
  if (due.rule === 'every') return due.beat;
  if (due.rule !== 'relative' || depth > agreement.obligations.length) return null;
  const base = agreement.obligations.find((entry) => entry.id === due.base);
  return base?.due ? beatOf(agreement, base.due, depth + 1) : null;
}
