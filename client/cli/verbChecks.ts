// What can be said to a verb before the engine is asked: unknown names, bodies that have ceased, cycles that are over. Knows
// register and views; must not decide what the engine decides.
import { bodyOf, existsOn } from '../../domain/bodies.js';
import { type Instant, localDateOf } from '../../domain/localDate.js';
import { hasCycle } from '../../domain/term.js';
import type { Database } from '../../database/connect.js';
import { near } from '../../files/near.js';
import { readViews } from '../../database/view.js';
import { isFault, type KnownAgreement, knownAgreement, shownCycles } from './known.js';
import type { Fault } from './refuse.js';
import type { VerbRequest } from './verbRequest.js';

export interface Checked {
  readonly known: KnownAgreement;
  /** The open cycles the request is about; at least one. */
  readonly years: readonly number[];
}

/** What was found wrong, with the agreement whose names the sentence speaks of, where it is known. */
export interface CheckedFault {
  readonly fault: Fault;
  readonly known: KnownAgreement | null;
}

export async function checkRequest(
  db: Database,
  request: VerbRequest,
  now: Instant,
): Promise<Checked | CheckedFault> {
  const known = await knownAgreement(db, request.agreement);
  if (isFault(known)) return { fault: known, known: null };
  const fault = await faultIn(db, known, request, now);
  if (fault) return { fault, known };
  const years = await openYears(db, request);
  return { known, years: request.year === undefined ? years : [request.year] };
}

async function openYears(db: Database, { agreement }: VerbRequest): Promise<readonly number[]> {
  const views = await readViews(db.kysely, agreement);
  return views.filter((view) => !view.closed).map((view) => view.year);
}

async function faultIn(
  db: Database,
  known: KnownAgreement,
  request: VerbRequest,
  now: Instant,
): Promise<Fault | null> {
  const { agreement: code, year } = request;
  if (year !== undefined && !hasCycle(known.dossier.agreement, year))
    return { code: 'UnknownCycle', facts: { code, year } };
  // A cycle that is over is said first: which body would owe it matters no more.
  return (await cycleFault(db, known, request, now)) ?? bodyFault(known, request, now);
}

function bodyFault(
  { dossier }: KnownAgreement,
  { do: verb, options }: VerbRequest,
  now: Instant,
): Fault | null {
  const { by, on = localDateOf(now) } = options;
  if (by === undefined) return null;
  const body = bodyOf(dossier, by);
  if (!body) {
    const meant = near(
      by,
      dossier.bodies.map(({ code }) => code),
    );
    return { code: 'UnknownBody', facts: { code: by, ...(meant !== undefined && { near: meant }) } };
  }
  if ((verb !== 'submit' && verb !== 'ratify') || existsOn(body, on)) return null;
  const successors = body.succession.flatMap(({ to }) => to);
  return { code: 'BodyCeased', facts: { body: by, date: body.validTo ?? null, successors } };
}

/** A cycle that is over, or not open yet: no workflow waits for the request. */
async function cycleFault(
  db: Database,
  known: KnownAgreement,
  { agreement: code, year }: VerbRequest,
  now: Instant,
): Promise<Fault | null> {
  const cycles = await shownCycles(db, known, year, now);
  if (isFault(cycles)) return cycles;
  if (cycles.some(({ state }) => state === 'open')) return null;
  const last = cycles.at(-1);
  if (!last) return { code: 'UnknownCycle', facts: { code, year: year ?? 0 } };
  const { plan, state } = last;
  if (state === 'upcoming')
    return { code: 'NotYetOpen', facts: { obligation: `${code}/${plan.year}`, opens: plan.span.opening } };
  const open = await openYears(db, { agreement: code, do: 'pause', options: {} });
  const next = open[0] ?? plan.year + 1;
  return { code: 'CycleClosed', facts: { code, year: plan.year, date: plan.span.closing, next } };
}
