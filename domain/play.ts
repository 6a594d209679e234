// A play: what is played, which cycles take part, and as what. Knows terms, registration and the shapes of a result; must
// not know how time passes.
import type { Arisen, CalendarBook, Dossier } from './agreement.js';
import type { Command } from './command.js';
import { type CycleFacts, newCycle } from './cycle.js';
import type { Draft, DraftState } from './drafts.js';
import type { PlayEvent } from './events.js';
import type { Letter } from './letters.js';
import { addDays, dateOf, type Instant, type LocalDate, localDateOf, startOf, yearOf } from './localDate.js';
import type { Matter } from './matters.js';
import { type CyclePlan, planCycle } from './plan.js';
import type { Refusal } from './refusals.js';
import { cycleYears, hasCycle, startOfAgreement } from './term.js';
import type { WorkingCalendar } from './workingCalendar.js';

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

/** A draft as it was made, with what had become of it when the play ended. */
export interface PlayedDraft extends Draft {
  readonly state: DraftState;
}

export interface Played {
  readonly from: LocalDate | null;
  readonly to: LocalDate | null;
  readonly cycles: readonly PlayedCycle[];
  readonly letters: readonly Letter[];
  readonly drafts: readonly PlayedDraft[];
  readonly matters: readonly Matter[];
  readonly refusals: readonly PlayedRefusal[];
  readonly provisional: readonly number[];
}

export const BEFORE_ALL = '0000-01-01T00:00:00Z' as Instant;
export const AFTER_ALL = '9999-01-01T00:00:00Z' as Instant;

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

export interface KnownCycle extends PlayedCycle {
  readonly dossier: Dossier;
  readonly facts: CycleFacts;
}

/** The cycles a play is about; those closed before registration as reference (design §11.26). */
export function cyclesOf(
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

export type CommandEvent = Exclude<PlayEvent, { do: 'register' | 'decide' | 'outage' | 'replan' }>;

/** What an event asks of a cycle; its Update id in a play is `e<place>` (design §12.1). */
export function commandOf(event: CommandEvent): Command {
  const ordered = { update: updateOf(event), reasoned: event.reason !== undefined };
  if (event.do === 'pause' || event.do === 'resume') return { ...ordered, do: event.do };
  const { agreement, year, at, place, reason, ...said } = event;
  if (said.do === 'conclude') {
    const { next, ...conclude } = said;
    return { ...ordered, ...conclude, ...(next.length > 0 && { next: next.map(({ id }) => id) }) };
  }
  if (said.do === 'propose') return { ...ordered, do: said.do, next: said.next.map(({ id }) => id) };
  return { ...ordered, ...said };
}

/** Of one year played alone what is adopted for the next is not shown: it is asked only where no next year follows. */
export function commandIn(play: Play, event: CommandEvent): Command {
  const command = commandOf(event);
  const dossier = play.dossiers.find(({ agreement }) => agreement.code === event.agreement);
  if (command.do !== 'conclude' || !('year' in play.span) || !dossier) return command;
  const { next: _, ...alone } = command;
  return hasCycle(dossier.agreement, play.span.year + 1) ? alone : command;
}

function updateOf({ place }: PlayEvent): string {
  return `e${place}`;
}

/** What an event brings into which cycle; undefined: it brings nothing. */
export function arisenBy(event: PlayEvent): (Arisen & { readonly agreement: string }) | undefined {
  if (event.do !== 'propose' && (event.do !== 'conclude' || event.next.length === 0)) return undefined;
  const { agreement, next: entries } = event;
  const year = event.do === 'propose' ? event.year : event.year + 1;
  return { agreement, year, update: updateOf(event), entries };
}

/** The dossiers with all that people propose in a play; whether it stands each cycle knows. */
export function withArisen(dossiers: readonly Dossier[], events: readonly PlayEvent[]): readonly Dossier[] {
  const all = events.flatMap((event) => arisenBy(event) ?? []);
  if (all.length === 0) return dossiers;
  return dossiers.map((dossier) => {
    const mine = all.filter(({ agreement }) => agreement === dossier.agreement.code);
    const arisen = mine.map(({ agreement: _, ...said }) => said);
    return arisen.length === 0 ? dossier : { ...dossier, arisen };
  });
}

/** The span of a whole term, for a play without one: from the first opening to long after the last closing. */
export function wholeTerm(dossiers: readonly Dossier[], openEndedTo: number): Play['span'] {
  const starts = dossiers.map(({ agreement }) => startOfAgreement(agreement));
  const lasts = dossiers.map(({ agreement }) => cycleYears(agreement)?.last ?? openEndedTo);
  const from = starts.reduce((first, day) => (day < first ? day : first));
  const last = Math.max(...lasts);
  return { from, to: addDays(dateOf(last + 1, 1, 1), 364) };
}
