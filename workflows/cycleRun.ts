// A cycle while it runs: its acts, what people asked since the last turn, what the last turn said. Knows how Updates wait
// for the turn that carries them; must not know timers or the engine's commands.
import { ApplicationFailure, condition } from '@temporalio/workflow';
import type { Command } from '../domain/command.js';
import { type CycleEvent, type CycleFacts, evolve } from '../domain/cycle.js';
import { decide } from '../domain/decide.js';
import { deltaOf, markOf, withDelta } from '../domain/delta.js';
import { type Instant, later } from '../domain/localDate.js';
import { carriedIn } from '../domain/proposals.js';
import { type Refusal, refuse } from '../domain/refusals.js';
import type { CycleSlice } from '../domain/slice.js';
import { businessNow, engineMs } from './clock.js';
import type {
  CommandAnswer,
  CycleInput,
  CycleStatus,
  FactsSince,
  Replan,
  TurnInput,
  TurnResult,
} from './contract.js';

export type Planned = TurnResult & { outcome: 'planned' };

/** A person repeats a request within hours, not after hundreds of others. */
const HANDLED_KEPT = 200;

export interface CycleRun {
  readonly facts: () => CycleFacts;
  readonly slice: () => CycleSlice | null;
  readonly status: () => CycleStatus;
  /** Whether something was asked that no turn has carried yet. */
  readonly isAsked: () => boolean;
  /** Whether this run has done the turns it was given at most. */
  readonly hasTurnedOften: () => boolean;
  /** Whether something is asked from now on. */
  readonly isAskedSince: () => () => boolean;
  /** Throws the refusal of a command as a typed failure; passes what cannot be judged yet. */
  readonly validate: (asked: Command) => void;
  readonly command: (asked: Command) => Promise<CommandAnswer>;
  /** Answers once a turn that began after the call is through; what the year before hands on is proposed at once. */
  readonly replan: (asked: Replan) => Promise<CommandAnswer>;
  /** What the next turn is given. */
  readonly nextTurn: () => TurnInput;
  /** The turn under way has failed again and again. */
  readonly stuck: () => void;
  /** Answers what the turn before said; null: this run had none. */
  readonly planned: (result: Planned) => Planned | null;
  /** The database keeps other facts than those the turn was told about: it is asked again with all. */
  readonly tellAll: () => void;
  /** The turn was refused: database and engine disagree. What was asked is asked again once a person has looked. */
  readonly restored: () => void;
  /** What the next run goes on with. */
  readonly carryOver: () => CycleInput;
}

interface Held {
  facts: CycleFacts;
  number: number;
  slice: CycleSlice | null;
  last: Planned | null;
  isRestored: boolean;
  isStuck: boolean;
  /** A person has resumed the cycle although database and engine differ. */
  resync: boolean;
  waiting: readonly Command[];
  /** The facts the last turn was given; null: none, or the database keeps others. */
  told: CycleFacts | null;
  /** What the turn under way was given. */
  telling: CycleFacts;
  /** How many of them the turn under way was given. */
  given: number;
  /** Requests count up; a turn carries all that came before it began. */
  requested: number;
  carrying: number;
  carried: number;
  readonly handled: Set<string>;
  /** The latest instant a message came with: clocks of two cycles may differ. */
  notBefore: Instant | null;
}

export function cycleRun(input: CycleInput): CycleRun {
  const held: Held = {
    facts: input.facts,
    number: input.turn,
    slice: null,
    last: null,
    isRestored: false,
    isStuck: false,
    resync: false,
    waiting: [],
    told: null,
    telling: input.facts,
    notBefore: input.openedAt ?? null,
    given: 0,
    requested: 0,
    carrying: 0,
    carried: 0,
    handled: new Set(input.handled),
  };
  const carried = async (): Promise<CommandAnswer> => {
    held.requested += 1;
    const mine = held.requested;
    await condition(() => held.carried >= mine);
    return answerOf(held.last);
  };
  return {
    facts: () => held.facts,
    slice: () => held.slice,
    status: () => statusOf(input, held),
    isAsked: () => held.requested > held.carried,
    hasTurnedOften: () => held.number - input.turn >= (input.continueAfterTurns ?? Number.POSITIVE_INFINITY),
    isAskedSince: () => {
      const { requested } = held;
      return () => held.requested > requested;
    },
    validate: (asked) => void judge(input, held, asked),
    command: async (asked) => {
      // Before the first turn there is nothing to judge by; the validator let it through.
      await condition(() => held.slice !== null || held.isRestored);
      const events = judge(input, held, asked);
      if (events === null) return carried();
      if (held.isRestored && asked.do === 'resume') held.resync = true;
      held.facts = events.reduce(evolve, held.facts);
      held.handled.add(asked.update);
      held.waiting = [...held.waiting, asked];
      return carried();
    },
    replan: (asked) => {
      receive(input, held, asked);
      return carried();
    },
    nextTurn: () => nextTurn(input, held),
    stuck: () => {
      held.isStuck = true;
    },
    planned: (result) => carry(held, result),
    tellAll: () => {
      held.told = null;
      held.number -= 1;
    },
    restored: () => {
      held.isRestored = true;
      held.told = null;
      held.isStuck = false;
      held.number -= 1;
    },
    carryOver: () => ({
      facts: held.facts,
      turn: held.number,
      handled: [...held.handled].slice(-HANDLED_KEPT),
      offsetMs: input.offsetMs,
      // Of a message from a clock ahead of ours the next run has to know, too.
      ...(held.notBefore !== null && { openedAt: held.notBefore }),
      ...(input.continueAfterTurns !== undefined && { continueAfterTurns: input.continueAfterTurns }),
    }),
  };
}

/** What the turn said holds from now on; answers what the one before said. */
function carry(held: Held, result: Planned): Planned | null {
  const before = held.last;
  held.isRestored = false;
  held.isStuck = false;
  held.resync = false;
  held.last = result;
  held.slice = result.slice ?? (result.sliceDelta ? withDelta(held.slice, result.sliceDelta) : held.slice);
  held.told = held.telling;
  held.facts = result.events.reduce(evolve, held.facts);
  // What came while the turn ran is carried by the next one.
  held.waiting = held.waiting.slice(held.given);
  held.carried = held.carrying;
  return before;
}

function nextTurn(input: CycleInput, held: Held): TurnInput {
  held.number += 1;
  held.carrying = held.requested;
  held.given = held.waiting.length;
  held.telling = held.facts;
  return {
    n: held.number,
    facts: held.told === null || held.resync ? held.facts : factsSince(held.told, held.facts),
    asOf: nowOf(input, held),
    sliceHash: held.last?.sliceHash ?? null,
    commands: held.waiting,
    resync: held.resync,
    clock: { offsetMs: input.offsetMs },
  };
}

function factsSince(told: CycleFacts, facts: CycleFacts): FactsSince {
  const { agreement, year } = facts;
  return { agreement, year, after: markOf(told), delta: deltaOf(told, facts) };
}

function nowOf(input: CycleInput, { notBefore }: Held): Instant {
  const now = businessNow(input);
  return notBefore === null ? now : later(now, notBefore);
}

/** Told twice it is proposed once; the record names it as proposed by the meeting of the year before. */
function receive(input: CycleInput, held: Held, { at, proposed }: Replan): void {
  if (at !== undefined) held.notBefore = held.notBefore === null ? at : later(held.notBefore, at);
  if (!proposed || held.handled.has(proposed.update)) return;
  const { update, obligations, from } = proposed;
  held.facts = evolve(held.facts, carriedIn(held.facts, proposed, nowOf(input, held)));
  held.handled.add(update);
  held.waiting = [...held.waiting, { do: 'propose', update, reasoned: false, next: obligations, from }];
}

/** What the command would change; null: it was carried before. Throws its refusal, so that the Update fails with the code. */
function judge(input: CycleInput, held: Held, asked: Command): readonly CycleEvent[] | null {
  if (held.handled.has(asked.update)) return null;
  // A restored cycle is resumed by a person who gives a reason (design §5).
  if (held.isRestored && asked.do === 'resume') {
    if (!asked.reasoned) throw refusalFailure(refuse('ReasonRequired').refused);
    return [];
  }
  if (held.slice === null) return [];
  const decision = decide({ facts: held.facts, slice: held.slice }, asked, nowOf(input, held));
  if ('refused' in decision) throw refusalFailure(decision.refused);
  return decision.accepted;
}

/** A verdict, not a fault: nothing retries it, and the client reads code and facts. */
function refusalFailure({ code, facts }: Refusal): ApplicationFailure {
  return ApplicationFailure.create({ type: code, message: code, nonRetryable: true, details: [facts] });
}

function answerOf(last: Planned | null): CommandAnswer {
  return {
    withdrawn: last?.withdrawn ?? [],
    alreadyGone: last?.alreadyGone ?? [],
    nextDue: last?.nextDue ?? null,
  };
}

function statusOf(input: CycleInput, held: Held): CycleStatus {
  const { last, isRestored, isStuck, number, facts, slice } = held;
  const closed = last?.closed ?? false;
  return {
    planned: last !== null || isRestored,
    wakeAt: isRestored || closed || !last?.wakeAt ? null : engineMs(input, last.wakeAt),
    turn: number,
    stage: isRestored ? 'restored' : isStuck ? 'stuck' : (last?.stage ?? null),
    nextDue: last?.nextDue ?? null,
    overdue: last?.overdue ?? 0,
    facts,
    slice,
  };
}
