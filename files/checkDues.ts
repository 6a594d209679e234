// Whether the due rules of one agreement can be kept: bases, circles, tiers, openings. Knows rules; must not know calendars.
import type { Body, DueRule, MonthDay, OpensRule } from '../domain/agreement.js';
import { standingOf } from '../domain/bodies.js';
import type { ObligationRule, Owner } from '../domain/obligations.js';
import { TEMPLATE } from '../domain/template.js';
import type { EntryScene } from './checkAgreement.js';
import { near } from './near.js';
import type { EntryWritten } from './shapes.js';
import { PLACE } from './yaml.js';

export function checkDues(
  entries: readonly EntryWritten[],
  rules: readonly ObligationRule[],
  scene: EntryScene,
): void {
  const ruleById = new Map(rules.map((rule) => [rule.id, rule]));
  for (const entry of entries) {
    const rule = ruleById.get(entry.id ?? entry.kind);
    if (!rule || (entry.due === undefined && entry.opens === undefined)) continue;
    checkBase(entry, ruleById, scene);
    checkDate(entry, scene);
    checkTiers(entry, rule, scene);
    checkOpens(entry, rule, scene);
  }
  checkCircles(entries, ruleById, scene);
}

function checkBase(entry: EntryWritten, rules: ReadonlyMap<string, ObligationRule>, scene: EntryScene): void {
  if (entry.due?.rule !== 'relative' || scene.broken.has('obligations')) return;
  const { base, side } = entry.due;
  // A row that was removed or stands in no cycle of this term leaves the entry not applicable, which is no mistake.
  const ofTable = scene.agreement.template === 'annual-cycle' && TEMPLATE.some((row) => row.kind === base);
  if (rules.has(base) || ofTable || scene.agreement.remove.includes(base)) return;
  const meant = near(base, rules.keys());
  scene.say(entry[PLACE].at('due', side), 'dueBaseAbsent', { kind: base, ...(meant && { near: meant }) });
}

function checkDate(entry: EntryWritten, { agreement, broken, say }: EntryScene): void {
  if (entry.due?.rule !== 'anniversary') return;
  const { of } = entry.due;
  if (agreement[of] === undefined && !broken.has(of))
    say(entry[PLACE].at('due', 'of'), 'dueUnresolved', { field: of });
}

function checkTiers(entry: EntryWritten, rule: ObligationRule, scene: EntryScene): void {
  if (entry.due?.rule !== 'tiers') return;
  const told = new Set<string>();
  for (const body of rule.owners.flatMap((owner) => bodiesOf(owner, scene))) {
    if (entry.due.tiers[body.level] || told.has(body.code)) continue;
    told.add(body.code);
    scene.say(entry[PLACE].at('due', 'tiers'), 'tierMissing', { level: body.level, body: body.code });
  }
}

/** All bodies that may hold this share in some year. */
function bodiesOf(owner: Owner, { agreement, bodies }: EntryScene): Body[] {
  if ('eachChildOf' in owner) return [...bodies.values()].filter((body) => body.parent === owner.eachChildOf);
  const role = 'role' in owner ? owner.role : 'standing';
  const holders = agreement.roles[role]?.map((holder) => holder.body);
  const codes =
    'body' in owner ? [owner.body] : (holders ?? (role === 'standing' ? [standingOf(agreement, 0)] : []));
  return codes.flatMap((code) => (code === null ? [] : (bodies.get(code) ?? [])));
}

function checkOpens(entry: EntryWritten, rule: ObligationRule, { say }: EntryScene): void {
  if (!entry.opens) return;
  const spot = entry[PLACE].at('opens');
  if (rule.due.rule === 'every' || rule.due.rule === 'relative') {
    say(spot, 'opensNotAllowed');
    return;
  }
  const due = latestDay(rule.due);
  if (due && orderOf(entry.opens) > orderOf(due)) {
    say(spot, 'opensAfterDue', { opens: written(entry.opens.on), due: written(due.on) });
  }
}

/** The last day on which some duty is due, where the rule alone tells it. */
function latestDay(due: DueRule): OpensRule | null {
  switch (due.rule) {
    case 'day':
      return { on: due.on, of: due.of };
    case 'tiers': {
      const days = Object.values(due.tiers).map((on): OpensRule => ({ on, of: due.of }));
      return days.reduce<OpensRule | null>((a, b) => (a && orderOf(a) > orderOf(b) ? a : b), null);
    }
    case 'vague':
      return { on: VAGUE_DAYS[due.vague], of: 'thisYear' };
    case 'every':
    case 'relative':
    case 'anniversary':
      return null;
    default:
      return due satisfies never;
  }
}

/** Civil Code 2015, Art. 146. */
const VAGUE_DAYS = {
  'đầu năm': { day: 1, month: 1 },
  'giữa năm': { day: 30, month: 6 },
  'cuối năm': { day: 31, month: 12 },
} as const;

const YEARS = { lastYear: -1, thisYear: 0, nextYear: 1 } as const;

function orderOf({ on, of }: OpensRule): number {
  return YEARS[of] * 10_000 + on.month * 100 + on.day;
}

function written({ day, month }: MonthDay): string {
  return `${day}/${month}`;
}

/** Each circle once, at the first entry of the file that stands in it. */
function checkCircles(
  entries: readonly EntryWritten[],
  rules: ReadonlyMap<string, ObligationRule>,
  { say }: EntryScene,
): void {
  const told = new Set<string>();
  for (const entry of entries) {
    const circle = circleFrom(entry.id ?? entry.kind, rules);
    if (circle.length === 0 || circle.some((id) => told.has(id))) continue;
    for (const id of circle) told.add(id);
    say(entry[PLACE].at('due'), 'dueCircle', { circle: [...circle, circle[0]].join(', ') });
  }
}

/** The ids from `start` back to it along the bases of due rules; empty where the way does not return. */
function circleFrom(start: string, rules: ReadonlyMap<string, ObligationRule>): string[] {
  const way: string[] = [];
  for (let id: string | undefined = start; id !== undefined && !way.includes(id); ) {
    way.push(id);
    const due: DueRule | undefined = rules.get(id)?.due;
    id = due?.rule === 'relative' ? due.base : undefined;
    if (id === start) return way;
  }
  return [];
}
