// Plays many seeds of the mail room under faults, on all processors: `npm run simulation [-- --seeds 10000 --first 1]`. Knows how the
// seeds are shared out; must not know what a play is.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runJest } from './jest.js';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '10000' },
    first: { type: 'string', default: '1' },
    part: { type: 'string' },
  },
});
const [seeds, first] = [Number(values.seeds), Number(values.first)];

if (values.part !== undefined) {
  const env = { SEEDS: String(seeds), FIRST_SEED: String(first) };
  process.exitCode = runJest(`simulation-${values.part}`, ['test/simulation/simulation.test.ts'], env);
} else {
  const parts = Math.max(1, Math.min(availableParallelism(), 8));
  const each = Math.ceil(seeds / parts);
  const started = performance.now();
  const statuses = await Promise.all(
    Array.from({ length: parts }, async (_, part) => {
      const given = ['--part', String(part), '--seeds', String(each), '--first', String(first + part * each)];
      const child = spawn(process.execPath, [fileURLToPath(import.meta.url), ...given], { stdio: 'inherit' });
      const [status] = await once(child, 'exit');
      return status;
    }),
  );
  const seconds = Math.round((performance.now() - started) / 1_000);
  process.stderr.write(`${each * parts} seeds in ${seconds} s on ${parts} processors\n`);
  process.exitCode = statuses.every((status) => status === 0) ? 0 : 1;
}
