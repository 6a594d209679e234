// A request that withdraws a reminder at the very moment in which its letter is composed, about to leave, leaving.
import { commandCycle, type Commanded, startCycleOf } from '../../client/engine.js';
import { caughtLetters } from '../../client/rehearsal/caught.js';
import { driver } from '../../client/rehearsal/drive.js';
import { startedInstants, withdrawnNotices } from '../../database/ledger/instants.js';
import { letterIdOf } from '../../domain/letters.js';
import { epochMs, type Instant } from '../../domain/localDate.js';
import { letterCode } from '../../mail/letterCode.js';
import { startWorker } from '../../worker/main.js';
import { cycleId, dispatchId } from '../../workflows/contract.js';
import { openWorld, registered, type World } from './world.js';
import { PATIENCE_MS, prepare, shortPlay } from './stage.js';

let world: World;
beforeAll(async () => {
  await prepare();
  world = await openWorld();
}, PATIENCE_MS);
afterAll(() => world.stop(), PATIENCE_MS);

const answers: Commanded[] = [];

async function waived(obligation: string, by: string): Promise<void> {
  const update = `${obligation}-${by}`;
  answers.push(
    await commandCycle(
      world.engine,
      'ngan-2024',
      2024,
      { do: 'waive', obligation, by, update, reasoned: true },
      60_000,
    ),
  );
}

/** What happens once, when a dispatch comes to the point. */
const HAPPENS = new Map<string, () => Promise<void>>([
  ['compose 2024-05-02T01:00:00Z', () => waived('bao-cao', 'ban-a')],
  ['send 2024-05-10T01:00:00Z', () => waived('bao-cao', 'ban-b')],
  ['sending 2024-06-21T01:00:00Z', () => waived('tong-hop', 'ban-b')],
]);

function happening(point: string): Promise<void> {
  const happens = HAPPENS.get(point);
  HAPPENS.delete(point);
  return happens?.() ?? Promise.resolve();
}

async function played(): Promise<void> {
  const { temporal, postgres, smtp } = world.machine;
  const places = {
    temporal,
    databaseUrl: postgres.url,
    smtpUrl: smtp.url,
    catcherFolder: smtp.folder,
    from: null,
  };
  const worker = await startWorker(places, () => undefined, {
    rounds: false,
    around: {
      mail: (own) => ({
        ...own,
        composeInstant: async (asked) => {
          await happening(`compose ${asked.instant}`);
          return own.composeInstant(asked);
        },
        sendInstant: async (asked) => {
          await happening(`send ${asked.instant}`);
          const [sent] = await Promise.all([own.sendInstant(asked), happening(`sending ${asked.instant}`)]);
          return sent;
        },
      }),
    },
  });
  try {
    const registeredAt =
      (await registered(world.db, shortPlay().dossiers)).get('ngan-2024') ?? ('' as Instant);
    const offsetMs = Date.now() - Date.parse('2024-04-20T03:00:00Z');
    await startCycleOf(world.engine, { agreement: 'ngan-2024', year: 2024, registeredAt, offsetMs });
    const drive = driver(world.client, [cycleId('ngan-2024', 2024)], async () => ({
      open: (await startedInstants(world.db.kysely)).map((at) => ({
        id: dispatchId(at),
        at: epochMs(at) + offsetMs,
      })),
      stirred: await withdrawnNotices(world.db.kysely),
    }));
    await drive.to(Date.parse('2024-06-25T00:00:00Z') + offsetMs);
  } finally {
    await worker.stop();
  }
}

test(
  'it is in time until the letter is claimed; what the answer calls withdrawn does not go, and nothing else is missing',
  async () => {
    await played();
    const sent = (await caughtLetters(world.db, world.machine.smtp.folder)).flatMap(({ notices }) =>
      notices.map(({ id }) => id),
    );
    const has = (part: string): boolean => sent.some((id) => id.includes(part));
    expect(HAPPENS.size).toBe(0);
    expect(answers.map((answer) => 'answer' in answer)).toEqual([true, true, true]);
    // Sealed, but not composed: withdrawn; the other body's part of the same instant goes.
    expect(has('/bao-cao/ban-a/van-thu/before-10/')).toBe(false);
    expect(has('/bao-cao/ban-b/van-thu/before-10/')).toBe(true);
    // Composed, the send beginning: withdrawn all the same.
    expect(has('/bao-cao/ban-b/van-thu/before-3/')).toBe(false);
    // While it is sent: the answer says withdrawn where it did not go, and not where it went.
    const last = answers[2];
    const withdrawn = last && 'answer' in last ? last.answer.withdrawn : [];
    const letter = letterCode(letterIdOf('vanthu@banb.example', '2024-06-21T01:00:00Z' as Instant));
    expect(withdrawn.includes(letter)).toBe(!has('/tong-hop/ban-b/van-thu/before-5/'));
    expect(new Set(sent).size).toBe(sent.length);
  },
  PATIENCE_MS,
);
