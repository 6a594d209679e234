// One port that leads to another and can be cut, or switched over: as an address that moves to the new primary. Knows sockets
// alone.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** `{ port, switchTo, cut, close }`: `cut()` ends what runs through it and lets nothing more through until `switchTo(port)`. */
export async function openForwarder(to) {
  let target = to;
  const open = new Set();
  const server = createServer((inward) => {
    if (target === null) {
      inward.destroy();
      return;
    }
    const outward = connect(target, '127.0.0.1');
    for (const [one, other] of [
      [inward, outward],
      [outward, inward],
    ]) {
      open.add(one);
      one.on('error', () => undefined);
      one.once('close', () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    target = null;
    for (const socket of open) socket.destroy();
  };
  return {
    port: server.address().port,
    cut,
    switchTo: (port) => {
      cut();
      target = port;
    },
    close: () => {
      cut();
      server.close();
    },
  };
}
