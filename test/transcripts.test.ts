// Plays every transcript and compares its answers. `REWRITE=1` writes them anew: commit such a change only if you can
// explain every line of it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
