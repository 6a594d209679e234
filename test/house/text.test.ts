// What holds for the text of every file: its first line, no clock in the core, no machine's paths, no real mailbox, a lock
// without addresses. Knows the rules of the house; must not know the domain.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, sources, sourcesIn, textOf } from './imports.js';

const IGNORED = /^(node_modules|dist|\.nhip|bench\/results|examples\/sources)\//;

/** Every file that is part of the repository. */
const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\0')
  .filter((path) => path !== '' && !IGNORED.test(path) && existsSync(join(root, path)));

const texts = files.filter((path) => path !== 'package-lock.json');

function linesWith(pattern: RegExp, paths: readonly string[] = texts): readonly string[] {
  return paths.flatMap((path) =>
    textOf(path)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  );
}

test('every source opens by saying what it knows', () => {
  const silent = [...sources, ...sourcesIn('test')].filter((path) => !/^\/\/ \S/.test(textOf(path)));
  expect(silent).toEqual([]);
});

test('the domain has no clock and no die; a workflow has only the recorded clock', () => {
  const core = sources.filter((path) => /^(domain|workflows)\//.test(path));
  expect(linesWith(/new Date\(\s*\)|Math\.random|process\.|performance\.now/, core)).toEqual([]);
  expect(linesWith(/Date\.now/, sourcesIn('domain'))).toEqual([]);
});

test('there are no holes in the types', () => {
  const hole = new RegExp(
    ['as any\\b', ': any\\b', 'as unknown as', '@ts-' + '(ignore|nocheck|expect-error)'].join('|'),
  );
  const typed = [...sources, ...sourcesIn('test')].filter((path) => !path.startsWith('test/house/'));
  expect(linesWith(hole, typed)).toEqual([]);
});

test('no folder is a drawer and no file a barrel', () => {
  const drawers = /(^|\/)(utils?|common|shared|lib|core|helpers?|managers?|services?)(\/|\.tsx?$)/;
  expect(files.filter((path) => drawers.test(path))).toEqual([]);
  // The bundle's entry is the one that Temporal wants.
  const passesOn = /^export (\*|\{[^}]*\}|type \{[^}]*\}) from '[^']+';$/gm;
  const onlyPassesOn = (text: string): boolean =>
    passesOn.test(text) &&
    text
      .replace(passesOn, '')
      .replace(/^\/\/.*$/gm, '')
      .trim() === '';
  const barrels = sources.filter((path) => onlyPassesOn(textOf(path)) || /^export \*/m.test(textOf(path)));
  expect(barrels).toEqual(['workflows/index.ts']);
});

test('no path of a machine stands anywhere', () => {
  const homes = new RegExp(`(^|[^A-Za-z0-9_.])/(${['work', 'root', 'home', 'Users'].join('|')})/`);
  expect(linesWith(homes)).toEqual([]);
});

test('every mailbox is one that cannot exist', () => {
  const mailbox = /[A-Za-z0-9._%+-]+@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}/g;
  const real = texts.flatMap((path) =>
    [...textOf(path).matchAll(mailbox)]
      .map(([found]) => found)
      .filter((found) => !/\.(example|invalid|test|localhost)$|@(example\.(com|org)|127\.)/i.test(found))
      .map((found) => `${path}: ${found}`),
  );
  expect(real).toEqual([]);
});

test('Vietnamese is written in one form everywhere', () => {
  // Tests of what a file may not contain write the other form on purpose.
  const written = texts.filter((path) => !path.startsWith('test/') && !path.startsWith('examples/'));
  expect(written.filter((path) => textOf(path) !== textOf(path).normalize('NFC'))).toEqual([]);
});

test.each([
  ['the program', 'package-lock.json', 300],
  ['the bench', 'bench/package-lock.json', 50],
])('the lock of %s names no download address, and every package by its hash', (_of, path, atLeast) => {
  const lock: { readonly packages: Readonly<Record<string, Readonly<Record<string, unknown>>>> } = JSON.parse(
    readFileSync(join(root, path), 'utf8'),
  );
  const packages = Object.entries(lock.packages).filter(
    ([path, entry]) => path !== '' && entry['link'] !== true,
  );
  expect(packages.length).toBeGreaterThan(atLeast);
  expect(packages.filter(([, entry]) => 'resolved' in entry).map(([path]) => path)).toEqual([]);
  const unhashed = packages.filter(
    ([, entry]) => typeof entry['integrity'] !== 'string' && entry['inBundle'] !== true,
  );
  expect(unhashed.map(([path]) => path)).toEqual([]);
});

test('installing runs no script, of ours or of others', () => {
  expect(readFileSync(join(root, '.npmrc'), 'utf8')).toContain('ignore-scripts=true');
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  expect(Object.keys(scripts).filter((name) => /^(pre|post)|install|prepare/.test(name))).toEqual([]);
});
