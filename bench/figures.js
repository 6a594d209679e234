// The figures of the README and of a release: `npm run figures [-- --install]`. Prints a table with the machine and the command,
// and keeps the numbers in `bench/results/figures.json`. `--install` also times `npm ci` in a folder of its own.
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load, machine } from './machine.js';
import { folderMb, root, startedIn, timed } from './measure.js';

const SIX = ['tw-79', 'qb', 'tn', 'dd-ubnd', 'dd-llvt', 'bt-2021'];
const NATION = 3400;

const loadBefore = load();
const temporary = mkdtempSync(join(tmpdir(), 'nhip-figures-'));
try {
  // Builds, if need be, before anything is timed.
  timed(process.execPath, ['bin/nhip.js', 'workday', '2026-01-05']);
  const figures = [...terms(), ...nation(), ...(await starts()), ...packages()];
  keep(figures);
  print(figures);
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

function terms() {
  const files = SIX.map((code) => `examples/agreements/${code}.yaml`);
  const args = ['bin/nhip.js', 'simulate', ...files, '--json'];
  const { stdout, seconds } = timed(process.execPath, args);
  const { cycles, letters } = JSON.parse(stdout);
  return [
    {
      what: `all terms of the six agreements, with the text of ${letters.length} letters`,
      value: seconds,
      unit: 's',
      limit: 2,
      command: `node ${args.join(' ')}`,
      cycles: cycles.length,
    },
  ];
}

function nation() {
  const args = ['bench/plan.js', String(NATION)];
  const { seconds, cpuSeconds, peakMb, notices } = JSON.parse(timed(process.execPath, args).stdout);
  const command = `node ${args.join(' ')}`;
  const what = `${NATION} agreements × 1 year planned`;
  return [
    {
      what: `${what}: ${notices} notices`,
      value: seconds,
      unit: 's',
      limit: 20,
      command,
    },
    { what: `${what}: processor time`, value: cpuSeconds, unit: 's', command },
    { what: `${what}: peak memory`, value: peakMb, unit: 'MB', limit: 512, command },
  ];
}

async function starts() {
  const home = join(temporary, 'home');
  const command = 'npm start';
  const first = await startedIn(home);
  const again = await startedIn(home);
  return [
    {
      what: 'first start, server binary cached, until /healthz is well',
      value: first.seconds,
      unit: 's',
      limit: 30,
      command,
    },
    { what: 'second start, until /healthz is well', value: again.seconds, unit: 's', command },
    { what: 'Ctrl-C until all is stopped', value: again.stopSeconds, unit: 's', command },
    ...byName(again.processes).map(({ name, count, mb }) => ({
      what: `memory of ${name}${count > 1 ? ` (${count} processes, shared pages counted in each)` : ''}`,
      value: mb,
      unit: 'MB',
      command: '/proc/PID/status: VmRSS',
    })),
  ];
}

/** PostgreSQL is a process a connection: one row. */
function byName(processes) {
  const rows = new Map();
  for (const { name, mb } of processes) {
    const short = name.startsWith('postgres') ? 'postgres' : name;
    const row = rows.get(short) ?? { name: short, count: 0, mb: 0 };
    rows.set(short, { name: short, count: row.count + 1, mb: row.mb + mb });
  }
  return [...rows.values()];
}

function packages() {
  let folder = root;
  const timedInstall = [];
  if (process.argv.includes('--install')) {
    folder = join(temporary, 'install');
    mkdirSync(folder);
    for (const name of ['package.json', 'package-lock.json', '.npmrc'])
      copyFileSync(join(root, name), join(folder, name));
    const { seconds } = timed('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder });
    timedInstall.push({ what: 'npm ci', value: seconds, unit: 's', command: 'npm ci --no-audit --no-fund' });
  }
  const lock = JSON.parse(readFileSync(join(folder, 'node_modules', '.package-lock.json'), 'utf8'));
  const command = 'node_modules/.package-lock.json; disk blocks';
  return [
    ...timedInstall,
    {
      what: 'packages installed, development included',
      value: Object.keys(lock.packages).length,
      unit: '',
      command,
    },
    { what: 'node_modules', value: folderMb(join(folder, 'node_modules')), unit: 'MB', command },
  ];
}

function keep(figures) {
  const folder = join(root, 'bench', 'results');
  mkdirSync(folder, { recursive: true });
  const text = JSON.stringify({ command: 'npm run figures', machine: machine(loadBefore), figures }, null, 2);
  writeFileSync(join(folder, 'figures.json'), `${text}\n`);
}

function print(figures) {
  const { cpu, memoryGb, kernel, node, commit, on } = machine(loadBefore);
  const rows = figures.map(({ what, value, unit, limit, command }) => {
    const shown = `${unit === '' || value >= 100 ? Math.round(value) : value.toFixed(1)} ${unit}`.trim();
    return `| ${what} | ${shown} | ${limit === undefined ? '' : `≤ ${limit} ${unit}`} | \`${command}\` |`;
  });
  console.log(
    `npm run figures · ${cpu} · ${memoryGb} GB · load ${loadBefore} before · Linux ${kernel} · Node ${node} · ${commit} · ${on}\n`,
  );
  console.log(['| what | measured | limit | command |', '|---|---|---|---|', ...rows].join('\n'));
  for (const { what, value, limit } of figures) {
    if (limit === undefined || value <= limit) continue;
    console.error(`over its limit: ${what}`);
    process.exitCode = 1;
  }
}
