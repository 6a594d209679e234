// Plays every transcript and compares its answers. `REWRITE=1` writes them anew: commit such a change only if you can
// explain every line of it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { VERBS } from '../domain/command.js';
import { replayed } from './transcripts/transcript.js';

const FOLDER = 'test/transcripts';
const names = readdirSync(FOLDER).filter((name) => name.endsWith('.txt'));

test.each(names)('%s is played as it is written', (name) => {
  const path = join(FOLDER, name);
  const text = readFileSync(path, 'utf8');
  const now = replayed(text);
  if (process.env['REWRITE'] === '1') writeFileSync(path, now);
  else expect(now).toBe(text);
});

test('transcripts exist, and each tells its story first', () => {
  expect(names.length).toBeGreaterThan(20);
  for (const name of names) expect(readFileSync(join(FOLDER, name), 'utf8')).toMatch(/^# /);
});

/** `propose` and `ratify` too: what people do in a play is told at least once, in words a clerk can read. */
test('every verb of a play stands in some transcript', () => {
  const told = new Set(
    names.flatMap((name) =>
      [...readFileSync(join(FOLDER, name), 'utf8').matchAll(/^ {2}\d{4}-\d\d-\d\d \d\d:\d\d (\w+)/gm)].map(
        ([, verb]) => verb,
      ),
    ),
  );
  const others = ['register', 'replan', 'decide', 'outage'];
  expect([...VERBS, ...others].filter((verb) => !told.has(verb))).toEqual([]);
});
