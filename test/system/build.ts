// Builds the package once for tests whose child processes run compiled code. Knows nothing of what is tested.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { packageRoot } from '../../machine/compiled.js';

const root = packageRoot();
const stamp = join(root, 'dist', '.built-for-tests');
const busy = `${stamp}.busy`;
const STALE_MS = 60_000;

/** Compiles the sources into `dist/` when any of them is newer than the last build made here. */
export async function ensureBuilt(): Promise<void> {
  // Test files run side by side: one builds, the others wait.
  for (;;) {
    mkdirSync(join(root, 'dist'), { recursive: true });
    try {
      mkdirSync(busy);
      break;
    } catch {
      const since = statSync(busy, { throwIfNoEntry: false })?.mtimeMs ?? 0;
      if (since !== 0 && Date.now() - since > STALE_MS) rmSync(busy, { recursive: true, force: true });
      await sleep(100);
    }
  }
  try {
    const newest = newestSource();
    const built = existsSync(stamp) ? Number(readFileSync(stamp, 'utf8')) : 0;
    if (newest > built) compile(newest);
  } finally {
    rmSync(busy, { recursive: true, force: true });
  }
}

function compile(newest: number): void {
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  execFileSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.build.json')], { cwd: root });
  writeFileSync(stamp, String(newest));
}

function newestSource(): number {
  const { include } = JSON.parse(readFileSync(join(root, 'tsconfig.build.json'), 'utf8')) as {
    readonly include: readonly string[];
  };
  const files = include
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        join(root, folder, name),
      ),
    )
    .filter((file) => /\.tsx?$/.test(file));
  return Math.max(...files.map((file) => statSync(file).mtimeMs));
}
