// The state of a running play: cycles with their acts and what they sent. Knows how to plan one of them as of now.
import type { CalendarBook, Dossier } from './agreement.js';
import type { CycleFacts } from './cycle.js';
import type { Draft } from './drafts.js';
import type { Instant, LocalDate } from './localDate.js';
import type { Notice, SentNotice } from './notices.js';
import { type CyclePlan, planCycle } from './plan.js';
import type { Play, PlayedRefusal } from './play.js';
import type { WorkingCalendar } from './workingCalendar.js';

/** One cycle on its way through the play. */
export interface Track {
  readonly dossier: Dossier;
  facts: CycleFacts;
  /** The plan by which its latest letters left; null before the first. */
  last: CyclePlan | null;
  readonly sent: Sent[];
  readonly drafts: Map<string, Draft>;
}

export interface Sent extends SentNotice {
  readonly notice: Notice;
}

export interface Stage {
  readonly play: Play;
  readonly tracks: readonly Track[];
  /** Cycles of the play on which nobody can act: closed before registration, or before they opened; with that day. */
  readonly closed: ReadonlyMap<string, LocalDate>;
  readonly registered: ReadonlyMap<string, Instant>;
  book: CalendarBook;
  calendar: WorkingCalendar;
  /** The instant of the latest event. */
  now: Instant;
  outage: { readonly from: Instant; readonly until: Instant } | null;
  readonly refusals: PlayedRefusal[];
}

export function planOf(stage: Stage, track: Track, asOf: Instant): CyclePlan | null {
  const { dossier, facts, sent } = track;
  return planCycle({ dossier, calendar: stage.calendar, quiet: stage.book.quiet, facts, sent, asOf });
}
