// Whether the parts answer, each asked for what it is there for. Knows places and deadlines; must not know words.
import { createConnection } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Database } from '../../database/connect.js';
import { readViews } from '../../database/view.js';
import { MAIL_QUEUE, TASK_QUEUE } from '../../workflows/contract.js';
import { cycleStatus, type Engine } from '../engine.js';

export type HealthPart = 'engine' | 'database' | 'relay' | 'worker';

/** Design §8: `/healthz`. */
export interface Health {
  readonly ok: boolean;
  readonly parts: Readonly<Record<HealthPart, boolean>>;
}

export interface Probed {
  readonly db: Database;
  readonly engine: Engine;
  readonly namespace: string;
  readonly smtpUrl: string;
}

const LIMIT_MS = 2_000;

/** Asks all four side by side; a part that does not answer within 2 s is not well. */
export async function healthOf(probed: Probed): Promise<Health> {
  const [engine, database, relay, worker] = await Promise.all([
    inTime(engineAnswers(probed)),
    inTime(databaseAnswers(probed.db)),
    inTime(relayGreets(probed.smtpUrl)),
    inTime(workerAnswers(probed)),
  ]);
  return { ok: engine && database && relay && worker, parts: { engine, database, relay, worker } };
}

async function inTime(asked: Promise<boolean>): Promise<boolean> {
  return Promise.race([asked.catch(() => false), sleep(LIMIT_MS, false, { ref: false })]);
}

async function engineAnswers({ engine, namespace }: Probed): Promise<boolean> {
  await engine.client.withDeadline(Date.now() + LIMIT_MS, () =>
    engine.client.workflowService.describeNamespace({ namespace }),
  );
  return true;
}

async function databaseAnswers(db: Database): Promise<boolean> {
  await sql`select version from register_head`.execute(db.kysely);
  return true;
}

/** A poller stays listed for minutes after its death, so an open cycle is asked too: only a living worker can answer. */
export async function workerAnswers({ db, engine, namespace }: Probed): Promise<boolean> {
  const queues = await Promise.all(
    [TASK_QUEUE, MAIL_QUEUE].map((name) =>
      engine.client.withDeadline(Date.now() + LIMIT_MS, () =>
        engine.client.workflowService.describeTaskQueue({
          namespace,
          taskQueue: { name },
          taskQueueType: name === MAIL_QUEUE ? ACTIVITY_QUEUE : WORKFLOW_QUEUE,
        }),
      ),
    ),
  );
  if (queues.some(({ pollers }) => (pollers ?? []).length === 0)) return false;
  const open = (await readViews(db.kysely)).find((view) => !view.closed);
  return open === undefined || (await cycleStatus(engine, open.agreement, open.year)) !== null;
}

/** temporal.api.enums.v1.TaskQueueType. */
const WORKFLOW_QUEUE = 1;
const ACTIVITY_QUEUE = 2;

/** Whether the relay of an SMTP_URL greets with 220. */
export function relayGreets(url: string): Promise<boolean> {
  const { protocol, hostname, port } = new URL(url);
  const secure = protocol === 'smtps:';
  const to = { host: hostname, port: Number(port || (secure ? 465 : 587)) };
  return new Promise((resolve) => {
    const socket = secure ? connectTls({ ...to, servername: hostname }) : createConnection(to);
    const answer = (greets: boolean): void => {
      socket.end('QUIT\r\n').destroySoon();
      resolve(greets);
    };
    socket.setEncoding('latin1').once('data', (line) => answer(String(line).startsWith('220')));
    socket.once('error', () => answer(false)).setTimeout(LIMIT_MS, () => answer(false));
  });
}
