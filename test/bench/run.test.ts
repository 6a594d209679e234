// The runner from end to end with the peer that needs no server. Knows the command and its results; judges no time.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../machine/compiled.js';
import { ensureBuilt } from '../system/build.js';

type Results = {
  readonly command: string;
  readonly rows: readonly {
    readonly peer: string;
    readonly rounds: number;
    readonly why: readonly string[];
    readonly lost?: { readonly to: number };
    readonly early?: { readonly to: number };
  }[];
};

test('the runner counts what a peer sent, and names the one that cannot run', async () => {
  await ensureBuilt();
  const out = mkdtempSync(join(tmpdir(), 'nhip-bench-test-'));
  try {
    const wanted = ['ci', '--notices', '40', '--peers', 'raw,absent', '--out', out];
    execFileSync(process.execPath, [join('bench', 'run.js'), ...wanted], {
      cwd: packageRoot(),
      stdio: 'pipe',
    });
    const { rows, command } = JSON.parse(readFileSync(join(out, 'ci.json'), 'utf8')) as Results;
    expect(command).toContain('--notices 40 --peers raw,absent');
    const [raw, absent] = rows.toSorted((a, b) => b.peer.localeCompare(a.peer));
    expect(raw).toMatchObject({ peer: 'raw', rounds: 1, why: [], lost: { to: 0 }, early: { to: 0 } });
    expect(absent).toMatchObject({ peer: 'absent', rounds: 0, why: ['skipped: no such peer'] });
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}, 240_000);
