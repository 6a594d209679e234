// Writes docs/reference/bench.md: how it is measured, with which settings, and the results that are kept. Knows the page; must not
// know how a run is made.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './measure.js';
import { shown, table } from './table.js';
import { tableOf } from './views.js';
import { LIFECYCLE, WORKLOADS } from './workloads.js';

const PAGE = join(root, 'docs', 'reference', 'bench.md');
const METHOD = join(root, 'bench', 'method.md');

/** From the results in `folder`; a workload without results says how to get them. */
export function writePage(folder) {
  const sections = Object.entries(WORKLOADS)
    .filter(([name]) => name !== 'ci')
    .map(([name, { title }]) => {
      return { name, title, measured: kept(folder, name) };
    });
  const alone = Object.entries(LIFECYCLE).map(([name, { title, measure }]) =>
    ownSection({ name, title, measured: kept(folder, `lifecycle-${measure}`) }),
  );
  const newest = sections.flatMap(({ measured }) => (measured ? [measured] : []));
  const text = [
    readFileSync(METHOD, 'utf8'),
    ...(newest.length === 0 ? [] : [settingsOf(newest)]),
    ...sections.map(section),
    ...alone,
  ].join('\n');
  writeFileSync(PAGE, text);
}

function kept(folder, name) {
  const file = join(folder, `${name}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

function settingsOf(all) {
  const peers = Object.assign({}, ...all.map(({ peers: known }) => known));
  const versions = Object.assign({}, ...all.map(({ versions: known }) => known));
  const lines = Object.values(peers).map(({ title, settings }) => `| ${title} | ${settings} |`);
  return [
    '## Settings',
    '',
    `Servers: ${Object.values(versions).join(' · ')}.`,
    '',
    '| peer | settings |',
    '|---|---|',
    ...lines,
    '',
  ].join('\n');
}

function section({ name, title, measured }) {
  const head = `## ${name.toUpperCase()} · ${title}\n`;
  if (measured === null) return `${head}\nNot measured yet: \`node bench/run.js ${name}\`.\n`;
  return [head, tableOf(name, measured), '', circumstances(measured), ''].join('\n');
}

/** A measure without peers brings its own columns. */
function ownSection({ name, title, measured }) {
  const head = `## ${name.toUpperCase()} · ${title}\n`;
  const command = `node bench/run.js ${name}`;
  if (measured === null) return `${head}\nNot measured yet: \`${command}\`.\n`;
  const { rows, machine } = measured;
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (value) => (typeof value === 'number' ? shown(value) : (value ?? '–'));
  const columns = keys.map((key) => [key, (row) => cell(row[key])]);
  return [head, table(columns, rows), '', `\`${command}\` · ${placeOf(machine)}`, ''].join('\n');
}

function circumstances({ command, machine, letterBytes }) {
  return `\`${command}\` · letters of ${shown(letterBytes)} bytes · ${placeOf(machine)}`;
}

function placeOf({ cpu, memoryGb, kernel, node, commit, on, loadBefore }) {
  return `${cpu} · ${memoryGb} GB · load ${loadBefore} before · Linux ${kernel} · Node ${node} · ${commit} · ${on}`;
}
