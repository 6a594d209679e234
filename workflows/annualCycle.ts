// One year of one agreement. It decides nothing: turns plan, people command, this carries one to the other.
// Every command to the engine follows from something recorded: input, accepted Update, activity result.
import {
  allHandlersFinished,
  ApplicationFailure,
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
import { evolve } from '../domain/cycle.js';
import type { Command } from '../domain/command.js';
import { decide } from '../domain/decide.js';
import type { CycleSlice } from '../domain/slice.js';
import { businessNow, engineMs, msUntil } from './clock.js';
import type {
  CommandAnswer,
  CycleInput,
  CycleStatus,
  Replan,
  TurnActivities,
  TurnResult,
} from './contract.js';
import { cycleDetails } from './cycleDetails.js';
import { NhipNextDue, NhipOverdue, NhipStage } from './searchAttributes.js';

/** An Update, not a Signal: a refusal must reach the person who asked, and the answer names the letters withdrawn. */
export const command = defineUpdate<CommandAnswer, [Command]>('command');
/** Register or calendar changed, letters came late: plan again. */
export const replan = defineUpdate<CommandAnswer, [Replan]>('replan');
export const status = defineQuery<CycleStatus>('status');

const { turn } = proxyActivities<TurnActivities>({
  startToCloseTimeout: '1 minute',
  // A database that is away comes back; five failures in a row are a matter for the operator (design §5).
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

type Planned = TurnResult & { outcome: 'planned' };

export async function annualCycle(input: CycleInput): Promise<void> {
  let { facts } = input;
  let number = input.turn;
  let slice: CycleSlice | null = null;
  let last: Planned | null = null;
  let restored = false;
  let wakeAt: number | null = null;
  let waiting: Command[] = [];
  // Requests count up; a turn carries all that came before it began.
  let requested = 0;
  let carried = 0;
  const handled = new Set(input.handled);

  const carriedThrough = async (): Promise<CommandAnswer> => {
    requested += 1;
    const mine = requested;
    await condition(() => carried >= mine);
    return {
      withdrawn: last?.withdrawn ?? [],
      alreadyGone: last?.alreadyGone ?? [],
      nextDue: last?.nextDue ?? null,
    };
  };
  const refusalOf = (asked: Command): ApplicationFailure | null => {
    if (slice === null || handled.has(asked.update)) return null;
    const decision = decide({ facts, slice }, asked, businessNow(input));
    return 'refused' in decision
      ? ApplicationFailure.create({
          type: decision.refused.code,
          message: decision.refused.code,
          nonRetryable: true,
          details: [decision.refused.facts],
        })
      : null;
  };

  setHandler(
    command,
    async (asked) => {
      // Before the first turn there is nothing to judge by; the validator let it through.
      await condition(() => slice !== null);
      if (handled.has(asked.update)) return carriedThrough();
      const refusal = refusalOf(asked);
      if (refusal) throw refusal;
      const decision = slice && decide({ facts, slice }, asked, businessNow(input));
      if (decision && 'accepted' in decision) facts = decision.accepted.reduce(evolve, facts);
      handled.add(asked.update);
      waiting.push(asked);
      return carriedThrough();
    },
    {
      validator: (asked) => {
        const refusal = refusalOf(asked);
        if (refusal) throw refusal;
      },
    },
  );
  setHandler(replan, carriedThrough);
  setHandler(status, () => ({
    planned: last !== null || restored,
    wakeAt,
    turn: number,
    stage: restored ? 'restored' : (last?.stage ?? null),
    nextDue: last?.nextDue ?? null,
    overdue: last?.overdue ?? 0,
    facts,
    slice,
  }));

  for (;;) {
    const carrying = requested;
    const commands = waiting;
    waiting = [];
    number += 1;
    const asOf = businessNow(input);
    const result: TurnResult = await turn.executeWithOptions({ summary: `lần rà soát ${number}, ${asOf}` }, [
      {
        n: number,
        facts,
        asOf,
        sliceHash: last?.sliceHash ?? null,
        commands,
        clock: { offsetMs: input.offsetMs },
      },
    ]);
    if (result.outcome === 'gone') return;
    if (result.outcome === 'restored') {
      // Nothing is planned on doubtful ground: a person looks first and replans.
      restored = true;
      wakeAt = null;
      number -= 1;
      waiting = commands;
      upsertSearchAttributes([{ key: NhipStage, value: 'restored' }]);
      await condition(() => requested > carrying);
      continue;
    }
    restored = false;
    last = result;
    slice = result.slice ?? slice;
    facts = result.events.reduce(evolve, facts);
    wakeAt = result.wakeAt && engineMs(input, result.wakeAt);
    carried = carrying;
    show(result, facts, slice);
    if (result.closed) {
      wakeAt = null;
      await condition(allHandlersFinished);
      return;
    }
    const { continueAsNewSuggested, targetWorkerDeploymentVersionChanged } = workflowInfo();
    if ((continueAsNewSuggested || targetWorkerDeploymentVersionChanged) && requested === carried) {
      await condition(allHandlersFinished);
      if (requested === carried) {
        await continueAsNew<typeof annualCycle>({
          facts,
          turn: number,
          handled: [...handled].slice(-HANDLED_KEPT),
          offsetMs: input.offsetMs,
        });
      }
    }
    const newer = (): boolean => requested > carried;
    if (result.wakeAt === null) await condition(newer);
    else {
      await condition(newer, msUntil(input, result.wakeAt), { summary: `rà soát lại lúc ${result.wakeAt}` });
    }
  }
}

/** A person repeats a request within hours, not after hundreds of others. */
const HANDLED_KEPT = 200;

/** Every turn, so that a replay always finds the command. */
function show(result: Planned, facts: CycleInput['facts'], slice: CycleSlice | null): void {
  upsertSearchAttributes([
    { key: NhipStage, value: result.stage ?? 'closed' },
    { key: NhipOverdue, value: result.overdue },
    { key: NhipNextDue, value: result.nextDue ? new Date(`${result.nextDue}T00:00:00+07:00`) : null },
  ]);
  setCurrentDetails(cycleDetails(result, facts, slice));
}
