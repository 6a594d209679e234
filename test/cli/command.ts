// Runs command lines in this process and keeps what they print. Knows streams; must not know commands.
import { jest } from '@jest/globals';
import { main } from '../../client/cli/main.js';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** One command line at a time: the streams are the process's. */
export async function nhip(...args: readonly string[]): Promise<Ran> {
  const written = { stdout: '', stderr: '' };
  const kept = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      written[name] += String(text);
      return true;
    }),
  );
  try {
    const code = await main(args);
    return { code, ...written };
  } finally {
    for (const stream of kept) stream.mockRestore();
  }
}

/** What `--json` printed; it must be one value and nothing else. */
export async function nhipJson<T>(...args: readonly string[]): Promise<T> {
  const { code, stdout } = await nhip(...args, '--json');
  if (code !== 0) throw new Error(`exit ${code}`);
  return JSON.parse(stdout) as T;
}
