// Playing a small agreement in tests: through the simulator, or step by step. Knows the driver; must not know rules.
import type { Dossier } from '../../domain/agreement.js';
import type { Command } from '../../domain/command.js';
import { type CycleFacts, evolve, newCycle } from '../../domain/cycle.js';
import { decide } from '../../domain/decide.js';
import type { PlayEvent } from '../../domain/events.js';
import { type Instant, startOf } from '../../domain/localDate.js';
import type { SentNotice } from '../../domain/notices.js';
import { type CyclePlan, planCycle } from '../../domain/plan.js';
import { commandOf, type Played } from '../../domain/play.js';
import { simulate } from '../../domain/simulate.js';
import { type CycleSlice, sliceOf } from '../../domain/slice.js';
import { startOfAgreement } from '../../domain/term.js';
import { workingCalendar } from '../../domain/workingCalendar.js';

export const CALENDAR = workingCalendar({ decisions: [], quiet: [] });

export function playOf(dossier: Dossier, events: readonly PlayEvent[] = [], year = 2024): Played {
  return simulate({ dossiers: [dossier], book: { decisions: [], quiet: [] }, events, span: { year } });
}

/** A cycle at one moment: what was decided, what has left. */
export interface Moment {
  readonly dossier: Dossier;
  readonly facts: CycleFacts;
  readonly sent: readonly SentNotice[];
  readonly asOf: Instant;
}

export function opening(dossier: Dossier, year = 2024): Moment {
  const asOf = startOf(startOfAgreement(dossier.agreement));
  return { dossier, facts: newCycle(dossier.agreement.code, year, asOf), sent: [], asOf };
}

export function planAt({ dossier, facts, sent, asOf }: Moment): CyclePlan | null {
  return planCycle({ dossier, calendar: CALENDAR, quiet: [], facts, sent, asOf });
}

export function sliceAt(moment: Moment, plan: CyclePlan): CycleSlice {
  const first = new Map<string, Instant>();
  for (const { duty, at } of moment.sent) if (!first.has(duty)) first.set(duty, at);
  return sliceOf(plan, moment.dossier, CALENDAR, first);
}

/** Lets leave what is planned before `to`. */
export function sendUntil(moment: Moment, to: Instant): Moment {
  const leaving = (planAt(moment)?.notices ?? []).filter(({ at }) => at < to);
  return { ...moment, sent: [...moment.sent, ...leaving.map(sentOf)], asOf: to };
}

export function sentOf({ id, duty, body, step, due, at }: SentNotice): SentNotice {
  return { id, duty, body, step, due, at };
}

/** The command behind an event, where it is one. */
export function commandIn(event: PlayEvent): Command | null {
  switch (event.do) {
    case 'register':
    case 'decide':
    case 'outage':
    case 'replan':
    case 'propose':
    case 'ratify':
      return null;
    default:
      return commandOf(event);
  }
}

/** Judges one command at its instant and lets the cycle follow where it is accepted. */
export function act(moment: Moment, command: Command): Moment {
  const plan = planAt(moment);
  if (!plan) return moment;
  const decision = decide({ facts: moment.facts, slice: sliceAt(moment, plan) }, command, moment.asOf);
  if ('refused' in decision) return moment;
  return { ...moment, facts: decision.accepted.reduce(evolve, moment.facts) };
}
