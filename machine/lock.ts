// Knows how one process at a time owns a data folder. Knows nothing of what the folder holds.
import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MachineFailure } from './failure.js';
import { systemCode } from './failure.js';
import type { ProcessMark } from './processMark.js';
import { isRunning, ownMark } from './processMark.js';

/** `since`: ISO instant. `token` tells two locks of one process apart. */
type Owner = ProcessMark & { readonly since: string; readonly token: string };

export type Lock = { readonly path: string; readonly release: () => void };

/**
 * Takes the lock file at once or says who has it. A lock whose owner no longer runs, or whose pid is another process now,
 * is stale and replaced. The folder must exist. Throws what the file system throws (no right to write, disk full).
 */
export async function takeLock(path: string): Promise<Lock | MachineFailure> {
  const own: Owner = { ...ownMark(), since: new Date().toISOString(), token: randomBytes(8).toString('hex') };
  for (;;) {
    if (place(path, own)) return { path, release: () => release(path, own) };
    const found = ownerIn(path);
    if (found === null) continue;
    if (isRunning(found)) return lockedBy(path, found);
    if (!(await removeStale(path, found))) await sleep(20);
  }
}

// A link appears with its whole content or not at all, so nobody ever reads half a lock.
function place(path: string, own: Owner): boolean {
  const draft = `${path}.${own.token}`;
  writeFileSync(draft, JSON.stringify(own), { mode: 0o644 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

// Two starters may see the same stale lock: were each to remove it, the slower would remove the quicker one's fresh lock.
// So only the holder of a second lock removes; that one, left by a crash in between, is itself replaced in the same way.
async function removeStale(path: string, stale: Owner): Promise<boolean> {
  const right = await takeLock(`${path}.stale`);
  if ('failed' in right) return false;
  if (ownerIn(path)?.token === stale.token) rmSync(path, { force: true });
  right.release();
  return true;
}

function release(path: string, own: Owner): void {
  if (ownerIn(path)?.token === own.token) rmSync(path, { force: true });
}

/** DataFolderLocked when somebody who runs holds the lock at `path`, else null; takes nothing, and needs no folder. */
export function lockTaken(path: string): MachineFailure | null {
  const owner = ownerIn(path);
  return owner !== null && isRunning(owner) ? lockedBy(path, owner) : null;
}

/** Who holds the lock at `path`; null when nobody does. A file that is no lock belongs to nobody who runs. */
export function ownerIn(path: string): Owner | null {
  try {
    const { pid, start, since, token } = JSON.parse(readFileSync(path, 'utf8')) as Partial<Owner>;
    return { pid: pid ?? 0, start: start ?? '', since: since ?? '', token: token ?? '' };
  } catch (error) {
    return systemCode(error) === 'ENOENT' ? null : { pid: 0, start: '', since: '', token: '' };
  }
}

function lockedBy(path: string, owner: Owner): MachineFailure {
  const facts = { path: dirname(path), pid: owner.pid, time: owner.since };
  return { failed: { code: 'DataFolderLocked', facts } };
}
