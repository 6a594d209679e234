// Whether obligations may be proposed, ratified and taken back again. Knows proposals and parties; must not know due days.
import { type Command, type CycleState, type Decision, refuseFuture } from './command.js';
import type { CycleFacts } from './cycle.js';
import { type Instant, localDateOf } from './localDate.js';
import {
  isPending,
  newIds,
  type Proposal,
  type ProposalEvent,
  proposalsOf,
  waitingFor,
} from './proposals.js';
import { refuse } from './refusals.js';

/** Under an id that stands in the cycle already nothing can be proposed: letters and papers name obligations by it. */
export function decideProposal(
  { facts, slice }: CycleState,
  command: Command & { do: 'propose' },
  asOf: Instant,
): Decision {
  const { agreement: code, year } = facts;
  const known = new Set(slice.obligations.map(({ localId }) => localId.replace(/\.[^.]*$/, '')));
  const free = newIds(facts, command.next).filter((id) => !known.has(id));
  const taken = command.next.find((id) => !free.includes(id));
  if (taken !== undefined) return refuse('ObligationExists', { code, year, kind: taken });
  return { accepted: [proposedBy(command, asOf, command.next)] };
}

export function proposedBy(
  { update, from }: Command & { do: 'propose' },
  at: Instant,
  obligations: readonly string[],
): ProposalEvent {
  return { type: 'proposed', at, update, obligations, ...(from !== undefined && { from }) };
}

/** A party speaks for itself, on everything that waits; what it has ratified waits for the others. */
export function decideRatification(
  { facts, slice }: CycleState,
  command: Command & { do: 'ratify' },
  asOf: Instant,
): Decision {
  const { agreement: code, year } = facts;
  const { by } = command;
  if (!slice.ratifiers.includes(by)) return refuse('NotParty', { body: by, code, owners: slice.ratifiers });
  const all = proposalsOf(facts);
  const pending = all.filter(isPending);
  const open = pending.filter(({ ratified }) => !ratified.some(({ body }) => body === by));
  if (open.length === 0) {
    const last = all
      .flatMap(({ ratified }) => ratified)
      .filter(({ body }) => body === by)
      .at(-1);
    if (!last) return refuse('NothingProposed', { code, year });
    const waiting = [...new Set(pending.flatMap((proposal) => waitingFor(proposal, slice.ratifiers)))];
    return refuse('AlreadyRatified', { body: by, date: localDateOf(last.at), waiting });
  }
  const future = refuseFuture(command.on, asOf);
  if (future) return future;
  return {
    accepted: open.map((proposal) => ({
      type: 'ratified',
      at: asOf,
      update: proposal.update,
      body: by,
      request: command.update,
      complete: waitingFor(proposal, slice.ratifiers).every((body) => body === by),
    })),
  };
}

/**
 * Takes back the last act on a proposal: a party's ratification, and where nobody has ratified the proposal itself.
 * undefined: an act of its duties came after it, which is what is corrected.
 */
export function decideTakingBack(
  { facts }: CycleState,
  proposal: Proposal,
  by: string | undefined,
): Decision | undefined {
  if (hasActs(facts, proposal)) return undefined;
  const { update, ratified } = proposal;
  const last = ratified.at(-1);
  if (!last) return { accepted: [{ type: 'proposalWithdrawn', update }] };
  const body = by ?? last.body;
  if (ratified.some((given) => given.body === body))
    return { accepted: [{ type: 'ratificationTakenBack', update, body }] };
  const [obligation = ''] = proposal.obligations;
  return refuse('NotRatified', { body, obligation, owners: ratified.map((given) => given.body) });
}

function hasActs(facts: CycleFacts, { obligations }: Proposal): boolean {
  const acted = [...Object.keys(facts.duties), ...Object.keys(facts.meetings)];
  return acted.some((key) => obligations.some((id) => key === id || new RegExp(`^${id}[./]`).test(key)));
}
