// On what and with what a bench ran. Knows the machine and this repository; must not know what was measured.
import { cpus, loadavg, release, totalmem } from 'node:os';
import { timed } from './measure.js';

/** Others' work on the machine in the last minute: figures of a busy machine say little. */
export function load() {
  return Math.round((loadavg()[0] ?? 0) * 10) / 10;
}

/** `loadBefore`: `load()` before the first measurement. */
export function machine(loadBefore) {
  const [cpu] = cpus();
  return {
    cpu: `${cpus().length} × ${cpu?.model.trim()}`,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    loadBefore,
    kernel: release(),
    node: process.version,
    commit: timed('git', ['rev-parse', '--short', 'HEAD']).stdout.trim(),
    on: new Date().toISOString().slice(0, 10),
  };
}
