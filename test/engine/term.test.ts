// Which cycles a term opens, by register and planner: agreements entered half-way through, of one year, ended early.
import { openCycles } from '../../activities/openCycles.js';
import { type Database, inTransaction, openDatabase } from '../../database/connect.js';
import { migrate } from '../../database/migrate.js';
import { saveRegister } from '../../database/register.js';
import type { Instant } from '../../domain/localDate.js';
import { type Embedded, startEmbedded } from '../../machine/embedded.js';
import { isFailure } from '../../machine/failure.js';
import type { TermTurn } from '../../workflows/contract.js';
import { PATIENCE_MS, playOf, prepare } from './stage.js';

let machine: Embedded;
let db: Database;

beforeAll(async () => {
  await prepare();
  const started = await startEmbedded({ env: process.env, rehearsal: true });
  if (isFailure(started)) throw new Error(JSON.stringify(started));
  machine = started;
  db = openDatabase(machine.postgres.url);
  await migrate(db);
}, PATIENCE_MS);
afterAll(async () => {
  await db.close();
  await machine.stop();
}, PATIENCE_MS);

async function entered(code: string, at: string): Promise<void> {
  const { dossiers } = playOf([code], { year: 2018 });
  const calendar = { decisions: [], quiet: [] };
  const bodies = dossiers.flatMap((dossier) => dossier.bodies);
  const input = { agreements: dossiers, bodies, calendar, files: [] };
  await inTransaction(db, (tx) => saveRegister(tx, input, { who: 'test', at: at as Instant }));
}

function opened(agreement: string, registeredAt: string, asOf: string): Promise<TermTurn> {
  return openCycles(
    { db, startCycle: async () => true },
    { agreement, registeredAt: registeredAt as Instant, asOf: asOf as Instant, offsetMs: 0 },
  );
}

test('an agreement entered half-way through its term opens what still runs; the years before are history', async () => {
  const at = '2024-06-03T03:00:00Z';
  await entered('dd-ubnd', at);
  expect(await opened('dd-ubnd', at, at)).toEqual({
    opened: [2024],
    next: { year: 2025, opensAt: '2024-11-30T17:00:00Z' },
  });
  // The district level ends on 30/6/2025: no cycle follows the one it ends in.
  expect(await opened('dd-ubnd', at, '2024-12-02T03:00:00Z')).toEqual({ opened: [2024, 2025], next: null });
  expect(await opened('dd-ubnd', at, '2025-07-01T03:00:00Z')).toEqual({ opened: [], next: null });
});

test('an agreement of one year has one cycle, open from its signing, and none after it', async () => {
  const at = '2021-04-08T03:00:00Z';
  await entered('bt-2021', at);
  expect(await opened('bt-2021', at, at)).toEqual({ opened: [2021], next: null });
  expect(await opened('bt-2021', at, '2022-12-01T03:00:00Z')).toEqual({ opened: [], next: null });
});

test('an agreement entered after its last cycle has closed opens nothing', async () => {
  const at = '2026-11-22T03:00:00Z';
  await entered('tw-79', at);
  expect(await opened('tw-79', at, at)).toEqual({ opened: [], next: null });
});
