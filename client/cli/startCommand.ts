// `nhip start`: everything on one machine. Knows the order in which parts come up and go down; must not know what any part
// does.
import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { instantFromMs } from '../../domain/localDate.js';
import { type Database, openDatabase } from '../../database/connect.js';
import { registerVersion } from '../../database/register.js';
import { loadFiles } from '../../files/load.js';
import { hasErrors, printed } from '../../files/messages.js';
import { packageRoot } from '../../machine/compiled.js';
import { type Embedded, startEmbedded } from '../../machine/embedded.js';
import { isFailure } from '../../machine/failure.js';
import { givenIn } from '../../machine/given.js';
import { homeAt } from '../../machine/home.js';
import { operatorSettings } from '../../machine/operatorSettings.js';
import { freePorts, LOOPBACK } from '../../machine/port.js';
import type { Progress } from '../../machine/progress.js';
import { type Desk, startDesk } from '../desk/server.js';
import { type Engine, openEngine } from '../engine.js';
import { register, replanBehind, runTerms } from '../registering.js';
import { firstTurnsDone } from './known.js';
import type { ExitCode, Output } from './output.js';
import { refuse } from './refuse.js';
import { secondsText, START_PHRASES } from './startPhrases.js';
import { deskPort } from './startPorts.js';
import { startedJson, startedNow, startedText } from './startSummary.js';
import { type StopOrder, stopOrder } from './stopOrder.js';

/** Runs until it is told to stop: exit 0; until a part dies: exit 3. */
export async function startCommand(out: Output): Promise<ExitCode> {
  const phrases = START_PHRASES[out.language];
  const home = process.env['NHIP_HOME'];
  const stop = stopOrder(
    () => out.say(phrases.stopping),
    () => out.say(phrases.stillStopping),
  );
  out.say(phrases.starting(homeAt(home).folder));
  const machine = await startEmbedded({
    ...(home !== undefined && { home }),
    env: process.env,
    given: givenIn(process.env),
    deskPort: deskPort(process.env),
    say: (progress) => sayProgress(progress, out),
  });
  if (isFailure(machine)) return refuse(machine.failed, out);
  try {
    return await onMachine(machine, stop, out);
  } finally {
    await machine.stop();
    out.say(phrases.stopped);
    stop.forget();
  }
}

function sayProgress(progress: Progress, out: Output): void {
  const { language } = out;
  const say = (text: string): void => out.say(text);
  const phrases = START_PHRASES[language];
  switch (progress.step) {
    case 'fetchingServer':
      return say(phrases.fetching(progress.version));
    case 'serverRecorded':
      return say(phrases.recorded(progress.path, progress.sha256));
    case 'serverIgnored':
      return say(phrases.ignored(progress.path));
    case 'survivorEnded':
      return say(phrases.survivor(progress.name, progress.pid));
    case 'makingDatabase':
      return say(phrases.makingDatabase);
    case 'ready':
      return say(phrases.ready(phrases.parts[progress.part], secondsText(language, progress.ms)));
    default:
      progress satisfies never;
  }
}

/** What runs beside the three servers, in the order it came up. */
interface Running {
  readonly worker: { readonly done: Promise<void>; stop(): Promise<void> };
  readonly db: Database;
  readonly engine: Engine;
  readonly sdkMetrics: string;
}

async function onMachine(machine: Embedded, stop: StopOrder, out: Output): Promise<ExitCode> {
  const phrases = START_PHRASES[out.language];
  const died = new Promise<string>((resolve) => machine.onExit((part) => resolve(phrases.parts[part])));
  if (stop.asked()) return 0;
  const running = await startRunning(machine, out);
  if ('exit' in running) return running.exit;
  const failed = running.worker.done.then(
    () => (stop.asked() ? new Promise<string>(() => undefined) : phrases.parts.worker),
    () => phrases.parts.worker,
  );
  let desk: Desk | null = null;
  try {
    if (!stop.asked()) {
      await prepareTerms(running, out);
      await firstTurnsDone(running.db, instantFromMs(Date.now()));
      desk = await openDesk(machine, running);
      await sayStarted(machine, running, desk, out);
    }
    const lost = await Promise.race([stop.given, died, failed]);
    if (lost === null) return 0;
    out.say(phrases.died(lost));
    return 3;
  } finally {
    await desk?.close();
    await stopRunning(running);
  }
}

async function startRunning(machine: Embedded, out: Output): Promise<Running | { readonly exit: ExitCode }> {
  const { language } = out;
  const started = performance.now();
  const [metricsPort = 0] = await freePorts(1);
  const sdkMetrics = `${LOOPBACK}:${metricsPort}`;
  const { installRuntime, startWorker } = await import('../../worker/main.js');
  const log = logTo(join(machine.home.log, 'worker.log'));
  installRuntime(sdkMetrics, log);
  const worker = await startWorker(
    {
      temporal: machine.temporal,
      databaseUrl: machine.postgres.url,
      smtpUrl: machine.smtp.url,
      catcherFolder: machine.smtp.folder,
      from: process.env['NHIP_FROM'] ?? null,
    },
    log,
    { rounds: true, guard: operatorSettings(process.env) },
  );
  const phrases = START_PHRASES[language];
  out.say(phrases.ready(phrases.parts.worker, secondsText(language, performance.now() - started)));
  const engine = await openEngine(machine.temporal.address, machine.temporal.namespace);
  if ('failed' in engine) {
    await worker.stop();
    return { exit: refuse(engine.failed, out) };
  }
  return { worker, db: openDatabase(machine.postgres.url), engine, sdkMetrics };
}

function logTo(file: string): (line: string) => void {
  return (line) => appendFileSync(file, `${new Date().toISOString()} ${line}\n`);
}

/**
 * First start: the bundled agreements, into a database of our own alone. Every start: what should run runs, and plans by the
 * register of now.
 */
async function prepareTerms({ db, engine }: Running, out: Output): Promise<void> {
  const now = instantFromMs(Date.now());
  const version = await registerVersion(db.kysely);
  if (version > 0) {
    await runTerms(db, engine, version, now);
    await replanBehind(db, engine, version);
    return;
  }
  if (givenIn(process.env).databaseUrl !== undefined) return;
  const folder = join(packageRoot(), 'examples', 'agreements');
  const paths = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()
    .map((name) => join(folder, name));
  const loaded = loadFiles(paths, { sources: join(packageRoot(), 'examples', 'sources') });
  if (hasErrors(loaded.messages)) {
    for (const message of loaded.messages) out.say(printed(message, out.language));
    return;
  }
  out.say(START_PHRASES[out.language].loading(loaded.agreements.length));
  await register(db, engine, loaded, { who: 'nhip start', at: now });
}

async function openDesk(machine: Embedded, { db, engine, sdkMetrics }: Running): Promise<Desk> {
  const desk = await startDesk({
    db,
    engine,
    namespace: machine.temporal.namespace,
    smtpUrl: machine.smtp.url,
    port: deskPort(process.env),
    sdkMetrics,
    ui: machine.temporal.ui,
    mail: machine.smtp.folder,
  });
  machine.announceDesk(desk.url);
  return desk;
}

async function sayStarted(machine: Embedded, { db }: Running, desk: Desk, out: Output): Promise<void> {
  const places = { ui: machine.temporal.ui, desk: desk.url, mail: machine.smtp.folder };
  const from = process.env['NHIP_FROM'] ?? null;
  const started = await startedNow(db, places, from, instantFromMs(Date.now()));
  if (out.json) out.printJson(startedJson(started));
  else out.print(startedText(started, out.language));
}

/** What a turn or a batch of letters may take; with a dead server a worker may wait for ever. */
const STOP_LIMIT_MS = 20_000;

async function stopRunning({ worker, db, engine }: Running): Promise<void> {
  await Promise.race([worker.stop().catch(() => undefined), sleep(STOP_LIMIT_MS, undefined, { ref: false })]);
  await engine.close();
  await db.close();
}
