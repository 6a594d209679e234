// Whether every “no” that has words is given somewhere, and proved somewhere. Knows codes; must not know when one is given.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { REFUSALS } from '../../words/refusals.js';
import { root, textOf } from './imports.js';

/** Worded by voice.md, given by nothing yet, with what it waits for. Whoever gives one takes its line out. */
const NOT_YET_GIVEN: Readonly<Record<string, string>> = {
  CalendarMissing: 'every year 1900–2199 has a calendar by law, provisional where nobody has decided it',
  ChangedMeanwhile: 'two people at one page: comes with the desk',
  CodeMismatch: 'a word typed on a page: comes with the desk',
  LinkExpired: 'links in letters come with the desk',
  NotAllowed: 'the command line knows no posts: comes with signing in at the desk',
  TooSecretForMail: 'no command mails a text that a person wrote',
};

/** Given, and named by no test or transcript: what would have to break first is named. */
const NOT_YET_PROVED: Readonly<Record<string, string>> = {
  DiskFull: 'a full disk',
  Unfinished: 'a turn that takes longer than ten seconds',
  WrongTimeZone: 'a process that the program itself did not start',
};

const SOURCES = ['activities', 'client', 'database', 'domain', 'machine', 'mail', 'worker', 'workflows'];

function textsUnder(folders: readonly string[], endings: readonly string[]): readonly string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => endings.some((ending) => name.endsWith(ending)))
      .map((name) => join(folder, name))
      // The list of codes itself, and this one.
      .filter((path) => path !== join('domain', 'refusals.ts') && !path.startsWith(join('test', 'house')))
      .map(textOf),
  );
}

const codes = Object.keys(REFUSALS).toSorted();
const missingFrom = (texts: readonly string[], mark: (code: string) => RegExp): readonly string[] =>
  codes.filter((code) => !texts.some((text) => mark(code).test(text)));

test('every refusal is given by some part of the product, but those listed', () => {
  const sources = textsUnder(SOURCES, ['.ts']);
  expect(missingFrom(sources, (code) => new RegExp(`'${code}'`))).toEqual(Object.keys(NOT_YET_GIVEN));
});

test('every refusal is named by a test or a transcript, but those listed', () => {
  const folders = ['cli', 'database', 'domain', 'engine', 'mail', 'system', 'transcripts'];
  const proofs = textsUnder(
    folders.map((folder) => join('test', folder)),
    ['.ts', '.txt'],
  );
  const unproved = missingFrom(proofs, (code) => new RegExp(`\\b${code}\\b`));
  const listed = [...Object.keys(NOT_YET_GIVEN), ...Object.keys(NOT_YET_PROVED)].toSorted();
  expect(unproved).toEqual(listed);
});
