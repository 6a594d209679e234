// What is refused before any cycle judges it: agreements, years and bodies the register does not know, cycles that are over.
// The same for a play on virtual time and for a rehearsal. Knows register and plays; must not know how a cycle decides.
import type { Dossier } from './agreement.js';
import { bodyOf } from './bodies.js';
import { dateOf, type Instant, type LocalDate } from './localDate.js';
import { type CommandEvent, type KnownCycle, type Play, yearsInPlay } from './play.js';
import { type Refused, refuse } from './refusals.js';
import { hasCycle } from './term.js';

export interface PlayRegister {
  readonly play: Play;
  /** Years without a cycle that runs, with the day on which theirs closed; by `<code> <year>`. */
  readonly closed: ReadonlyMap<string, LocalDate>;
  readonly registered: ReadonlyMap<string, Instant>;
}

export type OnCycleEvent = Exclude<CommandEvent, { do: 'pause' | 'resume' }>;

/** Years of the play without a cycle that runs (design §11.26). */
export function closedCycles(play: Play, known: readonly KnownCycle[]): ReadonlyMap<string, LocalDate> {
  const all = play.dossiers.flatMap((dossier) =>
    yearsInPlay(play, dossier).map((year): [string, LocalDate] => [
      `${dossier.agreement.code} ${year}`,
      dateOf(year, 12, 31),
    ]),
  );
  const closed = new Map(all);
  for (const { plan, reference } of known) {
    const key = `${plan.agreement} ${plan.year}`;
    if (reference) closed.set(key, plan.span.closing);
    else closed.delete(key);
  }
  return closed;
}

/** null: the event speaks of an agreement and, where it names a year, of a cycle that the register knows. */
export function unknownTo({ play, closed, registered }: PlayRegister, event: CommandEvent): Refused | null {
  const { agreement: code } = event;
  const dossier = play.dossiers.find(({ agreement }) => agreement.code === code);
  const registeredAt = registered.get(code);
  if (!dossier || registeredAt === undefined || event.at < registeredAt)
    return refuse('UnknownAgreement', { code });
  if (event.do === 'pause' || event.do === 'resume') return null;
  const { year } = event;
  if (!hasCycle(dossier.agreement, year)) return refuse('UnknownCycle', { code, year });
  const date = closed.get(`${code} ${year}`);
  return date === undefined ? null : refuse('CycleClosed', { code, year, date, next: year + 1 });
}

/** null: the body that acts is known and exists. */
export function bodyRefused(dossier: Dossier, event: OnCycleEvent): Refused | null {
  const by = 'by' in event ? event.by : undefined;
  const body = by === undefined ? undefined : bodyOf(dossier, by);
  if (by !== undefined && !body) return refuse('UnknownBody', { code: by });
  const acts = event.do === 'submit' || event.do === 'ratify';
  if (body?.validTo === undefined || !acts || event.on <= body.validTo) return null;
  const successors = body.succession.flatMap(({ to }) => to);
  return refuse('BodyCeased', { body: body.code, date: body.validTo, successors });
}

/** No cycle of the agreement is open any more. */
export function termEnded({ play }: Pick<PlayRegister, 'play'>, { agreement: code }: CommandEvent): Refused {
  const dossier = play.dossiers.find(({ agreement }) => agreement.code === code);
  return refuse('TermEnded', { code, date: dossier?.agreement.term.to ?? null });
}
