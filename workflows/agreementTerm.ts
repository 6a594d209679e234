// One agreement for its whole term: opens each cycle in time. It holds no pending child: that would stop its clock.
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
} from '@temporalio/workflow';
import { businessNow, engineMs, msUntil } from './clock.js';
import type { TermInput, TermTurn, TurnActivities, WakeStatus } from './contract.js';

/** The register holds a new version of the agreement: look again at what is open. Answers the years opened by it. */
export const adopt = defineUpdate<readonly number[], [{ readonly version: number }]>('adopt');
export const termStatus = defineQuery<WakeStatus & { readonly next: TermTurn['next'] }>('status');

const { openCycles } = proxyActivities<TurnActivities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

export async function agreementTerm(input: TermInput): Promise<void> {
  let wakeAt: number | null = null;
  let last: TermTurn | null = null;
  let requested = 0;
  let carried = 0;

  setHandler(adopt, async () => {
    requested += 1;
    const mine = requested;
    await condition(() => carried >= mine);
    return last?.opened ?? [];
  });
  setHandler(termStatus, () => ({ planned: last !== null, wakeAt, next: last?.next ?? null }));

  for (;;) {
    const carrying = requested;
    const asOf = businessNow(input);
    const result: TermTurn = await openCycles.executeWithOptions({ summary: `mở chu kỳ, ${asOf}` }, [
      { ...input, asOf },
    ]);
    last = result;
    carried = carrying;
    const { next } = result;
    wakeAt = next && engineMs(input, next.opensAt);
    setCurrentDetails(
      next
        ? `**${input.agreement}** · next cycle ${next.year} opens ${next.opensAt}`
        : `**${input.agreement}** · no further cycle`,
    );
    if (next === null) {
      await condition(() => allHandlersFinished() || requested > carried);
      if (requested > carried) continue;
      return;
    }
    await condition(() => requested > carried, msUntil(input, next.opensAt), {
      summary: `mở chu kỳ năm ${next.year} lúc ${next.opensAt}`,
    });
    if (requested === carried && allHandlersFinished()) await continueAsNew<typeof agreementTerm>(input);
  }
}
