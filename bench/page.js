// Writes docs/reference/bench.md: how it is measured, with which settings, and the results that are kept. Knows the page; must not
// know how a run is made.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './measure.js';
import { shown } from './table.js';
import { tableOf } from './views.js';
import { WORKLOADS } from './workloads.js';

const PAGE = join(root, 'docs', 'reference', 'bench.md');
const METHOD = join(root, 'bench', 'method.md');

/** From the results in `folder`; a workload without results says how to get them. */
export function writePage(folder) {
  const sections = Object.entries(WORKLOADS)
    .filter(([name]) => name !== 'ci')
    .map(([name, { title }]) => {
      const file = join(folder, `${name}.json`);
      const measured = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
      return { name, title, measured };
    });
  const newest = sections.flatMap(({ measured }) => (measured ? [measured] : []));
  const text = [
    readFileSync(METHOD, 'utf8'),
    ...(newest.length === 0 ? [] : [settingsOf(newest)]),
    ...sections.map(section),
  ].join('\n');
  writeFileSync(PAGE, text);
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

function circumstances({ command, machine, letterBytes }) {
  const { cpu, memoryGb, kernel, node, commit, on, loadBefore } = machine;
  const where = `${cpu} · ${memoryGb} GB · load ${loadBefore} before · Linux ${kernel} · Node ${node}`;
  return `\`${command}\` · letters of ${shown(letterBytes)} bytes · ${where} · ${commit} · ${on}`;
}
