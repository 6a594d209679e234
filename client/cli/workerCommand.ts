// `nhip worker`: turns and mail as a process of their own, for real use. Knows how a process runs until it is told to stop;
// must not know what a worker does.
import { openDatabase } from '../../database/connect.js';
import { registerVersion } from '../../database/register.js';
import { operatorSettings } from '../../machine/operatorSettings.js';
import { type Places, placesFrom } from '../../machine/places.js';
import { openEngine } from '../engine.js';
import { replanBehind } from '../registering.js';
import type { ExitCode, Output } from './output.js';
import { databaseFault, missingPlace, systemFault } from './reach.js';
import { type Fault, refuse } from './refuse.js';
import { START_PHRASES } from './startPhrases.js';
import { stopOrder } from './stopOrder.js';

/** Turns cycles and sends letters until it is told to stop. NHIP_METRICS=host:port exposes the SDK's figures. */
export async function workerCommand(out: Output): Promise<ExitCode> {
  const phrases = START_PHRASES[out.language];
  const places = placesFrom(process.env);
  if ('missing' in places) return refuse(missingPlace(places), out);
  const fault = await awayFault(places);
  if (fault) return refuse(fault, out);
  const stop = stopOrder(
    () => out.say(phrases.stopping),
    () => out.say(phrases.stillStopping),
  );
  const { installRuntime, startWorker } = await import('../../worker/main.js');
  const log = (line: string): void => out.say(line);
  installRuntime(process.env['NHIP_METRICS'] ?? null, log);
  try {
    const worker = await startWorker(places, log, {
      rounds: true,
      guard: operatorSettings(process.env),
    });
    out.say(phrases.workerRunning(places.temporal.address));
    const caughtUp = catchUp(places, stop.asked).catch((error: unknown) =>
      log(`ERROR replan: ${String(error)}`),
    );
    await Promise.race([stop.given, worker.done]);
    await Promise.all([worker.stop(), caughtUp]);
    out.say(phrases.stopped);
    return stop.asked() ? 0 : 3;
  } catch (error) {
    return refuse(systemFault(error, places), out);
  } finally {
    stop.forget();
  }
}

/** Cycles may plan by an older register: whoever told them may have died over it. */
async function catchUp({ temporal, databaseUrl }: Places, enough: () => boolean): Promise<void> {
  const db = openDatabase(databaseUrl, { max: 1 });
  const engine = await openEngine(temporal.address, temporal.namespace);
  try {
    if (!('failed' in engine)) await replanBehind(db, engine, await registerVersion(db.kysely), enough);
  } finally {
    if (!('failed' in engine)) await engine.close();
    await db.close();
  }
}

/** Asked first: the SDK would try for longer than the 3 s in which “not reachable” is due. */
async function awayFault({ temporal, databaseUrl }: Places): Promise<Fault | null> {
  const db = openDatabase(databaseUrl, { max: 1 });
  const [engine, fault] = await Promise.all([
    openEngine(temporal.address, temporal.namespace),
    databaseFault(db, databaseUrl),
  ]);
  await db.close();
  if ('failed' in engine) return engine.failed;
  await engine.close();
  // Tables that are not there yet are made by the worker.
  return fault?.code === 'NoWorker' ? null : fault;
}
