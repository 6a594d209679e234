// `nhip worker` and `nhip desk`: the parts as processes of their own, for real use. Knows how a process runs until it is told
// to stop; must not know what a part does.
import { freePorts } from '../../machine/port.js';
import { placesFrom } from '../../machine/places.js';
import { startDesk } from '../desk/server.js';
import type { ExitCode, Output } from './output.js';
import { missingPlace, systemFault, withEngine } from './reach.js';
import { refuse } from './refuse.js';
import { deskPort } from './startPorts.js';
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

/** The desk alone; which worker's figures it could pass on is not for it to know. */
export function deskCommand(out: Output): Promise<ExitCode> {
  const phrases = START_PHRASES[out.language];
  return withEngine(out, async ({ db, engine, places }) => {
    const port = deskPort(process.env);
    const stop = stopOrder(
      () => out.say(phrases.stopping),
      () => out.say(phrases.stillStopping),
    );
    const desk = await startDesk({
      db,
      engine,
      namespace: places.temporal.namespace,
      smtpUrl: places.smtpUrl,
      port,
      sdkMetrics: null,
      ui: null,
      mail: places.catcherFolder,
    }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') throw error;
      return null;
    });
    if (!desk) {
      const [free = 0] = await freePorts(1);
      return refuse({ code: 'PortTaken', facts: { port, free } }, out);
    }
    out.print(desk.url);
    await stop.given;
    await desk.close();
    stop.forget();
    return 0;
  });
}
