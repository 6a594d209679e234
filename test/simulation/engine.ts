// The engine and its workflows in virtual time: activities at least once, in a process that may die. It mirrors the order of
// `workflows/dispatchRun.ts` and `annualCycle.ts`; what the activities do is the product's own code. Knows orders, decides nothing.
import { createDispatchActivities, type DispatchActivities } from '../../activities/dispatch.js';
import { upToDate } from '../../activities/upToDate.js';
import type { Ledger } from '../../database/ledger/ledger.js';
import type { CalendarBook, Dossier } from '../../domain/agreement.js';
import { type CycleEvent, type CycleFacts, evolve, newCycle } from '../../domain/cycle.js';
import type { Letter } from '../../domain/letters.js';
import { addMinutes, epochMs, type Instant, instantFromMs, later } from '../../domain/localDate.js';
import { whyNotLeaving } from '../../domain/mayLeave.js';
import type { Notice } from '../../domain/notices.js';
import { type Known, turnPlan } from '../../domain/turnPlan.js';
import { workingCalendar } from '../../domain/workingCalendar.js';
import { arm, armedUpTo, seatOf, sentOf, type Tables, transactions } from './memoryLedger.js';
import { type Process, process, request, type Wire } from './process.js';
import type { Raw, Sink, Told } from './sink.js';
import type { VirtualTime } from './virtualTime.js';

export const CYCLE = 'cycle:nho:2026';

export type Registered = { readonly version: number; readonly dossier: Dossier; readonly book: CalendarBook };

export type EngineWorld = {
  readonly time: VirtualTime;
  readonly db: Tables;
  readonly wire: Wire;
  readonly sink: Sink;
  /** All versions, newest last. */
  readonly register: readonly Registered[];
  /** Until when the engine does nothing; ms. */
  readonly stillUntil: () => number;
  /** Whether an activity is given to two workers at once. */
  readonly twice: () => boolean;
};

export type Answered = {
  readonly ms: number;
  readonly events: readonly CycleEvent[];
  readonly alreadyGone: readonly string[];
};

export type Engine = {
  readonly startProcess: () => Process;
  readonly processes: () => readonly Process[];
  readonly startCycle: (registeredAt: Instant) => void;
  /** People's acts; the answer comes after the turn that carries them. */
  readonly command: (events: readonly CycleEvent[], answered: (answer: Answered) => void) => void;
  readonly replan: () => void;
  readonly facts: () => CycleFacts;
};

type Turned = {
  readonly events: readonly CycleEvent[];
  readonly wakeAt: Instant | null;
  readonly closed: boolean;
  readonly instants: readonly Instant[];
  readonly alreadyGone: readonly string[];
};

type Guarded = Pick<DispatchActivities, 'sealInstant' | 'composeInstant' | 'sendInstant' | 'settleInstant'>;

type Sealed = { readonly sealed: readonly Instant[] };

type Asked = { readonly instant: Instant; readonly now: Instant };

const HEARTBEAT_MS = 5_000;
const LONGEST_WAIT_MS = 60_000;
const SEAL_RETRIES = 3;

export function engine(world: EngineWorld): Engine {
  const { time, db, wire } = world;
  const live: Process[] = [];
  const dispatches = new Map<Instant, { signals: number; wake: () => void }>();
  let facts = newCycle('nho', 2026, instantFromMs(time.now()));
  let asked = 0;
  let carried = 0;
  let wakeCycle = (): void => undefined;
  let waiting: { readonly since: number; readonly tell: (turned: Turned) => void }[] = [];

  const nowOf = (): Instant => instantFromMs(time.now());
  async function up(): Promise<void> {
    while (world.stillUntil() > time.now()) await time.sleep(world.stillUntil() - time.now());
  }
  async function until(ms: number): Promise<void> {
    if (ms > time.now()) await time.sleep(ms - time.now());
    await up();
  }

  /** Tried until it answers; a process that dies or falls silent is given up after the heartbeat's time. */
  async function activity<T>(work: (by: Process) => Promise<T>): Promise<T> {
    // Longer waits than the engine's own: hours of silence are played ten thousand times.
    for (let wait = 500; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      await up();
      const able = live.filter((one) => !one.isSilent(1));
      const [by, other] = able;
      if (by !== undefined) {
        if (world.twice() && other !== undefined) void work(other).catch(() => undefined);
        let over = false;
        const answer = await Promise.race([
          work(by).then(
            (value) => ({ value }),
            () => 'failed' as const,
          ),
          silence(by, () => over),
        ]);
        over = true;
        await up();
        if (answer !== 'failed' && answer !== 'silent') return answer.value;
      }
      await time.sleep(wait);
    }
  }
  async function silence(by: Process, isOver: () => boolean): Promise<'silent'> {
    do await time.sleep(HEARTBEAT_MS);
    while (!isOver() && !by.isSilent(HEARTBEAT_MS - 1));
    return 'silent';
  }

  /** The input is recorded once: every attempt is given the moment at which the workflow asked. */
  function scheduled<T>(instant: Instant, work: (by: Process, given: Asked) => Promise<T>): Promise<T> {
    const given = { instant, now: nowOf() };
    return activity((by) => work(by, given));
  }

  function signalWithStart(instant: Instant): void {
    const running = dispatches.get(instant);
    if (running) {
      running.signals += 1;
      running.wake();
      return;
    }
    dispatches.set(instant, { signals: 1, wake: () => undefined });
    void dispatchRun(instant);
  }

  async function dispatchRun(instant: Instant): Promise<void> {
    const mine = dispatches.get(instant);
    if (mine === undefined) return;
    await until(epochMs(addMinutes(instant, -2)));
    await activity((by) => activitiesOf(by).sealInstant(instant));
    const composed = await scheduled(instant, (by, given) => activitiesOf(by).composeInstant(given));
    if (composed.toTurn.length > 0) replan();
    await until(epochMs(instant));
    for (;;) {
      const seen = mine.signals;
      const sent = await scheduled(instant, (by, given) => activitiesOf(by).sendInstant(given));
      const end = await scheduled(instant, (by, given) => activitiesOf(by).settleInstant(given));
      if (sent.toTurn.length + end.toTurn.length > 0) replan();
      for (const other of end.toStart) signalWithStart(other);
      if (mine.signals > seen) continue;
      if (end.closed) break;
      const rest = Math.max(60_000, end.channelOpensInSeconds * 1_000);
      await Promise.race([time.sleep(rest), new Promise<void>((wake) => void (mine.wake = wake))]);
      await up();
    }
    dispatches.delete(instant);
  }

  const made = new Map<Process, Guarded>();
  function activitiesOf(by: Process): Guarded {
    const known = made.get(by);
    if (known) return known;
    const register = (): Registered => newest(world.register);
    const activities = createDispatchActivities({
      ledger: ledgerOf(world, by),
      clock: by.clock,
      relay: world.sink.relayFor(by),
      evidence: world.sink.evidence,
      compose: async (letter: Letter) => composed(letter),
      truth: async (notices, now) => {
        const { dossier, book } = register();
        const known = { days: workingCalendar(book), quiet: book.quiet, dossier };
        return new Set(notices.filter((one) => whyNotLeaving(one, known, now) === null).map(({ id }) => id));
      },
      log: () => undefined,
      heartbeat: () => undefined,
      cancelled: () => new AbortController().signal,
    });
    const current = upToDate(activities, ({ now }) => time.now() - epochMs(now));
    made.set(by, current);
    return current;
  }

  function replan(): void {
    asked += 1;
    wakeCycle();
  }

  /** One turn, as `activities/turn.ts` makes it: stored with its number, so that a retry changes nothing. */
  async function turnBy(by: Process, n: number, given: CycleFacts, asOf: Instant): Promise<Turned> {
    let sealedUntil: Instant | null = null;
    for (let tries = 0; ; tries += 1) {
      const until: Instant | null = sealedUntil;
      const turned: Turned | Sealed = await request(wire, by, 'turn', () =>
        storedTurn(world, { n, facts: given, asOf }, until),
      );
      if ('sealed' in turned && tries < SEAL_RETRIES) {
        sealedUntil = turned.sealed.reduce(later, asOf);
        continue;
      }
      if ('sealed' in turned) throw new Error('sealed again and again');
      for (const instant of await request(wire, by, 'notStarted', () =>
        transactions(db, time.now).notStarted(turned.instants),
      )) {
        await request(wire, by, 'startDispatch', () => signalWithStart(instant));
        await request(wire, by, 'markStarted', () => {
          const row = db.instants.get(instant);
          if (row) row.started = true;
        });
      }
      return turned;
    }
  }

  async function annualCycle(): Promise<void> {
    for (let n = 1; ; n += 1) {
      const carrying = asked;
      const given = facts;
      const asOf = nowOf();
      const turned = await activity((by) => turnBy(by, n, given, asOf));
      facts = turned.events.reduce(evolve, facts);
      carried = carrying;
      for (const one of waiting.filter(({ since }) => since <= carried)) one.tell(turned);
      waiting = waiting.filter(({ since }) => since > carried);
      if (turned.closed) return;
      if (asked > carried) continue;
      const wake = new Promise<void>((woken) => void (wakeCycle = woken));
      await (turned.wakeAt === null
        ? wake
        : Promise.race([wake, time.sleep(Math.max(1, epochMs(turned.wakeAt) - time.now()))]));
      await up();
    }
  }

  return {
    startProcess: () => {
      const started = process(time, `worker-${live.length}-${time.now()}`);
      started.onDeath(() => {
        live.splice(live.indexOf(started), 1);
      });
      live.push(started);
      return started;
    },
    processes: () => live,
    startCycle: (registeredAt) => {
      facts = newCycle('nho', 2026, registeredAt);
      void annualCycle();
    },
    command: (events, answered) => {
      facts = events.reduce(evolve, facts);
      asked += 1;
      waiting.push({
        since: asked,
        tell: ({ alreadyGone }) => answered({ ms: time.now(), events, alreadyGone }),
      });
      wakeCycle();
    },
    replan,
    facts: () => facts,
  };
}

export function newest(register: readonly Registered[]): Registered {
  const last = register.at(-1);
  if (last === undefined) throw new Error('nothing registered');
  return last;
}

export function knownBy({ version, dossier, book }: Registered): Known {
  return { version, dossier, book, stopped: [] };
}

type TurnGiven = { readonly n: number; readonly facts: CycleFacts; readonly asOf: Instant };
type Stored = Turned & { readonly version: number };

function storedTurn(
  { db, register }: EngineWorld,
  { n, facts, asOf }: TurnGiven,
  sealedUntil: Instant | null,
): Turned | Sealed {
  const hash = JSON.stringify([n, facts, asOf]);
  const stored = db.turns.get(CYCLE);
  const before = stored?.result as Stored | undefined;
  if (stored?.n === n && stored.hash === hash && before) return before;
  if ((stored?.n ?? 0) !== n - 1) throw new Error(`turn ${n} after ${stored?.n}`);
  const known = newest(register);
  const old = register.find(({ version }) => version === before?.version);
  const plan = turnPlan({
    facts,
    asOf,
    resync: false,
    known: knownBy(known),
    old: old === undefined || old === known ? null : knownBy(old),
    sent: sentOf(db, CYCLE),
    armed: armedUpTo(db, CYCLE, later(asOf, sealedUntil ?? asOf)),
    held: [],
    sealedUntil,
  });
  if (plan === null) throw new Error('the cycle is gone');
  const armed = arm(db, CYCLE, plan.notices);
  if (armed.sealed.length > 0) return { sealed: armed.sealed };
  const {
    events,
    plan: { wakeAt, closed },
  } = plan;
  const { instants, alreadyGone } = armed;
  const result: Stored = { events, wakeAt, closed, instants, alreadyGone, version: known.version };
  db.owed.delete(CYCLE);
  db.turns.set(CYCLE, { n, hash, result });
  return result;
}

function composed({ id, to, notices }: Letter) {
  const told = ({ id: notice, duty, body, step, due }: Notice): Told => ({
    id: notice,
    duty,
    body,
    step,
    due,
  });
  const raw: Raw = { messageId: `<${id}>`, notices: notices.map(told) };
  return {
    subject: id,
    messageId: raw.messageId,
    envelope: { from: 'nhip@a.example', to },
    raw: JSON.stringify(raw),
  };
}

/** Every operation a request of its own; the lock ends with the process. */
function ledgerOf({ db, time, wire }: EngineWorld, by: Process): Ledger {
  const sql = transactions(db, time.now);
  const asked =
    <A extends readonly unknown[], T>(name: string, work: (...given: A) => T) =>
    (...given: A): Promise<T> =>
      request(wire, by, name, () => work(...given));
  return {
    seat: async () => {
      const seat = seatOf(db, time.now);
      by.onDeath(seat.leave);
      return {
        take: asked('take', seat.take),
        endFrozen: asked('endFrozen', seat.endFrozen),
        takeOver: asked('takeOver', seat.takeOver),
        beat: asked('beat', seat.beat),
        onLost: (lost) => seat.onLost(() => by.whenRunning(lost)),
        leave: () => asked('leave', seat.leave)().catch(seat.leave),
      };
    },
    seal: asked('seal', sql.seal),
    counts: asked('counts', sql.counts),
    isSettled: asked('isSettled', sql.isSettled),
    closeInstant: asked('closeInstant', sql.closeInstant),
    notStarted: asked('notStarted', sql.notStarted),
    staleLetters: asked('staleLetters', sql.staleLetters),
    noticesOf: asked('noticesOf', sql.noticesOf),
    storeLetters: asked('storeLetters', sql.storeLetters),
    withdrawLate: asked('withdrawLate', sql.withdrawLate),
    owedTurns: asked('owedTurns', sql.owedTurns),
    dueLetters: asked('dueLetters', sql.dueLetters),
    postpone: asked('postpone', sql.postpone),
    claim: asked('claim', sql.claim),
    mark: asked('mark', sql.mark),
    doubts: asked('doubts', sql.doubts),
    settleDoubt: asked('settleDoubt', sql.settleDoubt),
    channel: asked('channel', sql.channel),
    closeChannel: asked('closeChannel', sql.closeChannel),
    openChannel: asked('openChannel', sql.openChannel),
  };
}
