// The desk's server: what runs, whether it is well, its figures. Knows routes; must not know how anything is measured.
import { once } from 'node:events';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { instantFromMs } from '../../domain/localDate.js';
import { LOOPBACK } from '../../machine/port.js';
import { stuckCycles } from '../engine.js';
import { heldCount, roomState } from '../../database/ledger/roomState.js';
import { FrontPage } from './frontPage.js';
import { healthOf, type Probed } from './health.js';
import { metricsText } from './metrics.js';

export interface DeskOptions extends Probed {
  readonly port: number;
  /** Where the SDK's exporter of this process listens; null: none. */
  readonly sdkMetrics: string | null;
  /** The engine's own web UI. */
  readonly ui: string | null;
  /** The folder of the mail catcher; null with a real relay. */
  readonly mail: string | null;
}

export interface Desk {
  readonly url: string;
  close(): Promise<void>;
}

/** Listens on 127.0.0.1 only. Rejects with the system's error where the port is taken. */
export async function startDesk(options: DeskOptions): Promise<Desk> {
  const server = createAdaptorServer({ fetch: routes(options).fetch });
  server.listen(options.port, LOOPBACK);
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  return {
    url: `http://${LOOPBACK}:${port}`,
    close: async () => {
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function routes(options: DeskOptions): Hono {
  const app = new Hono();
  app.get('/', async (context) => {
    // The page stands without its database, too.
    const state = await roomState(options.db).catch(() => null);
    const room = state && { ...state, held: heldCount(state) };
    return context.html(<FrontPage ui={options.ui} mail={options.mail} room={room} />);
  });
  app.get('/healthz', async (context) => {
    const health = await healthOf(options);
    return context.json(health, health.ok ? 200 : 503);
  });
  app.get('/metrics', async (context) => {
    const [sdk, stuck] = await Promise.all([
      exported(options.sdkMetrics),
      stuckCycles(options.engine).then(
        (cycles) => cycles.length,
        () => null,
      ),
    ]);
    const text = await metricsText({ db: options.db, stuck, sdk, now: instantFromMs(Date.now()) });
    return context.text(text, 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
  });
  return app;
}

async function exported(address: string | null): Promise<string> {
  if (address === null) return '';
  const answer = await fetch(`http://${address}/metrics`, { signal: AbortSignal.timeout(2_000) }).catch(
    () => null,
  );
  return answer?.ok ? answer.text() : '';
}
