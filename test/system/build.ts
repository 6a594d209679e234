// The compiled program for tests whose child processes run it. Knows nothing of what is tested.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../../machine/compiled.js';

/** Builds as the program itself does when sources are newer; test/setup.js has done so before all suites. Throws what tsc says. */
export function ensureBuilt(): Promise<void> {
  execFileSync(process.execPath, [join(packageRoot(), 'bin', 'nhip.js'), 'workday', '2026-01-05']);
  return Promise.resolve();
}
