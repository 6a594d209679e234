// Knows how to tell a process from a later one with the same number. Knows nothing of what the process does.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** `start` is opaque: equal for one and the same process, different after its pid was given to another. */
export type ProcessMark = { readonly pid: number; readonly start: string };

/** The mark of a running process; null when there is none. A zombie has ended: in containers nobody may reap it. */
export function markOf(pid: number): ProcessMark | null {
  const start = process.platform === 'linux' ? linuxStart(pid) : otherStart(pid);
  return start === null ? null : { pid, start };
}

/** Whether this very process still runs. */
export function isRunning(mark: ProcessMark): boolean {
  return markOf(mark.pid)?.start === mark.start;
}

/** The mark of this process. */
export function ownMark(): ProcessMark {
  return markOf(process.pid) ?? { pid: process.pid, start: 'unknown' };
}

// proc_pid_stat(5): field 3 is the state, field 22 the start in ticks since boot; the name in field 2 may hold spaces and
// brackets, so count from the last ')'. Ticks start again at each boot, hence the boot's own id.
function linuxStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    return `${fields[19] ?? ''}@${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8)}`;
  } catch {
    return null;
  }
}

function otherStart(pid: number): string | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return null;
  }
  if (process.platform === 'win32') return 'unknown';
  try {
    const args = ['-o', 'stat=,lstart=', '-p', String(pid)];
    const line = execFileSync('ps', args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } }).trim();
    return line === '' || line.startsWith('Z') ? null : line.replace(/^\S+\s+/, '');
  } catch {
    return null;
  }
}

/** Sends a signal to a process, or to its whole group; a process that is gone is no error. */
export function signal(pid: number, name: NodeJS.Signals, wholeGroup = false): void {
  try {
    process.kill(wholeGroup && process.platform !== 'win32' ? -pid : pid, name);
  } catch {
    // Gone already, which is what was wanted.
  }
}

/** Ends processes together: `name` first, SIGKILL to their groups after `limitMs`; resolves when none of them runs. */
export async function endAll(
  marks: readonly ProcessMark[],
  name: NodeJS.Signals,
  limitMs: number,
): Promise<void> {
  for (const mark of marks.filter(isRunning)) signal(mark.pid, name);
  const limit = performance.now() + limitMs;
  for (let killed = false; marks.some(isRunning); await sleep(20)) {
    if (performance.now() < limit || killed) continue;
    killed = true;
    for (const mark of marks.filter(isRunning)) {
      signal(mark.pid, 'SIGKILL', true);
      signal(mark.pid, 'SIGKILL');
    }
  }
}
