// Knows how to start children and to end them when their owner is gone, however it went. Must know nothing of what they are,
// and import nothing heavy: it lives as long as they do.
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, openSync, rmSync } from 'node:fs';
import type { ChildOrder, FromGuard, ToGuard } from './guardOrders.js';

// Of an owner killed with -9 nothing shall run 3 s later; the Temporal server takes 1.1-1.7 s to finish in order.
const ORPHAN_LIMIT_MS = 2_000;

type Kept = { readonly child: ChildProcess; readonly order: ChildOrder };

const kept = new Map<number, Kept>();
const toRemove: string[] = [];
let ending = false;

function tell(message: FromGuard): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

function start(id: number, order: ChildOrder): void {
  const log = openSync(order.log, 'a', 0o600);
  // `detached`: a process group of its own, so that Ctrl-C in the owner's terminal does not reach it.
  const child = spawn(order.command, order.args, {
    env: order.env,
    cwd: order.cwd,
    detached: true,
    stdio: ['ignore', log, log],
    ...order.account,
  });
  closeSync(log);
  child.once('error', (error) => tell({ type: 'notStarted', id, why: error.message }));
  if (child.pid === undefined) return;
  kept.set(id, { child, order });
  child.once('exit', (code, signal) => {
    kept.delete(id);
    tell({ type: 'ended', id, code, signal });
    if (ending) leaveWhenAlone();
  });
  tell({ type: 'started', id, pid: child.pid });
}

function stop({ child, order }: Kept, limitMs: number): void {
  child.kill(order.stop);
  const limit = setTimeout(() => kill(child), limitMs);
  child.once('exit', () => clearTimeout(limit));
}

function kill(child: ChildProcess): void {
  child.kill('SIGKILL');
  if (child.pid === undefined || process.platform === 'win32') return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The group died with its leader.
  }
}

function end(): void {
  if (ending) return;
  ending = true;
  for (const one of kept.values()) stop(one, ORPHAN_LIMIT_MS);
  leaveWhenAlone();
}

function leaveWhenAlone(): void {
  if (kept.size > 0) return;
  for (const folder of toRemove) rmSync(folder, { recursive: true, force: true });
  process.exit(0);
}

process.on('message', (message: ToGuard) => {
  switch (message.type) {
    case 'start':
      try {
        if (!ending) start(message.id, message.order);
      } catch (error) {
        // A log that cannot be opened, say. The guard must not fall: it would leave the other children unguarded.
        tell({ type: 'notStarted', id: message.id, why: String(error) });
      }
      return;
    case 'stop': {
      const one = kept.get(message.id);
      if (one !== undefined) stop(one, message.limitMs);
      return;
    }
    case 'removeAtEnd':
      toRemove.push(message.folder);
      return;
    default:
      message satisfies never;
  }
});
process.on('disconnect', end);
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, end);
tell({ type: 'ready' });
