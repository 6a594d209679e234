// One SMTP session, and how far each letter in it got. Knows nodemailer's connection and what it writes; must not know the
// ledger, nor what an outcome is worth.
//
// nodemailer reports a connection cut before DATA and one cut after the final dot with the same error (goals.md, finding
// 2), so we watch what it writes to the socket. The dot is noted before it is written: the note may come too early, never
// too late.
import type { Socket } from 'node:net';
import { Readable, Transform, type TransformCallback } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Attempt, Envelope } from './smtpOutcome.js';
import { isUntrusted, type Tls, tlsOptions } from './smtpTls.js';

export type Target = {
  readonly host: string;
  readonly port: number;
  readonly tls: Tls;
  readonly auth: { readonly user: string; readonly pass: string } | null;
  /** How long a silent relay is waited for, in ms. */
  readonly timeoutMs: number;
};

export type Session = {
  /** Whether the connection still stands and the last letter left it in a known state. */
  readonly usable: () => boolean;
  /** Letters tried so far. */
  readonly sent: () => number;
  readonly send: (envelope: Envelope, raw: Buffer | string, mayWrite: () => boolean) => Promise<Attempt>;
  readonly close: () => void;
};

type Trail = { phase: Attempt['phase']; writingBody: boolean };

const CONNECT_LIMIT_MS = 10_000;

/** Connects, greets, upgrades and logs in; the attempt that failed where it does not come to that. */
export async function openSession(target: Target): Promise<Session | Attempt> {
  const { host, port, tls, timeoutMs } = target;
  const limit = Math.min(CONNECT_LIMIT_MS, timeoutMs);
  const connection = new SMTPConnection({
    host,
    port,
    ...tlsOptions(tls),
    connectionTimeout: limit,
    greetingTimeout: limit,
    socketTimeout: timeoutMs,
    socketCloseTimeout: 1_000,
  });
  const trail: Trail = { phase: 'connect', writingBody: false };
  // An idle connection that breaks is noticed when the next letter wants it.
  connection.on('error', () => undefined);
  const failed = (await connected(connection, trail)) ?? (await loggedIn(connection, target, trail));
  if (failed !== null) {
    connection.close();
    return failed;
  }
  if (connection._socket) watch(connection._socket, trail);
  return sessionOf(connection, trail);
}

function connected(connection: SMTPConnection, trail: Trail): Promise<Attempt | null> {
  return new Promise((resolve) => {
    connection.once('error', (error: Error) => resolve(attemptOf(error, trail)));
    connection.once('end', () => resolve(attemptOf(new Error('Connection closed'), trail)));
    connection.connect((error) => resolve(error ? attemptOf(error, trail) : null));
  });
}

function loggedIn(connection: SMTPConnection, { auth }: Target, trail: Trail): Promise<Attempt | null> {
  if (auth === null) return Promise.resolve(null);
  return new Promise((resolve) => {
    connection.once('error', (error: Error) => resolve(attemptOf(error, trail)));
    connection.login({ user: auth.user, pass: auth.pass }, (error) =>
      resolve(error ? attemptOf(error, trail) : null),
    );
  });
}

function sessionOf(connection: SMTPConnection, trail: Trail): Session {
  let inStep = true;
  let letters = 0;
  return {
    sent: () => letters,
    usable: () =>
      inStep && !connection.destroyed && connection._socket !== null && isOpen(connection._socket),
    send: async (envelope, raw, mayWrite) => {
      letters += 1;
      trail.phase = 'connected';
      trail.writingBody = false;
      const attempt = await sent(connection, envelope, bodyOf(raw, trail, mayWrite), trail);
      inStep = isClean(attempt) || (await reset(connection, attempt));
      if (!inStep) connection.close();
      return attempt;
    },
    close: () => (connection.destroyed ? undefined : connection.quit()),
  };
}

function isOpen(socket: Socket | false): boolean {
  return socket !== false && socket.writable && !socket.destroyed;
}

function sent(
  connection: SMTPConnection,
  { from, to }: Envelope,
  body: Readable,
  trail: Trail,
): Promise<Attempt> {
  return new Promise((resolve) => {
    // What is said about the end comes just after it, and says more.
    const ended = (): void =>
      void setImmediate(() => resolve(attemptOf(new Error('Connection closed'), trail)));
    connection.once('end', ended);
    connection.send({ from, to: [to] }, body, (error, info) => {
      connection.off('end', ended);
      if (error) resolve(attemptOf(error, trail));
      else resolve({ phase: trail.phase, reply: info?.response ?? null, command: 'DATA', why: '' });
    });
  });
}

/** The message as a stream that nodemailer reads only once the relay asked for it. */
function bodyOf(raw: Buffer | string, trail: Trail, mayWrite: () => boolean): Readable {
  const body = new Readable({
    read() {
      if (!mayWrite()) {
        this.destroy(new Error('no longer the sender'));
        return;
      }
      trail.writingBody = true;
      this.push(raw);
      this.push(null);
    },
  });
  if (NEEDS_ESCAPE.test(typeof raw === 'string' ? raw : raw.toString('latin1'))) return body;
  // Nothing in it needs an escape: nodemailer's walk over every byte cost a sixth of a letter.
  return Object.assign(body, {
    pipe: <T extends NodeJS.WritableStream>(escaping: T, options?: { readonly end?: boolean }): T => {
      if (escaping instanceof Transform) Object.assign(escaping, AS_IT_IS);
      return Readable.prototype.pipe.call(body, escaping, options) as T;
    },
  });
}

/** In place of nodemailer's: the message goes through whole, and ends with a line feed (10). */
const AS_IT_IS = {
  lastByte: 10,
  _transform: (chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback) => done(null, chunk),
};

/** A dot at the beginning of a line, a line end that is not CRLF, or no line end at last. */
const NEEDS_ESCAPE = /(?:^|\n)\.|\r(?!\n)|(?<!\r)\n|[^\n]$/;

function watch(socket: Socket, trail: Trail): void {
  // A relay that has said its last word reads no more either; nodemailer would first write the message to its end.
  socket.once('end', () => socket.destroy());
  // oxlint-disable-next-line typescript/unbound-method -- the Proxy hands the socket on
  socket.write = new Proxy(socket.write, {
    apply(write, self, args: Parameters<Socket['write']>) {
      note(args[0], trail);
      return Reflect.apply(write, self, args);
    },
  });
}

function note(chunk: Uint8Array | string, trail: Trail): void {
  const text = Buffer.from(chunk.slice(0, 9)).toString('latin1');
  // nodemailer writes the terminator as a chunk of its own, of 3 to 5 bytes.
  if (trail.writingBody) {
    if (chunk.length <= 5 && text.endsWith('.\r\n')) trail.phase = 'dot';
  } else if (text.startsWith('MAIL FROM')) trail.phase = 'mail';
  else if (text.startsWith('RCPT TO')) trail.phase = 'rcpt';
  else if (text.startsWith('DATA')) trail.phase = 'data';
}

type SmtpError = Error & {
  readonly response?: unknown;
  readonly command?: unknown;
  /** What the system called it, before nodemailer gave it a name of its own. */
  readonly originalCode?: unknown;
};

function attemptOf(error: SmtpError, { phase }: Trail): Attempt {
  return {
    phase,
    reply: typeof error.response === 'string' ? error.response : null,
    command: typeof error.command === 'string' ? error.command : null,
    why: error.message,
    untrusted: isUntrusted(error.originalCode),
  };
}

function isClean({ phase, reply }: Attempt): boolean {
  return phase === 'dot' && reply !== null && /^[245]\d\d/.test(reply) && !reply.startsWith('421');
}

/** After a definite no the session is as good as before, once the relay has forgotten the envelope. */
function reset(connection: SMTPConnection, { reply }: Attempt): Promise<boolean> {
  const definite = reply !== null && /^[45]\d\d[ -]/.test(reply) && !reply.startsWith('421');
  if (!definite || connection.destroyed) return Promise.resolve(false);
  return new Promise((resolve) => {
    const ended = (): void => resolve(false);
    connection.once('end', ended);
    connection.reset((error) => {
      connection.off('end', ended);
      resolve(!error);
    });
  });
}
