// Agreements whose term should run. Knows the register; must not know the engine.
import { isHistory } from '../domain/lapsed.js';
import type { Instant } from '../domain/localDate.js';
import type { Database } from './connect.js';
import { agreementCodes, bookOf, dossierOf } from './register.js';

export type LivingTerm = { readonly agreement: string; readonly registeredAt: Instant };

/** Those with a cycle open or to come at `now`, by the register of `version` (default: the newest); by code. */
export async function livingTerms(
  { kysely }: Pick<Database, 'kysely'>,
  now: Instant,
  version?: number,
): Promise<readonly LivingTerm[]> {
  const book = await bookOf(kysely, version);
  const living: LivingTerm[] = [];
  for (const agreement of await agreementCodes(kysely)) {
    const known = await dossierOf(kysely, agreement, version);
    if (known && !isHistory(known.dossier, book, known.registeredAt, now))
      living.push({ agreement, registeredAt: known.registeredAt });
  }
  return living;
}
