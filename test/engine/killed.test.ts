// Whatever is killed at whatever moment: the letters that arrive are those of the undisturbed run, each once.
import { setTimeout as sleep } from 'node:timers/promises';
import { commandCycle, startCycleOf } from '../../client/engine.js';
import { type Caught, caughtLetters } from '../../client/rehearsal/caught.js';
import { driver } from '../../client/rehearsal/drive.js';
import { explainDatabase, inTransaction } from '../../database/connect.js';
import { startedInstants, withdrawnNotices } from '../../database/ledger/instants.js';
import { saveWords } from '../../database/register.js';
import { epochMs, type Instant } from '../../domain/localDate.js';
import { simulate } from '../../domain/simulate.js';
import { commandOf, type CommandEvent } from '../../domain/play.js';
import { cycleId, dispatchId } from '../../workflows/contract.js';
import type { RehearsalOptions } from '../../client/rehearsal/rehearse.js';
import { disturbed } from './disturbed.js';
import { openWorld, registered } from './world.js';
import { PATIENCE_MS, prepare, quietly, shortPlay } from './stage.js';

let undisturbed: readonly Caught[];
beforeAll(async () => {
  await prepare();
  undisturbed = await played(quietly);
}, PATIENCE_MS);

test('undisturbed, the letters are those of the pure play', () => {
  expect(undisturbed.map(({ at, to, notices }) => [at, to, notices.map(({ id }) => id)])).toEqual(
    simulate(shortPlay()).letters.map(({ at, to, notices }) => [at, to, notices.map(({ id }) => id)]),
  );
});

// How a server was started is read in /proc.
const onLinux = process.platform === 'linux' ? describe : describe.skip;

onLinux('the same letters arrive, each once, with', () => {
  test(
    'a worker killed in a turn after its commit, between arming and starting the dispatches, while sending',
    async () => {
      const dying = disturbed({
        points: [
          { at: 'armed', nth: 1 },
          { at: 'dispatchStarted', nth: 5 },
          { at: 'turned', nth: 4 },
          { at: 'composed', nth: 2 },
          { at: 'sent', nth: 4 },
        ],
      });
      expect(await played(dying.startWorker)).toEqual(undisturbed);
      expect(dying.deaths()).toBe(5);
    },
    PATIENCE_MS,
  );

  test(
    'a worker killed while the cycle continues as new, at every second turn',
    async () => {
      const dying = disturbed({
        points: [
          { at: 'answered', nth: 2, afterMs: 1 },
          { at: 'answered', nth: 6, afterMs: 8 },
          { at: 'answered', nth: 11, afterMs: 20 },
        ],
      });
      expect(await played(dying.startWorker, { continueAfterTurns: 2 })).toEqual(undisturbed);
      expect(dying.deaths()).toBe(3);
    },
    PATIENCE_MS,
  );
});

test(
  'a cycle that continues as new at every second turn sends the same letters',
  async () => {
    expect(await played(quietly, { continueAfterTurns: 2 })).toEqual(undisturbed);
  },
  PATIENCE_MS,
);

/** As a rehearsal plays, by somebody who does not mind that the database is away for a moment. */
async function played(
  startWorker: RehearsalOptions['startWorker'],
  more: { readonly continueAfterTurns?: number } = {},
): Promise<readonly Caught[]> {
  const play = shortPlay();
  const world = await openWorld();
  const { temporal, postgres, smtp } = world.machine;
  const places = {
    temporal,
    databaseUrl: postgres.url,
    smtpUrl: smtp.url,
    catcherFolder: smtp.folder,
    from: null,
  };
  const worker = await startWorker(places);
  try {
    const registeredAt = (await registered(world.db, play.dossiers)).get('ngan-2024') ?? ('' as Instant);
    const offsetMs = Date.now() - Date.parse('2023-12-31T16:59:00Z');
    const cycle = { agreement: 'ngan-2024', year: 2024 };
    await startCycleOf(world.engine, { ...cycle, registeredAt, offsetMs, ...more });
    const drive = driver(world.client, [cycleId('ngan-2024', 2024)], () =>
      patiently(async () => ({
        open: (await startedInstants(world.db.kysely)).map((at) => ({
          id: dispatchId(at),
          at: epochMs(at) + offsetMs,
        })),
        stirred: await withdrawnNotices(world.db.kysely),
      })),
    );
    for (const event of play.events) {
      await drive.to(epochMs(event.at) + offsetMs);
      if (!('agreement' in event) || event.do === 'register') continue;
      const { place, reason } = event;
      if (reason !== undefined)
        await patiently(() => inTransaction(world.db, (tx) => saveWords(tx, `e${place}`, reason)));
      await commandCycle(world.engine, 'ngan-2024', 2024, commandOf(event as CommandEvent), 60_000);
      drive.changed([cycleId('ngan-2024', 2024)]);
    }
    await drive.to(Date.parse('2025-01-02T00:00:00Z') + offsetMs);
    return await caughtLetters(world.db, smtp.folder);
  } finally {
    await worker.stop();
    await world.stop();
  }
}

async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (const end = Date.now() + 60_000; ; await sleep(100)) {
    try {
      return await work();
    } catch (error) {
      if (!explainDatabase(error) || Date.now() > end) throw error;
    }
  }
}
