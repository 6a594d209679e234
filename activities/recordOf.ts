// What a turn writes into the record, in order: codes, dates, counts and document numbers. Knows commands and plans; must not
// know sentences or names, which are put to it with the register when it is read.
import type { Command } from '../domain/command.js';
import { type Instant, localDateOf, startOf } from '../domain/localDate.js';
import type { CyclePlan } from '../domain/plan.js';
import { actsTold, type Told } from './actsTold.js';
import type { ToldTurn } from '../workflows/contract.js';

export interface RecordEntry extends Told {
  readonly at: Instant;
}

export interface Armed {
  readonly instants: readonly Instant[];
  readonly withdrawn: readonly string[];
  readonly withdrawnNotices: number;
  readonly alreadyGone: readonly string[];
}

export interface Recorded {
  readonly input: ToldTurn;
  readonly plan: CyclePlan;
  readonly armed: Armed;
  /** The `asOf` of the turn before; null: this is the first. */
  readonly before: Instant | null;
  /** What a new version of the agreement's file changed in this cycle; null: nothing of it. */
  readonly amended: Told['facts'] | null;
  /** Due days the calendar moved. */
  readonly moved: readonly Told['facts'][];
}

/** The opening, what people did and what it settled, what the calendar moved, what was withdrawn and armed, the closing. */
export function recordOf(recorded: Recorded): readonly RecordEntry[] {
  const { input, plan, armed, before, amended, moved } = recorded;
  const { commands, facts, asOf } = input;
  const now = (told: readonly Told[]): readonly RecordEntry[] => told.map((one) => ({ ...one, at: asOf }));
  return [
    ...(before === null ? now(openingTold(plan, facts.registeredAt)) : opened(plan, before, asOf)),
    ...drafted(plan, before, asOf),
    ...(amended === null ? [] : now([{ code: 'amended', facts: amended }])),
    ...now(moved.map((one) => ({ code: 'dueMoved', facts: one }))),
    ...now(
      commands.flatMap((command) => [
        ...actsTold(facts, command, plan.ratifiers),
        ...settledBy(plan, command),
      ]),
    ),
    ...now(withdrawnTold(armed, commands)),
    ...now(plan.closed ? closingTold(plan) : armedTold(plan, armed)),
  ];
}

function openingTold(plan: CyclePlan, registeredAt: Instant): readonly Told[] {
  const standing = plan.obligations.filter(isStanding);
  const duties = standing.reduce((sum, obligation) => sum + obligation.duties.length, 0);
  const late = standing.filter((obligation) =>
    obligation.duties.some((duty) => duty.notApplicable === 'beforeRegistration'),
  );
  const date = localDateOf(registeredAt);
  return [
    { code: 'cycleOpened', facts: { year: plan.year, n: standing.length, m: duties } },
    ...(late.length > 0 ? [{ code: 'lateStart', facts: { n: late.length, date } }] : []),
  ];
}

/** What is only proposed is nobody's yet. */
function isStanding({ status }: CyclePlan['obligations'][number]): boolean {
  return status !== 'proposed';
}

/** Obligations that opened since the turn before, each at the instant of its day. */
function opened(plan: CyclePlan, since: Instant, asOf: Instant): readonly RecordEntry[] {
  return plan.obligations.flatMap(({ localId, opens, due, status }): RecordEntry[] => {
    if (opens === null || due === null || status === 'notApplicable' || status === 'proposed') return [];
    const at = startOf(opens);
    return at > since && at <= asOf ? [{ code: 'opened', at, facts: { obligation: localId, due } }] : [];
  });
}

/** Urging letters drafted since the turn before, each at its own instant. */
function drafted(plan: CyclePlan, since: Instant | null, asOf: Instant): readonly RecordEntry[] {
  return plan.drafts
    .filter(({ at }) => (since === null || at > since) && at <= asOf)
    .map(({ at, obligation, body, due }) => ({
      code: 'urgingDrafted',
      at,
      facts: { obligation: obligation.split('/').slice(2).join('/'), body, due },
    }));
}

/** The command that settles the last duty meets the obligation. */
function settledBy(plan: CyclePlan, command: Command): readonly Told[] {
  if (command.do !== 'submit' && command.do !== 'waive' && command.do !== 'conclude') return [];
  const obligation = plan.obligations.find(({ localId }) => localId === command.obligation);
  if (obligation?.status !== 'met') return [];
  const n = obligation.duties.filter(({ notApplicable }) => notApplicable === null).length;
  return [{ code: 'met', facts: { obligation: obligation.localId, n } }];
}

function withdrawnTold(armed: Armed, commands: readonly Command[]): readonly Told[] {
  if (armed.withdrawnNotices === 0) return [];
  const counts = { n: armed.withdrawnNotices, letters: armed.withdrawn.length };
  const [cause, ...others] = commands.flatMap((command) => withdrawalBy(command));
  return [{ code: 'withdrawn', facts: others.length > 0 ? counts : { ...counts, ...cause } }];
}

function withdrawalBy(command: Command): readonly Told['facts'][] {
  switch (command.do) {
    case 'submit':
      return [{ why: 'submitted', body: command.by }];
    case 'waive':
      return command.by === undefined ? [{}] : [{ why: 'waived', body: command.by }];
    case 'extend':
      return [{ why: 'moved', due: command.to }];
    case 'schedule':
      return [{ why: 'moved', due: command.on }];
    case 'pause':
      return [{ why: 'paused' }];
    case 'accept':
    case 'return':
    case 'conclude':
    case 'propose':
    case 'ratify':
    case 'correct':
    case 'release':
    case 'drop':
    case 'putOff':
    case 'resume':
      return [{}];
    default:
      return command satisfies never;
  }
}

/** Nothing while it is paused. */
function armedTold({ notices }: CyclePlan, { instants }: Armed): readonly Told[] {
  const [next] = notices;
  if (!next) return [];
  return [{ code: 'armed', facts: { n: notices.length, instants: instants.length, next: next.at } }];
}

/** What is unmet is named, body by body. */
function closingTold(plan: CyclePlan): readonly Told[] {
  const unmet = plan.obligations.flatMap(({ localId, duties }) =>
    duties
      .filter(({ status }) => status === 'unmet')
      .map((duty): Told => ({ code: 'unmet', facts: { obligation: localId, body: duty.body } })),
  );
  const met = plan.obligations.filter(({ status }) => status === 'met').length;
  return [
    ...unmet,
    {
      code: 'cycleClosed',
      facts: { year: plan.year, a: met, b: plan.obligations.filter(isStanding).length },
    },
  ];
}
