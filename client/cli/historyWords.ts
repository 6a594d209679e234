// A line of the record as a sentence: facts from the record, names from the register. Knows both; must not know how a line
// came to be written.
import type { CalendarBook, Dossier, Language } from '../../domain/agreement.js';
import { bodyOf, secretariatOf } from '../../domain/bodies.js';
import { isLocalDate, type LocalDate, localDateOf } from '../../domain/localDate.js';
import type { CyclePlan } from '../../domain/plan.js';
import { workingCalendar } from '../../domain/workingCalendar.js';
import { workingDaysBetween } from '../../domain/workingDays.js';
import type { RecordLine } from '../../database/record.js';
import { HISTORY, type HistoryCode, historySentence } from '../../words/history.js';
import { LABELS, stepLabel } from '../../words/labels.js';
import { codeText } from '../../words/names.js';
import { type Fact, type Facts, filled, type Speaker } from '../../words/sentences.js';
import { speakerOf } from '../../words/speaker.js';
import { PLAIN_HISTORY } from './historyPhrases.js';

export interface History {
  readonly language: Language;
  readonly dossier: Dossier;
  readonly book: CalendarBook;
  /** By year, as last published. */
  readonly plans: ReadonlyMap<number, Pick<CyclePlan, 'obligations'>>;
}

/** `reason`: the words of the request, where there are any. A line with too few facts is told more plainly. */
export function recordSentence(
  history: History,
  line: RecordLine,
  year: number,
  reason: string | null,
): string {
  const speaker = speakerOf(history.language, history.dossier, year);
  const facts: Facts = {
    ...factsOf(history, line, year, speaker),
    ...(reason !== null && { reason }),
  };
  const code = line.code === 'submitted' && facts['late'] === 1 ? 'submittedLate' : line.code;
  const full = isHistoryCode(code) ? told(() => historySentence(code, facts, speaker)) : null;
  const plain = PLAIN_HISTORY[line.code];
  return (
    full ??
    (plain ? told(() => filled(plain[history.language], facts, speaker)) : null) ??
    `${line.code} ${JSON.stringify(line.facts)}`
  );
}

function isHistoryCode(code: string): code is HistoryCode {
  return Object.hasOwn(HISTORY, code);
}

/** null where a fact is missing: a sentence with a hole is none. */
function told(sentence: () => string): string | null {
  try {
    return sentence();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function factsOf(history: History, line: RecordLine, year: number, speaker: Speaker): Facts {
  const { dossier } = history;
  const said = plainFacts(line);
  const { obligation, on, to } = said;
  const by = text(said['by']) ?? text(said['body']);
  const body = by === null ? undefined : bodyOf(dossier, by);
  const known = text(obligation);
  return {
    ...said,
    CODE: codeText(dossier.agreement.code),
    who: secretariatText(history, line, year),
    ...(by !== null && { body: by }),
    ...(known !== null && { document: speaker.obligation(known), conference: known }),
    ...(on !== undefined && { date: on }),
    ...(to !== undefined && { due: to }),
    scheme: body?.regime === 'party' ? 'party' : 'state',
    ...postFact(body, said),
    ...stepFact(line, history.language),
    ...timelinessOf(history, year, { obligation: known, by, on: text(on) }),
  };
}

function plainFacts({ facts }: RecordLine): Readonly<Record<string, Fact>> {
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, fact]): [string, string | number][] =>
      typeof fact === 'string' || typeof fact === 'number' ? [[name, fact]] : [],
    ),
  );
}

function text(fact: Fact): string | null {
  return typeof fact === 'string' ? fact : null;
}

/** Accepting, returning, extending and waiving are acts of the secretariat (design §12.1). */
function secretariatText({ dossier, language }: History, line: RecordLine, year: number): string {
  const rank = LABELS[language].ranks.clerk;
  const clerk = `${rank.slice(0, 1).toLocaleUpperCase('vi')}${rank.slice(1)}`;
  const secretariat = secretariatOf(dossier, year, localDateOf(line.at));
  return secretariat ? `${clerk}, ${secretariat.body.name}` : clerk;
}

function postFact(body: ReturnType<typeof bodyOf>, said: Readonly<Record<string, Fact>>): Facts {
  const code = text(said['post']);
  if (code === null) return {};
  return { post: body?.posts.find((post) => post.code === code)?.title ?? code };
}

/** The steps a letter told, from its notices' ids: `<obligation>/<body>/<post>/<step>/…`. */
function stepFact({ facts, code }: RecordLine, language: Language): Facts {
  const { notices } = facts;
  if (code !== 'sent' || !Array.isArray(notices)) return {};
  const steps = notices.flatMap((id) => (typeof id === 'string' ? (STEP.exec(id)?.[1] ?? []) : []));
  return { step: [...new Set(steps)].map((step) => stepLabel(language, step)).join(', ') };
}

const STEP =
  /\/(opening|on|escalate|monday|scheduled|returned|extended|waived|dueMoved|(?:before|overdue|review)-\d+)\//;

/** Whether a submission came on the day, early or late, by the due day as it is now. */
function timelinessOf(
  { plans, book }: History,
  year: number,
  { obligation, by, on }: { obligation: string | null; by: string | null; on: string | null },
): Facts {
  const due = plans
    .get(year)
    ?.obligations.find(({ localId }) => localId === obligation)
    ?.duties.find((duty) => duty.body === by)?.due;
  if (!due || on === null || !isLocalDate(on)) return {};
  const between = (from: LocalDate, to: LocalDate): number =>
    workingDaysBetween(workingCalendar(book), from, to);
  if (on > due) return { late: 1, n: between(due, on) };
  return on === due ? { how: 'onDueDay' } : { how: 'early', n: between(on, due) };
}
