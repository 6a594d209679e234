// A cycle that opened, and of which the register then learns that its agreement had ended before: nothing of it leaves.
import { turn } from '../../activities/turn.js';
import { type Database, inTransaction, openDatabase } from '../../database/connect.js';
import { migrate } from '../../database/migrate.js';
import { saveRegister } from '../../database/register.js';
import { readViews } from '../../database/view.js';
import { newCycle } from '../../domain/cycle.js';
import { type Instant, localDate } from '../../domain/localDate.js';
import { type Embedded, startEmbedded } from '../../machine/embedded.js';
import { isFailure } from '../../machine/failure.js';
import type { TurnResult } from '../../workflows/contract.js';
import { dossier } from '../domain/agreements.js';
import { PATIENCE_MS, prepare } from './stage.js';
import { registered } from './world.js';

let machine: Embedded;
let db: Database;
const at = (text: string): Instant => text as Instant;
const REGISTERED = at('2024-01-01T00:00:00Z');

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

function turned(n: number, asOf: string): Promise<TurnResult> {
  return turn(
    { db, startDispatches: async () => undefined, carry: async () => undefined },
    {
      n,
      facts: newCycle('x', 2026, REGISTERED),
      asOf: at(asOf),
      sliceHash: null,
      commands: [],
      resync: false,
      clock: { offsetMs: 0 },
    },
  );
}

async function armed(): Promise<number> {
  const rows = await db.kysely.selectFrom('notice').select('id').where('state', '=', 'armed').execute();
  return rows.length;
}

test(
  'what it has armed leaves its letters, and it is shown as closed',
  async () => {
    const running = dossier({ template: 'annual-cycle' });
    await registered(db, [running]);
    expect((await turned(1, '2025-12-02T02:00:00Z')).outcome).toBe('planned');
    expect(await armed()).toBeGreaterThan(10);

    const ended = dossier({ template: 'annual-cycle', endedOn: localDate('2025-11-30') });
    const input = { agreements: [ended], bodies: [], calendar: { decisions: [], quiet: [] }, files: [] };
    const change = { who: 'test', at: at('2025-12-05T02:00:00Z') };
    await inTransaction(db, (tx) => saveRegister(tx, input, change));
    expect((await turned(2, '2025-12-05T02:01:00Z')).outcome).toBe('gone');
    expect(await armed()).toBe(0);
    expect(await readViews(db.kysely, 'x')).toMatchObject([{ year: 2026, closed: true, wakeAt: null }]);
  },
  PATIENCE_MS,
);
