// A worker process in virtual time: it may die, freeze, and what it asks of others takes a while and may fail. Knows when its
// own code runs on; must not know what that code does.
import type { Clock } from '../../mail/clock.js';
import type { VirtualTime } from './virtualTime.js';

export type Process = {
  readonly name: string;
  readonly isAlive: () => boolean;
  /** Runs it now, at the thaw of a frozen process, or never. */
  readonly whenRunning: (what: () => void) => void;
  readonly kill: () => void;
  readonly freeze: (ms: number) => void;
  readonly onDeath: (what: () => void) => void;
  /** Whether it has not beaten for so long. */
  readonly isSilent: (ms: number) => boolean;
  readonly clock: Clock;
};

export function process(time: VirtualTime, name: string): Process {
  let alive = true;
  let frozenFrom = 0;
  let frozenUntil = 0;
  const deaths: (() => void)[] = [];
  const whenRunning = (what: () => void): void => {
    if (!alive) return;
    if (frozenUntil > time.now()) time.at(frozenUntil, () => whenRunning(what));
    else what();
  };
  return {
    name,
    isAlive: () => alive,
    whenRunning,
    kill: () => {
      if (!alive) return;
      alive = false;
      for (const death of deaths) death();
    },
    freeze: (ms) => {
      frozenFrom = time.now();
      frozenUntil = time.now() + ms;
    },
    onDeath: (what) => void deaths.push(what),
    isSilent: (ms) => !alive || (frozenUntil > time.now() && time.now() - frozenFrom >= ms),
    clock: {
      monotonicMs: () => time.now(),
      sleep: (ms, signal) =>
        new Promise((wake) => {
          const end = (): void => {
            signal?.removeEventListener('abort', end);
            whenRunning(wake);
          };
          time.at(time.now() + ms, end);
          if (signal?.aborted === true) end();
          else signal?.addEventListener('abort', end, { once: true });
        }),
    },
  };
}

/** Told all that happens, for whoever replays one seed. */
export type Trace = (who: string, what: string, answer?: unknown) => void;

/** What befalls one request to another machine. */
export type RequestFault = 'none' | 'crashBefore' | 'crashAfter' | 'errorBefore' | 'errorAfter';

export type Wire = {
  readonly time: VirtualTime;
  readonly faultOf: (operation: string) => RequestFault;
  readonly latencyMs: () => number;
  /** Throws while the other side is away. */
  readonly reach: () => void;
  readonly trace: Trace;
};

/** One request: on its way, done at once and as a whole, and its answer on its way back. */
export function request<T>(wire: Wire, asker: Process, operation: string, work: () => T): Promise<T> {
  const { time } = wire;
  return new Promise((resolve, reject) => {
    const fail = (why: string): void =>
      time.at(time.now() + wire.latencyMs(), () => asker.whenRunning(() => reject(new Error(why))));
    asker.whenRunning(() => {
      const fault = wire.faultOf(operation);
      if (fault === 'crashBefore') return asker.kill();
      if (fault === 'errorBefore') return fail(`${operation}: not reached`);
      time.at(time.now() + wire.latencyMs(), () => {
        try {
          wire.reach();
          const answer = work();
          wire.trace(asker.name, `${operation}${fault === 'none' ? '' : ` (${fault})`}`, answer);
          if (fault === 'crashAfter') asker.kill();
          if (fault === 'errorAfter') fail(`${operation}: connection lost after the commit`);
          else time.at(time.now() + wire.latencyMs(), () => asker.whenRunning(() => resolve(answer)));
        } catch (error) {
          fail(error instanceof Error ? error.message : String(error));
        }
      });
      return undefined;
    });
  });
}
