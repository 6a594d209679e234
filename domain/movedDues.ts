// Which bodies must be told that the calendar moved a due day. Knows two plans of one cycle; must not know decisions.
import type { CycleEvent } from './cycle.js';
import { isOwed } from './duties.js';
import type { Instant } from './localDate.js';
import type { CyclePlan } from './plan.js';

/** The events that tell each body of a due day moved by the calendar (design §12.6). */
export function movedDues(
  old: CyclePlan,
  now: CyclePlan,
  since: Instant,
  update: string,
): readonly CycleEvent[] {
  const oldDues = new Map(
    old.obligations.flatMap(({ duties }) => duties.map((duty) => [duty.key, duty.due])),
  );
  return now.obligations.flatMap((obligation) =>
    obligation.duties.flatMap((duty): CycleEvent[] => {
      const oldDue = oldDues.get(duty.key);
      if (duty.body === null || !isOwed(duty.status) || !oldDue || oldDue === duty.due) return [];
      const prompt = {
        kind: 'dueMoved',
        obligation: obligation.localId,
        body: duty.body,
        update,
        since,
        oldDue,
      } as const;
      return [{ type: 'prompted', prompt }];
    }),
  );
}
