// Knows PostgreSQL's own lock file, postmaster.pid, and how to get a crashed server's out of the way. Knows nothing of SQL.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { endAll, markOf } from './processMark.js';

const LIMIT_MS = 5_000;

/**
 * Ends a server that still runs on these files (its owner died before it could note it), and removes the file where its pid
 * is another program's now: PostgreSQL would take that one for a postmaster and refuse to start. The file of a dead process
 * is left for PostgreSQL itself, which also looks whether old backends still hold the memory.
 */
export async function endStalePostmaster(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid');
  const pid = Number.parseInt(textOf(file).split('\n')[0] ?? '', 10);
  const mark = Number.isNaN(pid) ? null : markOf(pid);
  if (mark === null) return;
  if (commandOf(pid).includes(data)) await endAll([mark], 'SIGINT', LIMIT_MS);
  else rmSync(file, { force: true });
}

function commandOf(pid: number): string {
  if (process.platform === 'linux') return textOf(`/proc/${pid}/cmdline`);
  return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
