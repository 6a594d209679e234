// The Temporal binary: found, fetched, checked, kept.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { fileInTarGz, fileInZip } from '../../machine/archive.js';
import { homeAt } from '../../machine/home.js';
import type { Progress } from '../../machine/progress.js';
import { findTemporal } from '../../machine/temporalBinary.js';
import type { Way } from '../../machine/temporalRelease.js';
import { BINARY_NAME, KNOWN_SHA256, TEMPORAL_VERSION } from '../../machine/temporalRelease.js';
import { env, freshFolder, started } from './owner.js';

const root = freshFolder();
let fetched: string;
let count = 0;

beforeAll(async () => {
  fetched = started(await findTemporal(homeAt(join(root, 'first')), env, () => undefined)).path;
}, 240_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A machine with nothing on PATH and an empty cache. */
function bareMachine() {
  const folder = join(root, `machine-${++count}`);
  const cache = join(folder, 'cache');
  const path = join(folder, 'path');
  for (const made of [cache, path]) mkdirSync(made, { recursive: true });
  const said: Progress[] = [];
  return {
    cache,
    path,
    said,
    home: homeAt(join(folder, 'home')),
    env: { NHIP_CACHE: cache, PATH: path },
    say: (progress: Progress) => void said.push(progress),
  };
}

const bringing = (content: Buffer): Way => ({
  from: 'download',
  fetch: async () => ({ content, file: 'temporal.tar.gz' }),
});
const offline: Way = { from: 'download', fetch: async () => ({ why: 'no network' }) };

test('the binary in use has the checksum and the version that are pinned', () => {
  expect(execFileSync(fetched, ['--version'], { encoding: 'utf8' })).toContain(
    `temporal version ${TEMPORAL_VERSION}`,
  );
});

test('a cached copy is used without asking the network', async () => {
  const { cache, home, env: bare, say, said } = bareMachine();
  copyFileSync(fetched, join(cache, BINARY_NAME));
  expect(started(await findTemporal(home, bare, say, [offline])).path).toBe(join(cache, BINARY_NAME));
  expect(said.filter(({ step }) => step === 'fetchingServer')).toEqual([]);
});

test('the pinned version on PATH is taken first', async () => {
  const { path, home, env: bare, say } = bareMachine();
  copyFileSync(fetched, join(path, 'temporal'));
  expect(started(await findTemporal(home, bare, say, [offline])).path).toBe(join(path, 'temporal'));
});

test('another version on PATH is left alone', async () => {
  const { path, cache, home, env: bare, say } = bareMachine();
  writeFileSync(
    join(path, 'temporal'),
    '#!/bin/sh\necho "temporal version 1.5.0 (Server 1.29.0, UI 2.40.0)"\n',
    { mode: 0o755 },
  );
  copyFileSync(fetched, join(cache, BINARY_NAME));
  expect(started(await findTemporal(home, bare, say, [offline])).path).toBe(join(cache, BINARY_NAME));
});

test('something on PATH that only says it is the pinned version is not run as a server', async () => {
  const { path, home, env: bare, say, said } = bareMachine();
  writeFileSync(join(path, 'temporal'), `#!/bin/sh\necho "temporal version ${TEMPORAL_VERSION} (Server)"\n`, {
    mode: 0o755,
  });
  const outcome = await findTemporal(home, bare, say, [offline]);
  // Where no checksum is known, the first one met is noted and trusted; the warning says so.
  if (KNOWN_SHA256 === null) expect(said).toContainEqual(expect.objectContaining({ step: 'serverRecorded' }));
  else expect(outcome).toMatchObject({ failed: { code: 'ServerBinaryMissing' } });
});

test('a fetched file with another checksum is discarded and named', async () => {
  if (KNOWN_SHA256 === null) return;
  const { cache, home, env: bare, say } = bareMachine();
  expect(await findTemporal(home, bare, say, [bringing(Buffer.from('not the server'))])).toEqual({
    failed: { code: 'ChecksumMismatch', facts: { file: 'temporal.tar.gz', version: TEMPORAL_VERSION } },
  });
  expect(readdirSync(cache)).toEqual([]);
});

test('a cached copy that was damaged is discarded and fetched again by the next way that works', async () => {
  const { cache, home, env: bare, say, said } = bareMachine();
  const copy = join(cache, BINARY_NAME);
  writeFileSync(join(cache, `${BINARY_NAME}.sha256`), KNOWN_SHA256 ?? 'another');
  writeFileSync(copy, 'damaged', { mode: 0o755 });
  if (KNOWN_SHA256 === null) return;
  const binary = started(await findTemporal(home, bare, say, [offline, bringing(readFileSync(fetched))]));
  expect(binary).toEqual({ path: copy, version: TEMPORAL_VERSION, sha256: KNOWN_SHA256 });
  expect(said).toContainEqual({ step: 'serverIgnored', path: copy });
  expect(readdirSync(cache).toSorted()).toEqual([BINARY_NAME, `${BINARY_NAME}.sha256`]);
});

test('without network, cache and PATH the missing binary is named with its version and what was tried', async () => {
  const { home, env: bare, say } = bareMachine();
  expect(await findTemporal(home, bare, say, [offline])).toEqual({
    failed: { code: 'ServerBinaryMissing', facts: { version: TEMPORAL_VERSION, why: 'no network' } },
  });
});

test('where the cache cannot be written the data folder keeps the binary', async () => {
  const { cache, home, env: bare, say } = bareMachine();
  // A file where a folder should be stops root as well.
  rmSync(cache, { recursive: true });
  writeFileSync(cache, '');
  const { path } = started(await findTemporal(home, bare, say, [bringing(readFileSync(fetched))]));
  expect(path).toBe(join(home.cache, BINARY_NAME));
  expect(existsSync(path)).toBe(true);
});

test('one file is taken out of a gzipped tar', () => {
  const folder = join(root, 'tar');
  mkdirSync(folder);
  writeFileSync(join(folder, 'LICENSE'), 'x'.repeat(700));
  writeFileSync(join(folder, 'temporal'), 'the server');
  chmodSync(join(folder, 'temporal'), 0o755);
  const archive = execFileSync('tar', ['-czf', '-', '-C', folder, 'LICENSE', 'temporal']);
  expect(fileInTarGz(archive, (path) => path === 'temporal')?.toString()).toBe('the server');
  expect(fileInTarGz(archive, (path) => path === 'absent')).toBeNull();
});

test('one file is taken out of a zip, packed or stored; a zip cut short holds none', () => {
  const zip = zipOf([
    ['data/README', Buffer.from('read me'), 0],
    ['data/scripts/temporal', deflateRawSync(Buffer.from('the server')), 8],
  ]);
  expect(fileInZip(zip, (path) => path.endsWith('/temporal'))?.toString()).toBe('the server');
  expect(fileInZip(zip, (path) => path === 'data/README')?.toString()).toBe('read me');
  expect(fileInZip(zip, (path) => path === 'absent')).toBeNull();
  expect(fileInZip(zip.subarray(0, zip.length - 30), () => true)).toBeNull();
});

type Entry = readonly [name: string, packed: Buffer, method: number];

// Only the fields that are needed to find a file (APPNOTE.TXT 6.3 §4.3).
function zipOf(entries: readonly Entry[]): Buffer {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const [name, packed, method] of entries) {
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    const record = Buffer.alloc(46);
    record.writeUInt32LE(0x02014b50, 0);
    record.writeUInt16LE(method, 10);
    record.writeUInt32LE(packed.length, 20);
    record.writeUInt16LE(name.length, 28);
    record.writeUInt32LE(at, 42);
    parts.push(local, Buffer.from(name), packed);
    central.push(record, Buffer.from(name));
    at += local.length + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...central, end]);
}
