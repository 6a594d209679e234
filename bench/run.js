// `npm run bench`: peers in turn on the same work, medians of rounds, results and a page. `node bench/run.js WORKLOAD…
// [--notices N] [--rounds N] [--peers a,b] [--out FOLDER] [--install] [--page] [--prove]`. Knows the order of things; must not know any peer.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { children } from './children.js';
import { contest } from './contest.js';
import { letterBytes } from './letters.js';
import { load, machine } from './machine.js';
import { root } from './measure.js';
import { writePage } from './page.js';
import { rowsOf } from './score.js';
import { openServers } from './servers.js';
import { tableOf } from './views.js';
import { BASE, inRotation, LIFECYCLE, PEERS, WORKLOADS } from './workloads.js';

const options = {
  notices: { type: 'string' },
  rounds: { type: 'string' },
  peers: { type: 'string' },
  out: { type: 'string' },
  install: { type: 'boolean', default: false },
  page: { type: 'boolean', default: false },
  prove: { type: 'boolean', default: false },
};
const { values, positionals } = parseArgs({ options, allowPositionals: true });
const results = values.out ?? join(root, 'bench', 'results');
const loadBefore = load();
process.on('exit', children.endAll);

if (values.install) install();
const NO_PEER = { needs: [], missing: () => 'no such peer' };
const peers = await loaded();
const servers = openServers();
const wrong = [];
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => void servers.stop().finally(() => process.exit(130)));
try {
  for (const name of positionals) await (name in LIFECYCLE ? alone(name) : measured(name));
} finally {
  await servers.stop();
}
if (values.page) writePage(results);
for (const fault of wrong) process.stderr.write(`wrong: ${fault}\n`);
process.exit(wrong.length === 0 ? 0 : 1);

/** A measure without peers; its failure is said, and the bench goes on. */
function alone(name) {
  const { measure: what } = LIFECYCLE[name];
  const run = spawnSync(process.execPath, [join(root, 'bench', 'lifecycle.js'), what], { stdio: 'inherit' });
  if (run.status !== 0) process.stderr.write(`${name}: bench/lifecycle.js ${what} failed\n`);
}

async function measured(name) {
  const workload = WORKLOADS[name];
  if (workload === undefined)
    throw new Error(`no workload ${name}: ${Object.keys({ ...WORKLOADS, ...LIFECYCLE }).join(', ')}`);
  const found = await measure(name, workload);
  keep(name, found);
  process.stdout.write(`\n${workload.title}\n\n${tableOf(name, found)}\n`);
  if (values.prove) wrong.push(...faults(found.rows));
}

/** Peers are no part of the program: they are fetched when they are wanted; without a network the bench goes on without them. */
function install() {
  const folder = join(root, 'bench');
  if (existsSync(join(folder, 'node_modules'))) return;
  const run = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, encoding: 'utf8' });
  if (run.status !== 0) process.stderr.write(`npm ci in bench/: ${run.stderr || run.error?.message}\n`);
}

/** Every peer that can be loaded, and for the others why not. */
async function loaded() {
  const found = new Map();
  for (const name of PEERS) {
    try {
      found.set(name, (await import(`./peers/${name}.js`)).peer);
    } catch (error) {
      const why = error.code === 'ERR_MODULE_NOT_FOUND' ? 'not installed (npm ci in bench/)' : error.message;
      found.set(name, { title: name, needs: [], missing: () => why });
    }
  }
  return found;
}

async function measure(name, workload) {
  const chosen = values.peers?.split(',') ?? workload.peers;
  const rounds = Number(values.rounds ?? workload.rounds);
  const runs = [];
  const until = Date.now() + (workload.withinS ?? Infinity) * 1000;
  for (let round = 1; round <= rounds; round += 1) {
    for (const peer of inRotation(chosen, round - 1)) {
      const notices = Math.min(Number(values.notices ?? workload.notices), workload.most[peer] ?? Infinity);
      const wanted = { ...workload, name: peer, notices, round };
      const run =
        Date.now() < until
          ? await contest(peers.get(peer) ?? NO_PEER, wanted, servers)
          : { peer, notices, round, why: 'skipped: the time of this bench is over' };
      const said = run.why ?? `${Math.round(run.figures.perSecond ?? 0)} letters/s`;
      process.stderr.write(`${name} round ${round} ${peer}: ${said}\n`);
      runs.push(run);
    }
  }
  const order = (row) => PEERS.indexOf(row.peer);
  const rows = rowsOf(runs, BASE).sort((a, b) => order(a) - order(b));
  return {
    command: commandOf(name),
    title: workload.title,
    letterBytes,
    ...(await setting(chosen)),
    runs,
    rows,
  };
}

function commandOf(name) {
  const given = Object.entries(values).flatMap(([key, value]) =>
    typeof value === 'string' ? [`--${key} ${value}`] : [],
  );
  return ['node bench/run.js', name, ...given].join(' ');
}

async function setting(chosen) {
  const known = chosen.filter((name) => peers.has(name));
  const needs = [...new Set(known.flatMap((name) => peers.get(name).needs))];
  const versions = {};
  for (const need of needs) {
    const server = await servers.of(need);
    versions[need] = typeof server === 'string' ? server : server.version;
  }
  const settings = Object.fromEntries(
    known.map((name) => [name, { title: peers.get(name).title, settings: peers.get(name).settings ?? '' }]),
  );
  return { machine: machine(loadBefore), versions, peers: settings };
}

function keep(name, found) {
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, `${name}.json`), `${JSON.stringify(found, null, 2)}\n`);
}

/** What must never be, on whatever machine: times are not among it. */
function faults(rows) {
  const own = rows.find(({ peer }) => peer === 'ours');
  if (own === undefined) return ['ours was not run'];
  if (own.rounds === 0) return own.why;
  return ['lost', 'doubled', 'early'].flatMap((kind) =>
    own[kind].to === 0 ? [] : [`${own[kind].to} ${kind}`],
  );
}
