// Typed calls to the running engine: start a term, command a cycle, ask its status. Knows ids, deadlines and how failures
// look; must not know activities or words.
import {
  Client,
  Connection,
  WithStartWorkflowOperation,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
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
import { type InFlight, inFlight, inParallel } from './inFlight.js';

export interface Engine {
  readonly client: Client;
  readonly connection: Connection;
  readonly address: string;
  /** Keeps the Updates of one cycle within what the server takes at a time. */
  readonly updates: InFlight;
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
/** The server refuses the eleventh Update in flight of one execution; others may be asking too. */
const UPDATES_AT_ONCE = 8;

export async function openEngine(address: string, namespace: string): Promise<Engine | EngineFailure> {
  const why = await probe(address);
  if (why !== null) return unreachable(address, why);
  try {
    const connection = await Connection.connect({ address, connectTimeout: CONNECT_MS });
    return {
      client: new Client({ connection, namespace }),
      connection,
      address,
      updates: inFlight(UPDATES_AT_ONCE),
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
  /** Its turn did not come through in time. `recorded`: the cycle has it and will carry it; else that is unknown. */
  | { readonly unanswered: true; readonly recorded: boolean };

/** One command to one cycle. Its update id makes a repetition harmless. */
export function commandCycle(
  engine: Engine,
  code: string,
  year: number,
  command: Command,
  limitMs = COMMAND_MS,
): Promise<Commanded> {
  const cycle = cycleId(code, year);
  return engine.updates(cycle, async () => {
    const end = Date.now() + limitMs;
    const handle = engine.client.workflow.getHandle(cycle);
    let recorded = false;
    try {
      const asked = await engine.client.withDeadline(end, () =>
        handle.startUpdate<CommandAnswer, [Command], string>(command.do, {
          args: [command],
          updateId: command.update,
          waitForStage: 'ACCEPTED',
        }),
      );
      recorded = true;
      return { answer: await engine.client.withDeadline(end, () => asked.result()) };
    } catch (error) {
      if (isLate(error)) return { unanswered: true, recorded };
      return commandFailure(error);
    }
  });
}

function commandFailure(error: unknown): Commanded {
  if (error instanceof WorkflowNotFoundError) return { closed: true };
  if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure) {
    const [facts] = error.cause.details ?? [];
    return { refused: { code: error.cause.type as RefusalCode, facts: (facts ?? {}) as Refusal['facts'] } };
  }
  throw error;
}

/** gRPC codes 1 and 4: cancelled and deadline both occur when the time is up. */
const TIME_IS_UP = new Set<unknown>([1, 4]);

function isLate(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return true;
  return 'code' in error && TIME_IS_UP.has(error.code) ? true : isLate(error.cause);
}

export interface CycleName {
  readonly agreement: string;
  readonly year: number;
}

/** Few enough that people's own requests find their place between them. */
const REPLANS_AT_ONCE = 4;

/**
 * Asks every open cycle to plan again by register version `version`, paced by the turns themselves. Cycles that have closed
 * are passed over, and so are those whose turn is late: they stay behind in the view until somebody notices. Answers how many
 * are through. `enough` ends it early.
 */
export async function replanCycles(
  engine: Engine,
  cycles: readonly CycleName[],
  version: string,
  enough?: () => boolean,
): Promise<number> {
  let through = 0;
  const ask = async ({ agreement, year }: CycleName): Promise<void> => {
    const cycle = cycleId(agreement, year);
    try {
      await engine.updates(cycle, () =>
        engine.client.withDeadline(Date.now() + COMMAND_MS, () =>
          engine.client.workflow.getHandle(cycle).executeUpdate('replan', {
            args: [{ update: version }],
            updateId: `replan-${version}`,
          }),
        ),
      );
      through += 1;
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError) && !isLate(error)) throw error;
    }
  };
  await inParallel(REPLANS_AT_ONCE, cycles, ask, enough);
  return through;
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

/** Workflow ids of the open cycles whose turns fail, as the engine lists them: true also with the database away. */
export async function stuckCycles(engine: Engine): Promise<readonly string[]> {
  const query = `WorkflowType = 'annualCycle' AND ExecutionStatus = 'Running' AND NhipStage = 'stuck'`;
  return engine.client.withDeadline(Date.now() + CONNECT_MS, async () => {
    const ids: string[] = [];
    for await (const { workflowId } of engine.client.workflow.list({ query })) ids.push(workflowId);
    return ids.toSorted();
  });
}

/** Starts one cycle by itself, as a rehearsal of one year does; false where it runs or has ended. */
export function startCycleOf(engine: Engine, cycle: Parameters<typeof startCycle>[1]): Promise<boolean> {
  return startCycle(engine.client.workflow, cycle);
}

/** Starts a term without waiting for its first turn. */
export function startTermOf(engine: Engine, input: TermInput): Promise<boolean> {
  return startTerm(engine.client.workflow, input);
}
