// The ledger in memory is the ledger in PostgreSQL: the same operations, drawn at random, give the same answers and the same rows.
import { composeLetters } from '../../activities/composeLetters.js';
import { markOf, type Result } from '../../activities/afterAttempt.js';
import { type Database, inTransaction } from '../../database/connect.js';
import type { Claimed, Ledger } from '../../database/ledger/ledger.js';
import { debtOf, oweTurns, payDebt } from '../../database/ledger/owedTurns.js';
import { sqlLedger } from '../../database/ledger/sqlLedger.js';
import { addMinutes } from '../../domain/localDate.js';
import type { Notice } from '../../domain/notices.js';
import * as by from '../database/letters.js';
import { startServer, type TestServer } from '../database/server.js';
import { arm, seatOf, type Tables, tables, transactions } from './memoryLedger.js';
import { random, type Random } from './random.js';

const SEQUENCES = 25;
const OPERATIONS = 40;
const INSTANTS = [by.WEDNESDAY, by.THURSDAY, by.FRIDAY] as const;

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
}, 120_000);
afterAll(() => server.stop());

/** Both ledgers, asked the same; epochs have names of their own in each. */
type Both = {
  readonly db: Database;
  readonly sql: Ledger;
  readonly rows: Tables;
  readonly memory: ReturnType<typeof transactions>;
  epoch: { readonly sql: string; readonly memory: string };
  claimed: (readonly [Claimed, Claimed])[];
};

const RESULTS: readonly [Result, ...Result[]] = [
  by.ACCEPTED,
  { class: 'deadRecipient', phase: 'rcpt', reply: '550 5.1.1 no' },
  { class: 'inDoubt', phase: 'dot', reply: 'cut' },
  { class: 'notTaken', phase: 'rcpt', reply: '450 busy', trouble: 'letter', again: 'soon' },
  { class: 'notTaken', phase: 'connect', reply: 'cut', trouble: 'channel', again: 'soon' },
  { class: 'ourFault', phase: 'mail', reply: '550 5.7.1 no' },
  { class: 'notTried' },
];

/** Some notices of three bodies at three instants, as a plan would want them now. */
function planned(draw: Random): readonly Notice[] {
  const bodies = ['bdv-tw', 'bcsd-cp', 'so-noi-vu'];
  return bodies.flatMap((body) =>
    ['annualPlan', 'annualReport'].flatMap((obligation) =>
      draw.chance(0.6)
        ? [
            by.notice({
              body,
              obligation,
              at: draw.one(INSTANTS),
              target: draw.one(['2018-01-24', '2018-01-25']),
            }),
          ]
        : [],
    ),
  );
}

const OPERATIONS_OF: readonly [Operation, ...Operation[]] = [
  async ({ db, rows }, draw) => {
    const notices = planned(draw);
    const armed = await by.turn(db, notices);
    const [debt, mine] = [await debtOf(db.kysely, by.CYCLE), arm(rows, by.CYCLE, notices)];
    if (!armed.sealed) {
      await inTransaction(db, (tx) => payDebt(tx, by.CYCLE, debt));
      rows.owed.delete(by.CYCLE);
    }
    return [
      [armed.sealedInstants, armed.instants, armed.alreadyGone],
      [mine.sealed, mine.instants, mine.alreadyGone],
    ];
  },
  async ({ sql, memory }, draw) => {
    const at = draw.one(INSTANTS);
    return [await sql.seal(at), memory.seal(at)];
  },
  async (both, draw) => {
    const wrong = draw.chance(0.3) ? 'annualReport' : '';
    const composing = by.composing(({ duty }) => duty.startsWith(wrong) && wrong !== '');
    const which = { upTo: draw.one(INSTANTS) };
    return [
      await composeLetters(both.sql, which, composing),
      await composeLetters(inMemory(both), which, composing),
    ];
  },
  async ({ sql, memory }, draw) => {
    const now = addMinutes(draw.one(INSTANTS), draw.one([0, 60, 241]));
    return [await sql.withdrawLate(now), memory.withdrawLate(now)];
  },
  async (both, draw) => {
    const now = draw.one(INSTANTS);
    const due = await both.sql.dueLetters(now, []);
    const mine = both.memory.dueLetters(now, []);
    const ids = due.map(({ id }) => id).slice(0, draw.whole(1, 3));
    const [a, b] = [await both.sql.claim(both.epoch.sql, ids), both.memory.claim(both.epoch.memory, ids)];
    both.claimed.push(
      ...a.flatMap((one, index): [Claimed, Claimed][] => (b[index] ? [[one, b[index]]] : [])),
    );
    const brief = (list: readonly Claimed[]) =>
      list.map(({ id, attempts, faults }) => [id, attempts, faults]);
    return [
      [due, brief(a)],
      [mine, brief(b)],
    ];
  },
  async (both, draw) => {
    const marking = both.claimed.splice(0, draw.whole(1, 2));
    const pairs = marking.map(([a, b]) => {
      const result = draw.one(RESULTS);
      // A wait is either over at once or beyond this test.
      return [markOf(a, result), markOf(b, result)] as const;
    });
    const now = by.WEDNESDAY;
    return [
      (
        await both.sql.mark(
          both.epoch.sql,
          now,
          pairs.map(([a]) => a),
        )
      ).toSorted(),
      [
        ...both.memory.mark(
          both.epoch.memory,
          now,
          pairs.map(([, b]) => b),
        ),
      ].sort(),
    ];
  },
  async (both) => {
    const seat = await both.sql.seat();
    await seat.take();
    both.epoch = { sql: await seat.takeOver(), memory: seatOf(both.rows, Date.now).takeOver() };
    await seat.leave();
    return [null, null];
  },
  async ({ sql, memory }, draw) => {
    const [theirs, mine] = [await sql.doubts(), memory.doubts()];
    const brief = (list: typeof theirs) => list.map(({ id, heard }) => [id, heard]);
    const state = draw.one(['sent', 'ready'] as const);
    const [a] = theirs;
    const b = mine.find(({ id }) => id === a?.id);
    const settled = a &&
      b && [
        await sql.settleDoubt(a, state, by.WEDNESDAY, 'reply'),
        memory.settleDoubt(b, state, by.WEDNESDAY, 'reply'),
      ];
    return [
      [brief(theirs), settled?.[0]],
      [brief(mine), settled?.[1]],
    ];
  },
  async ({ sql, memory }, draw) => {
    const at = draw.one(INSTANTS);
    const { retryInSeconds: _, ...theirs } = await sql.counts(at);
    const { retryInSeconds: __, ...mine } = memory.counts(at);
    return [
      [theirs, await sql.isSettled(at), await sql.closeInstant(at)],
      [mine, memory.isSettled(at), memory.closeInstant(at)],
    ];
  },
  async ({ db, sql, rows, memory }) => {
    await inTransaction(db, (tx) => oweTurns(tx, [by.CYCLE]));
    rows.owed.add(by.CYCLE);
    return [await sql.owedTurns(), memory.owedTurns()];
  },
];

type Operation = (both: Both, draw: Random) => Promise<readonly [unknown, unknown]>;

function inMemory({ memory }: Both): Parameters<typeof composeLetters>[0] {
  return {
    staleLetters: async (which) => memory.staleLetters(which),
    noticesOf: async (letters) => memory.noticesOf(letters),
    storeLetters: async (now, written) => memory.storeLetters(now, written),
  };
}

type Row = readonly [id: string, ...unknown[]];

async function rowsOf({ db, rows }: Both): Promise<readonly [readonly Row[], readonly Row[]]> {
  const letters = await db.kysely.selectFrom('letter').selectAll().orderBy('id').execute();
  const notices = await db.kysely.selectFrom('notice').selectAll().orderBy('id').execute();
  const inOrder = (list: readonly Row[]): readonly Row[] => list.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [
    inOrder([
      ...letters.map(
        (l): Row => [l.id, l.state, l.version, l.composed_version, l.attempts, l.faults, l.epoch !== null],
      ),
      ...notices.map((n): Row => [n.id, n.state, n.letter, n.leaving]),
    ]),
    inOrder([
      ...[...rows.letters.values()].map(
        (l): Row => [l.id, l.state, l.version, l.composedVersion, l.attempts, l.faults, l.epoch !== null],
      ),
      ...[...rows.notices.values()].map((n): Row => [n.notice.id, n.state, n.letter, n.leaving]),
    ]),
  ];
}

test.each(Array.from({ length: SEQUENCES }, (_, n) => n + 1))(
  'sequence %i leaves the same letters and notices in both',
  async (seed) => {
    const draw = random(seed);
    const db = await server.database();
    await db.kysely.updateTable('sender').set({ epoch: 'e0' }).execute();
    const rows = tables();
    const both: Both = {
      db,
      sql: sqlLedger(db),
      rows,
      memory: transactions(rows, Date.now),
      epoch: { sql: 'e0', memory: 'e0' },
      claimed: [],
    };
    for (let n = 0; n < OPERATIONS; n += 1) {
      // Arming, sealing, composing and claiming go before anything can go wrong.
      const operation = n < 3 ? OPERATIONS_OF[n] : draw.one(OPERATIONS_OF);
      const [theirs, mine] = (await operation?.(both, draw)) ?? [null, null];
      expect([n, mine ?? null]).toEqual([n, theirs ?? null]);
      const [inSql, inMemoryRows] = await rowsOf(both);
      expect([n, inMemoryRows]).toEqual([n, inSql]);
    }
  },
  120_000,
);
