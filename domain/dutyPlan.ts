// What planning one duty gives. Knows shapes only.
import type { Instant, LocalDate } from './localDate.js';
import type { Matter } from './matters.js';
import type { Notice } from './notices.js';

/** An urging letter that is drafted and waits for the clerk. */
export interface Draft {
  readonly at: Instant;
  readonly to: string;
  readonly post: string;
  readonly body: string;
  readonly obligation: string;
  readonly due: LocalDate;
}

export interface DutyPlan {
  readonly notices: readonly Notice[];
  readonly drafts: readonly Draft[];
  readonly matters: readonly Matter[];
}

export const NOTHING: DutyPlan = { notices: [], drafts: [], matters: [] };
