// How activities are called: they show that they live, and what they throw reaches the engine as a code alone. Knows the SDK's calls; must not know what an activity does.
import { heartbeat } from '@temporalio/activity';
import { ApplicationFailure, TemporalFailure } from '@temporalio/common';
import type { Next } from '@temporalio/common';
import type {
  ActivityExecuteInput,
  ActivityInboundCallsInterceptor,
  ActivityInterceptorsFactory,
} from '@temporalio/worker';

const BEAT_MS = 2_000;

type Execute = (
  input: ActivityExecuteInput,
  next: Next<ActivityInboundCallsInterceptor, 'execute'>,
) => Promise<unknown>;

/** While an activity runs the engine hears of it, so that a killed worker's work is taken over within seconds. */
export const beating: ActivityInterceptorsFactory = () => {
  const execute: Execute = async (input, next) => {
    const beat = setInterval(() => heartbeat(), BEAT_MS);
    try {
      return await next(input);
    } finally {
      clearInterval(beat);
    }
  };
  return { inbound: { execute } };
};

/** `log` gets the whole message: it stays on this machine, while histories are kept ten years and hold no words. */
export function discreetly(log: (line: string) => void): ActivityInterceptorsFactory {
  const execute: Execute = async (input, next) => {
    try {
      return await next(input);
    } catch (error) {
      if (error instanceof TemporalFailure) throw error;
      log(`ERROR ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      throw discreet(error);
    }
  };
  return () => ({ inbound: { execute } });
}

/** A message may quote what it stumbled over: a name, a mailbox, a reason. Its code and the places in the code do not. */
function discreet(error: unknown): ApplicationFailure {
  const code = codeOf(error);
  const failure = ApplicationFailure.create({ type: code, message: code });
  const frames = error instanceof Error ? framesOf(error.stack ?? '') : [];
  failure.stack = [code, ...frames].join('\n');
  return failure;
}

/** An SQLSTATE, a code of the system, a fault of ours, or the kind of error. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'Error';
  if (
    'failed' in error &&
    typeof error.failed === 'object' &&
    error.failed !== null &&
    'code' in error.failed
  )
    return String(error.failed.code);
  if ('code' in error) return String(error.code);
  return error instanceof Error ? error.name : 'Error';
}

/** Folder and file of each place: where the program is installed may name who installed it. */
function framesOf(stack: string): readonly string[] {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return frames.map((line) => line.replace(/(?:file:\/\/)?\/\S*\/(?=[^/\s]+\/[^/\s]+$)/, ''));
}
