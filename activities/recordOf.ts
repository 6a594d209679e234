// What a turn writes into the record: codes, dates, counts and document numbers. Knows commands and plans; must not know
// sentences or names, which are put to it with the register when it is read.
import type { Command } from '../domain/command.js';
import type { Instant } from '../domain/localDate.js';
import type { CyclePlan } from '../domain/plan.js';
import type { TurnInput } from '../workflows/contract.js';

export interface RecordEntry {
  readonly code: string;
  readonly at: Instant;
  readonly facts: Readonly<Record<string, string | number | null>>;
}

export interface Armed {
  readonly instants: readonly Instant[];
  readonly withdrawn: readonly string[];
  readonly alreadyGone: readonly string[];
}

/** In order: the opening, what people did, what was armed and withdrawn, the closing. */
export function recordOf(
  input: TurnInput,
  plan: CyclePlan,
  armed: Armed,
  first: boolean,
): readonly RecordEntry[] {
  const { asOf } = input;
  const entries: RecordEntry[] = [];
  const say = (code: string, facts: RecordEntry['facts']): void => {
    entries.push({ code, at: asOf, facts });
  };
  if (first) say('cycleOpened', { year: plan.year, n: plan.obligations.length, m: dutyCount(plan) });
  for (const command of input.commands) say(CODES[command.do], factsOf(command));
  if (armed.withdrawn.length > 0) say('withdrawn', { n: armed.withdrawn.length });
  if (!plan.closed)
    say('armed', {
      n: plan.notices.length,
      instants: armed.instants.length,
      next: plan.notices[0]?.at ?? null,
    });
  else say('cycleClosed', { year: plan.year, a: count(plan, 'met'), b: plan.obligations.length });
  return entries;
}

const CODES: Readonly<Record<Command['do'], string>> = {
  submit: 'submitted',
  accept: 'accepted',
  return: 'returned',
  extend: 'extended',
  waive: 'waived',
  schedule: 'scheduled',
  conclude: 'conferenceHeld',
  correct: 'corrected',
  pause: 'paused',
  resume: 'resumed',
};

function factsOf(command: Command): RecordEntry['facts'] {
  return Object.fromEntries(
    Object.entries(command).flatMap(([key, value]): [string, string | number][] => {
      if (key === 'do' || value === undefined) return [];
      return [[key, typeof value === 'boolean' ? Number(value) : value]];
    }),
  );
}

function dutyCount(plan: CyclePlan): number {
  return plan.obligations.reduce((sum, { duties }) => sum + duties.length, 0);
}

function count(plan: CyclePlan, status: string): number {
  return plan.obligations.filter((obligation) => obligation.status === status).length;
}
