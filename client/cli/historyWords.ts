// A line of the record as a sentence: facts from the record, names from the register. Knows both; must not know how a line
// came to be written.
import type { CalendarBook, Dossier, Language } from '../../domain/agreement.js';
import { bodyOf, secretariatOf } from '../../domain/bodies.js';
import { isLocalDate, type LocalDate, localDateOf, yearOf } from '../../domain/localDate.js';
import type { CyclePlan } from '../../domain/plan.js';
import { workingCalendar } from '../../domain/workingCalendar.js';
import { workingDaysBetween } from '../../domain/workingDays.js';
import type { RecordLine } from '../../database/record.js';
import { joined, shortDate } from '../../words/dates.js';
import { CHOICES } from '../../words/choices.js';
import { HISTORY, type HistoryCode, historySentence } from '../../words/history.js';
import { LABELS, stepLabel } from '../../words/labels.js';
import { codeText } from '../../words/names.js';
import { type Fact, type Facts, filled, type Speaker } from '../../words/sentences.js';
import { speakerOf } from '../../words/speaker.js';
import { EVIDENCE_WORDS, PLAIN_HISTORY } from './historyPhrases.js';

type Planned = CyclePlan['obligations'][number];

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
  const issuer = secretariatOf(dossier, year, localDateOf(line.at))?.body;
  return {
    ...said,
    ...listsOf(said),
    CODE: codeText(dossier.agreement.code),
    who: BY_OPERATOR.has(line.code)
      ? LABELS[history.language].operator
      : secretariatText(history, line, year),
    // A letter held because it could not be written has no cause that a sentence names.
    ...(line.code === 'held' && !Object.hasOwn(CHOICES.cause, String(said['cause'])) && { cause: null }),
    ...(by !== null && { body: by }),
    ...(known !== null && { document: speaker.obligation(known), conference: known }),
    ...(on !== undefined && { date: on }),
    ...(to !== undefined && { due: to }),
    scheme: (line.code === 'urgingReleased' ? issuer : body)?.regime === 'party' ? 'party' : 'state',
    ...postFact(body, said),
    ...evidenceFact(history.language, said),
    ...letterFacts(line, speaker),
    ...termFacts(dossier, said),
    ...chairFact(history, year, known, speaker),
    ...(line.code === 'submitted' && timelinessOf(history, year, { obligation: known, by, on: text(on) })),
  };
}

/** Acts on the mail room are the operator's. */
const BY_OPERATOR: ReadonlySet<string> = new Set(['released', 'settledByPerson', 'mailboxOpened']);

/** Of a registration. */
function termFacts({ agreement: { term } }: Dossier, { version }: Readonly<Record<string, Fact>>): Facts {
  if (version === undefined || term.to === null) return {};
  const [from, to] = [yearOf(term.from), yearOf(term.to)];
  return { from, ...(to !== from && { to }), v: version };
}

/** Who has the chair of a meeting; where nobody is named, whose meeting it is. */
function chairFact({ plans }: History, year: number, known: string | null, speaker: Speaker): Facts {
  const duties = obligationIn(plans, year, known)?.duties ?? [];
  const chairs = duties.filter((duty) => duty.as === 'chair');
  const bodies = (chairs.length > 0 ? chairs : duties).flatMap(({ body }) => body ?? []);
  return bodies.length === 0 ? {} : { chairs: joined(speaker.language, bodies.map(speaker.body)) };
}

function obligationIn(plans: History['plans'], year: number, localId: string | null): Planned | undefined {
  return plans.get(year)?.obligations.find((obligation) => obligation.localId === localId);
}

function plainFacts({ facts }: RecordLine): Readonly<Record<string, Fact>> {
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, fact]): [string, string | number][] =>
      typeof fact === 'string' || typeof fact === 'number' ? [[name, fact]] : [],
    ),
  );
}

/** Codes that the record keeps as one text. */
function listsOf(said: Readonly<Record<string, Fact>>): Facts {
  return Object.fromEntries(
    ['obligations', 'waiting'].flatMap((name) => {
      const codes = text(said[name]);
      return codes === null ? [] : [[name, codes.split(', ')]];
    }),
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

function evidenceFact(language: Language, { evidence }: Readonly<Record<string, Fact>>): Facts {
  const known = typeof evidence === 'string' ? EVIDENCE_WORDS[evidence] : undefined;
  return known === undefined ? {} : { evidence: known[language] };
}

function postFact(body: ReturnType<typeof bodyOf>, said: Readonly<Record<string, Fact>>): Facts {
  const code = text(said['post']);
  if (code === null) return {};
  return { post: body?.posts.find((post) => post.code === code)?.title ?? code };
}

/** What a letter told and why, from its notices' ids: `<agreement>/<year>/<obligation>/<body>/<post>/<step>/<due>`. */
function letterFacts({ facts, code }: RecordLine, speaker: Speaker): Facts {
  const { notices } = facts;
  if (code !== 'sent' || !Array.isArray(notices)) return {};
  const told = notices.flatMap((id): NoticeParts[] => {
    const parts = typeof id === 'string' ? NOTICE.exec(id)?.groups : undefined;
    return parts === undefined ? [] : [parts];
  });
  const steps = new Set(told.map(({ step }) => stepLabel(speaker.language, step ?? '')));
  const causes = new Set(told.flatMap((one) => causeOf(one, speaker)));
  return {
    step: [...steps].join(', '),
    ...(causes.size > 0 && { why: joined(speaker.language, [...causes]) }),
  };
}

const NOTICE =
  /^(?<cycle>[^/]+\/\d+)(?:\/(?<obligation>[^/]+))?\/[^/]+\/[^/]+\/(?<step>opening|on|escalate|monday|scheduled|returned|extended|waived|dueMoved|(?:before|overdue|review)-\d+)\/(?<last>[^/]*)/;

type NoticeParts = Readonly<Partial<Record<string, string>>>;

function causeOf({ cycle, obligation, last = '' }: NoticeParts, speaker: Speaker): readonly string[] {
  if (cycle === undefined || obligation === undefined) return [];
  const name = speaker.obligation(`${cycle}/${obligation}`);
  if (!isLocalDate(last)) return [name];
  const due = shortDate(speaker.language, last);
  return [speaker.language === 'vi' ? `${name} có thời hạn ${due}` : `${name} is due ${due}`];
}

/** Whether a submission came on the day, early or late, by the due day as it is now. */
function timelinessOf(
  { plans, book }: History,
  year: number,
  { obligation, by, on }: { obligation: string | null; by: string | null; on: string | null },
): Facts {
  const due = obligationIn(plans, year, obligation)?.duties.find((duty) => duty.body === by)?.due;
  if (!due || on === null || !isLocalDate(on)) return {};
  const between = (from: LocalDate, to: LocalDate): number =>
    workingDaysBetween(workingCalendar(book), from, to);
  if (on > due) return { late: 1, n: between(due, on) };
  return on === due ? { how: 'onDueDay' } : { how: 'early', n: between(on, due) };
}
