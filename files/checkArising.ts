// What entries that arise for one cycle must be to their agreement and to the year they enter. Knows that cycle's days; must
// not know who has ratified what.
import type { CalendarBook, Dossier, ObligationEntry } from '../domain/agreement.js';
import { newCycle } from '../domain/cycle.js';
import type { DatedDuty, DatedObligation } from '../domain/dated.js';
import { datesOf } from '../domain/dueDates.js';
import { startOf } from '../domain/localDate.js';
import { arisenRule, obligationRules } from '../domain/obligations.js';
import { hasCycle, startOfAgreement } from '../domain/term.js';
import { workingCalendar } from '../domain/workingCalendar.js';
import type { EntryScene } from './checkAgreement.js';
import type { Say } from './checkBodies.js';
import { checkDues } from './checkDues.js';
import { checkEntries } from './checkObligations.js';
import { checkEntryPosts } from './checkPosts.js';
import { type Facts, fileMessage } from './messages.js';
import type { EntryWritten } from './shapes.js';
import { entryOf } from './toDomain.js';
import { PLACE } from './yaml.js';

export interface Entering {
  readonly dossier: Dossier;
  readonly book: CalendarBook;
  /** The cycle they enter. */
  readonly year: number;
  readonly file: string;
}

/** The same rules as for entries in the agreement's own file, and that each has a day in the year it enters. */
export function checkArising(written: readonly EntryWritten[], entering: Entering, say: Say): void {
  const { dossier, year, file } = entering;
  const { agreement, bodies } = dossier;
  const entries = written.map(entryOf);
  const before = (dossier.arisen ?? []).filter((arisen) => arisen.year === year);
  const all = [...before, { year, update: NEW, entries }];
  const rules = [
    ...obligationRules(agreement),
    ...all.flatMap((arisen) => arisen.entries.map((entry) => arisenRule(agreement, entry, all))),
  ];
  let sound = true;
  const scene: EntryScene = {
    agreement,
    bodies: new Map(bodies.map((body) => [body.code, body])),
    codes: new Set(bodies.map((body) => body.code)),
    postsKnown: true,
    broken: new Set(),
    say: (spot, code, facts) => {
      if (fileMessage(file, spot, code).severity === 'error') sound = false;
      say(spot, code, facts);
    },
  };
  checkEntries(written, rules, scene, file);
  checkEntryPosts(written, scene);
  checkDues(written, rules, scene);
  if (sound && hasCycle(agreement, year)) checkYear(written, entries, entering, say);
}

const NEW = 'new';

function checkYear(
  written: readonly EntryWritten[],
  entries: readonly ObligationEntry[],
  { dossier, book, year }: Entering,
  say: Say,
): void {
  const { agreement } = dossier;
  const days = workingCalendar(book);
  const facts = newCycle(agreement.code, year, startOf(startOfAgreement(agreement)));
  const own = new Set(datesOf({ dossier, days, facts }).obligations.map(({ rule }) => rule.id));
  // Under an id brought before, the one brought now is judged by itself: whether it may come again the cycle decides.
  const ids = new Set(entries.map(({ id }) => id));
  const before = (dossier.arisen ?? [])
    .filter((one) => one.year === year)
    .map((one) => ({ ...one, entries: one.entries.filter(({ id }) => !ids.has(id)) }));
  const arisen = [...before, { year, update: NEW, entries }];
  const proposals = arisen.map(({ update, entries: brought }) => ({
    update,
    at: facts.registeredAt,
    obligations: brought.map(({ id }) => id),
    ratified: [],
    standsFrom: null,
    withdrawn: false,
  }));
  const { obligations } = datesOf({ dossier: { ...dossier, arisen }, days, facts: { ...facts, proposals } });
  for (const [index, entry] of written.entries()) {
    const id = entries[index]?.id ?? entry.kind;
    const place = entry[PLACE];
    if (own.has(id)) {
      say(place.at(entry.id === undefined ? 'kind' : 'id'), 'idTaken', { id, year });
      continue;
    }
    const members = obligations.filter(({ rule, proposal }) => rule.id === id && proposal?.update === NEW);
    const why = whyNever(members, year);
    if (why) say(place.at('due'), 'dueImpossible', why);
  }
}

/** Why an entry would bring nothing in its year; undefined: at least one body has something to do. */
function whyNever(members: readonly DatedObligation[], year: number): Facts | undefined {
  const duties = members.flatMap((member) => member.duties);
  if (duties.some((duty) => duty.notApplicable === null)) return undefined;
  const [first] = duties;
  const base = members[0]?.rule.due;
  if (first?.notApplicable === 'baseNotApplicable' || (first?.due === null && base?.rule === 'relative'))
    return { why: 'baseNotInYear', year, kind: base?.rule === 'relative' ? base.base : '' };
  if (!first || first.due === null) return { why: 'notInYear', year };
  return { why: isAbsent(first) ? 'bodyAbsent' : 'outsideTerm', day: first.due };
}

function isAbsent({ notApplicable }: DatedDuty): boolean {
  return notApplicable === 'bodyAbsent' || notApplicable === 'noChildren';
}
