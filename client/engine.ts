// Typed calls to the running engine: start a term, command a cycle, ask its status. Knows ids, deadlines and how failures
// look; must not know activities or words.
import {
  Client,
  Connection,
  WithStartWorkflowOperation,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { connect } from 'node:net';
import type { Command } from '../domain/command.js';
import type { Refusal, RefusalCode } from '../domain/refusals.js';
import {
  agreementId,
  type CommandAnswer,
  cycleId,
  type CycleStatus,
  TASK_QUEUE,
  type TermInput,
} from '../workflows/contract.js';
import { NhipAgreement } from '../workflows/searchAttributes.js';
import { startCycle, startTerm } from '../workflows/starts.js';

export interface Engine {
  readonly client: Client;
  readonly connection: Connection;
  readonly address: string;
  close(): Promise<void>;
}

export interface EngineFailure {
  readonly failed: {
    readonly code: 'EngineUnreachable' | 'NoWorker';
    readonly facts: { readonly address: string; readonly why: string };
  };
}

/** A connection refused must be said within 3 s; the client's own retries would take 18 (temporal.md §10). */
const PROBE_MS = 1_000;
const CONNECT_MS = 2_000;
/** A turn takes well under a second; the database may be away for a moment. */
const COMMAND_MS = 10_000;

export async function openEngine(address: string, namespace: string): Promise<Engine | EngineFailure> {
  const why = await probe(address);
  if (why !== null) return unreachable(address, why);
  try {
    const connection = await Connection.connect({ address, connectTimeout: CONNECT_MS });
    return {
      client: new Client({ connection, namespace }),
      connection,
      address,
      close: () => connection.close(),
    };
  } catch (error) {
    return unreachable(address, error instanceof Error ? error.message : String(error));
  }
}

function unreachable(address: string, why: string): EngineFailure {
  return { failed: { code: 'EngineUnreachable', facts: { address, why } } };
}

/** null: the port answers; else what the system said. */
function probe(address: string): Promise<string | null> {
  const [host = '', port = ''] = address.split(':');
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port), timeout: PROBE_MS });
    const done = (why: string | null) => () => {
      socket.destroy();
      resolve(why);
    };
    socket.once('connect', done(null));
    socket.once('timeout', done(`no answer in ${PROBE_MS} ms`));
    socket.once('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message)());
  });
}

export type Commanded =
  | { readonly answer: CommandAnswer }
  | { readonly refused: Refusal }
  | { readonly closed: true }
  /** Accepted or not is unknown here: the turn that carries it did not come through in time. */
  | { readonly unanswered: true };

/** One command to one cycle. Its update id makes a repetition harmless. */
export async function commandCycle(
  engine: Engine,
  code: string,
  year: number,
  command: Command,
  limitMs = COMMAND_MS,
): Promise<Commanded> {
  const handle = engine.client.workflow.getHandle(cycleId(code, year));
  try {
    const answer = await engine.client.withDeadline(Date.now() + limitMs, () =>
      handle.executeUpdate<CommandAnswer, [Command]>(command.do, {
        args: [command],
        updateId: command.update,
      }),
    );
    return { answer };
  } catch (error) {
    return commandFailure(error);
  }
}

function commandFailure(error: unknown): Commanded {
  if (error instanceof WorkflowNotFoundError) return { closed: true };
  if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure) {
    const [facts] = error.cause.details ?? [];
    return { refused: { code: error.cause.type as RefusalCode, facts: (facts ?? {}) as Refusal['facts'] } };
  }
  if (error instanceof Error && /Timeout|deadline|Cancelled/i.test(`${error.name} ${error.message}`))
    return { unanswered: true };
  throw error;
}

/** Asks every open cycle to plan again by register version `version`; cycles that have closed are passed over. */
export async function replanCycles(
  engine: Engine,
  cycles: readonly { readonly agreement: string; readonly year: number }[],
  version: string,
): Promise<number> {
  let asked = 0;
  for (const { agreement, year } of cycles) {
    const handle = engine.client.workflow.getHandle(cycleId(agreement, year));
    try {
      await engine.client.withDeadline(Date.now() + COMMAND_MS, () =>
        handle.executeUpdate('replan', { args: [{ update: version }], updateId: `replan-${version}` }),
      );
      asked += 1;
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  }
  return asked;
}

/** Starts the term of an agreement, or tells the running one that its file changed. Answers the years it opened. */
export async function registerTerm(
  engine: Engine,
  input: TermInput,
  version: number,
): Promise<readonly number[]> {
  const start = new WithStartWorkflowOperation('agreementTerm', {
    workflowId: agreementId(input.agreement),
    taskQueue: TASK_QUEUE,
    args: [input],
    workflowIdConflictPolicy: 'USE_EXISTING',
    typedSearchAttributes: [{ key: NhipAgreement, value: input.agreement }],
    staticSummary: `chương trình ${input.agreement}`,
  });
  return engine.client.withDeadline(Date.now() + COMMAND_MS, () =>
    engine.client.workflow.executeUpdateWithStart('adopt', {
      startWorkflowOperation: start,
      args: [{ version }],
      updateId: `adopt-${version}`,
    }),
  );
}

export async function cycleStatus(engine: Engine, code: string, year: number): Promise<CycleStatus | null> {
  try {
    return await engine.client.withDeadline(Date.now() + COMMAND_MS, () =>
      engine.client.workflow.getHandle(cycleId(code, year)).query<CycleStatus>('status'),
    );
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

/** Starts one cycle by itself, as a rehearsal of one year does; false where it runs or has ended. */
export function startCycleOf(engine: Engine, cycle: Parameters<typeof startCycle>[1]): Promise<boolean> {
  return startCycle(engine.client.workflow, cycle);
}

/** Starts a term without waiting for its first turn. */
export function startTermOf(engine: Engine, input: TermInput): Promise<boolean> {
  return startTerm(engine.client.workflow, input);
}
