// Knows how the Temporal dev server is started as a child and when it answers. Knows nothing of where its binary came from,
// nor of retention and of search attributes added later: those are set by the worker at each start.
import { dirname } from 'node:path';
import type { MachineFailure } from './failure.js';
import { diskFull } from './failure.js';
import type { Child, Guard } from './guard.js';
import type { ChildOrder } from './guardOrders.js';
import { accepts, LOOPBACK } from './port.js';
import { startReady } from './ready.js';

/** Flags of a rehearsal or a test on a throw-away server; never of a real one. Measured with server 1.32. */
export const REHEARSAL: readonly string[] = [
  'frontend.WorkflowTimeSkippingEnabled=true',
  // Default 1 s: every skipped timer would cost about that.
  'history.timerProcessorMaxTimeShift="1ms"',
  // Required for correctness: else a run that continues as new within a real second is thrown past its timers.
  'history.workflowIdReuseMinimalInterval="0s"',
  // Default 20 a second and shard.
  'history.timerProcessorMaxPollRPS=1000',
  'history.transferProcessorMaxPollRPS=1000',
  'history.visibilityProcessorMaxPollRPS=1000',
].flatMap((setting) => ['--dynamic-config-value', setting]);

/** The namespace of every embedded server. */
export const NAMESPACE = 'nhip';

// Keywords, Ints and a Datetime by which agreements and cycles are listed.
const SEARCH_ATTRIBUTES = [
  'NhipAgreement=Keyword',
  'NhipStage=Keyword',
  'NhipYear=Int',
  'NhipOverdue=Int',
  'NhipNextDue=Datetime',
];

export type TemporalOptions = {
  readonly binary: string;
  /** The SQLite file; null keeps everything in memory. */
  readonly file: string | null;
  readonly ui: boolean;
  readonly log: string;
  readonly env: Readonly<Record<string, string>>;
  readonly extra: readonly string[];
};

/** `address` is `host:port`; `ui` a URL, null without the UI; `child` null: others run it. */
export type TemporalServer = {
  readonly child: Child | null;
  readonly address: string;
  readonly ui: string | null;
};

// A new file takes 1.3 s, an old one 0.4 s; a laden machine may take many times that.
const READY_LIMIT_MS = 30_000;

/** Starts the dev server and waits until it serves the namespace on its gRPC port. */
export async function startTemporal(
  guard: Guard,
  options: TemporalOptions,
): Promise<TemporalServer | MachineFailure> {
  const outcome = await startReady(guard, {
    ports: 4,
    order: (ports) => orderFor(options, ports),
    probe: serves,
    limitMs: READY_LIMIT_MS,
  });
  const [port = 0, , , uiPort = 0] = outcome.ports;
  const address = `${LOOPBACK}:${port}`;
  if ('child' in outcome) {
    return { child: outcome.child, address, ui: options.ui ? `http://${LOOPBACK}:${uiPort}` : null };
  }
  const full = diskFull(dirname(options.file ?? options.log), null, outcome.said);
  return full ?? { failed: { code: 'EngineUnreachable', facts: { address, why: outcome.why } } };
}

function orderFor(options: TemporalOptions, [port, http, metrics, ui]: readonly number[]): ChildOrder {
  return {
    name: 'temporal',
    command: options.binary,
    args: [
      'server',
      'start-dev',
      `--ip=${LOOPBACK}`,
      `--namespace=${NAMESPACE}`,
      '--log-level=error',
      `--port=${port}`,
      `--http-port=${http}`,
      `--metrics-port=${metrics}`,
      // The newsfeed would make the reader's browser call out.
      ...(options.ui ? [`--ui-port=${ui}`, '--ui-disable-news-fetch'] : ['--headless']),
      ...(options.file === null ? [] : [`--db-filename=${options.file}`]),
      ...SEARCH_ATTRIBUTES.map((attribute) => `--search-attribute=${attribute}`),
      ...options.extra,
    ],
    // The server looks up its maker's host at start unless told not to.
    env: { ...options.env, TEMPORAL_VERSION_CHECK_DISABLED: '1' },
    cwd: dirname(options.log),
    log: options.log,
    stop: 'SIGTERM',
  };
}

// The server's own HTTP port describes the namespace: the same question as over gRPC, without loading a client for it.
async function serves([port = 0, http = 0]: readonly number[]): Promise<boolean> {
  const url = `http://${LOOPBACK}:${http}/api/v1/namespaces/${NAMESPACE}`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
  await answer?.arrayBuffer().catch(() => null);
  return answer?.ok === true && (await accepts(port));
}
