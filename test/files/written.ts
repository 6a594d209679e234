// Files for tests, written with the place of the expected message marked by `¦`. Knows a folder in the system's temporary one.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Loaded, loadFiles } from '../../files/load.js';

const base = mkdtempSync(join(tmpdir(), 'nhip-files-'));
let folders = 0;
afterAll(() => rmSync(base, { recursive: true }));

/** Writes the files into a fresh folder and answers its path. */
export function folderOf(files: Readonly<Record<string, string | Buffer>>): string {
  folders += 1;
  const folder = join(base, String(folders));
  mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** Loads one text as `a.yaml` of a fresh folder. */
export function loadText(text: string | Buffer, others: Readonly<Record<string, string>> = {}): Loaded {
  return loadFiles([join(folderOf({ ...others, 'a.yaml': text }), 'a.yaml')]);
}

/** Takes the mark out of a text: the text and `line:column` of what followed the mark. */
export function unmarked(marked: string): { readonly text: string; readonly at: string } {
  const offset = marked.indexOf('¦');
  const before = marked.slice(0, Math.max(0, offset)).split('\n');
  return {
    text: marked.replace('¦', ''),
    at: offset < 0 ? '1:1' : `${before.length}:${(before.at(-1) ?? '').length + 1}`,
  };
}

const LINES: Readonly<Record<string, string>> = {
  agreement: 'agreement: ctph-a',
  title: 'title: Chương trình phối hợp',
  number: 'number: 01-CTr/BDV-BCS',
  level: 'level: district',
  term: 'term: { from: 2022, to: 2024 }',
  signedOn: 'signedOn: 2022-03-15',
  parties: 'parties: [ { body: ben-a, lead: true }, { body: ben-b } ]',
  bodies: [
    'bodies:',
    '  - { code: ben-a, name: Bên A, regime: party, level: district, posts: [ { code: vt, title: Văn thư, rank: clerk, mailbox: vt@a.example } ] }',
    '  - { code: ben-b, name: Bên B, regime: state, level: district, posts: [ { code: vt, title: Văn thư, rank: clerk, mailbox: vt@b.example } ] }',
  ].join('\n'),
};

/** A sound agreement with some lines replaced, left out (empty) or added. */
export function agreementText(changed: Readonly<Record<string, string>> = {}): string {
  return Object.values({ ...LINES, ...changed })
    .filter(Boolean)
    .join('\n');
}
