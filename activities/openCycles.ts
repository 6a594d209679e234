// Which cycles of an agreement are open by now, and when the next one opens. Knows the register and the planner; must not
// know what happens inside a cycle.
import { newCycle } from '../domain/cycle.js';
import { type Instant, later, localDateOf, startOf } from '../domain/localDate.js';
import { type CyclePlan, planCycle } from '../domain/plan.js';
import { cycleYears, hasCycle, naturalOpening, startOfAgreement } from '../domain/term.js';
import { workingCalendar } from '../domain/workingCalendar.js';
import { type Database, inTransaction } from '../database/connect.js';
import { bookOf, dossierOf } from '../database/register.js';
import type { TermInput, TermTurn } from '../workflows/contract.js';

export interface TermWorld {
  readonly db: Database;
  startCycle(cycle: {
    agreement: string;
    year: number;
    registeredAt: Instant;
    openedAt: Instant;
    offsetMs: number;
  }): Promise<boolean>;
}

/** Starts every cycle that should be open at `asOf` and answers when to look again. Repeating it does no harm. */
export async function openCycles(
  world: TermWorld,
  input: TermInput & { readonly asOf: Instant },
): Promise<TermTurn> {
  const { agreement: code, asOf, registeredAt, offsetMs } = input;
  const known = await inTransaction(world.db, async (tx) => {
    const found = await dossierOf(tx, code);
    return found && { dossier: found.dossier, book: await bookOf(tx) };
  });
  if (!known) return { next: null, opened: [] };
  const { dossier, book } = known;
  const years = cycleYears(dossier.agreement);
  if (!years) return { next: null, opened: [] };
  const calendar = workingCalendar(book);
  const opened: number[] = [];
  for (let year = years.first; hasCycle(dossier.agreement, year); year += 1) {
    const opensAt = later(startOf(naturalOpening(dossier.agreement, year)), registeredAt);
    if (opensAt > asOf) return { next: { year, opensAt }, opened };
    const planned = (at: Instant): CyclePlan | null =>
      planCycle({ dossier, calendar, quiet: book.quiet, facts: newCycle(code, year, at), sent: [], asOf });
    // Closed before registration: history (design §11.26); closed since: its workflow has seen to that.
    const inTime = planned(startOf(startOfAgreement(dossier.agreement)));
    const history = inTime !== null && inTime.span.closing < localDateOf(registeredAt);
    const plan = history ? null : planned(registeredAt);
    if (
      plan &&
      !plan.closed &&
      (await world.startCycle({ agreement: code, year, registeredAt, openedAt: asOf, offsetMs }))
    ) {
      opened.push(year);
    }
  }
  return { next: null, opened };
}
