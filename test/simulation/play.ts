// One play: a small agreement's month with what people do, under the faults of a seed. Knows how the parts meet; must not know
// what is right.
import { join } from 'node:path';
import type { CalendarBook, Dossier } from '../../domain/agreement.js';
import type { CycleEvent, CycleFacts } from '../../domain/cycle.js';
import {
  addDays,
  epochMs,
  type Instant,
  instantFromMs,
  type LocalDate,
  localDateOf,
} from '../../domain/localDate.js';
import { loadFiles } from '../../files/load.js';
import { packageRoot } from '../../machine/compiled.js';
import { type Answered, type Engine, engine, newest, type Registered } from './engine.js';
import type { Act, Change, Episode, EpisodeKind, Faults } from './faults.js';
import { type Tables, tables } from './memoryLedger.js';
import type { Trace } from './process.js';
import { random, type Random } from './random.js';
import { type Delivery, sink } from './sink.js';
import { type VirtualTime, virtualTime } from './virtualTime.js';
import { dutyStanding } from '../../domain/standing.js';

export const START = '2026-01-05T01:30:00Z' as Instant;
/** The evening before the agreement ends; all faults are long over. */
export const END = '2026-02-05T12:00:00Z' as Instant;

export type Played = {
  readonly deliveries: readonly Delivery[];
  readonly answered: readonly Answered[];
  readonly facts: CycleFacts;
  readonly register: readonly Registered[];
  readonly db: Tables;
};

export type Life = { readonly acts: readonly Act[]; readonly changes: readonly Change[] };

const { agreements, calendar } = loadFiles([join(packageRoot(), 'test/simulation/small.yaml')]);
const FIRST_VERSION: Registered = { version: 1, dossier: only(agreements), book: calendar };

function only(dossiers: readonly Dossier[]): Dossier {
  const [first] = dossiers;
  if (first === undefined) throw new Error('small.yaml holds one agreement');
  return first;
}

/** `say`: told what happens, line by line. */
export async function play(
  seed: number,
  life: Life,
  faults: Faults,
  say?: (line: string) => void,
): Promise<Played> {
  const time = virtualTime(epochMs(START));
  const draw = random(seed);
  const db = tables();
  const register: Registered[] = [FIRST_VERSION];
  const during = (kind: EpisodeKind): Episode | undefined =>
    faults.episodes.find((one) => one.kind === kind && one.from <= time.now() && time.now() < one.to);
  const trace: Trace = (who, what, answer) =>
    say?.(
      `${new Date(time.now()).toISOString()} ${who} ${what} ${JSON.stringify(answer)?.slice(0, 200) ?? ''}`,
    );
  let requests = 0;
  const wire = {
    time,
    trace,
    latencyMs: () => (during('databaseSlow') ? draw.whole(50, 3_000) : draw.whole(0, 4)),
    reach: () => {
      if (during('databaseDown')) throw new Error('database away');
    },
    faultOf: () => {
      requests += 1;
      return faults.points.find(({ nth }) => nth === requests)?.fault ?? 'none';
    },
  };
  const relay = sink({
    time,
    trace,
    latencyMs: () => (during('relaySlow') ? draw.whole(100, 20_000) : draw.whole(1, 30)),
    isDown: () => during('relayDown') !== undefined || during('relayDownForDays') !== undefined,
    isDead: (mailbox) => mailbox === faults.deadMailbox,
    faultOf: () =>
      draw.chance(faults.sendShare) ? (draw.one(['none', ...faults.sendFaults]) as 'none') : 'none',
    evidence: () => (faults.hasEvidence ? (during('evidenceAway') ? 'away' : 'there') : 'never'),
  });
  const world = {
    time,
    db,
    wire,
    sink: relay,
    register,
    stillUntil: () => during('engineDown')?.to ?? 0,
    twice: () => during('activityTwice') !== undefined,
  };
  const running = engine(world);
  keepWorkers(running, time, faults, draw);
  const answered: Answered[] = [];
  running.startCycle(START);
  for (const act of life.acts) time.at(act.ms, () => doAct(running, act, time, answered));
  for (const change of life.changes) time.at(change.ms, () => changeRegister(running, register, change.kind));
  await time.runUntil(epochMs(END));
  return { deliveries: relay.deliveries, answered, facts: running.facts(), register, db };
}

/** One worker, or two; a dead one is started again after a while, none while all are down. */
function keepWorkers(running: Engine, time: VirtualTime, { episodes, standby }: Faults, draw: Random): void {
  const wanted = standby ? 2 : 1;
  const start = (): void => {
    const down = episodes.find(
      ({ kind, from, to }) => kind === 'workersDown' && from <= time.now() && time.now() < to,
    );
    if (down) return time.at(down.to, start);
    const worker = running.startProcess();
    worker.onDeath(() => time.at(time.now() + draw.whole(500, 20_000), start));
    return undefined;
  };
  for (let n = 0; n < wanted; n += 1) start();
  for (const { kind, from, to } of episodes) {
    if (kind === 'workersDown')
      time.at(from, () =>
        running
          .processes()
          .slice()
          .forEach((one) => one.kill()),
      );
    if (kind === 'senderFrozen') time.at(from, () => running.processes()[0]?.freeze(to - from));
  }
}

function doAct(running: Engine, { act, duty }: Act, time: VirtualTime, answered: Answered[]): void {
  const at = instantFromMs(time.now());
  const events = eventsOf(act, duty, at, running.facts());
  if (events.length > 0) running.command(events, (answer) => void answered.push(answer));
}

/** As `decide` would accept them: nothing is submitted twice or while all stands still. */
function eventsOf(act: Act['act'], duty: string, at: Instant, facts: CycleFacts): readonly CycleEvent[] {
  if (act === 'pause') return facts.pausedAt === null ? [{ type: 'paused', at }] : [];
  if (act === 'resume') return facts.pausedAt === null ? [] : [{ type: 'resumed', at }];
  if (facts.pausedAt !== null || dutyStanding(facts, duty).state !== 'open') return [];
  const on = localDateOf(at);
  if (act === 'submit') return [{ type: 'dutyActed', duty, act: { act: 'submitted', at, on } }];
  const from = (duty.startsWith('keHoach') ? '2026-01-14' : '2026-01-23') as LocalDate;
  const due = addDays(from > on ? from : on, 5);
  return [
    {
      type: 'dutyActed',
      duty,
      act: { act: 'extended', at, from, due, update: `u-${duty.replace('/', '-')}` },
    },
  ];
}

function changeRegister(running: Engine, register: Registered[], kind: Change['kind']): void {
  const { version, dossier, book } = newest(register);
  const changed = kind === 'mailboxMoved' ? { dossier: MOVED, book } : { dossier, book: DECIDED };
  register.push({ version: version + 1, ...changed });
  running.replan();
}

/** Made once: calendars are built by book. */
const MOVED = moved(FIRST_VERSION.dossier);
const DECIDED = decided(FIRST_VERSION.book);

function moved(dossier: Dossier): Dossier {
  const bodies = dossier.bodies.map((body) =>
    body.code === 'b'
      ? {
          ...body,
          posts: body.posts.map((post) => ({ ...post, mailbox: post.mailbox.replace('@b.', '@moi.b.') })),
        }
      : body,
  );
  return { ...dossier, bodies };
}

/** A decision that makes 20 January a day off, worked on Saturday the 24th. */
function decided(book: CalendarBook): CalendarBook {
  const swaps = [{ off: '2026-01-20' as LocalDate, work: '2026-01-24' as LocalDate }];
  return {
    ...book,
    decisions: book.decisions.map((one) =>
      one.year === 2026 ? { ...one, swaps: [...one.swaps, ...swaps] } : one,
    ),
  };
}
