// Records histories for the replay corpus: `npm run histories`. One new set per shell change; recorded files are never
// edited; a name records that play alone. Knows which plays show every command of every workflow.
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.env.TZ = 'UTC';
const folder = dirname(fileURLToPath(import.meta.url));
const root = join(folder, '..', '..');
// Builds what has changed.
spawnSync(process.execPath, [join(root, 'bin', 'nhip.js'), 'workday', '2026-01-05'], { stdio: ['ignore', 'ignore', 'inherit'] });
const { loadFiles } = await import('../../dist/files/load.js');
const { loadEvents } = await import('../../dist/files/events.js');
const { rehearse } = await import('../../dist/client/rehearsal/rehearse.js');
const { startWorker } = await import('../../dist/worker/main.js');
const { registerTerm } = await import('../../dist/client/engine.js');
const { openCycles } = await import('../../dist/activities/openCycles.js');
const { startCycle } = await import('../../dist/workflows/starts.js');

const example = (path) => join(root, 'examples', path);
const play = (code, span, events) => {
  const { agreements, calendar } = loadFiles([example(`agreements/${code}.yaml`)]);
  return { dossiers: agreements, book: calendar, events: events ? loadEvents(example(`events/${events}.yaml`)).events : [], span };
};

/** Each with how many dispatches are kept: a few show all there is to see of them. */
const SETS = {
  'tw-79': { play: () => play('tw-79', { year: 2018 }, 'tw-79-2018'), dispatches: 12 },
  'dd-ubnd': { play: () => play('dd-ubnd', { from: '2022-04-29', to: '2023-06-30' }), dispatches: 12 },
  // What a meeting adopts for the next year, a proposal, each party's consent, one of them taken back.
  'mau-2026': { play: () => play('mau-2026', { from: '2026-12-01', to: '2027-05-31' }, 'mau-2026-2027'), dispatches: 12 },
  // Every act under its own name, over runs that continue as new at every second turn.
  short: { play: () => short(join(root, 'test', 'engine', 'short', 'events.yaml'), '2024-12-31'), dispatches: 3, continueAfterTurns: 2 },
  // What becomes of drafted urging letters, and a cycle told that its rules changed.
  urging: { play: () => short(join(folder, 'urging.yaml'), '2024-06-05'), dispatches: 0 },
  // A term told that its file changed.
  adopted: { play: () => play('dd-ubnd', { from: '2022-04-29', to: '2022-05-31' }), dispatches: 0, adopt: 'dd-ubnd' },
};

function short(file, to) {
  const { agreements, calendar } = loadFiles([join(root, 'test', 'engine', 'short', 'agreement.yaml')]);
  return { dossiers: agreements, book: calendar, events: loadEvents(file).events, span: { from: '2024-01-01', to } };
}

async function record(engine, limit) {
  let dispatches = 0;
  for await (const info of engine.client.workflow.list()) {
    if (info.type === 'dispatchRun' && (dispatches += 1) > limit) continue;
    const history = await engine.client.workflow.getHandle(info.workflowId, info.runId).fetchHistory();
    writeFileSync(join(folder, `${info.workflowId.replaceAll(':', '-')}.${info.runId.slice(-6)}.json`), historyToJSON(history));
  }
}

/** Cycles that their term opens are given `continueAfterTurns`. */
const continuing = (continueAfterTurns) => ({
  turns: (own, { db, workflow }) => ({
    ...own,
    openCycles: (input) =>
      openCycles({ db, startCycle: (cycle) => startCycle(workflow, { ...cycle, continueAfterTurns }) }, input),
  }),
});

const asked = process.argv.slice(2);
for (const [name, set] of Object.entries(SETS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const around = set.continueAfterTurns ? continuing(set.continueAfterTurns) : {};
  const startHere = (places) => startWorker(places, () => {}, { rounds: false, around });
  const inspect = async ({ engine }) => {
    if (set.adopt) await registerTerm(engine, { agreement: set.adopt, registeredAt: '2022-04-28T17:00:00Z', offsetMs: 0 }, 2);
    await record(engine, set.dispatches);
  };
  const { refusals = [], failed } = await rehearse(set.play(), { env: process.env, startWorker: startHere, inspect });
  if (failed) throw new Error(JSON.stringify(failed));
  for (const refusal of refusals) process.stderr.write(`${name}: ${JSON.stringify(refusal)}\n`);
}
