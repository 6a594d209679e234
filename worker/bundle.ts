// The workflow bundle, built once and kept beside the compiled code. Knows files and bundler; must not know workflows.
import { bundleWorkflowCode } from '@temporalio/worker';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../machine/compiled.js';

/** Bundling takes seconds; a bundle newer than all it is made of is taken as it is. */
export async function workflowBundle(): Promise<{ readonly codePath: string } | { readonly code: string }> {
  const compiled = join(packageRoot(), 'dist');
  const path = join(compiled, 'workflows.bundle.cjs');
  if (
    existsSync(path) &&
    statSync(path).mtimeMs > newest(join(compiled, 'workflows'), join(compiled, 'domain'))
  ) {
    return { codePath: path };
  }
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(compiled, 'workflows', 'index.js'),
    logger: {
      log: () => {},
      trace: () => {},
      debug: () => {},
      info: () => {},
      warn: () => {},
      error: console.error,
    },
  });
  try {
    const fresh = `${path}.${process.pid}`;
    writeFileSync(fresh, code);
    renameSync(fresh, path);
    return { codePath: path };
  } catch {
    // An installation nobody may write to bundles at every start.
    return { code };
  }
}

/** The bundle with a name for its code. The name stands in every event a worker writes, so it is short. */
export async function namedBundle(): Promise<{
  readonly bundle: Awaited<ReturnType<typeof workflowBundle>>;
  readonly buildId: string;
}> {
  const bundle = await workflowBundle();
  const code = 'code' in bundle ? bundle.code : readFileSync(bundle.codePath);
  return { bundle, buildId: createHash('sha256').update(code).digest('hex').slice(0, 8) };
}

function newest(...folders: readonly string[]): number {
  return Math.max(
    ...folders.flatMap((folder) => readdirSync(folder).map((name) => statSync(join(folder, name)).mtimeMs)),
  );
}
