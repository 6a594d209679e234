// Figures of the whole lifecycle on the real engine: `node bench/lifecycle.js year | terms [CODE…] | updates [N] | fleet [N]`.
// Prints a table, keeps the numbers in `bench/results/lifecycle-*.json`. Exit 1 where a rehearsal differs from `simulate`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fleet, updates } from './lifecycleFleet.js';
import { terms, year } from './lifecycleRehearsals.js';
import { load, machine } from './machine.js';
import { root, timed } from './measure.js';
import { shown } from './table.js';

process.env.TZ = 'UTC';
// Builds, if need be, before anything is timed.
timed(process.execPath, ['bin/nhip.js', 'workday', '2026-01-05']);

const MEASURES = { year, terms, updates, fleet };
const [name = 'year', ...args] = process.argv.slice(2);
const measure = MEASURES[name];
if (!measure) throw new TypeError(`one of ${Object.keys(MEASURES).join(', ')}`);

const loadBefore = load();
const rows = await measure(args);
const on = machine(loadBefore);
const folder = join(root, 'bench', 'results');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, `lifecycle-${name}.json`), `${JSON.stringify({ machine: on, rows }, null, 2)}\n`);
const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
const line = (cells) => `| ${cells.join(' | ')} |`;
const cell = (value) => (typeof value === 'number' ? shown(value) : (value ?? '–'));
console.log(
  [
    line(columns),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(columns.map((column) => cell(row[column])))),
    '',
    `${on.cpu}, ${on.memoryGb} GB, node ${on.node}, ${on.commit}, load before ${loadBefore}`,
  ].join('\n'),
);
process.exit(rows.some(({ differences }) => differences > 0) ? 1 : 0);
