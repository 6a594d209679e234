// One year of one agreement. It decides nothing: turns plan, people command, this carries one to the other.
// Every command to the engine follows from something recorded: input, accepted Update, activity result.
import {
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
import type { CommandAnswer, CycleInput, CycleStatus, Replan, TurnActivities } from './contract.js';
import { cycleDetails } from './cycleDetails.js';
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

const { turn } = proxyActivities<TurnActivities>({
  startToCloseTimeout: '1 minute',
  // A database that is away comes back; five failures in a row are a matter for the operator (design §5).
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

export async function annualCycle(input: CycleInput): Promise<void> {
  const cycle = cycleRun(input);
  for (const verb of [...commands, command]) setHandler(verb, cycle.command, { validator: cycle.validate });
  setHandler(replan, cycle.carried);
  setHandler(status, cycle.status);
  for (;;) {
    const asked = cycle.nextTurn();
    const result = await turn.executeWithOptions({ summary: `lần rà soát ${asked.n}, ${asked.asOf}` }, [
      asked,
    ]);
    if (result.outcome === 'gone') return;
    if (result.outcome === 'restored') {
      // Nothing is planned on doubtful ground: a person looks first and asks for a new turn.
      cycle.restored();
      upsertSearchAttributes([{ key: NhipStage, value: 'restored' }]);
      await condition(cycle.isAskedSince());
      continue;
    }
    cycle.planned(result);
    show(cycle, result);
    if (result.closed) {
      await condition(allHandlersFinished);
      return;
    }
    await continueWhenLong(cycle);
    await rest(input, cycle, result);
  }
}

/** Every turn, so that a replay always finds the commands. */
function show(cycle: CycleRun, result: Planned): void {
  upsertSearchAttributes([
    { key: NhipStage, value: result.stage ?? 'closed' },
    { key: NhipOverdue, value: result.overdue },
    { key: NhipNextDue, value: result.nextDue ? new Date(`${result.nextDue}T00:00:00+07:00`) : null },
  ]);
  setCurrentDetails(cycleDetails(result, cycle.facts(), cycle.slice()));
}

/** Only between turns and with nothing asked: an Update must never fall between two runs. */
async function continueWhenLong(cycle: CycleRun): Promise<void> {
  const { continueAsNewSuggested, targetWorkerDeploymentVersionChanged } = workflowInfo();
  if (!(continueAsNewSuggested || targetWorkerDeploymentVersionChanged) || cycle.isAsked()) return;
  await condition(allHandlersFinished);
  if (!cycle.isAsked()) await continueAsNew<typeof annualCycle>(cycle.carryOver());
}

/** The one timer: until something is asked or the plan says to look again. */
async function rest(input: CycleInput, cycle: CycleRun, { wakeAt }: Planned): Promise<void> {
  if (wakeAt === null) await condition(cycle.isAsked);
  else await condition(cycle.isAsked, msUntil(input, wakeAt), { summary: `rà soát lại lúc ${wakeAt}` });
}
