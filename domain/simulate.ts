// Plays cycles through a span of time: what people do, what leaves, what is refused. The same planner and the same
// decisions as the engine, on virtual time. Knows no files, no words, no server.
import type { CalendarBook, CalendarDecision, Dossier } from './agreement.js';
import { bodyOf, existsOn } from './bodies.js';
import { type CycleEvent, type CycleFacts, evolve, newCycle } from './cycle.js';
import { endOf } from './cycleSpan.js';
import { type Command, decide } from './decide.js';
import type { Draft } from './dutyNotices.js';
import type { PlayEvent } from './events.js';
import { type Letter, lettersOf } from './letters.js';
import { addDays, type Instant, type LocalDate, localDateOf, startOf, yearOf } from './localDate.js';
import { distinctMatters, type Matter } from './matters.js';
import { movedDues } from './movedDues.js';
import { compare, type Notice, type SentNotice } from './notices.js';
import { type CyclePlan, planCycle } from './plan.js';
import { stillInTime } from './quiet.js';
import { type Refusal, refuse } from './refusals.js';
import { sliceOf } from './slice.js';
import { cycleYears, hasCycle, startOfAgreement } from './term.js';
import { type WorkingCalendar, workingCalendar } from './workingCalendar.js';

export interface Play {
  readonly dossiers: readonly Dossier[];
  readonly book: CalendarBook;
  /** In order of `at`, then of the file. */
  readonly events: readonly PlayEvent[];
  /** One cycle year alone, or all cycles through a span of days (both included). */
  readonly span: { readonly year: number } | { readonly from: LocalDate; readonly to: LocalDate };
}

export interface PlayedCycle {
  readonly plan: CyclePlan;
  /** Closed before registration: shown as planned, for reference, without statuses and letters (design §11.26). */
  readonly reference: boolean;
}

export interface PlayedRefusal {
  readonly at: Instant;
  readonly do: PlayEvent['do'];
  readonly refusal: Refusal;
}

export interface Played {
  readonly from: LocalDate | null;
  readonly to: LocalDate | null;
  readonly cycles: readonly PlayedCycle[];
  readonly letters: readonly Letter[];
  readonly drafts: readonly Draft[];
  readonly matters: readonly Matter[];
  readonly refusals: readonly PlayedRefusal[];
  readonly provisional: readonly number[];
}

/** One cycle on its way through the play. */
interface Track {
  readonly dossier: Dossier;
  facts: CycleFacts;
  readonly sent: Sent[];
  readonly drafts: Map<string, Draft>;
}

interface Sent extends SentNotice {
  readonly notice: Notice;
}

interface Stage {
  readonly play: Play;
  readonly tracks: readonly Track[];
  readonly registered: ReadonlyMap<string, Instant>;
  book: CalendarBook;
  calendar: WorkingCalendar;
  /** The instant of the latest event. */
  now: Instant;
  outage: { readonly from: Instant; readonly until: Instant } | null;
  readonly refusals: PlayedRefusal[];
}

const BEFORE_ALL = '0000-01-01T00:00:00Z' as Instant;
const AFTER_ALL = '9999-01-01T00:00:00Z' as Instant;

/** Plays to the end. Pure: the same play gives the same result. */
export function simulate(play: Play): Played {
  const registered = registrations(play);
  const calendar = workingCalendar(play.book);
  const known = play.dossiers.flatMap((dossier) => cyclesOf(play, dossier, registered, calendar));
  const references = known.filter((cycle) => cycle.reference);
  const tracks = known
    .filter((cycle) => !cycle.reference)
    .map(({ dossier, facts }): Track => ({ dossier, facts, sent: [], drafts: new Map() }));
  const stage: Stage = {
    play,
    tracks,
    registered,
    book: play.book,
    calendar,
    now: BEFORE_ALL,
    outage: null,
    refusals: [],
  };
  const end = 'year' in play.span ? AFTER_ALL : endOf(play.span.to);
  for (const event of play.events) {
    if (event.at > end) break;
    advance(stage, event.at);
    happen(stage, event);
  }
  advance(stage, end);
  return result(stage, references, end);
}

/** An agreement is registered at 00:00 of its start unless an event says otherwise (design §11.4). */
export function registrations(play: Play): ReadonlyMap<string, Instant> {
  return new Map(
    play.dossiers.map(({ agreement }) => {
      const event = play.events.find(
        (candidate) => candidate.do === 'register' && candidate.agreement === agreement.code,
      );
      return [agreement.code, event?.at ?? startOf(startOfAgreement(agreement))];
    }),
  );
}

interface KnownCycle extends PlayedCycle {
  readonly dossier: Dossier;
  readonly facts: CycleFacts;
}

function cyclesOf(
  play: Play,
  dossier: Dossier,
  registered: ReadonlyMap<string, Instant>,
  calendar: WorkingCalendar,
): readonly KnownCycle[] {
  const { agreement } = dossier;
  const onStart = startOf(startOfAgreement(agreement));
  const registeredAt = registered.get(agreement.code) ?? onStart;
  const planned = (facts: CycleFacts): CyclePlan | null =>
    planCycle({ dossier, calendar, quiet: play.book.quiet, facts, sent: [], asOf: BEFORE_ALL });
  return yearsInPlay(play, dossier).flatMap((year): KnownCycle[] => {
    const inTime = newCycle(agreement.code, year, onStart);
    const asPlanned = planned(inTime);
    if (asPlanned && asPlanned.span.closing < localDateOf(registeredAt)) {
      return touches(play, asPlanned) ? [{ dossier, facts: inTime, plan: asPlanned, reference: true }] : [];
    }
    const facts = registeredAt === onStart ? inTime : newCycle(agreement.code, year, registeredAt);
    const plan = registeredAt === onStart ? asPlanned : planned(facts);
    return plan && touches(play, plan) ? [{ dossier, facts, plan, reference: false }] : [];
  });
}

export function yearsInPlay({ span }: Play, { agreement }: Dossier): readonly number[] {
  if ('year' in span) return hasCycle(agreement, span.year) ? [span.year] : [];
  const years = cycleYears(agreement);
  if (!years) return [];
  // A cycle opens in the December before its year and closes in the spring or summer after it.
  const first = Math.max(years.first, yearOf(span.from) - 2);
  const last = Math.min(years.last ?? yearOf(span.to) + 1, yearOf(span.to) + 1);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index).filter((year) =>
    hasCycle(agreement, year),
  );
}

function touches({ span }: Play, plan: CyclePlan): boolean {
  return 'year' in span || (plan.span.opening <= span.to && plan.span.closing >= span.from);
}

function planOf(stage: Stage, track: Track, asOf: Instant): CyclePlan | null {
  const { dossier, facts, sent } = track;
  return planCycle({ dossier, calendar: stage.calendar, quiet: stage.book.quiet, facts, sent, asOf });
}

/** Lets everything leave whose instant lies before `to`. Events come first at an instant: truth is checked at the claim. */
function advance(stage: Stage, to: Instant): void {
  const { outage } = stage;
  if (outage && outage.until <= to) {
    send(stage, outage.until);
    recover(stage, outage);
  }
  send(stage, to);
}

function send(stage: Stage, to: Instant): void {
  const leaves = (at: Instant): boolean =>
    at < to &&
    !(
      stage.outage &&
      at >= stage.outage.from &&
      at < stage.outage.until &&
      !stillInTime(at, stage.outage.until)
    );
  for (const track of stage.tracks) {
    const plan = planOf(stage, track, stage.now);
    for (const notice of plan?.notices ?? []) {
      if (!leaves(notice.at)) continue;
      const { id, duty, body, step, due, at } = notice;
      track.sent.push({ id, duty, body, step, due, at, notice });
    }
    for (const draft of plan?.drafts ?? []) {
      const key = `${draft.obligation} ${draft.body} ${draft.due}`;
      if (leaves(draft.at) && !track.drafts.has(key)) track.drafts.set(key, draft);
    }
  }
  if (to < AFTER_ALL && to > stage.now) stage.now = to;
}

/** What an outage swallowed is planned anew from its end (design §4). */
function recover(stage: Stage, outage: { readonly from: Instant; readonly until: Instant }): void {
  for (const track of stage.tracks) {
    const swallowed = (planOf(stage, track, stage.now)?.notices ?? [])
      .filter((notice) => notice.at >= outage.from && notice.at < outage.until)
      .map((notice) => notice.id);
    const prompts = track.facts.prompts.filter((prompt) =>
      swallowed.some((id) => id.endsWith(`/${prompt.kind}/${prompt.update}`)),
    );
    track.facts = evolve(track.facts, { type: 'recovered', at: outage.until, missed: prompts });
  }
  stage.outage = null;
  stage.now = outage.until;
}

function happen(stage: Stage, event: PlayEvent): void {
  stage.now = event.at;
  switch (event.do) {
    case 'register':
      return;
    case 'decide':
      return decideCalendar(stage, event.calendar, event.at, `e${event.place}`);
    case 'outage':
      stage.outage = { from: event.at, until: event.until };
      return;
    case 'replan':
      for (const track of tracksOf(stage, event.agreement, event.year))
        apply(track, [{ type: 'replanned', at: event.at }]);
      return;
    case 'propose':
    case 'ratify':
      return;
    case 'pause':
    case 'resume':
      for (const track of tracksOf(stage, event.agreement, event.year))
        order(stage, track, event, commandOf(event));
      return;
    default:
      return onObligation(stage, event);
  }
}

export type CommandEvent = Exclude<
  PlayEvent,
  { do: 'register' | 'decide' | 'outage' | 'replan' | 'propose' | 'ratify' }
>;
type ObligationEvent = Exclude<CommandEvent, { do: 'pause' | 'resume' }>;

function onObligation(stage: Stage, event: ObligationEvent): void {
  const dossier = stage.play.dossiers.find((candidate) => candidate.agreement.code === event.agreement);
  const registeredAt = stage.registered.get(event.agreement);
  const no = (refusal: Refusal): void => {
    stage.refusals.push({ at: event.at, do: event.do, refusal });
  };
  if (!dossier || registeredAt === undefined || event.at < registeredAt) {
    return no(refuse('UnknownAgreement', { code: event.agreement }).refused);
  }
  if (!hasCycle(dossier.agreement, event.year)) {
    return no(refuse('UnknownCycle', { code: event.agreement, year: event.year }).refused);
  }
  const [track] = tracksOf(stage, event.agreement, event.year);
  // A cycle outside the span played is not shown, so what happens in it is not either.
  if (!track) return;
  const body = event.by === undefined ? undefined : bodyOf(dossier, event.by);
  if (event.by !== undefined && !body) return no(refuse('UnknownBody', { code: event.by }).refused);
  if (body && event.do === 'submit' && !existsOn(body, event.on)) {
    const successors = body.succession.flatMap(({ to }) => to);
    return no(refuse('BodyCeased', { body: body.code, date: body.validTo ?? null, successors }).refused);
  }
  order(stage, track, event, commandOf(event));
}

function tracksOf(stage: Stage, agreement: string | undefined, year: number | undefined): readonly Track[] {
  return stage.tracks.filter(
    ({ facts }) =>
      (agreement === undefined || facts.agreement === agreement) &&
      (year === undefined || facts.year === year),
  );
}

export function commandOf(event: CommandEvent): Command {
  const ordered = { update: `e${event.place}`, reasoned: event.reason !== undefined };
  if (event.do === 'pause' || event.do === 'resume') return { ...ordered, do: event.do };
  const { agreement, year, at, place, reason, ...said } = event;
  if (said.do === 'conclude') {
    const { next, ...conclude } = said;
    return { ...ordered, ...conclude };
  }
  return { ...ordered, ...said };
}

function order(stage: Stage, track: Track, event: CommandEvent, command: Command): void {
  const plan = planOf(stage, track, event.at);
  if (!plan) return;
  const first = new Map<string, Instant>();
  for (const { duty, at } of track.sent) if (!first.has(duty)) first.set(duty, at);
  const slice = sliceOf(plan, track.dossier.agreement, stage.calendar, first);
  const decision = decide({ facts: track.facts, slice }, command, event.at);
  if ('refused' in decision) stage.refusals.push({ at: event.at, do: event.do, refusal: decision.refused });
  else apply(track, decision.accepted);
}

function apply(track: Track, events: readonly CycleEvent[]): void {
  for (const event of events) track.facts = evolve(track.facts, event);
}

/** From `at` the record replaces its year; bodies whose due day moved are told (design §12.6). */
function decideCalendar(stage: Stage, decision: CalendarDecision, at: Instant, update: string): void {
  const before = stage.tracks.map((track) => planOf(stage, track, at));
  const decisions = [...stage.book.decisions.filter((other) => other.year !== decision.year), decision];
  stage.book = { ...stage.book, decisions };
  stage.calendar = workingCalendar(stage.book);
  stage.tracks.forEach((track, index) => {
    apply(track, [{ type: 'replanned', at }]);
    const old = before[index];
    const now = planOf(stage, track, at);
    if (old && now && at >= now.span.openFrom) apply(track, movedDues(old, now, at, update));
  });
}

function result(stage: Stage, references: readonly PlayedCycle[], end: Instant): Played {
  const { span } = stage.play;
  const finals = stage.tracks.flatMap((track) => {
    const open = planOf(stage, track, stage.now);
    const plan = open && planOf(stage, track, end < open.span.closesAt ? end : open.span.closesAt);
    return open && plan ? [{ track, open, plan }] : [];
  });
  const cycles = [...references, ...finals.map(({ plan }) => ({ plan, reference: false }))].sort(
    (a, b) => placeOf(stage, a) - placeOf(stage, b) || a.plan.year - b.plan.year,
  );
  const from = 'year' in span ? edge(cycles, 'opening', (a, b) => a < b) : span.from;
  const to = 'year' in span ? edge(cycles, 'closing', (a, b) => a > b) : span.to;
  const within = (day: LocalDate): boolean => from !== null && to !== null && from <= day && day <= to;
  const notices = finals.flatMap(({ track }) => track.sent.map(({ notice }) => notice));
  const letters = lettersOf(notices.filter((notice) => within(localDateOf(notice.at))));
  const drafts = finals
    .flatMap(({ track }) => [...track.drafts.values()])
    .filter((draft) => within(localDateOf(draft.at)))
    .sort((a, b) => compare(a.at, b.at) || compare(a.to, b.to) || compare(a.obligation, b.obligation));
  // Matters are those of the cycle as it was open: closing it answers none of them.
  const matters = finals
    .flatMap(({ open }) => open.matters)
    .filter((matter) => to !== null && matter.since <= to);
  return {
    from,
    to,
    cycles,
    letters,
    drafts,
    matters: distinctByAgreement(matters),
    refusals: stage.refusals,
    provisional: undecided(stage.calendar, cycles, letters),
  };
}

function placeOf(stage: Stage, cycle: PlayedCycle): number {
  return stage.play.dossiers.findIndex(({ agreement }) => agreement.code === cycle.plan.agreement);
}

function edge(
  cycles: readonly PlayedCycle[],
  side: 'opening' | 'closing',
  wins: (a: LocalDate, b: LocalDate) => boolean,
): LocalDate | null {
  return cycles.reduce<LocalDate | null>((best, { plan }) => {
    const day = plan.span[side];
    return best === null || wins(day, best) ? day : best;
  }, null);
}

function distinctByAgreement(matters: readonly Matter[]): readonly Matter[] {
  const codes = [...new Set(matters.map((matter) => matter.agreement))];
  return codes
    .flatMap((code) => distinctMatters(matters.filter((matter) => matter.agreement === code)))
    .sort((a, b) => compare(a.since, b.since));
}

/** The undecided years among the days printed (design §11.22). */
function undecided(
  calendar: WorkingCalendar,
  cycles: readonly PlayedCycle[],
  letters: readonly Letter[],
): readonly number[] {
  const days = [
    ...cycles.flatMap(({ plan }) =>
      plan.obligations.flatMap(({ nominalDue, due, duties }) => [
        nominalDue,
        due,
        ...duties.map((duty) => duty.due),
      ]),
    ),
    ...letters.map((letter) => localDateOf(letter.at)),
  ];
  const years = new Set(days.flatMap((day) => (day ? [yearOf(day)] : [])));
  return [...years].filter((year) => calendar.isProvisional(year)).sort((a, b) => a - b);
}

/** The span of a whole term, for a play without one: from the first opening to long after the last closing. */
export function wholeTerm(dossiers: readonly Dossier[], openEndedTo: number): Play['span'] {
  const starts = dossiers.map(({ agreement }) => startOfAgreement(agreement));
  const lasts = dossiers.map(({ agreement }) => cycleYears(agreement)?.last ?? openEndedTo);
  const from = starts.reduce((first, day) => (day < first ? day : first));
  const last = Math.max(...lasts);
  return { from, to: addDays(startDay(last + 1), 364) };
}

function startDay(year: number): LocalDate {
  return `${year}-01-01` as LocalDate;
}
