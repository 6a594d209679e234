// Obligations that arise while a cycle runs: who proposed them, which parties have ratified, since when they stand. Knows
// acts and their order; must not know due days. Runs inside workflows, so it imports no calendar.
//
// Terminology
//   Proposal   obligations brought in by one request, mid-year or adopted at the review conference of the year before
//   Standing   ratified by every party: from that instant reminded of as if registered late
import type { CycleFacts } from './cycle.js';
import type { Instant } from './localDate.js';

export interface Ratification {
  readonly body: string;
  readonly at: Instant;
  /** Id of the request. */
  readonly request: string;
}

export interface Proposal {
  /** Id of the request that brought it; its entries stand in the register under it. */
  readonly update: string;
  readonly at: Instant;
  /** Ids of its entries, without the suffix of a series. */
  readonly obligations: readonly string[];
  /** The cycle whose meeting adopted it; absent: proposed in this cycle itself. */
  readonly from?: number;
  readonly ratified: readonly Ratification[];
  /** When the last party ratified; null: not all have. */
  readonly standsFrom: Instant | null;
  /** Taken back before it stood. It stays known, so that a message told twice does not bring it back. */
  readonly withdrawn: boolean;
}

export type ProposalEvent =
  | {
      readonly type: 'proposed';
      readonly at: Instant;
      readonly update: string;
      readonly obligations: readonly string[];
      readonly from?: number;
    }
  | {
      readonly type: 'ratified';
      readonly at: Instant;
      /** The proposal ratified. */
      readonly update: string;
      readonly body: string;
      readonly request: string;
      /** Whether every party has ratified with this. */
      readonly complete: boolean;
    }
  | { readonly type: 'ratificationTakenBack'; readonly update: string; readonly body: string }
  | { readonly type: 'proposalWithdrawn'; readonly update: string };

/** Facts without the key have none: cycles in which nothing arose stay as short as before. */
export function proposalsOf(facts: CycleFacts): readonly Proposal[] {
  return (facts.proposals ?? []).filter((proposal) => !proposal.withdrawn);
}

export function isPending(proposal: Proposal): boolean {
  return proposal.standsFrom === null;
}

/** Bodies that have yet to ratify, in the parties' order. */
export function waitingFor(proposal: Proposal, ratifiers: readonly string[]): readonly string[] {
  return ratifiers.filter((body) => !proposal.ratified.some((given) => given.body === body));
}

/** The proposal that brought an obligation, by its local id (members of a series too). */
export function proposalOf(facts: CycleFacts, localId: string): Proposal | undefined {
  const id = localId.replace(/\.[^.]*$/, '');
  return proposalsOf(facts).find(
    ({ obligations }) => obligations.includes(localId) || obligations.includes(id),
  );
}

/** Ids that a proposal may bring: each once, however often it is told. */
export function newIds(facts: CycleFacts, ids: readonly string[]): readonly string[] {
  const known = new Set(proposalsOf(facts).flatMap(({ obligations }) => obligations));
  return [...new Set(ids)].filter((id) => !known.has(id));
}

/** What the meeting of the year before adopted, without what stands here under the same id. */
export interface Carried {
  readonly update: string;
  readonly obligations: readonly string[];
  readonly from: number;
}

export function carriedIn(
  facts: CycleFacts,
  { update, obligations, from }: Carried,
  at: Instant,
): ProposalEvent {
  return { type: 'proposed', at, update, obligations: newIds(facts, obligations), from };
}

/** Never throws: a history may hold events older than today's rules. */
export function afterProposalEvent(facts: CycleFacts, event: ProposalEvent): CycleFacts {
  const proposals = facts.proposals ?? [];
  if (event.type === 'proposed') {
    if (proposals.some(({ update }) => update === event.update)) return facts;
    const { type: _, ...said } = event;
    const proposal: Proposal = { ...said, ratified: [], standsFrom: null, withdrawn: false };
    return { ...facts, proposals: [...proposals, proposal] };
  }
  return {
    ...facts,
    proposals: proposals.map((proposal) =>
      proposal.update === event.update ? changed(proposal, event) : proposal,
    ),
  };
}

function changed(proposal: Proposal, event: Exclude<ProposalEvent, { type: 'proposed' }>): Proposal {
  switch (event.type) {
    case 'ratified': {
      const { body, at, request } = event;
      const ratified = [...proposal.ratified, { body, at, request }];
      return { ...proposal, ratified, standsFrom: event.complete ? event.at : null };
    }
    case 'ratificationTakenBack': {
      const ratified = proposal.ratified.filter(({ body }) => body !== event.body);
      return { ...proposal, ratified, standsFrom: null };
    }
    case 'proposalWithdrawn':
      return { ...proposal, withdrawn: true };
    default:
      event satisfies never;
      return proposal;
  }
}
