// Documentation against the program: generated pages are current, and every key a file may hold is described. Knows the pages
// and the shapes of files; must not know what a key means.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { agreementShape, bodyShape, decisionShape, entryShape, registerShape } from '../../files/shapes.js';
import { PLACE } from '../../files/yaml.js';
import { root, textOf } from './imports.js';

test('the pages written from the program are what the program says', () => {
  execFileSync(process.execPath, ['docs/generate.js', '--check'], { cwd: root, stdio: 'pipe' });
  expect(textOf('docs/reference/commands.md')).toContain('## nhip simulate');
}, 120_000);

/** Every key below a zod type, at any depth. */
function keysBelow(
  type: unknown,
  found: Set<string> = new Set(),
  seen: Set<unknown> = new Set(),
): Set<string> {
  if (typeof type !== 'object' || type === null || seen.has(type)) return found;
  seen.add(type);
  const def: unknown = Reflect.get(type, 'def');
  if (typeof def !== 'object' || def === null) return found;
  const shape: unknown = Reflect.get(def, 'shape');
  if (typeof shape === 'object' && shape !== null) {
    for (const [key, inner] of Object.entries(shape)) {
      found.add(key);
      keysBelow(inner, found, seen);
    }
  }
  for (const part of ['in', 'out', 'innerType', 'element', 'valueType']) {
    keysBelow(Reflect.get(def, part), found, seen);
  }
  return found;
}

test('every key of agreement, body and calendar files is described', () => {
  const page = textOf('docs/reference/files.md');
  const shapes = [agreementShape, bodyShape, decisionShape, entryShape, registerShape];
  const keys = [...new Set(shapes.flatMap((shape) => [...keysBelow(shape)]))].filter((key) => key !== PLACE);
  expect(keys.length).toBeGreaterThan(70);
  expect(keys.filter((key) => !new RegExp(`\`${key}[\`:]|[{ ]${key}:`).test(page))).toEqual([]);
});

test('links between pages lead somewhere', () => {
  const pages = [
    'README.md',
    'README.vi.md',
    'ARCHITECTURE.md',
    'CHANGELOG.md',
    ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => join('docs', name)),
  ];
  const broken = pages.flatMap((page) =>
    [...textOf(page).matchAll(/\]\((?!https?:)([^)#]+)(#[^)]*)?\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !existsSync(join(root, dirname(page), target)))
      .map((target) => `${page} → ${target}`),
  );
  expect(broken).toEqual([]);
});

test('every decision is listed, and says context, choice and price', () => {
  const index = textOf('docs/README.md');
  const decisions = readdirSync(join(root, 'docs', 'decisions'));
  expect(decisions.length).toBeGreaterThan(10);
  for (const name of decisions) {
    expect(index).toContain(`decisions/${name}`);
    const headings = [...textOf(`docs/decisions/${name}`).matchAll(/^## (.*)$/gm)].map(([, title]) => title);
    expect([name, headings]).toEqual([name, ['Context', 'Choice', 'Price']]);
  }
});

test('the year on the README’s first screen is the one that simulate prints', () => {
  const command = ['bin/nhip.js', 'simulate', 'examples/agreements/tw-79.yaml', '--year', '2018'];
  for (const [page, lang] of [
    ['README.md', 'en'],
    ['README.vi.md', 'vi'],
  ] as const) {
    const printed = execFileSync(process.execPath, [...command, '--lang', lang], {
      cwd: root,
      encoding: 'utf8',
    });
    const lines = new Set(printed.split('\n').map((line) => line.trimEnd()));
    const [, shown = ''] = /\$ npx nhip simulate[^\n]*\n([\s\S]*?)```/.exec(textOf(page)) ?? [];
    const quoted = shown.split('\n').filter((line) => line.trim() !== '' && line.trim() !== '…');
    expect(quoted.length).toBeGreaterThan(8);
    expect(quoted.filter((line) => !lines.has(line))).toEqual([]);
  }
}, 60_000);
