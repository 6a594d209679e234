// `nhip worker`: turns and mail as a process of their own, for real use. Knows how a process runs until it is told to stop;
// must not know what a worker does.
import { placesFrom } from '../../machine/places.js';
import type { ExitCode, Output } from './output.js';
import { missingPlace, systemFault } from './reach.js';
import { refuse } from './refuse.js';
import { START_PHRASES } from './startPhrases.js';
import { stopOrder } from './stopOrder.js';

/** Turns cycles and sends letters until it is told to stop. NHIP_METRICS=host:port exposes the SDK's figures. */
export async function workerCommand(out: Output): Promise<ExitCode> {
  const phrases = START_PHRASES[out.language];
  const places = placesFrom(process.env);
  if ('missing' in places) return refuse(missingPlace(places), out);
  const stop = stopOrder(
    () => out.say(phrases.stopping),
    () => out.say(phrases.stillStopping),
  );
  const { installRuntime, startWorker } = await import('../../worker/main.js');
  const log = (line: string): void => out.say(line);
  installRuntime(process.env['NHIP_METRICS'] ?? null, log);
  try {
    const worker = await startWorker(places, log);
    out.say(phrases.workerRunning(places.temporal.address));
    await Promise.race([stop.given, worker.done]);
    await worker.stop();
    out.say(phrases.stopped);
    return stop.asked() ? 0 : 3;
  } catch (error) {
    return refuse(systemFault(error, places), out);
  } finally {
    stop.forget();
  }
}
