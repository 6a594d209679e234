// Sending within the relay's limits, past slow domains and through outages, on virtual time.
import { sendDue, type SentCounts } from '../../activities/send.js';
import { addMinutes, epochMs, type Instant } from '../../domain/localDate.js';
import { forecastOf, usedPerMinute } from '../../domain/sendForecast.js';
import { domainOf } from '../../mail/address.js';
import { pacer } from '../../mail/pacer.js';
import type { Outcome, Relay } from '../../mail/smtpOutcome.js';
import { backlog, type Backlog } from './backlog.js';
import { virtualTime, type VirtualTime } from './virtualTime.js';

const WEDNESDAY = '2018-01-24T01:00:00Z' as Instant;
const ACCEPTED: Outcome = { class: 'accepted', phase: 'reply', reply: '250 OK' };
const REFUSED: Outcome = {
  class: 'notTaken',
  phase: 'connect',
  reply: 'ECONNREFUSED',
  trouble: 'channel',
  again: 'soon',
};
const SILENT: Outcome = {
  class: 'notTaken',
  phase: 'rcpt',
  reply: 'Timeout',
  trouble: 'channel',
  again: 'soon',
};

type Arrival = { readonly to: string; readonly at: number };
type Answer = { readonly ms: number; readonly outcome: Outcome };
type TimedRelay = Relay & { readonly arrivals: Arrival[]; readonly tries: () => number };

function relayOn(
  time: VirtualTime,
  {
    perSecond = null,
    connections = 5,
  }: { readonly perSecond?: number | null; readonly connections?: number },
  answer: (to: string) => Answer,
): TimedRelay {
  const arrivals: Arrival[] = [];
  let tries = 0;
  return {
    connections,
    perSecond,
    arrivals,
    tries: () => tries,
    slot: pacer(perSecond, time),
    warm: () => Promise.resolve(),
    close: () => Promise.resolve(),
    send: async ({ to }) => {
      tries += 1;
      const { ms, outcome } = answer(to);
      await time.sleep(ms);
      if (outcome.class === 'accepted') arrivals.push({ to, at: time.monotonicMs() });
      return outcome;
    },
  };
}

function send(time: VirtualTime, { ledger, now }: Backlog, relay: Relay): Promise<SentCounts> {
  return sendDue({
    ledger,
    clock: time,
    relay,
    now: now(),
    sender: { epoch: 'one', holds: () => true },
    compose: () => Promise.reject(new Error('nothing to compose')),
    truthNow: () => Promise.resolve(new Set()),
  });
}

/** Numbers from 0 to 1 that look random and are always the same. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

function mailboxes(n: number, domain: (n: number) => string): readonly string[] {
  return Array.from({ length: n }, (_, k) => `van-thu-${String(k).padStart(5, '0')}@${domain(k)}`);
}

/** The most arrivals in any window of a minute. */
function busiestMinute(arrivals: readonly Arrival[]): number {
  let from = 0;
  let most = 0;
  arrivals.forEach(({ at }, index) => {
    while ((arrivals[from]?.at ?? at) <= at - 60_000) from += 1;
    most = Math.max(most, index - from + 1);
  });
  return most;
}

test.each([
  ['30 a minute', 30, 900],
  ['100 a minute', 100, 1_500],
  ['600 a minute', 600, 6_000],
])(
  'a limit of %s is never exceeded in any minute, and at least 98 %% of it is used',
  async (_limit, perMinute, n) => {
    const time = virtualTime();
    const random = numbers(perMinute);
    const latency = (): Answer => ({ ms: 20 + random() * 780, outcome: ACCEPTED });
    const relay = relayOn(time, { perSecond: perMinute / 60, connections: 10 }, latency);
    const letters = mailboxes(n, (k) => `co-quan-${k % 40}.example`).map((mailbox) => ({
      mailbox,
      at: WEDNESDAY,
    }));
    const held = backlog(letters, time, WEDNESDAY);
    expect(await time.play(send(time, held, relay))).toMatchObject({ sent: n });
    expect(busiestMinute(relay.arrivals)).toBeLessThanOrEqual(perMinute);
    const minutes = (relay.arrivals.at(-1)?.at ?? 0) / 60_000;
    expect(n / minutes / perMinute).toBeGreaterThanOrEqual(0.98);
  },
);

test.each([
  [180, 0],
  [1_800, 350],
])(
  'the forecast for %i letters at 6 a minute is right within 5 %%, and says how many are over',
  async (n, over) => {
    const time = virtualTime();
    const relay = relayOn(time, { perSecond: 0.1 }, () => ({ ms: 300, outcome: ACCEPTED }));
    const letters = mailboxes(n, (k) => `co-quan-${k % 40}.example`).map((mailbox) => ({
      mailbox,
      at: WEDNESDAY,
    }));
    const [forecast] = forecastOf(
      [{ at: WEDNESDAY, letters: n }],
      usedPerMinute('smtp://relay.example?rate=6') ?? 0,
    );
    if (forecast === undefined) throw new Error('no forecast');
    const held = backlog(letters, time, WEDNESDAY);
    await time.play(send(time, held, relay));
    const took = relay.arrivals.at(-1)?.at ?? 0;
    const foreseen = epochMs(forecast.doneAt) - epochMs(WEDNESDAY);
    expect(Math.abs(foreseen - took) / took).toBeLessThan(0.05);
    expect(Math.abs((held.states()['withdrawn'] ?? 0) - forecast.over)).toBeLessThanOrEqual(n / 20);
    expect(forecast.over).toBeGreaterThanOrEqual(over);
  },
);

test('a prompt that falls due while a slow relay works off a morning goes before what is left of it', async () => {
  const time = virtualTime();
  const relay = relayOn(time, { perSecond: 0.5 }, () => ({ ms: 100, outcome: ACCEPTED }));
  const prompt = { mailbox: 'gap@co-quan.example', at: addMinutes(WEDNESDAY, 15), rank: 0 };
  const letters = mailboxes(900, () => 'co-quan.example').map((mailbox) => ({ mailbox, at: WEDNESDAY }));
  await time.play(send(time, backlog([...letters, prompt], time, WEDNESDAY), relay));
  const arrived = relay.arrivals.find(({ to }) => to === prompt.mailbox)?.at ?? 0;
  expect(arrived).toBeGreaterThanOrEqual(15 * 60_000);
  expect(arrived).toBeLessThan(16.5 * 60_000);
});

test('what a slow relay cannot take within four hours is withdrawn, not sent late', async () => {
  const time = virtualTime();
  const relay = relayOn(time, { perSecond: 0.1 }, () => ({ ms: 100, outcome: ACCEPTED }));
  const letters = mailboxes(1_600, () => 'co-quan.example').map((mailbox) => ({ mailbox, at: WEDNESDAY }));
  const held = backlog(letters, time, WEDNESDAY);
  await time.play(send(time, held, relay));
  expect(relay.arrivals.at(-1)?.at).toBeLessThan(4 * 3_600_000 + 90_000);
  const { sent = 0, withdrawn = 0 } = held.states();
  expect(sent + withdrawn).toBe(1_600);
  expect(sent).toBe(relay.arrivals.length);
});

describe('one domain in trouble keeps the others waiting at most twice as long', () => {
  const others = mailboxes(1_000, (k) => `co-quan-${k % 50}.example`);
  const troubled = mailboxes(400, () => 'co-quan-hong.example');
  const mixed = others.flatMap((mailbox, k) => [
    mailbox,
    ...(k % 5 < 2 ? [troubled[Math.floor(k / 5) * 2 + (k % 5)] ?? ''] : []),
  ]);
  const isTroubled = (to: string): boolean => domainOf(to) === 'co-quan-hong.example';

  async function lateness(mailed: readonly string[], trouble: Answer) {
    const time = virtualTime();
    const relay = relayOn(time, {}, (to) => (isTroubled(to) ? trouble : { ms: 20, outcome: ACCEPTED }));
    const letters = mailed.map((mailbox, k) => ({ mailbox, at: WEDNESDAY, due: String(k).padStart(5, '0') }));
    const held = backlog(letters, time, WEDNESDAY);
    await time.play(send(time, held, relay));
    const late = relay.arrivals.filter(({ to }) => !isTroubled(to)).map(({ at }) => at);
    late.sort((a, b) => a - b);
    expect(late).toHaveLength(others.length);
    return { p99: late[Math.ceil(late.length * 0.99) - 1] ?? 0, tries: relay.tries(), held };
  }

  test.each([
    ['falls silent at each recipient', { ms: 120_000, outcome: SILENT }],
    ['breaks off at each recipient', { ms: 5, outcome: { ...SILENT, reply: 'Connection closed' } }],
    ['takes five seconds for each letter', { ms: 5_000, outcome: ACCEPTED }],
    [
      'says no for now to each',
      {
        ms: 20,
        outcome: { ...SILENT, phase: 'rcpt', reply: '451 4.3.0', trouble: 'letter', again: 'greylist' },
      },
    ],
  ] as const)('when it %s', async (_how, trouble) => {
    const solo = await lateness(others, trouble);
    const beside = await lateness(mixed, trouble);
    expect(beside.p99).toBeLessThanOrEqual(2 * solo.p99);
    expect((await beside.held.ledger.channel()).failures).toBe(0);
  });
});

test('a relay that is away for 72 hours is asked at most 40 times; then letters go by their due days, within the limit', async () => {
  const HOUR = 3_600_000;
  const time = virtualTime();
  const isBack = (): boolean => time.monotonicMs() >= 72 * HOUR;
  const relay = relayOn(time, { perSecond: 0.5 }, () => ({ ms: 5, outcome: isBack() ? ACCEPTED : REFUSED }));
  // Each morning and afternoon has letters: there is always somebody who would want to probe.
  const instants = Array.from({ length: 4 * 24 }, (_, hour) => addMinutes(WEDNESDAY, hour * 60));
  const letters = instants.flatMap((at, hour) =>
    mailboxes(20, () => 'co-quan.example').map((mailbox, k) => ({
      mailbox: `g${hour}-${mailbox}`,
      at,
      due: `${9 - (k % 10)}`,
    })),
  );
  const held = backlog(letters, time, WEDNESDAY);
  const run = async (): Promise<void> => {
    while (time.monotonicMs() < 73 * HOUR) {
      await send(time, held, relay);
      if (!isBack()) expect(relay.tries()).toBeLessThanOrEqual(40);
      const { opensInSeconds } = await held.ledger.channel();
      await time.sleep(Math.max(60, opensInSeconds) * 1_000);
    }
  };
  await time.play(run());
  expect(relay.arrivals.length).toBeGreaterThan(20);
  expect(busiestMinute(relay.arrivals)).toBeLessThanOrEqual(30);
  const { sent = 0 } = held.states();
  expect(sent).toBe(new Set(relay.arrivals.map(({ to }) => to)).size);
});
