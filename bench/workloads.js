// What is measured, with whom and how often. Knows the names of peers and workloads; must not know how a run is made.

/** In the order of the page; in a bench each round begins with another. */
export const PEERS = [
  'raw',
  'rawComposed',
  'sqlMarkAfter',
  'sqlMarkBefore',
  'sqlBatched',
  'bullmq',
  'pgBoss',
  'graphileWorker',
  'restate',
  'dbos',
  'naiveTemporal',
  'ours',
];

/** All ratios are to this peer's rate in the same round. */
export const BASE = 'raw';

/** Undurable loops and a program that never asks again tell nothing when killed; the naive engine is too slow to be cut short. */
const KILLED = PEERS.filter((name) => !name.startsWith('raw') && name !== 'naiveTemporal');

/** Whose letters belong to one address, one executor or one loop: a second worker beside the first would send them, too. */
const ONE_AT_A_TIME = ['sqlMarkAfter', 'restate', 'dbos'];

/**
 * `notices`: all due at once, or `everyMs` apart.
 * `most`: the most a slow peer is given; its rate counts, not how long it lasts.
 * `blow`: the worker or a server is killed when `share` of the letters came, and what is missing `cutS` later counts as lost.
 * `via`: a relay between peer and sink. `ratePerMinute`: what it allows.
 * `coldS`: the worker starts so many seconds before the instant.
 * `withinS`: no run begins later than so many seconds after the first.
 */
export const WORKLOADS = {
  b1: {
    title: 'Burst: 10,000 letters at one instant',
    notices: 10_000,
    everyMs: 0,
    rounds: 3,
    peers: PEERS,
    most: { naiveTemporal: 500 },
    blow: null,
  },
  b1x4: {
    title: 'Burst: 40,000 letters at one instant',
    notices: 40_000,
    everyMs: 0,
    rounds: 1,
    peers: ['raw', 'rawComposed', 'ours'],
    most: {},
    blow: null,
  },
  b2: {
    title: 'Trickle: a letter a second for a minute',
    notices: 60,
    everyMs: 1_000,
    rounds: 1,
    peers: ['raw', 'sqlMarkAfter', 'bullmq', 'pgBoss', 'ours'],
    most: {},
    blow: null,
  },
  b3: {
    title: 'Burst of 10,000, worker killed at 40 %, another started a second later',
    notices: 10_000,
    everyMs: 0,
    rounds: 3,
    peers: KILLED,
    most: {},
    blow: { kind: 'worker', share: 0.4, standby: false, cutS: 90 },
  },
  b3standby: {
    title: 'Burst of 10,000, worker killed at 40 %, another standing by',
    notices: 10_000,
    everyMs: 0,
    rounds: 3,
    peers: KILLED.filter((name) => !ONE_AT_A_TIME.includes(name)),
    most: {},
    blow: { kind: 'worker', share: 0.4, standby: true, cutS: 90 },
  },
  postfix: {
    title: 'Burst: 10,000 letters at one instant, through a real Postfix',
    notices: 10_000,
    everyMs: 0,
    rounds: 3,
    peers: ['raw', 'rawComposed', 'sqlMarkAfter', 'bullmq', 'ours'],
    most: {},
    blow: null,
    via: 'postfix',
  },
  b4: {
    title: 'Cold start: 3,400 letters, the worker started 5 s before their instant',
    notices: 3_400,
    everyMs: 0,
    rounds: 3,
    peers: ['sqlMarkAfter', 'bullmq', 'pgBoss', 'graphileWorker', 'ours'],
    most: {},
    blow: null,
    coldS: 5,
  },
  b8: {
    title: 'A relay that allows 600 letters a minute: 1,800 letters at one instant',
    notices: 1_800,
    everyMs: 0,
    rounds: 1,
    peers: ['ours'],
    most: {},
    blow: null,
    ratePerMinute: 600,
  },
  b8slow: {
    title: 'A relay that allows 30 letters a minute: 90 letters at one instant',
    notices: 90,
    everyMs: 0,
    rounds: 1,
    peers: ['ours'],
    most: {},
    blow: null,
    ratePerMinute: 30,
  },
  b9postgres: {
    title: 'Burst of 10,000, PostgreSQL killed at 40 %, started again a second later',
    notices: 10_000,
    everyMs: 0,
    rounds: 1,
    peers: KILLED.filter((name) => !['bullmq', 'restate'].includes(name)),
    most: {},
    blow: { kind: 'postgres', share: 0.4, standby: false, cutS: 90 },
  },
  b9temporal: {
    title: 'Burst of 10,000, the Temporal server killed at 40 %, started again a second later',
    notices: 10_000,
    everyMs: 0,
    rounds: 1,
    peers: ['ours'],
    most: {},
    blow: { kind: 'temporal', share: 0.4, standby: false, cutS: 90 },
  },
  ci: {
    title: 'Burst: 2,000 letters at one instant',
    notices: 2_000,
    everyMs: 0,
    rounds: 1,
    peers: [
      'raw',
      'ours',
      'rawComposed',
      'sqlMarkAfter',
      'bullmq',
      'pgBoss',
      'graphileWorker',
      'naiveTemporal',
    ],
    most: { naiveTemporal: 300 },
    blow: null,
    withinS: 100,
  },
};

/** What only ours does, measured by a program of its own: its words, and the name of its results. */
export const LIFECYCLE = {
  b5: { title: 'What one agreement-year costs', measure: 'year' },
  b6: { title: 'Open cycles on one worker', measure: 'fleet' },
  b7: { title: 'Whole terms rehearsed on the real engine', measure: 'terms' },
  updates: { title: 'An Update answered', measure: 'updates' },
};

/** The peers of a round, beginning with another each time, so that none always runs on the coolest machine. */
export function inRotation(peers, round) {
  const shift = Math.floor((round * peers.length) / 3) % peers.length;
  return [...peers.slice(shift), ...peers.slice(0, shift)];
}
