// A dispatch that is about to close and hears of a row armed meanwhile: the row is not stranded.
import type { Instant } from '../../domain/localDate.js';
import { instantFromMs } from '../../domain/localDate.js';
import { dispatchId, type DispatchActivities, type InstantEnd } from '../../workflows/contract.js';
import { startDispatch } from '../../workflows/starts.js';
import { mailing, openWorld, turning, type World } from './world.js';
import { PATIENCE_MS, prepare } from './stage.js';

let world: World;
let stops: readonly { stop(): Promise<void> }[];
const told: string[] = [];
/** What happens while the books of an instant are being closed, once each. */
const whileClosing = new Map<Instant, () => Promise<void>>();

const NOTHING: InstantEnd = {
  ready: 0,
  sending: 0,
  composing: 0,
  channelOpensInSeconds: 0,
  toTurn: [],
  closed: true,
  toStart: [],
};

const activities: DispatchActivities = {
  sealInstant: async (instant) => void told.push(`seal ${instant}`),
  composeInstant: async ({ instant }) => {
    told.push(`compose ${instant}`);
    return { toTurn: [] };
  },
  sendInstant: async ({ instant }) => {
    told.push(`send ${instant}`);
    return NOTHING;
  },
  settleInstant: async ({ instant }) => {
    const happens = whileClosing.get(instant);
    whileClosing.delete(instant);
    await happens?.();
    told.push(`close ${instant}`);
    return NOTHING;
  },
};

beforeAll(async () => {
  await prepare();
  world = await openWorld();
  stops = [await turning(world, { nudge: async () => undefined }), await mailing(world, activities)];
}, PATIENCE_MS);
afterAll(async () => {
  for (const worker of stops) await worker.stop();
  await world.stop();
}, PATIENCE_MS);

const past = (seconds: number): Instant => instantFromMs(Date.now() - seconds * 1_000);
const ended = (instant: Instant): Promise<unknown> =>
  world.client.workflow.getHandle(dispatchId(instant)).result();

test(
  'a row armed while its dispatch closes makes it look once more',
  async () => {
    const instant = past(60);
    whileClosing.set(instant, () => startDispatch(world.client.workflow, { instant, offsetMs: 0 }));
    await startDispatch(world.client.workflow, { instant, offsetMs: 0 });
    await ended(instant);
    expect(told.filter((line) => line.endsWith(instant)).map((line) => line.split(' ')[0])).toEqual([
      'seal',
      'compose',
      'send',
      'close',
      'send',
      'close',
    ]);
  },
  PATIENCE_MS,
);

test(
  'a row armed after its dispatch has closed starts it again',
  async () => {
    const instant = past(30);
    await startDispatch(world.client.workflow, { instant, offsetMs: 0 });
    await ended(instant);
    await startDispatch(world.client.workflow, { instant, offsetMs: 0 });
    await ended(instant);
    expect(told.filter((line) => line === `send ${instant}`)).toHaveLength(2);
  },
  PATIENCE_MS,
);
