// Knows the folder in which the mail catcher keeps letters, how it is started, and how to ask it for evidence. Knows nothing
// of why a letter was sent.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { compiledScript } from './compiled.js';
import type { MachineFailure } from './failure.js';
import { diskFull } from './failure.js';
import type { Child, Guard } from './guard.js';
import { LOOPBACK } from './port.js';
import { startReady } from './ready.js';

/**
 * One accepted letter. `receivedAt`: ISO instant; `messageId` as in the letter, with its angle brackets, "" when it has none;
 * `from`, `to`: the envelope's addresses; `size` in bytes; `file`: its name in the catcher's folder.
 */
export type CaughtLetter = {
  readonly receivedAt: string;
  readonly messageId: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly size: number;
  readonly file: string;
};

export const INDEX = 'index.jsonl';

/** The letters accepted so far, in the order they were accepted. Does not need the catcher to run. */
export function readCatcher(folder: string): readonly CaughtLetter[] {
  return linesOf(folder).flatMap((line) => {
    try {
      return [JSON.parse(line) as CaughtLetter];
    } catch {
      // The line at which a kill hit: its letter was never acknowledged.
      return [];
    }
  });
}

/** Whether the catcher accepted a letter of this Message-ID, written with or without angle brackets. */
export function hasMessage(folder: string, messageId: string): boolean {
  const bare = messageId.replace(/^<|>$/g, '');
  return readCatcher(folder).some((letter) => letter.messageId.replace(/^<|>$/g, '') === bare);
}

/** A letter as it came in: the whole message in its own encoding. */
export function readLetter(folder: string, letter: CaughtLetter): Buffer {
  return readFileSync(join(folder, letter.file));
}

function linesOf(folder: string): readonly string[] {
  const index = join(folder, INDEX);
  return existsSync(index) ? readFileSync(index, 'utf8').split('\n').slice(0, -1) : [];
}

/** `url` as for `SMTP_URL`: `smtp://127.0.0.1:port`. */
export type Catcher = { readonly child: Child; readonly url: string; readonly folder: string };

export type CatcherOptions = {
  readonly folder: string;
  readonly log: string;
  readonly env: Readonly<Record<string, string>>;
  /** Of a rehearsal: letters need not survive a power cut. */
  readonly throwAway?: boolean;
};

const READY_LIMIT_MS = 20_000;
// Letters are synced in libuv's threads; the default of 4 would make the disk wait for us.
const THREADS = '16';

/** Starts the catcher and waits until it greets. */
export async function startCatcher(guard: Guard, options: CatcherOptions): Promise<Catcher | MachineFailure> {
  mkdirSync(options.folder, { recursive: true });
  const outcome = await startReady(guard, {
    ports: 1,
    order: ([port = 0]) => ({
      name: 'catcher',
      command: process.execPath,
      args: [
        compiledScript('catcherMain'),
        options.folder,
        String(port),
        ...(options.throwAway === true ? ['throwAway'] : []),
      ],
      env: { ...options.env, UV_THREADPOOL_SIZE: THREADS },
      cwd: options.folder,
      log: options.log,
      stop: 'SIGTERM',
    }),
    probe: ([port = 0]) => greets(port),
    limitMs: READY_LIMIT_MS,
  });
  const [port = 0] = outcome.ports;
  const host = `${LOOPBACK}:${port}`;
  if ('child' in outcome) return { child: outcome.child, url: `smtp://${host}`, folder: options.folder };
  const full = diskFull(options.folder, null, outcome.said);
  return full ?? { failed: { code: 'RelayUnreachable', facts: { host, why: outcome.why, n: 0 } } };
}

function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, LOOPBACK).setEncoding('latin1');
    const answer = (yes: boolean): void => {
      socket.end('QUIT\r\n').destroySoon();
      resolve(yes);
    };
    socket.once('data', (greeting: string) => answer(greeting.startsWith('220')));
    socket.once('error', () => answer(false)).setTimeout(2_000, () => answer(false));
  });
}
