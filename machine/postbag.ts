// Knows how accepted letters are kept so that not even a power cut takes one back. Knows nothing of SMTP.
import { closeSync, fdatasync, openSync, writeSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { CaughtLetter } from './catcher.js';
import { INDEX } from './catcher.js';

export type Postbag = {
  /** Keeps a letter; resolves with its file name when letter and index line are on the disk, rejects when they are not. */
  readonly keep: (content: Buffer, from: string, to: readonly string[]) => Promise<string>;
};

type Entry = {
  readonly letter: CaughtLetter;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
};

/** The two ways to the disk; `now` returns when what was written would survive a power cut. */
type Sync = {
  readonly now: (fd: number) => Promise<void>;
  readonly folder: (handle: FileHandle) => Promise<void>;
};

const DURABLE: Sync = { now: promisify(fdatasync), folder: (handle) => handle.sync() };
const THROW_AWAY: Sync = { now: () => Promise.resolve(), folder: () => Promise.resolve() };

/**
 * Opens the folder for one writer: letters are files, `index.jsonl` names those that were acknowledged. `throwAway`: of a
 * rehearsal, nothing is synced.
 */
export async function openPostbag(folder: string, throwAway = false): Promise<Postbag> {
  const sync = throwAway ? THROW_AWAY : DURABLE;
  const index = await openIndex(folder);
  const directory = await open(folder, 'r');
  let sequence = (await readdir(folder)).length;
  let waiting: Entry[] = [];
  let writing = false;

  // While one group is being synced the next one gathers: the more letters, the fewer syncs each.
  async function writeIndex(): Promise<void> {
    if (writing) return;
    writing = true;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      await appendGroup(group, index, directory, sync);
    }
    writing = false;
  }

  return {
    keep: async (content, from, to) => {
      const received = new Date();
      const file = `${received.getTime()}-${++sequence}.eml`;
      await write(join(folder, file), content, sync);
      const letter = {
        receivedAt: received.toISOString(),
        messageId: messageIdOf(content),
        from,
        to,
        size: content.length,
        file,
      };
      await new Promise<void>((done, failed) => {
        waiting.push({ letter, done, failed });
        void writeIndex();
      });
      return file;
    },
  };
}

async function appendGroup(
  group: readonly Entry[],
  index: FileHandle,
  directory: FileHandle,
  sync: Sync,
): Promise<void> {
  try {
    await index.appendFile(group.map(({ letter }) => `${JSON.stringify(letter)}\n`).join(''));
    // The folder first: a line must never name a file whose name is not on the disk.
    await sync.folder(directory);
    await sync.now(index.fd);
    for (const { done } of group) done();
  } catch (error) {
    for (const { failed } of group) failed(error);
  }
}

// The writes only reach the page cache and take microseconds: through the thread pool they would take longer. The sync is what
// waits for the disk, and the file system merges those that wait together.
async function write(path: string, content: Buffer, sync: Sync): Promise<void> {
  const file = openSync(path, 'wx', 0o600);
  try {
    for (let at = 0; at < content.length; ) at += writeSync(file, content, at);
    await sync.now(file);
  } finally {
    closeSync(file);
  }
}

// A line cut short by a kill must not swallow the one that follows.
async function openIndex(folder: string): Promise<FileHandle> {
  const index = await open(join(folder, INDEX), 'a+', 0o600);
  const { size } = await index.stat();
  const last = Buffer.alloc(1);
  if (size > 0) await index.read(last, 0, 1, size - 1);
  if (size > 0 && last.toString() !== '\n') await index.appendFile('\n');
  return index;
}

/** The Message-ID in a letter's head, folded or not; "" when there is none. */
function messageIdOf(content: Buffer): string {
  const end = content.indexOf('\r\n\r\n');
  const head = content.toString('latin1', 0, end < 0 ? content.length : end);
  return /^message-id:\s*(<[^>]*>)/im.exec(head.replace(/\r\n[ \t]+/g, ' '))?.[1] ?? '';
}
