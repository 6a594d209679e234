// A worker: wires activities to workflows, and both to engine, database and relay. Knows where everything is; decides nothing.
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Runtime, DefaultLogger, Worker } from '@temporalio/worker';
import { setMaxListeners } from 'node:events';
import { openDatabase } from '../database/connect.js';
import { migrate } from '../database/migrate.js';
import { smtpRelay } from '../mail/smtp.js';
import { MAIL_QUEUE, TASK_QUEUE } from '../workflows/contract.js';
import { beating, discreetly } from './activityCalls.js';
import { namedBundle } from './bundle.js';
import { evidenceOf, tendMail } from './mailTending.js';
import type { Places } from '../machine/places.js';
import { prepareNamespace } from './namespace.js';
import { scheduleDailyRound } from './schedule.js';
import { activitiesOf, type Means, type WorkerOptions } from './activities.js';

export interface RunningWorker {
  /** Rejects when a worker fails; resolves when both have stopped. */
  readonly done: Promise<void>;
  /** Lets what runs finish, then closes all connections. */
  stop(): Promise<void>;
}

/** How long a turn or a batch of letters may take to finish on a stop. */
const GRACE = '30 seconds';

/** Installs logging and metrics once a process, before any worker. `metrics`: host:port for the Prometheus exporter. */
export function installRuntime(metrics: string | null, log: (line: string) => void): void {
  Runtime.install({
    logger: new DefaultLogger('WARN', ({ level, message }) => log(`${level} ${message}`)),
    telemetryOptions: metrics === null ? {} : { metrics: { prometheus: { bindAddress: metrics } } },
  });
}

/** Starts the two workers of a process: turns, and mail. Throws when engine or database do not answer. */
export async function startWorker(
  places: Places,
  log: (line: string) => void,
  options: WorkerOptions,
): Promise<RunningWorker> {
  if (process.env['TZ'] !== 'UTC') throw new Error(`WrongTimeZone: TZ=${process.env['TZ'] ?? ''}`);
  const { namespace } = places.temporal;
  const { connection, native, closeAll, means } = await openMeans(places, log);
  const { client, db, evidence } = means;
  try {
    await migrate(db);
    await prepareNamespace(connection, namespace);
    if (options.rounds) await scheduleDailyRound(client);
    const { bundle, buildId } = await namedBundle();
    const common = { buildId, connection: native, namespace, shutdownGraceTime: GRACE } as const;
    const discreet = discreetly(log);
    const activities = activitiesOf(places, means, options);
    const turns = await Worker.create({
      ...common,
      taskQueue: TASK_QUEUE,
      workflowBundle: bundle,
      activities: activities.turns,
      ...TURN_LIMITS,
      interceptors: { activity: [beating, discreet] },
    });
    const mail = await Worker.create({
      ...common,
      taskQueue: MAIL_QUEUE,
      activities: activities.mail,
      interceptors: { activity: [discreet] },
      maxHeartbeatThrottleInterval: 500,
    });
    const endTending = tendMail({ db, workflow: client.workflow, evidence, places, log });
    const done = untilEnded([turns, mail], async () => {
      await endTending();
      await closeAll();
    });
    return {
      done,
      stop: async () => {
        for (const worker of [turns, mail]) if (worker.getState() === 'RUNNING') worker.shutdown();
        await done;
      },
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

interface Opened {
  readonly connection: Connection;
  readonly native: NativeConnection;
  readonly means: Means;
  readonly closeAll: () => Promise<void>;
}

async function openMeans(places: Places, log: (line: string) => void): Promise<Opened> {
  const { address, namespace } = places.temporal;
  const connection = await Connection.connect({ address, connectTimeout: 3_000 });
  const native = await NativeConnection.connect({ address });
  const client = new Client({ connection, namespace });
  const db = openDatabase(places.databaseUrl);
  const relay = smtpRelay(places.smtpUrl);
  const ending = new AbortController();
  // One listener for each instant near its hour; of a rehearsal's instants there are many at a time.
  setMaxListeners(0, ending.signal);
  return {
    connection,
    native,
    means: { client, db, relay, evidence: evidenceOf(places), log, stopped: ending.signal },
    closeAll: async () => {
      ending.abort();
      await relay.close();
      await db.close();
      await native.close();
      await connection.close();
    },
  };
}

async function untilEnded(workers: readonly Worker[], close: () => Promise<void>): Promise<void> {
  try {
    await Promise.all(workers.map((worker) => worker.run()));
  } finally {
    await close();
  }
}

const TURN_LIMITS = {
  // Fewer than the connections of the pool: a turn that waits for one too long would count as failed.
  maxConcurrentActivityTaskExecutions: 8,
  // About a quarter of a MB each; a cycle wakes a dozen times a year, so a smaller cache costs little.
  maxCachedWorkflows: 500,
  // By default beats are held back for four fifths of the time after which a worker counts as dead.
  maxHeartbeatThrottleInterval: 2_000,
} as const;
