// Knows how children are started so that none outlives the owner: through a guard process that ends them when the owner's
// channel closes. Knows nothing of what the children do.
import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { compiledScript } from './compiled.js';
import type { ChildOrder, FromGuard, ToGuard } from './guardOrders.js';
import type { ProcessMark } from './processMark.js';
import { endAll, markOf } from './processMark.js';

/** `signal` is `guardLost` for a child that had to be ended because its guard was killed. */
export type ChildEnd = { readonly code: number | null; readonly signal: string | null };

export type Child = {
  readonly name: string;
  readonly mark: ProcessMark;
  readonly log: string;
  /** Resolves when the child has ended, for whatever reason; never rejects. */
  readonly ended: Promise<ChildEnd>;
  /** Asks it to finish in order; kills it after `limitMs`; resolves when it has ended. */
  readonly stop: (limitMs: number) => Promise<ChildEnd>;
};

export type NotStarted = { readonly why: string };

export type Guard = {
  readonly mark: ProcessMark;
  readonly start: (order: ChildOrder) => Promise<Child | NotStarted>;
  /** Makes the guard remove a throw-away folder when all has ended. */
  readonly removeAtEnd: (folder: string) => void;
  /** Ends the children that still run, then the guard; resolves when all are gone. */
  readonly close: () => Promise<void>;
};

type Waiting = {
  readonly order: ChildOrder;
  readonly settle: (child: Child | NotStarted) => void;
  readonly end: (how: ChildEnd) => void;
  readonly ended: Promise<ChildEnd>;
};
type Running = { readonly child: Child; readonly end: (how: ChildEnd) => void; readonly order: ChildOrder };
type Books = { readonly waiting: Map<number, Waiting>; readonly running: Map<number, Running> };

const GUARD_LOST: ChildEnd = { code: null, signal: 'guardLost' };
const LOST_LIMIT_MS = 2_000;

/** Starts a guard: a process in a session of its own, which neither Ctrl-C nor the owner's death reaches by itself. */
export async function openGuard(): Promise<Guard> {
  const guard = fork(compiledScript('guardMain'), [], {
    detached: true,
    execArgv: [],
    env: {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const books: Books = { waiting: new Map(), running: new Map() };
  const gone = once(guard, 'exit').then(() => guardLost(books));
  await Promise.race([once(guard, 'message'), gone]);
  if (guard.pid === undefined || guard.exitCode !== null) throw new Error('the guard process does not start');
  guard.on('message', (message: FromGuard) => heard(message, books, (order) => tell(guard, order)));
  let next = 0;
  return {
    mark: markOf(guard.pid) ?? { pid: guard.pid, start: 'unknown' },
    start: (order) => startChild(order, next++, books, (message) => tell(guard, message)),
    removeAtEnd: (folder) => tell(guard, { type: 'removeAtEnd', folder }),
    close: async () => {
      if (guard.connected) guard.disconnect();
      await gone;
    },
  };
}

function tell(guard: ChildProcess, message: ToGuard): void {
  // A guard that is gone is noticed by its exit, which answers everything that waits.
  if (guard.connected) guard.send(message, () => undefined);
}

function startChild(
  order: ChildOrder,
  id: number,
  books: Books,
  send: (message: ToGuard) => void,
): Promise<Child | NotStarted> {
  return new Promise((settle) => {
    let end: (how: ChildEnd) => void = () => undefined;
    const ended = new Promise<ChildEnd>((resolve) => {
      end = resolve;
    });
    books.waiting.set(id, { order, settle, end, ended });
    send({ type: 'start', id, order });
  });
}

function heard(message: FromGuard, books: Books, send: (message: ToGuard) => void): void {
  switch (message.type) {
    case 'ready':
      return;
    case 'started':
      return started(message.id, message.pid, books, send);
    case 'notStarted':
      books.waiting.get(message.id)?.settle({ why: message.why });
      books.waiting.delete(message.id);
      return;
    case 'ended':
      books.running.get(message.id)?.end({ code: message.code, signal: message.signal });
      books.running.delete(message.id);
      return;
    default:
      message satisfies never;
  }
}

function started(id: number, pid: number, books: Books, send: (message: ToGuard) => void): void {
  const waiting = books.waiting.get(id);
  if (waiting === undefined) return;
  const { order, ended, end, settle } = waiting;
  const stop = (limitMs: number): Promise<ChildEnd> => {
    send({ type: 'stop', id, limitMs });
    return ended;
  };
  // A child that ended at once has no mark any more; its end is on the way.
  const mark = markOf(pid) ?? { pid, start: 'ended' };
  const child: Child = { name: order.name, mark, log: order.log, ended, stop };
  books.waiting.delete(id);
  books.running.set(id, { child, end, order });
  settle(child);
}

// Without its guard a child would outlive the owner: better to end it here than to run unguarded.
async function guardLost(books: Books): Promise<void> {
  for (const { settle } of books.waiting.values()) settle({ why: 'the guard process ended' });
  books.waiting.clear();
  const orphans = [...books.running.values()];
  books.running.clear();
  await Promise.all(orphans.map(({ child, order }) => endAll([child.mark], order.stop, LOST_LIMIT_MS)));
  for (const { end } of orphans) end(GUARD_LOST);
}
