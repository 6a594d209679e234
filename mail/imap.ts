// A mailbox over IMAP (RFC 3501), as far as evidence and returned letters need it: search, read, mark as read. Knows the
// protocol; must not know what is looked for.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';

export type ImapTarget = {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; else STARTTLS, unless the server is this machine. */
  readonly tls: 'fromStart' | 'starttls' | 'never';
  readonly user: string;
  readonly password: string;
  readonly mailbox: string;
  /** Authorities trusted instead of the usual ones, as PEM; null: the usual ones. */
  readonly ca: string | null;
};

export type Mailbox = {
  /** UIDs of letters by an IMAP search key, as `UNSEEN` or `HEADER Message-ID "…"`; newest last. */
  readonly search: (key: string) => Promise<readonly number[]>;
  /** A letter's bytes; it does not count as read. null: it is gone. */
  readonly read: (uid: number) => Promise<Buffer | null>;
  readonly markSeen: (uid: number) => Promise<void>;
  readonly close: () => void;
};

const LIMIT_MS = 20_000;

/** `imap[s]://user:password@host[:port][/mailbox][?ca=file.pem]`; without a mailbox INBOX. Throws on a URL that is none. */
export function imapTarget(url: URL): ImapTarget {
  const ca = url.searchParams.get('ca');
  const near = /^(localhost|127\..*|\[::1\])$/.test(url.hostname);
  const secure = url.protocol === 'imaps:';
  if (!secure && url.protocol !== 'imap:') throw new TypeError(`not an IMAP address: ${url.protocol}`);
  const path = decodeURIComponent(url.pathname.replace(/^\//, ''));
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 993 : 143) : Number(url.port),
    tls: secure ? 'fromStart' : near ? 'never' : 'starttls',
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    mailbox: path === '' ? 'INBOX' : path,
    ca: ca === null ? null : readFileSync(ca, 'utf8'),
  };
}

/** Logs in and opens the mailbox; `readOnly`: nothing in it can change. Rejects with the server's words. */
export async function openMailbox(
  target: ImapTarget,
  { readOnly }: { readonly readOnly: boolean },
): Promise<Mailbox> {
  let line = await opened(target);
  try {
    if (target.tls === 'starttls') {
      await line.command('STARTTLS');
      line = await upgraded(line, target);
    }
    await line.command(`LOGIN ${quoted(target.user)} ${quoted(target.password)}`);
    await line.command(`${readOnly ? 'EXAMINE' : 'SELECT'} ${quoted(target.mailbox)}`);
  } catch (error) {
    line.end();
    throw error;
  }
  return {
    search: async (key) => {
      // What came since the mailbox was opened shows after a NOOP.
      await line.command('NOOP');
      const { text } = await line.command(`UID SEARCH ${key}`);
      const [, uids = ''] = /^\* SEARCH((?: \d+)*)/m.exec(text) ?? [];
      return uids.split(' ').filter(Boolean).map(Number);
    },
    read: async (uid) => (await line.command(`UID FETCH ${uid} BODY.PEEK[]`)).literals[0] ?? null,
    markSeen: async (uid) => void (await line.command(`UID STORE ${uid} +FLAGS.SILENT (\\Seen)`)),
    close: () => line.end('LOGOUT'),
  };
}

/** A quoted string (RFC 3501 §4.3); throws on what would leave it. */
export function quoted(text: string): string {
  if (/[\r\n\0]/.test(text)) throw new TypeError('a line break in an IMAP string');
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

type Answer = { readonly text: string; readonly literals: readonly Buffer[] };

type Line = {
  readonly socket: Socket | TLSSocket;
  readonly command: (text: string) => Promise<Answer>;
  readonly end: (command?: string) => void;
};

async function opened({ host, port, tls, ca }: ImapTarget): Promise<Line> {
  const trusted = ca === null ? {} : { ca };
  const socket =
    tls === 'fromStart' ? connectTls({ host, port, ...trusted }) : connect(port, host).setNoDelay(true);
  await within(socket, once(socket, tls === 'fromStart' ? 'secureConnect' : 'connect'));
  const { line, greeting } = lineOver(socket, true);
  await within(socket, greeting);
  return line;
}

async function upgraded({ socket }: Line, { host, ca }: ImapTarget): Promise<Line> {
  socket.removeAllListeners('data');
  const secure = connectTls({ socket, host, servername: host, ...(ca !== null && { ca }) });
  await within(secure, once(secure, 'secureConnect'));
  return lineOver(secure, false).line;
}

/** Whoever is silent for too long is hung up on. */
async function within<T>(socket: Socket, answer: Promise<T>): Promise<T> {
  const timer = setTimeout(() => socket.destroy(new Error('IMAP server is silent')), LIMIT_MS);
  try {
    return await answer;
  } finally {
    clearTimeout(timer);
  }
}

type Waiting = {
  readonly tag: string;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (why: Error) => void;
};

function lineOver(
  socket: Socket,
  greets: boolean,
): { readonly line: Line; readonly greeting: Promise<Answer> } {
  let heard = Buffer.alloc(0);
  let waiting: Waiting | null = null;
  let tags = 0;
  const answered = (tag: string): Promise<Answer> =>
    new Promise((resolve, reject) => {
      waiting = { tag, resolve, reject };
    });
  const greeting = greets ? answered('*') : Promise.resolve({ text: '', literals: [] });
  socket.on('data', (chunk: Buffer) => {
    heard = Buffer.concat([heard, chunk]);
    const answer = waiting === null ? null : answerIn(heard, waiting.tag);
    if (waiting === null || answer === null) return;
    const { resolve, reject } = waiting;
    [heard, waiting] = [Buffer.alloc(0), null];
    if (answer.ok) resolve(answer);
    else reject(new Error(answer.status));
  });
  const broken = (error?: Error): void => waiting?.reject(error ?? new Error('IMAP connection closed'));
  socket.on('error', broken).on('close', () => broken());
  const command: Line['command'] = (text) => {
    tags += 1;
    const tag = `n${tags}`;
    const answer = answered(tag);
    socket.write(`${tag} ${text}\r\n`);
    return within(socket, answer);
  };
  const end: Line['end'] = (last) => {
    if (last !== undefined && socket.writable) socket.write(`bye ${last}\r\n`);
    socket.end();
  };
  return { line: { socket, command, end }, greeting };
}

/** The answer to `tag` once all of it is there: untagged lines as text, literals beside. */
function answerIn(
  heard: Buffer,
  tag: string,
): (Answer & { readonly ok: boolean; readonly status: string }) | null {
  const literals: Buffer[] = [];
  let text = '';
  for (let at = 0; ; ) {
    const end = heard.indexOf('\r\n', at);
    if (end < 0) return null;
    const line = heard.subarray(at, end).toString('latin1');
    at = end + 2;
    const length = /\{(\d+)\}$/.exec(line)?.[1];
    if (length !== undefined) {
      literals.push(heard.subarray(at, at + Number(length)));
      at += Number(length);
    }
    if (line.startsWith(`${tag} `)) {
      const status = line.slice(tag.length + 1);
      return { text, literals, ok: status.startsWith('OK'), status };
    }
    text += `${line}\r\n`;
  }
}
