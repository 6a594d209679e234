// The mail room under seeded faults, in virtual time. `SEEDS=10000` plays more; `FIRST_SEED=7 SEEDS=1 TRACE=/tmp/7.log` one again,
// with all that happened.
import { writeFileSync } from 'node:fs';
import { faultsFound } from './checker.js';
import { faultsOf, KINDS, lifeOf, NO_FAULTS, VARIANTS } from './faults.js';
import { play, type Played } from './play.js';

const FIRST = Number(process.env['FIRST_SEED'] ?? 1);
const TRACE = process.env['TRACE'];
const SEEDS = Number(process.env['SEEDS'] ?? 200);

const ideals = new Map<number, Promise<Played>>();
function ideal(seed: number): Promise<Played> {
  const variant = seed % VARIANTS;
  const known = ideals.get(variant) ?? play(variant, lifeOf(seed), NO_FAULTS);
  ideals.set(variant, known);
  return known;
}

test('more than twenty kinds of fault may befall a play', () => {
  expect(new Set(KINDS).size).toBeGreaterThanOrEqual(20);
});

test('without faults every letter arrives once, within seconds of its instant', async () => {
  for (let seed = 0; seed < VARIANTS; seed += 1) {
    const played = await ideal(seed);
    expect([seed, faultsFound(played, played, NO_FAULTS)]).toEqual([seed, []]);
    expect(played.deliveries.length).toBeGreaterThan(5);
  }
}, 60_000);

test(`whatever goes wrong, nothing is lost, doubled, early or untrue (${SEEDS} seeds)`, async () => {
  const broken: string[] = [];
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const faults = faultsOf(seed);
    const lines: string[] = [];
    const played = await play(
      seed,
      lifeOf(seed),
      faults,
      TRACE === undefined ? undefined : (line) => void lines.push(line),
    );
    if (TRACE !== undefined)
      writeFileSync(TRACE, `${JSON.stringify({ faults, life: lifeOf(seed) })}\n${lines.join('\n')}\n`);
    const found = faultsFound(played, await ideal(seed), faults);
    if (found.length > 0) broken.push(`seed ${seed}: ${found.slice(0, 3).join('; ')}`);
  }
  expect(broken).toEqual([]);
}, 1_200_000);
