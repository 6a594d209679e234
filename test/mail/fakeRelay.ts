// A scripted SMTP server: it keeps what it acknowledges, and fails as told at any point of the protocol.
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Certificate } from './certificate.js';

/**
 * Where the server fails: in place of the greeting, of the TLS handshake, of the reply to a command or to the dot
 * (`beforeDot`: the letter is not kept, `dot`: as `keeps` says); at the message's first bytes; in the midst of the reply to
 * the dot; just after it.
 */
export type Point =
  | 'greeting'
  | 'EHLO'
  | 'STARTTLS'
  | 'TLS'
  | 'AUTH'
  | 'MAIL'
  | 'RCPT'
  | 'DATA'
  | 'body'
  | 'beforeDot'
  | 'dot'
  | 'reply'
  | 'replied'
  | 'RSET'
  | 'QUIT';
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
  /** Offers STARTTLS; with `smtps` TLS from the first byte. */
  readonly tls?: Certificate;
  readonly smtps?: boolean;
  /** The first recipient is refused, so that the session is reset for the next letter. */
  readonly refusesFirst?: boolean;
  readonly accepted?: (count: number) => void;
};

export type FakeRelay = {
  readonly url: string;
  /** Message-IDs of what was kept, in order. */
  readonly ids: () => readonly string[];
  readonly letters: () => readonly string[];
  readonly connections: () => number;
  /** Whether each letter kept came over TLS. */
  readonly secured: () => readonly boolean[];
  /** `user:password` of each AUTH PLAIN. */
  readonly logins: () => readonly string[];
  /** How often the script's fault has hit. */
  readonly hits: () => number;
  /** Ends all sessions, as relays do with idle ones. */
  readonly drop: () => void;
  readonly close: () => Promise<void>;
};

type Life = {
  readonly script: Script;
  readonly kept: { readonly letter: string; readonly secured: boolean }[];
  readonly logins: string[];
  connections: number;
  hits: number;
  refusals: number;
};

export async function startFakeRelay(script: Script = {}): Promise<FakeRelay> {
  const sockets = new Set<Socket>();
  const refusals = script.refusesFirst === true ? 1 : 0;
  const life: Life = { script, kept: [], logins: [], connections: 0, hits: 0, refusals };
  const server = createServer((socket) => {
    life.connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    converse(socket, life);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `${script.smtps === true ? 'smtps' : 'smtp'}://127.0.0.1:${port}`,
    ids: () => life.kept.map(({ letter }) => /^Message-ID: (<[^>]*>)/im.exec(letter)?.[1] ?? ''),
    letters: () => life.kept.map(({ letter }) => letter),
    connections: () => life.connections,
    secured: () => life.kept.map(({ secured }) => secured),
    logins: () => life.logins,
    hits: () => life.hits,
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

type Session = {
  readonly socket: Socket;
  readonly life: Life;
  /** The socket, or TLS over it. */
  stream: Socket;
  input: string;
  inBody: boolean;
  /** How far into `input` no dot was found. */
  searched: number;
  recipients: number;
  /** It failed for good: nothing is answered any more. */
  silent: boolean;
};

function converse(socket: Socket, life: Life): void {
  const session: Session = {
    socket,
    life,
    stream: socket,
    input: '',
    inBody: false,
    searched: 0,
    recipients: 0,
    silent: false,
  };
  if (life.script.smtps === true) {
    if (fails(session, 'TLS')) return;
    secure(session);
  }
  listen(session);
  if (!fails(session, 'greeting')) reply(session, '220 fake');
}

function listen(session: Session): void {
  const { stream } = session;
  stream.on('data', (chunk: Buffer) => {
    if (session.silent || session.stream !== stream) return;
    session.input += chunk.toString('latin1');
    while (!session.silent && session.stream === stream && step(session));
  });
}

/** Goes one line, or one letter, on; false when more has to come first. */
function step(session: Session): boolean {
  if (session.inBody) return body(session);
  const end = session.input.indexOf('\r\n');
  if (end < 0) return false;
  const line = session.input.slice(0, end);
  session.input = session.input.slice(end + 2);
  command(session, line);
  return true;
}

function reply({ stream }: Session, text: string): void {
  stream.write(`${text}\r\n`);
}

function secure(session: Session): void {
  const { key, cert } = session.life.script.tls ?? { key: '', cert: '' };
  session.stream = new TLSSocket(session.socket, { isServer: true, key, cert });
  session.stream.on('error', () => undefined);
}

/** True when the script's fault hits here. */
function fails(session: Session, point: Point): boolean {
  const { script } = session.life;
  const { fault, times = Number.POSITIVE_INFINITY } = script;
  if (script.at !== point || session.life.hits >= times || fault === undefined) return false;
  session.life.hits += 1;
  // In the midst of a message it reads no further, so that the dot cannot leave the sender.
  if (point === 'body' || fault === 'hang') session.stream.pause();
  if (fault === 'cut') session.socket.end();
  else if (fault === 'reset') session.socket.resetAndDestroy();
  else if (fault !== 'hang' && 'cutOff' in fault) session.stream.end(fault.cutOff);
  else if (fault !== 'hang') {
    reply(session, fault.say);
    return true;
  }
  session.silent = true;
  return true;
}

function command(session: Session, line: string): void {
  const verb = (/^[a-z]+/i.exec(line)?.[0] ?? '').toUpperCase();
  switch (verb) {
    case 'EHLO':
    case 'STARTTLS':
    case 'AUTH':
    case 'RCPT':
    case 'DATA':
    case 'MAIL':
    case 'RSET':
    case 'QUIT':
      if (!fails(session, verb)) answer(session, verb, line);
      return;
    default:
      reply(session, '250 OK');
  }
}

function answer(session: Session, verb: Point, line: string): void {
  const { life } = session;
  if (verb === 'QUIT') session.stream.end('221 Bye\r\n');
  else if (verb === 'EHLO') reply(session, extensions(session));
  else if (verb === 'STARTTLS') startTls(session);
  else if (verb === 'AUTH') {
    const [, user = '', password = ''] = Buffer.from(line.slice(11), 'base64').toString().split('\0');
    life.logins.push(`${user}:${password}`);
    reply(session, '235 2.7.0 Welcome');
  } else if (verb === 'RCPT' && life.refusals > 0) {
    life.refusals -= 1;
    reply(session, '550 5.1.1 No such user');
  } else if (verb === 'RCPT') {
    session.recipients += 1;
    reply(session, '250 OK');
  } else if (verb === 'DATA' && session.recipients === 0) reply(session, '503 5.5.1 No recipient');
  else if (verb === 'DATA') {
    session.inBody = true;
    reply(session, '354 Go on');
  } else {
    session.recipients = 0;
    reply(session, '250 OK');
  }
}

function extensions({ life: { script }, socket, stream }: Session): string {
  const startTls = script.tls !== undefined && script.smtps !== true && stream === socket;
  const more = [
    ...(startTls ? ['STARTTLS'] : ['AUTH PLAIN']),
    ...(script.pipelining === true ? ['PIPELINING'] : []),
  ];
  return ['fake', ...more].map((text, at) => `250${at === more.length ? ' ' : '-'}${text}`).join('\r\n');
}

function startTls(session: Session): void {
  if (session.life.script.tls === undefined) return reply(session, '502 5.5.1 Not implemented');
  reply(session, '220 2.0.0 Ready');
  if (fails(session, 'TLS')) return;
  secure(session);
  listen(session);
}

function body(session: Session): boolean {
  const { life, socket, stream } = session;
  if (fails(session, 'body')) return false;
  const end = session.input.indexOf('\r\n.\r\n', session.searched);
  session.searched = Math.max(0, session.input.length - 4);
  if (end < 0) return false;
  session.searched = 0;
  const letter = session.input.slice(0, end + 2);
  session.input = session.input.slice(end + 5);
  session.inBody = false;
  if (fails(session, 'beforeDot')) return true;
  const keep = (): void => {
    life.kept.push({ letter, secured: stream !== socket });
    life.script.accepted?.(life.kept.length);
  };
  if (fails(session, 'dot')) {
    if (life.script.keeps === true) keep();
    return true;
  }
  keep();
  if (halfReplied(session)) return true;
  reply(session, '250 2.0.0 Queued');
  fails(session, 'replied');
  return true;
}

/** The reply to the dot begins, and then the fault hits. */
function halfReplied(session: Session): boolean {
  const { script, hits } = session.life;
  if (script.at !== 'reply' || hits >= (script.times ?? Number.POSITIVE_INFINITY)) return false;
  session.stream.write('25');
  // Sent before what follows, so that a reset does not take it along.
  setTimeout(() => fails(session, 'reply'), 10);
  session.silent = true;
  return true;
}
