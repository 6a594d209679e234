// Knows which ports of this machine are free and which answer. Knows nothing of who listens there.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { MachineFailure } from './failure.js';
import { systemCode } from './failure.js';

/** All servers of the embedded mode listen here and nowhere else. */
export const LOOPBACK = '127.0.0.1';

/** `count` different free ports. They are free now: whoever takes one must be ready to ask for another. */
export async function freePorts(count: number): Promise<readonly number[]> {
  // All are held until the last is known, else the system may give the same one twice.
  const held = await Promise.all(Array.from({ length: count }, () => listenOn(0)));
  const ports = held.map(portOf);
  await Promise.all(held.map(closed));
  return ports;
}

/** PortTaken, with a free one to suggest, when another program listens on `port` of 127.0.0.1; else null. */
export async function portTaken(port: number): Promise<MachineFailure | null> {
  try {
    await closed(await listenOn(port));
    return null;
  } catch (error) {
    if (systemCode(error) !== 'EADDRINUSE') throw error;
    const free = await nextFree(port);
    return { failed: { code: 'PortTaken', facts: { port, free } } };
  }
}

// A neighbour of the port that was asked for is easier to remember than a random one.
async function nextFree(port: number): Promise<number> {
  for (let near = port + 1; near <= Math.min(port + 20, 65_535); near++) {
    const server = await listenOn(near).catch(() => null);
    if (server === null) continue;
    await closed(server);
    return near;
  }
  const [any = 0] = await freePorts(1);
  return any;
}

/** Whether something accepts connections on this port of 127.0.0.1. */
export function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, LOOPBACK);
    const answer = (yes: boolean) => (): void => {
      socket.destroy();
      resolve(yes);
    };
    socket.once('connect', answer(true)).once('error', answer(false)).setTimeout(1_000, answer(false));
  });
}

type Server = ReturnType<typeof createServer>;

async function listenOn(port: number): Promise<Server> {
  const server = createServer();
  server.listen({ port, host: LOOPBACK, exclusive: true });
  await once(server, 'listening');
  return server;
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function closed(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}
