// Before all suites: the program is compiled once, so that no two suites write dist/ while a third reads it. Knows how it is
// built; must not know the tests.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A build that fails is told, not fatal: suites that need no compiled code still run. */
export default function build() {
  const program = fileURLToPath(new URL('../bin/nhip.js', import.meta.url));
  spawnSync(process.execPath, [program, 'workday', '2026-01-05'], { stdio: ['ignore', 'ignore', 'inherit'] });
}
