#!/usr/bin/env node
// Starts the command line from `dist/`, building it first when it is absent or older than the sources. Knows the
// folders; must not know any command.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Before anything reads a clock: workers must run in UTC, and texts must not depend on the machine's zone.
process.env.TZ = 'UTC';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const sources = [
  'domain',
  'files',
  'words',
  'workflows',
  'activities',
  'database',
  'mail',
  'machine',
  'worker',
  'client',
];
const stamp = join(root, 'dist', '.built');

function newest(folder) {
  let latest = statSync(folder).mtimeMs;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    latest = Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }
  return latest;
}

function isCurrent() {
  if (!existsSync(stamp)) return false;
  const built = statSync(stamp).mtimeMs;
  const inputs = sources.map((name) => join(root, name)).filter((path) => existsSync(path));
  return (
    inputs.every((path) => newest(path) <= built) && statSync(join(root, 'tsconfig.json')).mtimeMs <= built
  );
}

function build() {
  process.stderr.write('Đang dựng chương trình (chỉ lần đầu hoặc khi mã nguồn đổi) · Building…\n');
  const compiler = createRequire(import.meta.url).resolve('typescript/package.json');
  const run = spawnSync(
    process.execPath,
    [join(dirname(compiler), 'bin', 'tsc'), '-p', join(root, 'tsconfig.build.json')],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
    },
  );
  if (run.status !== 0) {
    process.stderr.write(`${run.stdout}${run.stderr}`);
    process.exit(1);
  }
}

// An installed package has no sources to compare with.
if (existsSync(join(root, 'tsconfig.build.json')) && !isCurrent()) {
  const started = Date.now();
  build();
  const { writeFileSync, utimesSync } = await import('node:fs');
  writeFileSync(stamp, '');
  // What was saved while the compiler ran counts as newer.
  utimesSync(stamp, started / 1000, started / 1000);
}

const { main } = await import('../dist/client/cli/main.js');
process.exitCode = await main(process.argv.slice(2));
