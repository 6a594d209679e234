// Many open cycles on the embedded engine: how long registering takes, what they weigh, how soon an Update is answered. Knows
// engine and processes; must not know how figures are shown.
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './measure.js';

const AT_ONCE = 8;
const PATIENCE_MS = 120_000;

/** `fleet [N]`: N agreements registered at once, default 1,000. */
export async function fleet([count = '1000']) {
  return onEngine(Number(count), async (stage) => [weighed(stage)]);
}

/** `updates [N]`: N Updates (submit and correct in turn) on 12 cycles, one at a time and 4 at once; default 300. */
export async function updates([count = '300']) {
  return onEngine(12, async (stage) => [
    await answered(stage, Number(count), 1),
    await answered(stage, Number(count), 4),
  ]);
}

async function onEngine(count, measure) {
  const { startEmbedded } = await import('../dist/machine/embedded.js');
  const { openEngine, registerTerm } = await import('../dist/client/engine.js');
  const { openDatabase } = await import('../dist/database/connect.js');
  const { installRuntime, startWorker } = await import('../dist/worker/main.js');
  const home = mkdtempSync(join(tmpdir(), 'nhip-fleet-'));
  const machine = await startEmbedded({ env: process.env, home, ui: false });
  if ('failed' in machine) throw new Error(JSON.stringify(machine.failed));
  installRuntime(null, () => undefined);
  const { temporal, postgres, smtp } = machine;
  const places = {
    temporal,
    databaseUrl: postgres.url,
    smtpUrl: smtp.url,
    catcherFolder: smtp.folder,
    from: null,
  };
  const worker = await startWorker(places, () => undefined, { rounds: false });
  const engine = await openEngine(temporal.address, temporal.namespace);
  const db = openDatabase(postgres.url);
  try {
    const from = performance.now();
    const { codes, version, registeredAt } = await register(db, count);
    const saved = performance.now();
    const late = [];
    await each(codes, async (agreement) => {
      const term = { agreement, registeredAt, offsetMs: 0 };
      await registerTerm(engine, term, version).catch((error) => late.push(String(error).slice(0, 100)));
    });
    const asked = performance.now();
    const open = await planned(db, count);
    const seconds = { saved: (saved - from) / 1000, asked: (asked - saved) / 1000 };
    return await measure({
      machine,
      engine,
      db,
      codes,
      open,
      late,
      seconds,
      all: (performance.now() - from) / 1000,
      home,
    });
  } finally {
    await worker.stop();
    await engine.close();
    await db.close();
    await machine.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

/** Copies of the sample under codes of their own. */
async function register(db, count) {
  const { loadFiles } = await import('../dist/files/load.js');
  const { inTransaction } = await import('../dist/database/connect.js');
  const { saveRegister } = await import('../dist/database/register.js');
  const { instantFromMs } = await import('../dist/domain/localDate.js');
  const { agreements, calendar } = loadFiles([join(root, 'examples', 'agreements', 'mau-2026.yaml')]);
  const [sample] = agreements;
  const codes = Array.from({ length: count }, (_, n) => `mau-${n + 1}`);
  const registeredAt = instantFromMs(Date.now());
  const copies = codes.map((code) => ({ ...sample, agreement: { ...sample.agreement, code } }));
  const input = { agreements: copies, bodies: sample.bodies, calendar, files: [] };
  const { version } = await inTransaction(db, (tx) =>
    saveRegister(tx, input, { who: 'bench', at: registeredAt }),
  );
  return { codes, version, registeredAt };
}

async function each(those, work) {
  const left = [...those];
  const lane = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

/** Waits until every agreement has an open cycle that is planned; their number. */
async function planned(db, count) {
  for (const end = Date.now() + 600_000; ; await new Promise((later) => setTimeout(later, 200))) {
    const rows = await db.kysely.selectFrom('cycle_view').select('agreement').distinct().execute();
    if (rows.length >= count || Date.now() > end) return rows.length;
  }
}

function weighed({ machine, codes, open, late, seconds, all, home }) {
  const { rss, heapUsed } = process.memoryUsage();
  const children = JSON.parse(readFileSync(machine.home.run, 'utf8')).children;
  const rssOf = (name) =>
    children.filter((child) => child.name === name).reduce((sum, { pid }) => sum + residentKb(pid), 0) / 1024;
  return {
    agreements: codes.length,
    'open cycles': open,
    'asked again': late.length,
    'register s': seconds.saved,
    'terms s': seconds.asked,
    'all planned s': all,
    'worker RSS MB': rss / 2 ** 20,
    'worker heap MB': heapUsed / 2 ** 20,
    'server RSS MB': rssOf('temporal'),
    'server file KB a cycle': statSync(join(home, 'temporal.db')).size / 1024 / codes.length,
  };
}

function residentKb(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0);
}

let request = 0;

async function answered({ engine, codes }, count, atOnce) {
  const { commandCycle } = await import('../dist/client/engine.js');
  const { instantFromMs, localDateOf } = await import('../dist/domain/localDate.js');
  const now = localDateOf(instantFromMs(Date.now()));
  const { obligation, by } = await owed(engine, codes[0], now);
  const year = Number(now.slice(0, 4));
  const ms = [];
  const refused = [];
  const left = Array.from({ length: count }, (_, n) => n);
  // A lane has cycles of its own: submit and correct alternate on each.
  const lane = async (mine) => {
    for (let turn = 0; left.shift() !== undefined; turn += 1) {
      const code = mine[Math.floor(turn / 2) % mine.length];
      const update = `bench-${(request += 1)}`;
      const act = turn % 2 === 0 ? { do: 'submit', on: now } : { do: 'correct' };
      const from = performance.now();
      const answer = await commandCycle(
        engine,
        code,
        year,
        { update, reasoned: true, obligation, by, ...act },
        PATIENCE_MS,
      );
      ms.push(performance.now() - from);
      if (!('answer' in answer)) refused.push(JSON.stringify(answer));
    }
  };
  const lanes = Array.from({ length: atOnce }, (_, n) =>
    codes.filter((_code, place) => place % atOnce === n),
  );
  await Promise.all(lanes.map(lane));
  ms.sort((a, b) => a - b);
  const at = (share) => ms[Math.min(ms.length - 1, Math.floor(ms.length * share))];
  if (refused.length > 0) console.error(refused[0]);
  return {
    'at once': atOnce,
    updates: ms.length,
    refused: refused.length,
    'p50 ms': at(0.5),
    'p99 ms': at(0.99),
    'max ms': ms.at(-1),
  };
}

/** A duty that takes a submission today. */
async function owed(engine, code, now) {
  const { cycleStatus } = await import('../dist/client/engine.js');
  let slice = null;
  // The turn is in the database a moment before the cycle knows of it.
  while (slice === null) slice = (await cycleStatus(engine, code, Number(now.slice(0, 4))))?.slice ?? null;
  for (const { localId, form, duties } of slice.obligations) {
    const duty = duties.find(
      ({ takenFrom, notApplicable }) => notApplicable === null && takenFrom.slice(0, 10) <= now,
    );
    if (form === 'paper' && duty) return { obligation: localId, by: duty.body };
  }
  throw new Error('nothing is open today');
}
