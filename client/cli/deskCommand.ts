// `nhip desk`: the desk as a process of its own, for real use. Knows how a process runs until it is told to stop; must not
// know what the desk shows.
import { freePorts } from '../../machine/port.js';
import { startDesk } from '../desk/server.js';
import type { ExitCode, Output } from './output.js';
import { withEngine } from './reach.js';
import { refuse } from './refuse.js';
import { START_PHRASES } from './startPhrases.js';
import { deskPort } from './startPorts.js';
import { stopOrder } from './stopOrder.js';

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
