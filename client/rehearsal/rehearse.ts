// Plays cycles on the real engine: server, database, worker and catcher of its own, time skipped, the business clock set
// back. Knows the order of a rehearsal; must not know words. It reads no address from the environment: it can never mail.
import { endOf } from '../../domain/cycleSpan.js';
import { addMinutes, epochMs, type Instant } from '../../domain/localDate.js';
import { type Play, type PlayedRefusal, registrations } from '../../domain/play.js';
import { type Database, inTransaction, openDatabase } from '../../database/connect.js';
import { startedInstants, withdrawnNotices } from '../../database/ledger/instants.js';
import { saveRegister } from '../../database/register.js';
import { type Embedded, startEmbedded } from '../../machine/embedded.js';
import { isFailure, type MachineFailure } from '../../machine/failure.js';
import type { Say } from '../../machine/progress.js';
import { agreementId, type BusinessClock, cycleId, dispatchId } from '../../workflows/contract.js';
import { type Engine, openEngine, startCycleOf, startTermOf } from '../engine.js';
import { type Caught, caughtLetters } from './caught.js';
import { driver } from './drive.js';
import { type Ground, happenings, runningCycles } from './happenings.js';

export interface Rehearsal {
  readonly letters: readonly Caught[];
  readonly refusals: readonly PlayedRefusal[];
  /** Seconds of real time, from the first workflow's start to the last letter. */
  readonly seconds: number;
}

export interface RehearsalOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly say?: Say;
  /** Starts the worker; injected, as the client knows no activity. */
  readonly startWorker: (places: {
    readonly temporal: { readonly address: string; readonly namespace: string };
    readonly databaseUrl: string;
    readonly smtpUrl: string;
    readonly catcherFolder: string;
    readonly from: null;
  }) => Promise<{ stop(): Promise<void> }>;
  /** Told at every event and at the end, with the business instant reached. */
  readonly progress?: (at: Instant) => void;
  /** Called before everything ends, with all that still runs. */
  readonly inspect?: (stage: { readonly engine: Engine; readonly db: Database }) => Promise<void>;
}

export async function rehearse(play: Play, options: RehearsalOptions): Promise<Rehearsal | MachineFailure> {
  const machine = await startEmbedded({
    env: options.env,
    rehearsal: true,
    ...(options.say && { say: options.say }),
  });
  if (isFailure(machine)) return machine;
  try {
    return await onMachine(machine, play, options);
  } finally {
    await machine.stop();
  }
}

async function onMachine(machine: Embedded, play: Play, options: RehearsalOptions): Promise<Rehearsal> {
  const worker = await options.startWorker({
    temporal: machine.temporal,
    databaseUrl: machine.postgres.url,
    smtpUrl: machine.smtp.url,
    catcherFolder: machine.smtp.folder,
    from: null,
  });
  const db = openDatabase(machine.postgres.url);
  const engine = await openEngine(machine.temporal.address, machine.temporal.namespace);
  try {
    if ('failed' in engine) throw new Error(engine.failed.facts.why);
    const started = Date.now();
    const refusals = await playOn({ db, engine, play, options });
    const seconds = (Date.now() - started) / 1000;
    await options.inspect?.({ engine, db });
    return { letters: await caughtLetters(db, machine.smtp.folder), refusals, seconds };
  } finally {
    await worker.stop();
    if (!('failed' in engine)) await engine.close();
    await db.close();
  }
}

interface Stage extends Ground {
  readonly options: RehearsalOptions;
}

async function playOn(stage: Stage): Promise<readonly PlayedRefusal[]> {
  const { db, engine, play } = stage;
  const span = spanOf(play);
  if (!span) return [];
  // Business time begins a minute before anything opens; the engine's begins now.
  const clock: BusinessClock = { offsetMs: Date.now() - epochMs(addMinutes(span.from, -1)) };
  const engineMs = (at: Instant): number => epochMs(at) + clock.offsetMs;
  await registerAll(stage);
  const ids = await startAll(stage, clock);
  const drive = driver(engine.client, ids, async () => ({
    open: (await startedInstants(db.kysely)).map((at) => ({ id: dispatchId(at), at: engineMs(at) })),
    stirred: await withdrawnNotices(db.kysely),
  }));
  const refusals: PlayedRefusal[] = [];
  const people = happenings(stage, clock, drive);
  for (const event of play.events) {
    if (event.at > span.to) break;
    await people.until(event.at);
    stage.options.progress?.(event.at);
    refusals.push(...(await people.happen(event)));
  }
  await people.until(addMinutes(span.to, 1));
  stage.options.progress?.(span.to);
  return refusals;
}

/** From the first opening to the last closing of what is played. */
function spanOf(play: Play): { readonly from: Instant; readonly to: Instant } | null {
  if (!('year' in play.span))
    return { from: firstOpening(play) ?? endOf(play.span.from), to: endOf(play.span.to) };
  const spans = runningCycles(play).map(({ plan }) => plan.span);
  const [first] = spans;
  if (!first) return null;
  return {
    from: spans.reduce((from, span) => (span.openFrom < from ? span.openFrom : from), first.openFrom),
    to: spans.reduce((to, span) => (span.closesAt > to ? span.closesAt : to), first.closesAt),
  };
}

function firstOpening(play: Play): Instant | null {
  return runningCycles(play).reduce<Instant | null>(
    (first, { plan }) => (first === null || plan.span.openFrom < first ? plan.span.openFrom : first),
    null,
  );
}

async function registerAll({ db, play }: Stage): Promise<void> {
  const registered = registrations(play);
  await inTransaction(db, async (tx) => {
    for (const dossier of play.dossiers) {
      const at = registered.get(dossier.agreement.code);
      if (at === undefined) continue;
      const input = { agreements: [dossier], bodies: dossier.bodies, calendar: play.book, files: [] };
      await saveRegister(tx, input, { who: 'rehearsal', at });
    }
  });
}

/** One year alone: its cycles and nothing else; a span: the terms, which open cycles as in life. */
async function startAll({ engine, play }: Stage, clock: BusinessClock): Promise<readonly string[]> {
  const registered = registrations(play);
  if ('year' in play.span) {
    const ids: string[] = [];
    for (const {
      dossier,
      facts: { year },
    } of runningCycles(play)) {
      const { code } = dossier.agreement;
      const registeredAt = registered.get(code);
      if (registeredAt === undefined) continue;
      await startCycleOf(engine, { agreement: code, year, registeredAt, ...clock });
      ids.push(cycleId(code, year));
    }
    return ids;
  }
  const ids: string[] = [];
  for (const { agreement } of play.dossiers) {
    const registeredAt = registered.get(agreement.code);
    if (registeredAt === undefined) continue;
    await startTermOf(engine, { agreement: agreement.code, registeredAt, ...clock });
    ids.push(agreementId(agreement.code));
  }
  return [
    ...ids,
    ...runningCycles(play).map(({ dossier, facts: { year } }) => cycleId(dossier.agreement.code, year)),
  ];
}
