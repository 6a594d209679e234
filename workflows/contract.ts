// Names, ids and payloads by which clients, workflows and activities know each other. Knows types only; must not import
// anything that runs outside the workflow sandbox.
import type { CycleEvent, CycleFacts } from '../domain/cycle.js';
import type { Command } from '../domain/command.js';
import type { Delta } from '../domain/delta.js';
import type { Instant, LocalDate } from '../domain/localDate.js';
import type { Carried } from '../domain/proposals.js';
import type { CycleSlice } from '../domain/slice.js';

export const TASK_QUEUE = 'nhip';
/** Sending waits for a lock and may last: it must not take the slots of turns. */
export const MAIL_QUEUE = 'nhip-mail';
export const NAMESPACE = 'nhip';

// Ids use `:`; a slash has broken links of Temporal's UI before (design §5).
export const agreementId = (code: string): string => `agreement:${code}`;
export const cycleId = (code: string, year: number): string => `cycle:${code}:${year}`;
export const dispatchId = (instant: Instant): string => `dispatch:${instant}`;

/**
 * Business time = the engine's clock minus this many ms; 0 in real use. It lets a rehearsal play past years on an engine
 * whose time only moves forward, with the same code.
 */
export interface BusinessClock {
  readonly offsetMs: number;
}

export interface TermInput extends BusinessClock {
  readonly agreement: string;
  readonly registeredAt: Instant;
}

export interface CycleInput extends BusinessClock {
  readonly facts: CycleFacts;
  /** Number of the last turn done, across runs. */
  readonly turn: number;
  /** Ids of the Updates already carried, across runs: de-duplication of the engine ends with a run. */
  readonly handled: readonly string[];
  /** The instant at which the term opened it: its own clock may lag behind (design §5). */
  readonly openedAt?: Instant;
  /**
   * How many turns a run does before it continues as new; absent: as many as its history bears. At least 2, the one it begins
   * with and the one it woke for: by 1 it would never wait.
   */
  readonly continueAfterTurns?: number;
}

export interface DispatchInput extends BusinessClock {
  readonly instant: Instant;
  /** Compare plan, ledger and evidence half an hour later; absent in rehearsals, which are compared letter by letter. */
  readonly reconciles?: true;
}

/** What every workflow answers to `status`. `wakeAt` is in the engine's clock, ms; null: it waits for no timer. */
export interface WakeStatus {
  readonly planned: boolean;
  readonly wakeAt: number | null;
}

export interface CycleStatus extends WakeStatus {
  readonly turn: number;
  readonly stage: string | null;
  readonly nextDue: LocalDate | null;
  readonly overdue: number;
  readonly facts: CycleFacts;
  readonly slice: CycleSlice | null;
}

/** What a command's Update answers once its turn is through. Letters by their codes: an id would put a mailbox into a history. */
export interface CommandAnswer {
  readonly withdrawn: readonly string[];
  readonly alreadyGone: readonly string[];
  readonly nextDue: LocalDate | null;
}

export interface Replan {
  readonly update: string;
  /** The sender's instant: the turn is not asked as of an earlier one. */
  readonly at?: Instant;
  /** What the meeting of the year before adopted for this cycle. */
  readonly proposed?: Carried;
}

/** The facts by what changed since the last turn, of which the database keeps them: a history is to stay short. */
export interface FactsSince {
  readonly agreement: string;
  readonly year: number;
  /** `markOf` the facts of then: whoever keeps others asks for all. */
  readonly after: string;
  readonly delta: Delta | null;
}

export interface TurnInput {
  readonly n: number;
  readonly facts: CycleFacts | FactsSince;
  readonly asOf: Instant;
  /** Hash of the slice the workflow holds: the result brings one only when it differs. */
  readonly sliceHash: string | null;
  /** Accepted since the last turn, for the record. */
  readonly commands: readonly Command[];
  /** A person has looked: database and engine may differ, this turn counts all the same. */
  readonly resync: boolean;
  readonly clock: BusinessClock;
}

/** A turn that was told all facts, or to which they were added. */
export type ToldTurn = TurnInput & { readonly facts: CycleFacts };

export type TurnResult =
  | {
      readonly outcome: 'planned';
      /** What the turn itself found to have happened: letters late, due days moved by the calendar. */
      readonly events: readonly CycleEvent[];
      /** null: as the workflow holds it, but for `sliceDelta`. */
      readonly slice: CycleSlice | null;
      readonly sliceDelta?: Delta;
      readonly sliceHash: string;
      readonly wakeAt: Instant | null;
      readonly closed: boolean;
      readonly stage: string | null;
      readonly nextDue: LocalDate | null;
      readonly overdue: number;
      readonly withdrawn: readonly string[];
      readonly alreadyGone: readonly string[];
    }
  /** The database keeps no facts, or others: the turn is asked again with all of them. */
  | { readonly outcome: 'factsUnknown' }
  /** Database and engine disagree about how many turns were done: one of them is older than the other. */
  | { readonly outcome: 'restored' }
  /** The cycle does not exist by the register of now. */
  | { readonly outcome: 'gone' };

export interface TermTurn {
  /** When the next cycle opens; null when none will. */
  readonly next: { readonly year: number; readonly opensAt: Instant } | null;
  readonly opened: readonly number[];
}

/** What a dispatch needs to hear of the letters of its instant. */
export interface InstantCounts {
  readonly ready: number;
  readonly sending: number;
  readonly composing: number;
  /** Real seconds until the relay may be tried again; 0: now. */
  readonly channelOpensInSeconds: number;
  /** Workflow ids of cycles that lost a notice that was too late or no longer right: they have to turn. */
  readonly toTurn: readonly string[];
}

export interface InstantEnd extends InstantCounts {
  /** The books of the instant are closed: nothing is left to send. */
  readonly closed: boolean;
  /** Other instants of which a letter came back. */
  readonly toStart: readonly Instant[];
}

/** A cycle whose turns fail; `since`: the instant of the turn that did not come through. */
export interface StuckCycle {
  readonly agreement: string;
  readonly year: number;
  readonly since: Instant;
}

/** What workflows ask of the world. */
export interface TurnActivities {
  turn(input: TurnInput): Promise<TurnResult>;
  /** Makes it a matter people see; the next turn that comes through ends it. */
  tellStuck(stuck: StuckCycle): Promise<void>;
  openCycles(input: TermInput & { readonly asOf: Instant }): Promise<TermTurn>;
}

export interface DispatchActivities {
  sealInstant(instant: Instant): Promise<void>;
  composeInstant(input: DispatchInput & { readonly now: Instant }): Promise<Pick<InstantCounts, 'toTurn'>>;
  /** Sends what is due of all instants up to `now`; answers what this instant still holds. */
  sendInstant(input: DispatchInput & { readonly now: Instant }): Promise<InstantCounts>;
  settleInstant(input: DispatchInput & { readonly now: Instant }): Promise<InstantEnd>;
}

/** What a comparison of plan, ledger and evidence found. */
export interface RoundResult {
  /** Notices the plans still have to send. */
  readonly planned: number;
  /** Letters counted as sent that were asked about, and of how many the relay has proof. */
  readonly sent: number;
  readonly proven: number;
  readonly holes: number;
  readonly healed: number;
}

export interface RoundActivities {
  /** All open cycles and terms. */
  reconcileAll(input: { readonly now: Instant }): Promise<RoundResult>;
  /** The cycles with a notice of one instant. */
  reconcileInstant(input: { readonly instant: Instant; readonly now: Instant }): Promise<RoundResult>;
  /** Chains the heads of all record streams, so that a stream cut back to an older state shows. */
  sealRecord(input: { readonly now: Instant }): Promise<void>;
}

/** Messages of a dispatch to other workflows. */
export interface NudgeActivities {
  /** Asks cycles to plan again and instants to look again. */
  nudge(
    input: BusinessClock & {
      readonly toTurn: readonly string[];
      readonly toStart: readonly Instant[];
      readonly update: string;
      readonly at?: Instant;
    },
  ): Promise<void>;
}
