// What the register knows of a code or a cycle, or the refusal that says it does not. Knows register and views; must not know
// commands.
import { setTimeout as sleep } from 'node:timers/promises';
import type { CalendarBook, Dossier } from '../../domain/agreement.js';
import { newCycle } from '../../domain/cycle.js';
import { type Instant, localDateOf, startOf, yearOf } from '../../domain/localDate.js';
import { type CyclePlan, planCycle } from '../../domain/plan.js';
import { cycleYears, hasCycle, startOfAgreement } from '../../domain/term.js';
import { workingCalendar } from '../../domain/workingCalendar.js';
import type { Database } from '../../database/connect.js';
import { agreementCodes, bookOf, dossierOf, type RegisteredDossier } from '../../database/register.js';
import { readViews } from '../../database/view.js';
import { near } from '../../files/near.js';
import { planOfView } from './agreementList.js';
import type { Fault } from './refuse.js';

export interface KnownAgreement extends RegisteredDossier {
  readonly book: CalendarBook;
}

export async function knownAgreement(db: Database, code: string): Promise<KnownAgreement | Fault> {
  const known = await dossierOf(db.kysely, code);
  if (known) return { ...known, book: await bookOf(db.kysely) };
  const meant = near(code, await agreementCodes(db.kysely));
  return { code: 'UnknownAgreement', facts: { code, ...(meant !== undefined && { near: meant }) } };
}

/** A cycle as it can be shown: open or closed as its last turn left it, not yet open, or over before registration. */
export interface ShownCycle {
  readonly plan: CyclePlan;
  readonly state: 'open' | 'closed' | 'upcoming' | 'reference';
  readonly wakeAt: Instant | null;
}

/** One year, or all that have opened and those for reference; the next one where there is no other. */
export async function shownCycles(
  db: Database,
  known: KnownAgreement,
  year: number | undefined,
  now: Instant,
): Promise<readonly ShownCycle[] | Fault> {
  const { agreement } = known.dossier;
  if (year !== undefined && !hasCycle(agreement, year))
    return { code: 'UnknownCycle', facts: { code: agreement.code, year } };
  const all = await allCycles(db, known, now);
  if (year !== undefined) return all.filter(({ plan }) => plan.year === year);
  const opened = all.filter(({ state }) => state !== 'upcoming');
  return opened.length > 0 ? opened : all.slice(0, 1);
}

async function allCycles(db: Database, known: KnownAgreement, now: Instant): Promise<readonly ShownCycle[]> {
  const { code } = known.dossier.agreement;
  const views = new Map((await readViews(db.kysely, code)).map((view) => [view.year, view]));
  return yearsOf(known, now).flatMap((year): readonly ShownCycle[] => {
    const view = views.get(year);
    if (!view) return planned(known, year, now);
    const plan = { ...planOfView(view), notices: [] };
    return [{ plan, state: view.closed ? 'closed' : 'open', wakeAt: view.wakeAt }];
  });
}

/** A first turn takes well under a second; on a laden machine many times that. */
const FIRST_TURNS_MS = 15_000;

/** Waits until every cycle that should be open by `now` has had its first turn; false where that takes too long. */
export async function firstTurnsDone(db: Database, now: Instant): Promise<boolean> {
  const limit = performance.now() + FIRST_TURNS_MS;
  while (await someUnplanned(db, now)) {
    if (performance.now() > limit) return false;
    await sleep(100);
  }
  return true;
}

async function someUnplanned(db: Database, now: Instant): Promise<boolean> {
  for (const code of await agreementCodes(db.kysely)) {
    const known = await knownAgreement(db, code);
    if (isFault(known)) continue;
    const late = ({ state, plan, wakeAt }: ShownCycle): boolean =>
      state === 'upcoming' && !plan.closed && wakeAt !== null && wakeAt <= now;
    if ((await allCycles(db, known, now)).some(late)) return true;
  }
  return false;
}

function yearsOf({ dossier }: KnownAgreement, now: Instant): readonly number[] {
  const years = cycleYears(dossier.agreement);
  if (!years) return [];
  const last = years.last ?? Math.max(years.first, yearOf(localDateOf(now)) + 1);
  return Array.from({ length: last - years.first + 1 }, (_, index) => years.first + index).filter((year) =>
    hasCycle(dossier.agreement, year),
  );
}

function planned(known: KnownAgreement, year: number, now: Instant): readonly ShownCycle[] {
  const { dossier, book, registeredAt } = known;
  const planAt = (at: Instant): CyclePlan | null => planFrom(dossier, book, year, { at, now });
  const inTime = planAt(startOf(startOfAgreement(dossier.agreement)));
  if (inTime && inTime.span.closing < localDateOf(registeredAt))
    return [{ plan: inTime, state: 'reference', wakeAt: null }];
  const plan = planAt(registeredAt);
  if (!plan) return [];
  return [{ plan, state: 'upcoming', wakeAt: plan.span.openFrom }];
}

function planFrom(
  dossier: Dossier,
  book: CalendarBook,
  year: number,
  { at, now }: { readonly at: Instant; readonly now: Instant },
): CyclePlan | null {
  return planCycle({
    dossier,
    calendar: workingCalendar(book),
    quiet: book.quiet,
    facts: newCycle(dossier.agreement.code, year, at),
    sent: [],
    asOf: now,
  });
}

export function isFault(value: object): value is Fault {
  return 'code' in value && 'facts' in value;
}
