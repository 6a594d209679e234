// Urging letters that are drafted and wait for the clerk, and what became of each. Knows acts; must not know how a draft
// comes about or how its paper looks.
import type { CycleFacts } from './cycle.js';
import type { Instant, LocalDate } from './localDate.js';

/** `waiting` again once the day it was put off to has come; `overtaken`: no longer needed, and nothing was done with it. */
export type DraftState = 'waiting' | 'putOff' | 'released' | 'dropped' | 'overtaken';

/** An urging letter that is drafted and waits for the clerk. */
export interface Draft {
  readonly at: Instant;
  readonly to: string;
  readonly post: string;
  readonly body: string;
  readonly obligation: string;
  readonly due: LocalDate;
  /** The office that issues the paper; null where no party has a post that day. */
  readonly issuer: string | null;
  readonly standing: DraftStanding;
}

export interface DraftStanding {
  readonly state: Exclude<DraftState, 'overtaken'>;
  /** Day up to which it was put off. */
  readonly until: LocalDate | null;
  /** Number and day of the paper as it was issued. */
  readonly number: string | null;
  readonly on: LocalDate | null;
}

export const WAITING: DraftStanding = { state: 'waiting', until: null, number: null, on: null };

/** Derived like a notice's id: the same draft has the same id in every plan. */
export function draftIdOf({ obligation, body, post, due }: Omit<Draft, 'standing'>): string {
  return [obligation, body, post, 'draft', due].join('/');
}

/** What was done with the draft of a duty for one due day. `duty` is its key, `annualPlan/bdv-tw`. */
export function draftStanding(facts: CycleFacts, duty: string, due: LocalDate): DraftStanding {
  let standing = WAITING;
  for (const act of facts.duties[duty] ?? []) {
    if (!('due' in act) || act.act === 'extended' || act.due !== due) continue;
    switch (act.act) {
      case 'urgingReleased':
        standing = { state: 'released', until: null, number: act.number, on: act.on };
        break;
      case 'urgingDropped':
        standing = { ...WAITING, state: 'dropped' };
        break;
      case 'urgingPutOff':
        standing = { ...WAITING, state: 'putOff', until: act.to };
        break;
      default:
        act satisfies never;
    }
  }
  return standing;
}

/** Whether the clerk is asked about it on a day. */
export function waitsOn({ state, until }: DraftStanding, day: LocalDate): boolean {
  return state === 'waiting' || (state === 'putOff' && until !== null && until <= day);
}

/** As a list shows a draft that is still planned. */
export function draftState(standing: DraftStanding, day: LocalDate): DraftStanding['state'] {
  return waitsOn(standing, day) ? 'waiting' : standing.state;
}
