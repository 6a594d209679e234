// Puts the storm guard around a worker's activities. Knows what the guard needs; decides nothing.
import { heartbeat } from '@temporalio/activity';
import { guardDispatches, type GuardMeans, guardTurns } from '../activities/stormGuard.js';
import type { Knowledge } from '../activities/knowledge.js';
import { tellOperator } from '../activities/tellOperator.js';
import type { Database } from '../database/connect.js';
import type { OperatorSettings } from '../machine/operatorSettings.js';
import { clockReader } from './clocks.js';

export interface WorkerGuard {
  readonly dispatches: (base: Parameters<typeof guardDispatches>[0]) => ReturnType<typeof guardDispatches>;
  readonly turns: (
    turn: Parameters<typeof guardTurns>[0],
    startDispatches: Parameters<typeof guardTurns>[2],
  ) => ReturnType<typeof guardTurns>;
}

const RANKS = { prompt: 0, morning: 1 } as const;

/** `settings` null: unguarded, as a rehearsal is. */
export function workerGuard(
  settings: OperatorSettings | null,
  db: Database,
  knowledge: Knowledge,
  log: (line: string) => void,
): WorkerGuard {
  if (settings === null) return { dispatches: (base) => base, turns: (turn) => turn };
  const { operator, from, language, sendAgain } = settings;
  const operatorMeans = {
    db,
    knowledge,
    operator,
    from,
    language,
    link: null,
    log: (level: 'info' | 'alarm', message: string, facts: Readonly<Record<string, unknown>>) =>
      log(`${level} ${message} ${JSON.stringify(facts)}`),
  };
  const means: GuardMeans = {
    db,
    clocks: clockReader(db),
    tell: (now) => tellOperator(operatorMeans, now),
    sendAgain: sendAgain.map((kind) => RANKS[kind]),
    // Bound to the activity that calls: a timer keeps its context.
    heartbeat: () => heartbeat(),
  };
  return {
    dispatches: (base) => guardDispatches(base, means),
    turns: (turn, startDispatches) => guardTurns(turn, means, startDispatches),
  };
}
