// From when an obligation may be spoken of. Knows meetings and proposals; must not know steps.
import type { PlannedObligation } from './duties.js';
import { addDays, earlier, type Instant, later, startOf } from './localDate.js';
import type { PlanningCycle } from './planningCycle.js';

/** From when an obligation may be spoken of: what arose, once every party has ratified it. null: not yet. */
export function maySpeakFrom(cycle: PlanningCycle, obligation: PlannedObligation): Instant | null {
  const spoken = spokenFrom(cycle, obligation);
  const { proposal } = obligation;
  if (proposal === null || spoken === null) return spoken;
  return proposal.standsFrom && later(proposal.standsFrom, spoken);
}

/** What stands after a meeting speaks only once that was held or its day has passed (design §4). */
function spokenFrom(cycle: PlanningCycle, obligation: PlannedObligation): Instant | null {
  if (obligation.afterMeeting === null) return cycle.span.openFrom;
  const { scheduledOn, heldAt } = cycle.meeting(obligation.afterMeeting);
  const passed = scheduledOn && startOf(addDays(scheduledOn, 1));
  // Concluded later than its day: it was spoken of since that day.
  return passed && heldAt ? earlier(passed, heldAt) : (heldAt ?? passed);
}
