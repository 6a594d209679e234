// One year of one agreement. It decides nothing: turns plan, people command, this carries one to the other.
// Every command to the engine follows from something recorded: input, accepted Update, activity result.
import {
  ActivityFailure,
  allHandlersFinished,
  condition,
  continueAsNew,
  defineQuery,
  defineUpdate,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { type Command, VERBS } from '../domain/command.js';
import { msUntil } from './clock.js';
import type {
  CommandAnswer,
  CycleInput,
  CycleStatus,
  Replan,
  TurnActivities,
  TurnInput,
  TurnResult,
} from './contract.js';
import { cycleDetails, stuckDetails } from './cycleDetails.js';
import { type CycleRun, cycleRun, type Planned } from './cycleRun.js';
import { NhipNextDue, NhipOverdue, NhipStage } from './searchAttributes.js';

/**
 * One Update a verb, so that the engine's own pages tell what was done. Updates, not Signals: a refusal must reach the person
 * who asked, and the answer names the letters withdrawn.
 */
export const commands = VERBS.map((verb) => defineUpdate<CommandAnswer, [Command]>(verb));
/** In the first build all verbs went by one name; cycles begun then are replayed from histories that hold it. */
export const command = defineUpdate<CommandAnswer, [Command]>('command');
/** Register or calendar changed, letters came late: plan again. */
export const replan = defineUpdate<CommandAnswer, [Replan]>('replan');
export const status = defineQuery<CycleStatus>('status');

/** A worker that is killed in a turn is noticed by its silence, not when the minute is up. */
const turning = { startToCloseTimeout: '1 minute', heartbeatTimeout: '10 seconds' } as const;
const { turn } = proxyActivities<TurnActivities>({
  ...turning,
  // A database that is away comes back; five failures in a row are a matter for the operator (design §5).
  retry: { initialInterval: '1 second', maximumAttempts: 5 },
});
/** Stuck: tried for as long as the cause lasts. Attempts of one activity leave no trace in the history, however many. */
const { turn: turnAtLast } = proxyActivities<TurnActivities>({
  ...turning,
  retry: { initialInterval: '20 seconds', backoffCoefficient: 1 },
});
const { tellStuck } = proxyActivities<TurnActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '1 second', maximumAttempts: 2 },
});

export async function annualCycle(input: CycleInput): Promise<void> {
  const cycle = cycleRun(input);
  for (const verb of [...commands, command]) setHandler(verb, cycle.command, { validator: cycle.validate });
  setHandler(replan, cycle.replan);
  setHandler(status, cycle.status);
  for (;;) {
    const result = await takeTurn(cycle, cycle.nextTurn());
    if (result.outcome === 'gone') return;
    if (result.outcome === 'factsUnknown') {
      cycle.tellAll();
      continue;
    }
    if (result.outcome === 'restored') {
      // Nothing is planned on doubtful ground: a person looks first and asks for a new turn.
      cycle.restored();
      upsertSearchAttributes([{ key: NhipStage, value: 'restored' }]);
      await condition(cycle.isAskedSince());
      continue;
    }
    show(cycle, result, cycle.planned(result));
    if (result.closed) {
      await condition(() => allHandlersFinished() || cycle.isAsked());
      // Asked while it closed: carried by one turn more, else the answer would be waited for without end.
      if (cycle.isAsked()) continue;
      return;
    }
    await continueWhenLong(cycle);
    await rest(input, cycle, result);
  }
}

/** The turn, however long it takes: five failures are told to people, and then it is tried until it comes through. */
async function takeTurn(cycle: CycleRun, asked: TurnInput): Promise<TurnResult> {
  const options = { summary: `lần rà soát ${asked.n}, ${asked.asOf}` };
  try {
    return await turn.executeWithOptions(options, [asked]);
  } catch (failure) {
    if (!(failure instanceof ActivityFailure)) throw failure;
  }
  const { agreement, year } = asked.facts;
  cycle.stuck();
  upsertSearchAttributes([{ key: NhipStage, value: 'stuck' }]);
  setCurrentDetails(stuckDetails(asked));
  // With the database away nobody can be told there; the search attribute says it all the same.
  await tellStuck({ agreement, year, since: asked.asOf }).catch(unlessActivity);
  return turnAtLast.executeWithOptions(options, [asked]);
}

function unlessActivity(failure: unknown): void {
  if (!(failure instanceof ActivityFailure)) throw failure;
}

/** Every turn, so that a replay always finds the commands; a number or day that stands is not said again. */
function show(cycle: CycleRun, result: Planned, before: Planned | null): void {
  const { stage, overdue, nextDue } = result;
  upsertSearchAttributes([
    { key: NhipStage, value: stage ?? 'closed' },
    ...(overdue === before?.overdue ? [] : [{ key: NhipOverdue, value: overdue }]),
    ...(nextDue === before?.nextDue
      ? []
      : [{ key: NhipNextDue, value: nextDue ? new Date(`${nextDue}T00:00:00+07:00`) : null }]),
  ]);
  setCurrentDetails(cycleDetails(result, cycle.facts(), cycle.slice()));
}

/** Only between turns and with nothing asked: an Update must never fall between two runs. */
async function continueWhenLong(cycle: CycleRun): Promise<void> {
  const { continueAsNewSuggested, targetWorkerDeploymentVersionChanged } = workflowInfo();
  const isLong = continueAsNewSuggested || targetWorkerDeploymentVersionChanged || cycle.hasTurnedOften();
  if (!isLong || cycle.isAsked()) return;
  await condition(() => allHandlersFinished() || cycle.isAsked());
  if (!cycle.isAsked()) await continueAsNew<typeof annualCycle>(cycle.carryOver());
}

/** The one timer: until something is asked or the plan says to look again. */
async function rest(input: CycleInput, cycle: CycleRun, { wakeAt }: Planned): Promise<void> {
  if (wakeAt === null) await condition(cycle.isAsked);
  else await condition(cycle.isAsked, msUntil(input, wakeAt), { summary: `rà soát lại lúc ${wakeAt}` });
}
