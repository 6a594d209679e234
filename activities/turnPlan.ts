// The plan of one turn: by the register of now, with what happened without anybody's command. Knows register versions and
// sealed instants; must not know how a turn is stored.
import { isDeepStrictEqual } from 'node:util';
import type { CalendarBook, Dossier } from '../domain/agreement.js';
import { type CycleEvent, type CycleFacts, evolve } from '../domain/cycle.js';
import { isOwed } from '../domain/duties.js';
import { epochMs, type Instant, instantFromMs, later } from '../domain/localDate.js';
import { movedDues } from '../domain/movedDues.js';
import type { Notice, SentNotice } from '../domain/notices.js';
import { type CyclePlan, planCycle } from '../domain/plan.js';
import { stillInTime } from '../domain/quiet.js';
import type { StoppedMailbox } from '../domain/stoppedMailboxes.js';
import { workingCalendar } from '../domain/workingCalendar.js';
import type { Tx } from '../database/connect.js';
import { armedUpTo } from '../database/ledger/arm.js';
import { keptAside } from '../database/ledger/hold.js';
import { stoppedOf } from '../database/ledger/mailboxes.js';
import { bookOf, dossierOf, registerVersion } from '../database/register.js';
import { cycleId, type TurnInput } from '../workflows/contract.js';

/** What the register says of a cycle at one version. */
export interface Known {
  readonly version: number;
  readonly dossier: Dossier;
  readonly book: CalendarBook;
  /** Mailboxes that take no mail now, whatever the version. */
  readonly stopped: readonly StoppedMailbox[];
}

export interface TurnPlan {
  readonly plan: CyclePlan;
  /** All the ledger shall hold unsent of this cycle. */
  readonly notices: readonly Notice[];
  /** What happened without a command: letters late, due days moved by the calendar, the register changed. */
  readonly events: readonly CycleEvent[];
  /** Obligations a new version of the file added, dropped or moved; null: none. */
  readonly amended: Amended | null;
}

/** Counts of obligations. */
type Amended = Readonly<Record<'a' | 'b' | 'c', number>>;

interface Changed {
  readonly events: readonly CycleEvent[];
  readonly amended: Amended | null;
}

const UNCHANGED: Changed = { events: [], amended: null };

interface Turning {
  readonly input: TurnInput;
  readonly known: Known;
  readonly sent: readonly SentNotice[];
  /** The register version of the last turn; null: this is the first. */
  readonly before: number | null;
  /** Up to here instants are sealed: nothing may join them any more. null: not known to matter. */
  readonly sealedUntil: Instant | null;
}

export async function knownAt(tx: Tx, agreement: string, version?: number): Promise<Known | null> {
  const at = version ?? (await registerVersion(tx));
  const found = await dossierOf(tx, agreement, at);
  if (!found) return null;
  const { dossier } = found;
  return { version: at, dossier, book: await bookOf(tx, at), stopped: await stoppedOf(tx, dossier) };
}

/** null: the cycle does not exist by this register. */
export async function planTurn(tx: Tx, turning: Turning): Promise<TurnPlan | null> {
  const { input, known, sent, sealedUntil } = turning;
  const { events: changed, amended }: Changed = input.resync
    ? { events: [{ type: 'replanned', at: input.asOf }], amended: null }
    : await registerChanges(tx, turning);
  const facts = changed.reduce(evolve, input.facts);
  const base = planOf(known, facts, sent, input.asOf);
  if (!base) return null;
  // What is on its way counts as sent: planned anew it would go twice, or be pulled out of a letter just leaving.
  const held = await heldNotices(tx, input);
  const byId = new Map([...(await onTheirWay(tx, turning)), ...held].map((notice) => [notice.id, notice]));
  const leaving = [...byId.values()].filter((notice) => isStillRight(notice, base));
  const waiting = new Set(held.map(({ id }) => id));
  const gone = [...sent, ...leaving.map((notice) => asSent(notice, waiting.has(notice.id)))];
  const plan = leaving.length === 0 ? base : planOf(known, facts, gone, input.asOf);
  if (!plan) return null;
  const missed = plan.notices.filter((notice) => isMissed(notice, input.asOf, sealedUntil));
  if (missed.length === 0) {
    return { plan, notices: plan.closed ? [] : [...leaving, ...plan.notices], events: changed, amended };
  }
  const recovered = recoveryOf(facts, missed, input.asOf, sealedUntil);
  const again = planOf(known, evolve(facts, recovered), gone, input.asOf);
  return (
    again && {
      plan: again,
      notices: [...leaving, ...again.notices],
      events: [...changed, recovered],
      amended,
    }
  );
}

/** Armed at an instant that has come or is sealed, and still within its hours: its dispatch has it in hand. */
async function onTheirWay(tx: Tx, { input, sealedUntil }: Turning): Promise<readonly Notice[]> {
  const { facts, asOf } = input;
  const armed = await armedUpTo(tx, cycleId(facts.agreement, facts.year), later(asOf, sealedUntil ?? asOf));
  return armed.filter(({ at }) => at >= asOf || stillInTime(at, asOf));
}

/** Held for a person to decide, or let go by one: no plan moves it. A pause takes it along. */
async function heldNotices(tx: Tx, { facts }: TurnInput): Promise<readonly Notice[]> {
  return facts.pausedAt === null ? keptAside(tx, cycleId(facts.agreement, facts.year)) : [];
}

/** Planned so still; or a step of a duty that is owed by the same day, which a replan alone would count as missed. */
function isStillRight(notice: Notice, plan: CyclePlan): boolean {
  if (plan.notices.some(({ id, at }) => id === notice.id && at === notice.at)) return true;
  if (notice.facts.kind !== 'duty') return false;
  const duty = plan.obligations.flatMap(({ duties }) => duties).find(({ key }) => key === notice.duty);
  return duty !== undefined && isOwed(duty.status) && (duty.standing.target ?? duty.due) === notice.due;
}

function planOf(
  known: Known,
  facts: CycleFacts,
  sent: readonly SentNotice[],
  asOf: Instant,
): CyclePlan | null {
  const calendar = workingCalendar(known.book);
  const { dossier, book, stopped } = known;
  return planCycle({ dossier, calendar, quiet: book.quiet, facts, sent, stopped, asOf });
}

/** The register moved on since the last turn: plan anew, and tell whose due day the calendar moved (design §12.6). */
async function registerChanges(tx: Tx, turning: Turning): Promise<Changed> {
  const { input, known, sent, before } = turning;
  const { facts, asOf } = input;
  if (before === null || before === known.version) return UNCHANGED;
  const old = await knownAt(tx, facts.agreement, before);
  if (!old || isDeepStrictEqual([old.dossier, old.book], [known.dossier, known.book])) return UNCHANGED;
  // Only what the calendar moved is told as such; a changed file speaks for itself.
  const byOldCalendar = planOf({ ...known, book: old.book }, facts, sent, asOf);
  const now = planOf(known, facts, sent, asOf);
  const told = byOldCalendar && now && asOf >= now.span.openFrom;
  const moved = told ? movedDues(byOldCalendar, now, asOf, `r${known.version}`) : [];
  return {
    events: [{ type: 'replanned', at: asOf }, ...moved],
    amended: amendedBy(planOf({ ...old, book: known.book }, facts, sent, asOf), now),
  };
}

function amendedBy(old: CyclePlan | null, now: CyclePlan | null): Amended | null {
  const duesOf = (plan: CyclePlan | null): ReadonlyMap<string, string> =>
    new Map(
      plan?.obligations
        .filter(({ status }) => status !== 'removed')
        .map(({ localId, duties }) => [localId, JSON.stringify(duties.map(({ body, due }) => [body, due]))]),
    );
  const [before, after] = [duesOf(old), duesOf(now)];
  const a = [...after.keys()].filter((id) => !before.has(id)).length;
  const b = [...before.keys()].filter((id) => !after.has(id)).length;
  const c = [...after].filter(([id, dues]) => before.has(id) && before.get(id) !== dues).length;
  return a + b + c === 0 ? null : { a, b, c };
}

/** Past its hours; or at an instant that was sealed before the notice could join. */
function isMissed({ at }: Notice, asOf: Instant, sealedUntil: Instant | null): boolean {
  return sealedUntil !== null ? at <= sealedUntil : at < asOf && !stillInTime(at, asOf);
}

function recoveryOf(
  facts: CycleFacts,
  missed: readonly Notice[],
  asOf: Instant,
  sealedUntil: Instant | null,
): CycleEvent {
  const prompts = facts.prompts.filter((prompt) =>
    missed.some((notice) => notice.id.endsWith(`/${prompt.kind}/${prompt.update}`)),
  );
  const at = sealedUntil === null ? asOf : instantFromMs(epochMs(sealedUntil) + 1_000);
  return { type: 'recovered', at, missed: prompts };
}

function asSent({ id, duty, body, step, due, at }: Notice, waits: boolean): SentNotice {
  return { id, duty, body, step, due, at, ...(waits && { unsent: true }) };
}
