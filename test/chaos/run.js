// `npm run chaos [-- --runs 100 --seed N --letters N]`: bursts through the whole stack, a part of it killed in each, counted in real
// mailboxes. Knows the order of runs and what is told; must not know how one is played. A run is repeated by its seed alone.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { children } from '../../bench/children.js';
import { load, machine } from '../../bench/machine.js';
import { root } from '../../bench/measure.js';
import { openServers } from '../../bench/servers.js';
import { spread } from '../../bench/score.js';
import { shown, table } from '../../bench/table.js';
import { BLOWS, RELAY } from './blows.js';
import { burst } from './burst.js';
import { mailboxesMissing } from './mailRoom.js';

const options = {
  runs: { type: 'string', default: '100' },
  seed: { type: 'string', default: '1' },
  letters: { type: 'string', default: '300' },
  out: { type: 'string', default: join(root, 'bench', 'results', 'chaos.json') },
};
const { values } = parseArgs({ options });
const first = Number(values.seed);
const letters = Number(values.letters);
const loadBefore = load();
process.on('exit', children.endAll);

const servers = openServers();
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => void servers.stop().finally(() => process.exit(130)));
const runs = [];
const skipped = [];
try {
  await needed();
  for (let n = 0; n < Number(values.runs); n += 1) runs.push(...(await one(first + n)));
} finally {
  await servers.stop();
}
const rows = Object.keys(BLOWS).flatMap((kind) => rowOf(kind, runs));
keep();
process.stdout.write(`\n${tableOf(rows)}\n`);
process.exit(runs.every(isWhole) ? 0 : 1);

async function needed() {
  for (const name of ['postgres', 'temporal']) {
    const server = await servers.of(name);
    if (typeof server === 'string') throw new Error(server);
  }
  const why = mailboxesMissing();
  if (why === null) return;
  skipped.push(`${RELAY} (${why})`);
  process.stderr.write(`counted by the sink, not in mailboxes: ${why}\nskipped: ${RELAY}\n`);
}

/** The kind follows from the seed; a run that breaks off counts as one, with its words. */
async function one(seed) {
  const kinds = Object.keys(BLOWS);
  const kind = kinds[seed % kinds.length] ?? '';
  if (kind === RELAY && skipped.length > 0) return [];
  const run = await burst({ seed, kind, letters }, servers).catch((error) => ({
    seed,
    kind,
    letters,
    broke: error.message.split('\n')[0],
  }));
  process.stderr.write(`${saidOf(run)}\n`);
  return [run];
}

function saidOf({ seed, kind, broke, lost, doubled, inDoubt, settled, sentBefore, lastAfterS }) {
  const head = `seed ${seed}, ${kind}`;
  if (broke !== undefined) return `${head}: broke off: ${broke}`;
  const wrong = [
    ...lost.map(({ letter, state }) => `lost: letter ${letter} (${state})`),
    ...doubled.map(({ letter, state, copies }) => `doubled: letter ${letter} (${state}), ${copies} copies`),
    ...inDoubt.map(({ letter, copies }) => `in doubt: letter ${letter}, ${copies} copies`),
  ];
  const end = `struck at ${sentBefore} sent, ${settled} settled by evidence, last ${lastAfterS.toFixed(1)} s later`;
  return [`${head}: ${end}`, ...wrong.map((line) => `  ${line}`)].join('\n');
}

function isWhole({ broke, lost, doubled, inDoubt }) {
  return broke === undefined && lost.length + doubled.length + inDoubt.length === 0;
}

function rowOf(kind, all) {
  const own = all.filter((run) => run.kind === kind);
  if (own.length === 0) return [];
  const whole = own.filter(({ broke }) => broke === undefined);
  const sum = (name) => whole.reduce((total, run) => total + run[name].length, 0);
  return {
    kind,
    runs: own.length,
    broke: own.length - whole.length,
    lost: sum('lost'),
    doubled: sum('doubled'),
    inDoubt: sum('inDoubt'),
    settled: whole.reduce((total, { settled }) => total + settled, 0),
    lastAfterS: spread(whole.map(({ lastAfterS }) => lastAfterS)),
  };
}

function tableOf(found) {
  const columns = [
    ['killed', ({ kind }) => kind],
    ['runs', (row) => row.runs],
    ['broke off', (row) => row.broke],
    ['lost', (row) => row.lost],
    ['doubled', (row) => row.doubled],
    ['in doubt at the end', (row) => row.inDoubt],
    ['settled by evidence', (row) => row.settled],
    ['last letter after the kill, s: median', ({ lastAfterS }) => shown(lastAfterS?.median)],
    ['max', ({ lastAfterS }) => shown(lastAfterS?.to)],
  ];
  return table(columns, found);
}

function keep() {
  mkdirSync(dirname(values.out), { recursive: true });
  const command = `npm run chaos -- --runs ${runs.length} --seed ${first} --letters ${letters}`;
  const kept = { command, skipped, machine: machine(loadBefore), rows, runs };
  writeFileSync(values.out, `${JSON.stringify(kept, null, 2)}\n`);
}
