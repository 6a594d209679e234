// What arises is part of the register: kept under its request, read with the agreement from its version on, forgotten and
// corrected without a trace, and no reason for cycles to plan anew.
import { arisenOf, forgetArisen, saveArisen } from '../../database/arisen.js';
import { type Database, inTransaction } from '../../database/connect.js';
import { dossierOf, registerVersion, saveRegister } from '../../database/register.js';
import { cyclesBehind, publish } from '../../database/view.js';
import type { Arisen } from '../../domain/agreement.js';
import type { Instant } from '../../domain/localDate.js';
import { dossier, paper } from '../domain/agreements.js';
import { startServer, type TestServer } from './server.js';

let server: TestServer;
let db: Database;
beforeAll(async () => {
  server = await startServer();
}, 60_000);
afterAll(() => server.stop());
beforeEach(async () => {
  db = await server.database();
  const input = { agreements: [dossier()], bodies: [], calendar: { decisions: [], quiet: [] }, files: [] };
  const change = { who: 'test', at: '2024-01-01T00:00:00Z' as Instant };
  await inTransaction(db, (tx) => saveRegister(tx, input, change));
});

const arisen = (update: string, id: string): Arisen => ({ year: 2024, update, entries: [paper(id, '31/5')] });
const save = (one: Arisen): Promise<boolean> => inTransaction(db, (tx) => saveArisen(tx, 'x', one));
const known = async (version?: number) => (await dossierOf(db.kysely, 'x', version))?.dossier.arisen;

test('entries are read with their agreement, in the order they came, from their version on', async () => {
  const before = await registerVersion(db.kysely);
  expect(await known()).toBeUndefined();
  expect(await save(arisen('u1', 'a'))).toBe(true);
  const between = await registerVersion(db.kysely);
  expect(await save(arisen('u2', 'b'))).toBe(true);
  expect(between).toBe(before + 1);
  expect(await known()).toEqual([arisen('u1', 'a'), arisen('u2', 'b')]);
  expect(await known(between)).toEqual([arisen('u1', 'a')]);
  expect(await known(before)).toBeUndefined();
  expect(await arisenOf(db.kysely, 'y', 99)).toEqual([]);
});

test('said again under its id it is corrected in its place; refused, it is forgotten', async () => {
  await save(arisen('u1', 'a'));
  await save(arisen('u2', 'b'));
  expect(await save(arisen('u1', 'c'))).toBe(false);
  expect(await known()).toEqual([arisen('u1', 'c'), arisen('u2', 'b')]);
  await inTransaction(db, (tx) => forgetArisen(tx, 'u1'));
  expect(await known()).toEqual([arisen('u2', 'b')]);
});

test('two that come at once are both kept, one after the other', async () => {
  const ids = Array.from({ length: 8 }, (_, index) => `u${index}`);
  await Promise.all(ids.map((id) => save(arisen(id, id))));
  const versions = await db.kysely.selectFrom('arisen').select('version').execute();
  expect(new Set(versions.map(({ version }) => version)).size).toBe(ids.length);
});

test('no cycle falls behind by what arises: who is concerned is told', async () => {
  const plannedVersion = await registerVersion(db.kysely);
  const view = { plan: {}, plannedVersion, wakeAt: null, closed: false };
  await inTransaction(db, (tx) => publish(tx, 'cycle:x:2024', view));
  await save(arisen('u1', 'a'));
  expect(await cyclesBehind(db.kysely, await registerVersion(db.kysely))).toEqual([]);
});
