// The processes that a bench starts: known by their id, all ended with it. Knows processes; must not know what they do.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

const GRACE_MS = 10_000;
const alive = new Set();

function noted(child) {
  alive.add(child);
  child.once('exit', () => alive.delete(child));
  return child;
}

export const children = {
  spawn: (command, args, options) => noted(spawn(command, args, options)),
  fork: (path, args, options) => noted(fork(path, args, options)),
  /** Asks a child to end, and ends it when it does not. */
  end: async (child) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
    await ended;
    clearTimeout(force);
  },
  kill: async (child) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  },
  endAll: () => {
    for (const child of alive) child.kill('SIGKILL');
  },
};

/** The next message of a forked child that `wanted` accepts; rejects when the child ends or nothing comes in `ms`. */
export function message(child, wanted, ms) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => finish(reject, new Error(`no answer in ${ms / 1000} s`)), ms);
    const heard = (value) => wanted(value) && finish(resolve, value);
    const ended = (code, signal) => finish(reject, new Error(`ended (${signal ?? code})`));
    function finish(settle, value) {
      clearTimeout(timer);
      child.off('message', heard);
      child.off('exit', ended);
      settle(value);
    }
    child.on('message', heard);
    child.on('exit', ended);
  });
}

export async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  return port;
}
