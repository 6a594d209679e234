// The plan of one turn: by the register of now, with what happened without anybody's command. Knows what a turn has read; must
// not know where from, nor how a turn is stored.
import type { CalendarBook, Dossier } from './agreement.js';
import { type CycleEvent, type CycleFacts, evolve } from './cycle.js';
import { isOwed } from './duties.js';
import { epochMs, type Instant, instantFromMs } from './localDate.js';
import { movedDues } from './movedDues.js';
import type { Notice, SentNotice } from './notices.js';
import { type CyclePlan, planCycle } from './plan.js';
import { stillInTime } from './quiet.js';
import type { StoppedMailbox } from './stoppedMailboxes.js';
import { workingCalendar } from './workingCalendar.js';

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

/** What a turn knows when it plans. */
export interface TurnReading {
  /** With the acts of all commands up to now. */
  readonly facts: CycleFacts;
  readonly asOf: Instant;
  /** A person has said that database and engine may differ: all is planned anew. */
  readonly resync: boolean;
  readonly known: Known;
  /** What the last turn planned by, where the register has changed since in something this cycle rests on. */
  readonly old: Known | null;
  readonly sent: readonly SentNotice[];
  /** Armed at instants up to `asOf`, or up to `sealedUntil`. */
  readonly armed: readonly Notice[];
  /** Held for a person to decide, or let go by one: no plan moves it. A pause takes it along. */
  readonly held: readonly Notice[];
  /** Up to here instants are sealed: nothing may join them any more. null: not known to matter. */
  readonly sealedUntil: Instant | null;
}

/** null: the cycle does not exist by this register. */
export function turnPlan(reading: TurnReading): TurnPlan | null {
  const { known, sent, sealedUntil, asOf, resync } = reading;
  const { events: changed, amended }: Changed = resync
    ? { events: [{ type: 'replanned', at: asOf }], amended: null }
    : registerChanges(reading);
  const facts = changed.reduce(evolve, reading.facts);
  const base = planOf(known, facts, sent, asOf);
  if (!base) return null;
  // What is on its way counts as sent: planned anew it would go twice, or be pulled out of a letter just leaving.
  const held = facts.pausedAt === null ? reading.held : [];
  const byId = new Map([...onTheirWay(reading), ...held].map((notice) => [notice.id, notice]));
  const leaving = [...byId.values()].filter((notice) => isStillRight(notice, base));
  const waiting = new Set(held.map(({ id }) => id));
  const gone = [...sent, ...leaving.map((notice) => asSent(notice, waiting.has(notice.id)))];
  const plan = leaving.length === 0 ? base : planOf(known, facts, gone, asOf);
  if (!plan) return null;
  const missed = plan.notices.filter((notice) => isMissed(notice, asOf, sealedUntil));
  if (missed.length === 0) {
    return { plan, notices: plan.closed ? [] : [...leaving, ...plan.notices], events: changed, amended };
  }
  const recovered = recoveryOf(facts, missed, asOf, sealedUntil);
  const again = planOf(known, evolve(facts, recovered), gone, asOf);
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
function onTheirWay({ armed, asOf }: TurnReading): readonly Notice[] {
  return armed.filter(({ at }) => at >= asOf || stillInTime(at, asOf));
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
function registerChanges({ facts, asOf, known, old, sent }: TurnReading): Changed {
  if (old === null) return UNCHANGED;
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
