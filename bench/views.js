// Which columns each workload shows. Knows the names of figures; must not know how they were got.
import { medianShown, shown, spreadShown, table, worstShown } from './table.js';

const BURST = [
  ['letters/s', (row) => spreadShown(row.perSecond)],
  ['× raw', (row) => spreadShown(row.ratio)],
  ['first s late', (row) => medianShown(row.firstS)],
  ['p50', (row) => medianShown(row.p50S)],
  ['p99', (row) => medianShown(row.p99S)],
  ['last', (row) => medianShown(row.maxS)],
  ['early', (row) => worstShown(row.early)],
  ['lost', (row) => worstShown(row.lost)],
  ['doubled', (row) => worstShown(row.doubled)],
  [
    'CPU ms a letter, worker / servers',
    (row) => `${medianShown(row.workerMs)} / ${medianShown(row.serverMs)}`,
  ],
  ['worker MB', (row) => worstShown(row.workerMb)],
];

const TRICKLE = [
  ['p50 s late', (row) => medianShown(row.p50S)],
  ['p99', (row) => medianShown(row.p99S)],
  ['early', (row) => worstShown(row.early)],
  ['lost', (row) => worstShown(row.lost)],
  ['doubled', (row) => worstShown(row.doubled)],
];

const KILL = [
  ['lost, or not there at the end', (row) => spreadShown(row.lost)],
  ['doubled', (row) => spreadShown(row.doubled)],
  ['last letter after the kill, s', (row) => spreadShown(row.lastAfterBlowS)],
];

const LIMIT = [
  ['most letters in any 60 s', (row) => worstShown(row.worstMinute)],
  ['of the limit used, %', (row) => spreadShown(row.usedPercent)],
  ['lost', (row) => worstShown(row.lost)],
  ['doubled', (row) => worstShown(row.doubled)],
];

const VIEWS = {
  b1: BURST,
  b1x4: BURST,
  ci: BURST,
  b2: TRICKLE,
  b3: KILL,
  b3standby: KILL,
  postfix: BURST,
  b4: BURST,
  b8: LIMIT,
  b8slow: LIMIT,
  b9postgres: KILL,
  b9temporal: KILL,
};

/** The table of a workload's results, as kept in `bench/results`. */
export function tableOf(name, { peers, rows }) {
  const titleOf = (row) => peers[row.peer]?.title ?? row.peer;
  const columns = [
    ['', titleOf],
    ['letters', (row) => shown(row.notices)],
    ['runs', (row) => row.rounds],
  ];
  return table([...columns, ...VIEWS[name]], rows);
}
