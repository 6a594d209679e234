// What goes wrong in one play, from its seed alone. Knows kinds and moments; must not know whom they meet.
import { epochMs, type Instant } from '../../domain/localDate.js';
import type { RequestFault } from './process.js';
import { type Random, random } from './random.js';
import type { SendFault } from './sink.js';

/** Something that lasts; ms. */
export type Episode = { readonly kind: EpisodeKind; readonly from: number; readonly to: number };

const EPISODES = [
  'workersDown',
  'engineDown',
  'databaseDown',
  'databaseSlow',
  'relayDown',
  'relayDownForDays',
  'relaySlow',
  'evidenceAway',
  'senderFrozen',
  'activityTwice',
] as const;
export type EpisodeKind = (typeof EPISODES)[number];

/** A request that meets a fault: the n-th of the play. */
type Point = { readonly nth: number; readonly fault: RequestFault };

const POINTS = ['crashBefore', 'crashAfter', 'errorBefore', 'errorAfter'] as const;
const SENDS = [
  'cutAtRcpt',
  'cutInBody',
  'cutAfterDotTaken',
  'cutAfterDotNotTaken',
  'garbageAfterDot',
  'busy',
  'greylisted',
  'mailboxFull',
  'shutsDown',
  'authentication',
] as const satisfies readonly SendFault[];

/** What happens to the register meanwhile; the same without faults. */
export type Change = { readonly ms: number; readonly kind: 'mailboxMoved' | 'dayOffDecided' };

/** What people do; the same without faults. */
export type Act = {
  readonly ms: number;
  readonly act: 'submit' | 'extend' | 'pause' | 'resume';
  readonly duty: string;
};

export type Faults = {
  readonly episodes: readonly Episode[];
  readonly points: readonly Point[];
  /** Share of letters that meet a fault on their way. */
  readonly sendShare: number;
  readonly sendFaults: readonly SendFault[];
  readonly deadMailbox: string | null;
  readonly hasEvidence: boolean;
  readonly standby: boolean;
};

export const NO_FAULTS: Faults = {
  episodes: [],
  points: [],
  sendShare: 0,
  sendFaults: [],
  deadMailbox: null,
  hasEvidence: true,
  standby: true,
};

export const KINDS: readonly string[] = [
  ...EPISODES,
  ...POINTS,
  ...SENDS,
  'deadMailbox',
  'noEvidence',
  'noStandby',
  'mailboxMoved',
  'dayOffDecided',
  'actsAtAnyMoment',
];

const FIRST = epochMs('2026-01-07T00:00:00Z' as Instant);
const LAST = epochMs('2026-01-27T00:00:00Z' as Instant);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Around the sending of letters more happens than at night. */
function moment(draw: Random): number {
  if (draw.chance(0.3)) return draw.whole(FIRST, LAST);
  const day = FIRST + draw.whole(0, 19) * 24 * HOUR;
  return day + HOUR + draw.whole(-3 * MINUTE, 2 * MINUTE);
}

/** How long such an episode lasts; `authentication` and days of silence close the channel for hours. */
function lengthOf(kind: EpisodeKind, draw: Random): number {
  if (kind === 'relayDownForDays') return draw.whole(24 * HOUR, 72 * HOUR);
  if (kind === 'senderFrozen') return draw.whole(3_000, 60_000);
  if (kind === 'activityTwice') return draw.whole(MINUTE, 10 * MINUTE);
  return draw.chance(0.5) ? draw.whole(2_000, 5 * MINUTE) : draw.whole(5 * MINUTE, 9 * HOUR);
}

export function faultsOf(seed: number): Faults {
  const draw = random(seed * 2 + 1);
  const episodes = Array.from({ length: draw.whole(0, 3) }, (): Episode => {
    const kind = draw.one(EPISODES);
    const from = moment(draw);
    return { kind, from, to: from + lengthOf(kind, draw) };
  });
  const points = Array.from(
    { length: draw.whole(0, 4) },
    (): Point => ({
      nth: draw.whole(1, 700),
      fault: draw.one(POINTS),
    }),
  );
  return {
    episodes,
    points,
    sendShare: draw.one([0, 0, 0, 0.1, 0.4]),
    sendFaults: Array.from({ length: draw.whole(1, 3) }, () => draw.one(SENDS)),
    deadMailbox: draw.chance(0.1) ? 'vanthu@b.example' : null,
    hasEvidence: !draw.chance(0.1),
    standby: draw.chance(0.7),
  };
}

/** Plays without faults are shared by all seeds of one variant. */
export const VARIANTS = 48;

export function lifeOf(seed: number): { readonly acts: readonly Act[]; readonly changes: readonly Change[] } {
  const draw = random((seed % VARIANTS) * 2 + 1_000_001);
  const duties = ['keHoach/a', 'keHoach/b', 'baoCao/a', 'baoCao/b'] as const;
  const acts: Act[] = [];
  for (const duty of duties)
    if (draw.chance(0.4))
      acts.push({ ms: moment(draw), act: draw.one(['submit', 'submit', 'extend']), duty });
  if (draw.chance(0.15)) {
    const ms = moment(draw);
    acts.push(
      { ms, act: 'pause', duty: '' },
      { ms: ms + draw.whole(HOUR, 60 * HOUR), act: 'resume', duty: '' },
    );
  }
  const changes: Change[] = [];
  if (draw.chance(0.2)) changes.push({ ms: moment(draw), kind: 'mailboxMoved' });
  if (draw.chance(0.2)) changes.push({ ms: moment(draw), kind: 'dayOffDecided' });
  return { acts: acts.sort((a, b) => a.ms - b.ms), changes };
}
