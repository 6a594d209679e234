// A few runs of `npm run chaos`: a part of the whole stack is killed in the midst of a burst. Knows the command and its results;
// what is counted stands in real mailboxes.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../machine/compiled.js';
import { ensureBuilt } from '../system/build.js';

type Results = {
  readonly rows: readonly {
    readonly kind: string;
    readonly broke: number;
    readonly lost: number;
    readonly doubled: number;
    readonly inDoubt: number;
  }[];
};

test('the sender, PostgreSQL and the relay killed in the midst of a burst: none lost, none doubled, none left in doubt', async () => {
  await ensureBuilt();
  const folder = mkdtempSync(join(tmpdir(), 'nhip-chaos-test-'));
  const out = join(folder, 'chaos.json');
  const wanted = ['--runs', '3', '--seed', '9', '--letters', '100', '--out', out];
  const { status, stderr } = spawnSync(process.execPath, [join('test', 'chaos', 'run.js'), ...wanted], {
    cwd: packageRoot(),
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, expect.not.stringContaining('skipped')]);
  const { rows } = JSON.parse(readFileSync(out, 'utf8')) as Results;
  rmSync(folder, { recursive: true, force: true });
  expect(rows).toHaveLength(3);
  for (const row of rows) expect(row).toMatchObject({ broke: 0, lost: 0, doubled: 0, inDoubt: 0 });
}, 300_000);
