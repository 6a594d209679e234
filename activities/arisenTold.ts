// What the record says of obligations that arise: proposed, ratified by whom, since when they stand. Knows commands and
// proposals; must not know plans, sentences or names.
import type { Command } from '../domain/command.js';
import type { CycleFacts } from '../domain/cycle.js';
import { isPending, type Proposal, proposalsOf, waitingFor } from '../domain/proposals.js';
import type { Told } from './actsTold.js';

/** `ratifiers`: who must consent, as of now. Lists stand as one text, codes parted by commas. */
export function arisenTold(
  facts: CycleFacts,
  command: Command & { readonly do: 'propose' | 'ratify' },
  ratifiers: readonly string[],
): readonly Told[] {
  const { update } = command;
  if (command.do === 'propose') {
    const { from } = command;
    const mine = proposalsOf(facts).filter((proposal) => proposal.update === update);
    const n = mine.flatMap(({ obligations }) => obligations).length;
    const said = { update, n, obligations: named(mine), ...(from !== undefined && { from }) };
    return [{ code: 'proposed', facts: said }];
  }
  const mine = proposalsOf(facts).filter(({ ratified }) =>
    ratified.some(({ request }) => request === update),
  );
  const standing = mine.filter((proposal) => !isPending(proposal));
  const waiting = new Set(mine.filter(isPending).flatMap((proposal) => waitingFor(proposal, ratifiers)));
  const { by, on } = command;
  const said = { update, by, on, obligations: named(mine) };
  return [
    { code: 'ratified', facts: waiting.size === 0 ? said : { ...said, waiting: [...waiting].join(', ') } },
    ...(standing.length > 0 ? [{ code: 'standing', facts: { update, obligations: named(standing) } }] : []),
  ];
}

/** What a meeting adopted for the year after. */
export function carriedTold(
  { year }: CycleFacts,
  { next, update }: Command & { readonly do: 'conclude' },
): readonly Told[] {
  if (!next) return [];
  return [{ code: 'carried', facts: { n: next.length, next: year + 1, update } }];
}

function named(proposals: readonly Proposal[]): string {
  return proposals.flatMap(({ obligations }) => obligations).join(', ');
}
