// What each worker does: the activities with the means they need, and the storm guard around them. Knows how they fit together; must
// not know connections or how a worker runs.
import { heartbeat } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
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
import type { Database } from '../database/connect.js';
import { markStarted, notStarted } from '../database/ledger/instants.js';
import { sqlLedger } from '../database/ledger/sqlLedger.js';
import { livingTerms } from '../database/livingTerms.js';
import { realClock } from '../mail/clock.js';
import type { Evidence } from '../mail/relayEvidence.js';
import type { Relay } from '../mail/smtpOutcome.js';
import type { BusinessClock, DispatchActivities, RoundActivities } from '../workflows/contract.js';
import type { Instant } from '../domain/localDate.js';
import type { Around, TurnWorkerActivities } from './around.js';
import type { OperatorSettings } from '../machine/operatorSettings.js';
import type { Places } from '../machine/places.js';
import { type WorkerGuard, workerGuard } from './guarded.js';

export interface WorkerOptions {
  /** Compare plan, ledger and evidence daily and after each instant; not in a rehearsal, which is compared letter by letter. */
  readonly rounds: boolean;
  /** Default null: no storm guard, as in a rehearsal, whose clocks are its own. */
  readonly guard?: OperatorSettings | null;
  readonly around?: Around;
}

export interface Means {
  readonly client: Client;
  readonly db: Database;
  readonly relay: Relay;
  readonly evidence: Evidence;
  readonly log: (line: string) => void;
  readonly stopped: AbortSignal;
}

/** What each of the two workers does, with the storm guard around it. */
export function activitiesOf(
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
