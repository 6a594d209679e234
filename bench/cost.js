// What a process and all below it have used so far. Knows Linux' /proc; must not know what runs.
import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second in /proc: 100 on every Linux that Node runs on. */
const TICKS = 100;

/**
 * Processor seconds used by `pid` and everything below it, children that ended included, and the sum of their highest resident
 * memory in MB. Of a process that is gone, zeros.
 */
export function costOf(pid) {
  const all = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => statOf(Number(name)) ?? [])
      .map((stat) => [stat.pid, stat]),
  );
  const tree = new Set(all.has(pid) ? [pid] : []);
  for (const member of tree) for (const stat of all.values()) if (stat.parent === member) tree.add(stat.pid);
  const members = [...tree].map((member) => all.get(member));
  return {
    seconds: members.reduce((sum, { ticks }) => sum + ticks, 0) / TICKS,
    peakMb: members.reduce((sum, { pid: member }) => sum + peakOf(member), 0),
  };
}

function statOf(pid) {
  const text = readOrNull(`/proc/${pid}/stat`);
  if (text === null) return null;
  // The name stands in parentheses and may hold spaces.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { pid, parent: Number(fields[1]), ticks };
}

function peakOf(pid) {
  const kb = /^VmHWM:\s+(\d+)/m.exec(readOrNull(`/proc/${pid}/status`) ?? '')?.[1];
  return kb === undefined ? 0 : Number(kb) / 1024;
}

function readOrNull(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
