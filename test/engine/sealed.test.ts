// A turn that comes after an instant was sealed: nothing joins it, nothing already in it is pulled out, nothing is lost.
import { turn, type TurnWorld } from '../../activities/turn.js';
import { openDatabase, type Database } from '../../database/connect.js';
import { seal } from '../../database/ledger/instants.js';
import { migrate } from '../../database/migrate.js';
import { evolve, newCycle, type CycleFacts } from '../../domain/cycle.js';
import type { Instant } from '../../domain/localDate.js';
import { localDate } from '../../domain/localDate.js';
import { type Embedded, startEmbedded } from '../../machine/embedded.js';
import { isFailure } from '../../machine/failure.js';
import type { TurnInput, TurnResult } from '../../workflows/contract.js';
import { PATIENCE_MS, playOf, prepare } from './stage.js';
import { registered } from './world.js';

let machine: Embedded;
let db: Database;
const at = (text: string): Instant => text as Instant;
const MORNING = at('2018-01-24T01:00:00Z');

beforeAll(async () => {
  await prepare();
  const started = await startEmbedded({ env: process.env, rehearsal: true });
  if (isFailure(started)) throw new Error(JSON.stringify(started));
  machine = started;
  db = openDatabase(machine.postgres.url);
  await migrate(db);
  await registered(db, playOf(['tw-79'], { year: 2018 }).dossiers);
}, PATIENCE_MS);
afterAll(async () => {
  await db.close();
  await machine.stop();
}, PATIENCE_MS);

const world = (): TurnWorld => ({ db, startDispatches: async () => undefined, carry: async () => undefined });

async function turned(n: number, facts: CycleFacts, asOf: string): Promise<TurnResult> {
  const input: TurnInput = {
    n,
    facts,
    asOf: at(asOf),
    sliceHash: null,
    commands: [],
    resync: false,
    clock: { offsetMs: 0 },
  };
  return turn(world(), input);
}

async function armedAt(instant: Instant): Promise<readonly string[]> {
  const rows = await db.kysely
    .selectFrom('notice')
    .select('id')
    .where('at', '=', instant)
    .where('state', '=', 'armed')
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

test('what stands in a sealed letter goes with it, what would have joined goes the next morning', async () => {
  const facts = newCycle('tw-79', 2018, at('2017-11-30T17:00:00Z'));
  await turned(1, facts, '2018-01-22T03:00:00Z');
  const inLetter = await armedAt(MORNING);
  expect(inLetter.map((id) => id.split('/')[5])).toEqual(['before-20', 'before-20']);

  await seal(db, MORNING);
  // One body is given until 1/3: its own ladder starts anew, and would speak on the sealed morning.
  const extended = evolve(facts, {
    type: 'dutyActed',
    duty: 'annualPlan/bcsd-cp',
    act: {
      act: 'extended',
      at: at('2018-01-23T09:29:00Z'),
      from: localDate('2018-02-28'),
      due: localDate('2018-03-01'),
      update: 'u1',
    },
  });
  const moved: CycleFacts = {
    ...extended,
    prompts: extended.prompts.map((prompt) => ({ ...prompt, since: at('2018-01-23T09:29:00Z') })),
  };
  const result = await turned(2, moved, '2018-01-24T00:58:30Z');
  expect(result.outcome).toBe('planned');
  // The other body's reminder stays where it is; the letter that tells the new day comes after the sealed instant.
  expect(await armedAt(MORNING)).toEqual(inLetter.filter((id) => id.includes('/bdv-tw/')));
  const told = await db.kysely
    .selectFrom('notice')
    .select(['at', 'state'])
    .where('step', '=', 'extended')
    .execute();
  expect(told).toEqual([{ at: '2018-01-24T01:15:00Z', state: 'armed' }]);
});

test('what is leaving at this very moment is not pulled out by a command about another duty', async () => {
  await db.kysely.deleteFrom('cycle_turn').execute();
  await db.kysely.deleteFrom('notice').execute();
  await db.kysely.deleteFrom('letter').execute();
  await db.kysely.deleteFrom('send_instant').execute();
  const facts = newCycle('tw-79', 2018, at('2017-11-30T17:00:00Z'));
  const first = await turned(1, facts, '2018-01-22T03:00:00Z');
  const known = first.outcome === 'planned' ? first.events.reduce(evolve, facts) : facts;
  const inLetter = await armedAt(MORNING);
  await seal(db, MORNING);
  const scheduled = evolve(known, {
    type: 'meetingActed',
    meeting: 'reviewConference',
    act: { act: 'scheduled', at: at('2018-01-24T01:00:05Z'), on: localDate('2019-01-10'), update: 'u2' },
  });
  await turned(2, scheduled, '2018-01-24T01:00:05Z');
  expect(await armedAt(MORNING)).toEqual(inLetter);
  // Nor is it planned a second time for the next morning.
  expect(await armedAt(at('2018-01-25T01:00:00Z'))).toEqual([]);
});
