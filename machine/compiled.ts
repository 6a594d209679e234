// Knows where the compiled scripts of this package lie. Knows nothing of what they do.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of `package.json`: the same whether this runs compiled (`dist/machine`) or from the sources (under Jest). */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

/** A script of this folder as a child process runs it: always the compiled one. */
export function compiledScript(name: string): string {
  return join(packageRoot(), 'dist', 'machine', `${name}.js`);
}
