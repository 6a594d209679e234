// `nhip rehearse` on the command line: the letters of the real engine in the form of `simulate`, and how they differ.
import { join } from 'node:path';
import { letterIdOf } from '../../domain/letters.js';
import { simulate } from '../../domain/simulate.js';
import { loadFiles } from '../../files/load.js';
import { packageRoot } from '../../machine/compiled.js';
import type { Caught } from '../../client/rehearsal/caught.js';
import { playWords } from '../../client/cli/playWords.js';
import { differences } from '../../client/cli/rehearseDifferences.js';
import { build, json, nhip } from './engineRun.js';

const LIMIT_MS = 240_000;
const FILE = join(packageRoot(), 'examples', 'agreements', 'bt-2021.yaml');

beforeAll(build, LIMIT_MS);

test(
  'a rehearsed year prints what simulate prints, with nothing but letters that were caught',
  async () => {
    const [rehearsed, simulated] = await Promise.all([
      nhip(['rehearse', FILE, '--year', '2021', '--json'], { SMTP_URL: 'smtp://127.0.0.1:1' }),
      nhip(['simulate', FILE, '--year', '2021', '--json']),
    ]);
    expect([rehearsed.code, rehearsed.stderr]).toEqual([0, expect.stringContaining('Từng thư trùng với')]);
    const { letters, ...rest } = json<{ letters: readonly { text: string }[] }>(rehearsed);
    const { letters: planned, ...plan } = json<{ letters: readonly { text: string }[] }>(simulated);
    const trimmed = (all: readonly { text: string }[]): readonly object[] =>
      all.map((letter) => ({ ...letter, text: letter.text.trimEnd() }));
    expect(trimmed(letters)).toEqual(trimmed(planned));
    expect(rest).toEqual(plan);
  },
  LIMIT_MS,
);

describe('a difference is found where a letter', () => {
  const { agreements, calendar } = loadFiles([FILE]);
  const simulated = simulate({ dossiers: agreements, book: calendar, events: [], span: { year: 2021 } });
  const words = playWords(agreements, [], 'vi');
  const caught = simulated.letters.map((letter): Caught => {
    const { at, to, post, body, notices } = letter;
    return { at, to, post, body, ...words.composed(letter), date: '', notices };
  });
  const [first, ...others] = caught;
  if (!first) throw new Error('a year without letters');
  const about = letterIdOf(first.to, first.at);
  const cases: readonly (readonly [how: string, letters: readonly Caught[], kind: string])[] = [
    ['did not come', others, 'missing'],
    ['came twice', [first, ...caught], 'doubled'],
    ['says something else', [{ ...first, text: `${first.text}x` }, ...others], 'text'],
    ['has another subject', [{ ...first, subject: 'x' }, ...others], 'subject'],
    ['carries another notice', [{ ...first, notices: [] }, ...others], 'notices'],
  ];
  test.each(cases)('%s', (_, letters, kind) => {
    expect(differences(simulated, { letters, refusals: [] }, words)).toEqual([{ kind, about }]);
  });

  test('was not expected, or a refusal is another one', () => {
    const stray = { ...first, to: 'x@y.example' };
    const at = first.at;
    const refusals = [{ at, do: 'submit', refusal: { code: 'NotSubmitted', facts: {} } }] as const;
    expect(differences(simulated, { letters: [...caught, stray], refusals }, words)).toEqual([
      { kind: 'unexpected', about: letterIdOf('x@y.example', at) },
      { kind: 'refusals', about: `${at} NotSubmitted` },
    ]);
  });

  test('nowhere else', () => {
    expect(differences(simulated, { letters: caught, refusals: [] }, words)).toEqual([]);
  });
});
