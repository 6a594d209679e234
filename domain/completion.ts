// When an obligation is met by those of its duties that were submitted (design §3). Knows states by acts only.
import type { Completion, Part } from './agreement.js';
import type { DutyStanding } from './standing.js';

export interface AskedDuty {
  readonly body: string | null;
  readonly as: Part | null;
  readonly notApplicable: unknown;
  readonly state: DutyStanding['state'];
}

/** Whether those who must have submitted have. A waived or inapplicable duty is not waited for. */
export function isCompleted(
  completion: Completion,
  duties: readonly AskedDuty[],
  lead: string | null,
): boolean {
  const asked = duties.filter((duty) => !duty.notApplicable && duty.state !== 'waived');
  const done = asked.filter(({ state }) => state === 'submitted' || state === 'accepted');
  if (done.length > 0 && done.length === asked.length) return true;
  switch (completion) {
    case 'all':
      return false;
    case 'any':
      return done.length > 0;
    case 'lead':
      return done.some(({ body }) => body === lead);
    case 'drafter':
      return done.some(({ as }) => as === 'drafter');
    default:
      return completion satisfies never;
  }
}
