// Plays the transcripts; with `--rewrite` writes their answers anew. Knows how to start Jest; must not know transcripts.
import { spawnSync } from 'node:child_process';

const rewrite = process.argv.includes('--rewrite');
const others = process.argv.slice(2).filter((word) => word !== '--rewrite');
const { status } = spawnSync(
  process.execPath,
  ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', 'test/transcripts.test.ts', ...others],
  { stdio: 'inherit', env: { ...process.env, ...(rewrite && { REWRITE: '1' }) } },
);
process.exitCode = status ?? 1;
