// Runs Jest in a process of its own. Knows how Jest is started and where its results go; must not know what is tested.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Runs the suites in `paths` and returns Jest's exit status. With TEST_RESULTS set (a folder), the results are also written
 * there as `<name>.json`.
 */
export function runJest(name, paths, env = {}) {
  const results = process.env.TEST_RESULTS;
  const written = results ? ['--json', `--outputFile=${join(results, `${name}.json`)}`] : [];
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const { status } = spawnSync(process.execPath, ['--experimental-vm-modules', jest, ...paths, ...written], {
    cwd: root,
    // With --json Jest prints the results on stdout as well: they are in the file.
    stdio: ['ignore', results ? 'ignore' : 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  return status ?? 1;
}
