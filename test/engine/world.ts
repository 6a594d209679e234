// A rehearsal machine with a worker made of the product's own activities, some of them given in by the test. Knows wiring.
import type { Client } from '@temporalio/client';
import { Worker, NativeConnection } from '@temporalio/worker';
import { type Database, inTransaction, openDatabase } from '../../database/connect.js';
import { migrate } from '../../database/migrate.js';
import { saveRegister } from '../../database/register.js';
import type { Dossier } from '../../domain/agreement.js';
import { type Instant, startOf } from '../../domain/localDate.js';
import { startOfAgreement } from '../../domain/term.js';
import { type Engine, openEngine } from '../../client/engine.js';
import { type Embedded, startEmbedded } from '../../machine/embedded.js';
import { isFailure } from '../../machine/failure.js';
import { beating, discreetly } from '../../worker/activityCalls.js';
import { workflowBundle } from '../../worker/bundle.js';
import { prepareNamespace } from '../../worker/namespace.js';
import { MAIL_QUEUE, TASK_QUEUE } from '../../workflows/contract.js';

export interface World {
  readonly machine: Embedded;
  readonly engine: Engine;
  readonly db: Database;
  readonly client: Client;
  stop(): Promise<void>;
}

export async function openWorld(): Promise<World> {
  const machine = await startEmbedded({ env: process.env, rehearsal: true });
  if (isFailure(machine)) throw new Error(JSON.stringify(machine));
  const db = openDatabase(machine.postgres.url);
  await migrate(db);
  const engine = await openEngine(machine.temporal.address, machine.temporal.namespace);
  if ('failed' in engine) throw new Error(engine.failed.facts.why);
  await prepareNamespace(engine.connection, machine.temporal.namespace);
  return {
    machine,
    engine,
    db,
    client: engine.client,
    stop: async () => {
      await engine.close();
      await db.close();
      await machine.stop();
    },
  };
}

/** Registers as of the start of each agreement. */
export async function registered(
  db: Database,
  dossiers: readonly Dossier[],
): Promise<ReadonlyMap<string, Instant>> {
  const at = new Map(dossiers.map(({ agreement }) => [agreement.code, startOf(startOfAgreement(agreement))]));
  await inTransaction(db, async (tx) => {
    for (const dossier of dossiers) {
      const since = at.get(dossier.agreement.code) ?? startOf(startOfAgreement(dossier.agreement));
      const input = {
        agreements: [dossier],
        bodies: dossier.bodies,
        calendar: { decisions: [], quiet: [] },
        files: [],
      };
      await saveRegister(tx, input, { who: 'test', at: since });
    }
  });
  return at;
}

/** A worker for mail with these activities; `stop` waits until it has finished. */
export async function mailing(world: World, activities: object): Promise<{ stop(): Promise<void> }> {
  const connection = await NativeConnection.connect({ address: world.machine.temporal.address });
  const { namespace } = world.machine.temporal;
  const worker = await Worker.create({ connection, namespace, taskQueue: MAIL_QUEUE, activities });
  return running(worker, connection);
}

async function running(worker: Worker, connection: NativeConnection): Promise<{ stop(): Promise<void> }> {
  const done = worker.run();
  return {
    stop: async () => {
      worker.shutdown();
      await done;
      await connection.close();
    },
  };
}

/** A worker for turns with these activities; `stop` waits until it has finished. */
export async function turning(world: World, activities: object): Promise<{ stop(): Promise<void> }> {
  const connection = await NativeConnection.connect({ address: world.machine.temporal.address });
  const worker = await Worker.create({
    connection,
    namespace: world.machine.temporal.namespace,
    taskQueue: TASK_QUEUE,
    workflowBundle: await workflowBundle(),
    activities,
    maxConcurrentActivityTaskExecutions: 8,
    interceptors: { activity: [beating, discreetly(() => undefined)] },
  });
  return running(worker, connection);
}
