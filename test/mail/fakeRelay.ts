// A scripted SMTP server: it keeps what it acknowledges, and fails as told at any point of the protocol.
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** Before the reply to which the server fails: the greeting, a command, the message's first bytes, the dot. */
export type Point = 'greeting' | 'EHLO' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'body' | 'dot' | 'replied';
/** FIN, RST, silence, a reply, or a reply without its end of line and then FIN. */
export type Fault = 'cut' | 'reset' | 'hang' | { readonly say: string } | { readonly cutOff: string };

export type Script = {
  readonly at?: Point;
  readonly fault?: Fault;
  /** How often the fault happens; default always. */
  readonly times?: number;
  /** Whether the letter is kept although the fault hits the reply to its dot. */
  readonly keeps?: boolean;
  readonly pipelining?: boolean;
  readonly accepted?: (count: number) => void;
};

export type FakeRelay = {
  readonly url: string;
  /** Message-IDs of what was kept, in order. */
  readonly ids: () => readonly string[];
  readonly letters: () => readonly string[];
  readonly connections: () => number;
  /** Ends all sessions, as relays do with idle ones. */
  readonly drop: () => void;
  readonly close: () => Promise<void>;
};

export async function startFakeRelay(script: Script = {}): Promise<FakeRelay> {
  const kept: string[] = [];
  const sockets = new Set<Socket>();
  const life = { connections: 0, left: script.times ?? Number.POSITIVE_INFINITY };
  const server = createServer((socket) => {
    life.connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    converse(socket, script, life, (letter) => {
      kept.push(letter);
      script.accepted?.(kept.length);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `smtp://127.0.0.1:${port}`,
    ids: () => kept.map((letter) => /^Message-ID: (<[^>]*>)/im.exec(letter)?.[1] ?? ''),
    letters: () => kept,
    connections: () => life.connections,
    drop: () => {
      for (const socket of sockets) socket.end();
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

type Life = { left: number };

function converse(socket: Socket, script: Script, life: Life, keep: (letter: string) => void): void {
  let input = '';
  let inBody = false;
  let recipients = 0;
  let silent = false;
  const reply = (text: string): void => void socket.write(`${text}\r\n`);
  /** True when the script's fault hits here. */
  const fails = (point: Point): boolean => {
    if (script.at !== point || life.left <= 0 || script.fault === undefined) return false;
    life.left -= 1;
    const { fault } = script;
    // In the midst of a message it reads no further, so that the dot cannot leave the sender.
    if (point === 'body' || fault === 'hang') socket.pause();
    if (fault === 'cut') socket.end();
    else if (fault === 'reset') socket.resetAndDestroy();
    else if (fault !== 'hang' && 'cutOff' in fault) socket.end(fault.cutOff);
    else if (fault !== 'hang') {
      reply(fault.say);
      return true;
    }
    silent = true;
    return true;
  };
  const command = (line: string): void => {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'QUIT') return void socket.end('221 Bye\r\n');
    if (verb === 'EHLO') {
      if (!fails('EHLO'))
        reply(
          script.pipelining === true
            ? '250-fake\r\n250-AUTH PLAIN\r\n250 PIPELINING'
            : '250-fake\r\n250 AUTH PLAIN',
        );
    } else if (verb === 'AUTH') {
      if (!fails('AUTH')) reply('235 2.7.0 Welcome');
    } else if (verb === 'MAIL') {
      recipients = 0;
      if (!fails('MAIL')) reply('250 OK');
    } else if (verb === 'RCPT') {
      if (fails('RCPT')) return;
      recipients += 1;
      reply('250 OK');
    } else if (verb === 'DATA') {
      if (fails('DATA')) return;
      if (recipients === 0) return reply('503 5.5.1 No recipient');
      reply('354 Go on');
      inBody = true;
    } else reply('250 OK');
  };
  const body = (): void => {
    if (fails('body')) return;
    const end = input.indexOf('\r\n.\r\n');
    if (end < 0) return;
    const letter = input.slice(0, end + 2);
    input = input.slice(end + 5);
    inBody = false;
    if (script.at === 'dot' && life.left > 0) {
      if (script.keeps === true) keep(letter);
      fails('dot');
      return;
    }
    keep(letter);
    reply('250 2.0.0 Queued');
    fails('replied');
  };
  socket.setEncoding('latin1').on('data', (text: string) => {
    if (silent) return;
    input += text;
    for (;;) {
      if (silent) return;
      if (inBody) {
        const before = input.length;
        body();
        if (inBody || input.length === before) return;
        continue;
      }
      const end = input.indexOf('\r\n');
      if (end < 0) return;
      const line = input.slice(0, end);
      input = input.slice(end + 2);
      command(line);
    }
  });
  if (!fails('greeting')) reply('220 fake');
}
