// A cycle's state as a table an operator reads in Temporal's UI. Codes, dates and counts only.
import type { CycleFacts } from '../domain/cycle.js';
import { isPending, type Proposal, proposalsOf } from '../domain/proposals.js';
import type { CycleSlice, SliceObligation } from '../domain/slice.js';
import type { TurnInput, TurnResult } from './contract.js';
import { dutyStanding, meetingStanding } from '../domain/standing.js';

export function cycleDetails(
  result: TurnResult & { outcome: 'planned' },
  facts: CycleFacts,
  slice: CycleSlice | null,
): string {
  const head = [
    `**${facts.agreement} · ${facts.year}** · ${result.closed ? 'closed' : (result.stage ?? '')}`,
    `next due: ${result.nextDue ?? 'none'} · overdue: ${result.overdue} · next turn: ${result.wakeAt ?? 'on request'}`,
    facts.pausedAt ? `paused since ${facts.pausedAt}` : '',
  ];
  const rows = (slice?.obligations ?? []).map((obligation) => rowOf(facts, obligation));
  const proposed = proposalsOf(facts).filter(isPending).map(proposalText);
  return [
    ...[...head, ...proposed].filter(Boolean),
    '',
    '| obligation | due | duties |',
    '|---|---|---|',
    ...rows,
  ].join('\n');
}

/** While turns fail: what was last known is not shown as if it held. */
export function stuckDetails({ n, asOf, facts }: TurnInput): string {
  return `**${facts.agreement} · ${facts.year}** · stuck: turn ${n} fails since ${asOf} and is tried again`;
}

function proposalText({ obligations, ratified }: Proposal): string {
  const by = ratified.map(({ body }) => body).join(', ');
  return `proposed: ${obligations.join(', ')} · ratified by ${by || 'nobody'}`;
}

function rowOf(facts: CycleFacts, obligation: SliceObligation): string {
  const { scheduledOn, heldOn } = meetingStanding(facts, obligation.localId);
  const meeting = heldOn ? `held ${heldOn}` : scheduledOn ? `scheduled ${scheduledOn}` : '';
  const duties = obligation.duties.map((duty) => {
    const { state } = dutyStanding(facts, `${obligation.localId}/${duty.body}`);
    return `${duty.body}: ${duty.notApplicable ? 'not applicable' : state}`;
  });
  return `| ${obligation.localId} | ${obligation.due ?? '–'} | ${[meeting, ...duties].filter(Boolean).join(' · ')} |`;
}
