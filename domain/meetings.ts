// From when an obligation that hangs on a meeting may be spoken of. Knows meetings; must not know steps.
import type { PlannedObligation } from './duties.js';
import { addDays, earlier, type Instant, startOf } from './localDate.js';
import type { PlanningCycle } from './planningCycle.js';

/** What stands after a meeting speaks only once that was held or its day has passed (design §4). null: not yet. */
export function maySpeakFrom(cycle: PlanningCycle, obligation: PlannedObligation): Instant | null {
  if (obligation.afterMeeting === null) return cycle.span.openFrom;
  const { scheduledOn, heldAt } = cycle.meeting(obligation.afterMeeting);
  const passed = scheduledOn && startOf(addDays(scheduledOn, 1));
  // Concluded later than its day: it was spoken of since that day.
  return passed && heldAt ? earlier(passed, heldAt) : (heldAt ?? passed);
}
