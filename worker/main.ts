// A worker: wires activities to workflows, and both to engine, database and relay. Knows where everything is; decides nothing.
import { heartbeat } from '@temporalio/activity';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Runtime, DefaultLogger, Worker } from '@temporalio/worker';
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { carry } from '../activities/carry.js';
import { composer } from '../activities/compose.js';
import { createDispatchActivities } from '../activities/dispatch.js';
import { type Knowledge, knowledgeOf } from '../activities/knowledge.js';
import { nudge } from '../activities/nudge.js';
import { openCycles } from '../activities/openCycles.js';
import { tellStuck } from '../activities/stuck.js';
import { createRoundActivities } from '../activities/round.js';
import { roundWorkflows } from '../activities/roundWorkflows.js';
import { startCycle, startDispatch } from '../workflows/starts.js';
import { mayLeaveNow } from '../activities/truth.js';
import { turn } from '../activities/turn.js';
import { upToDate } from '../activities/upToDate.js';
import { type Database, openDatabase } from '../database/connect.js';
import { markStarted, notStarted } from '../database/ledger/instants.js';
import { sqlLedger } from '../database/ledger/sqlLedger.js';
import { livingTerms } from '../database/livingTerms.js';
import { migrate } from '../database/migrate.js';
import { realClock } from '../mail/clock.js';
import type { Evidence } from '../mail/relayEvidence.js';
import { smtpRelay } from '../mail/smtp.js';
import type { Relay } from '../mail/smtpOutcome.js';
import {
  type BusinessClock,
  type DispatchActivities,
  MAIL_QUEUE,
  type RoundActivities,
  TASK_QUEUE,
} from '../workflows/contract.js';
import type { Instant } from '../domain/localDate.js';
import type { Around, TurnWorkerActivities } from './around.js';
import { beating, discreetly } from './activityCalls.js';
import { namedBundle } from './bundle.js';
import { evidenceOf, tendMail } from './mailTending.js';
import type { OperatorSettings } from '../machine/operatorSettings.js';
import type { Places } from '../machine/places.js';
import { type WorkerGuard, workerGuard } from './guarded.js';
import { prepareNamespace } from './namespace.js';
import { scheduleDailyRound } from './schedule.js';

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

export interface WorkerOptions {
  /** Compare plan, ledger and evidence daily and after each instant; not in a rehearsal, which is compared letter by letter. */
  readonly rounds: boolean;
  /** Default null: no storm guard, as in a rehearsal, whose clocks are its own. */
  readonly guard?: OperatorSettings | null;
  readonly around?: Around;
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

interface Means {
  readonly client: Client;
  readonly db: Database;
  readonly relay: Relay;
  readonly evidence: Evidence;
  readonly log: (line: string) => void;
  readonly stopped: AbortSignal;
}

/** What each of the two workers does, with the storm guard around it. */
function activitiesOf(
  places: Places,
  { client, ...means }: Means,
  { rounds, guard: settings = null, around = {} }: WorkerOptions,
): {
  readonly turns: TurnWorkerActivities & RoundActivities;
  readonly mail: DispatchActivities;
} {
  const { db, evidence, log } = means;
  const knowledge = knowledgeOf(db);
  const guard = workerGuard(settings, db, knowledge, log);
  const turns = turnActivities(client, { db, rounds, guard, around });
  const mail = upToDate(guard.dispatches(mailActivities(places, { ...means, knowledge })));
  return {
    turns: {
      ...(around.turns?.(turns, { db, workflow: client.workflow }) ?? turns),
      ...roundActivities(client, db, evidence, log),
    },
    mail: around.mail?.(mail) ?? mail,
  };
}

function turnActivities(
  client: Client,
  {
    db,
    rounds: reconciles,
    guard,
    around,
  }: {
    readonly db: Database;
    readonly rounds: boolean;
    readonly guard: WorkerGuard;
    readonly around: Around;
  },
): TurnWorkerActivities {
  const { workflow } = client;
  const startAll = async (instants: readonly Instant[], clock: BusinessClock): Promise<void> => {
    for (const instant of await notStarted(db.kysely, instants)) {
      await startDispatch(workflow, { instant, ...clock, ...(reconciles && { reconciles }) });
      await markStarted(db, instant);
    }
  };
  const startDispatches = around.starts?.(startAll) ?? startAll;
  return {
    turn: guard.turns(
      (input) => turn({ db, startDispatches, carry: (carried) => carry(workflow, carried) }, input),
      startDispatches,
    ),
    tellStuck: (stuck) => tellStuck(db, stuck),
    openCycles: (input) => openCycles({ db, startCycle: (cycle) => startCycle(workflow, cycle) }, input),
    nudge: (input) => nudge(workflow, input),
  };
}

function roundActivities(
  client: Client,
  db: Database,
  evidence: Evidence,
  log: (line: string) => void,
): RoundActivities {
  return createRoundActivities({
    db,
    evidence,
    workflows: roundWorkflows(client, (now) => livingTerms(db, now)),
    log: (message, facts) => log(`alarm ${message} ${JSON.stringify(facts)}`),
    heartbeat,
    pause: (ms) => sleep(ms).then(() => undefined),
  });
}

type MailMeans = Omit<Means, 'client'> & { readonly knowledge: Knowledge };

function mailActivities(
  places: Places,
  { db, knowledge, relay, evidence, log, stopped }: MailMeans,
): DispatchActivities {
  return createDispatchActivities({
    ledger: sqlLedger(db),
    clock: realClock,
    relay,
    evidence,
    stopped,
    compose: composer(db, knowledge, places.from),
    truth: (notices, now) => mayLeaveNow(knowledge, notices, now),
    log: (level, message, facts) => log(`${level} ${message} ${JSON.stringify(facts)}`),
  });
}
