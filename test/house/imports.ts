// The import graph of the sources, read from their text. Knows how an import is written; must not know what is allowed.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { packageRoot } from '../../machine/compiled.js';

export const root = packageRoot();

export const FOLDERS = [
  'domain',
  'files',
  'words',
  'mail',
  'machine',
  'database',
  'workflows',
  'activities',
  'worker',
  'client',
] as const;

export type Import = {
  readonly from: string;
  /** A source of ours (`domain/cycle.ts`), else a package or `node:` module as written. */
  readonly to: string;
  /** Gone after compiling. */
  readonly typeOnly: boolean;
  /** `import()`: loaded when called, if ever. */
  readonly late: boolean;
};

/** The sources of a folder, as paths from the root. */
export function sourcesIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name))
    .sort();
}

export const sources: readonly string[] = FOLDERS.flatMap(sourcesIn);

export function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

const STATEMENT = /^(?:import|export)\s+(type\s+)?(?:([^;'"]*?)\s+from\s+)?'([^']+)';/gm;
const CALL = /\bimport\(\s*'([^']+)'\s*\)/g;
/** `typeof import('…')` and `import('…').Name` are types. */
const TYPE_CALL = /typeof\s+import\(\s*'[^']+'\s*\)|\bimport\(\s*'[^']+'\s*\)\.[A-Z]/g;

export function importsOf(path: string): readonly Import[] {
  const text = textOf(path);
  const known = new Set(sources);
  const resolved = (said: string): string => {
    if (!said.startsWith('.')) return said;
    const file = relative(root, join(root, dirname(path), said)).replace(/\.js$/, '');
    return [`${file}.ts`, `${file}.tsx`].find((candidate) => known.has(candidate)) ?? `${file}.ts`;
  };
  const stated = [...text.matchAll(STATEMENT)].map(([, type, names, to = '']) => ({
    from: path,
    to: resolved(to),
    typeOnly: type !== undefined || (names !== undefined && onlyTypes(names)),
    late: false,
  }));
  const called = [...text.replace(TYPE_CALL, '').matchAll(CALL)].map(([, to = '']) => ({
    from: path,
    to: resolved(to),
    typeOnly: false,
    late: true,
  }));
  return [...stated, ...called];
}

function onlyTypes(names: string): boolean {
  const inside = /^\{([\s\S]*)\}$/.exec(names.trim())?.[1];
  if (inside === undefined) return false;
  return inside
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .every((name) => name.startsWith('type '));
}

export const imports: readonly Import[] = sources.flatMap(importsOf);

/** Everything that is loaded with `path` at once: what it imports as values, and what that imports. */
export function loadedWith(path: string): ReadonlySet<string> {
  const loaded = new Set<string>([path]);
  for (const file of loaded) {
    for (const { from, to, typeOnly, late } of imports) {
      if (from === file && !typeOnly && !late) loaded.add(to);
    }
  }
  return loaded;
}
