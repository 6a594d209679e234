// Whether a server greets, and where a program is. Knows sockets; must not know protocols.
import { accessSync, constants } from 'node:fs';
import { connect, createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const GREETS_MS = 20_000;

/** Resolves when the server on the port has said a first line; throws after 20 seconds. */
export async function greets(port) {
  const until = Date.now() + GREETS_MS;
  while (!(await saysSomething(port))) {
    if (Date.now() > until) throw new Error(`nothing greets on port ${port}`);
    await sleep(50);
  }
}

function saysSomething(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const answer = (said) => {
      socket.destroy();
      resolve(said);
    };
    socket.once('data', () => answer(true)).once('error', () => answer(false));
    socket.once('close', () => answer(false)).setTimeout(2_000, () => answer(false));
  });
}

/** The path of a program, also of those only root has on PATH; null: there is none. */
export function onPath(name) {
  for (const folder of [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin']) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not here.
    }
  }
  return null;
}

/** A port of this machine that is free now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
