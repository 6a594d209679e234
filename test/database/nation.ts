// A cycle of one paper owed by many bodies, turned by the product's own turn. Knows the fixtures; must not know the guard.
import { turn } from '../../activities/turn.js';
import { inTransaction, type Database } from '../../database/connect.js';
import { saveRegister } from '../../database/register.js';
import { type CycleFacts, type DutyAct, evolve, newCycle } from '../../domain/cycle.js';
import type { Instant } from '../../domain/localDate.js';
import { localDate } from '../../domain/localDate.js';
import type { TurnResult } from '../../workflows/contract.js';
import { body, dossier, paper, post } from '../domain/agreements.js';

export const NATION = 'cycle:x:2024';
/** Mornings of the steps: five working days before Friday 29 March 2024, one before, the day itself. */
export const BEFORE_5 = '2024-03-22T01:00:00Z' as Instant;
export const BEFORE_1 = '2024-03-28T01:00:00Z' as Instant;
const START = '2023-12-31T17:00:00Z' as Instant;
export const LONG_BEFORE = '2024-03-01T03:00:00Z' as Instant;

export const bodyCode = (n: number): string => `b${n}`;
export const mailbox = (n: number): string => `vanthu@b${n}.example`;
export const dutyKey = (n: number): string => `report/${bodyCode(n)}`;

export interface Nation {
  /** Turns once more; the facts are those of all acts so far. */
  turned(asOf: Instant, n?: number, resync?: boolean): Promise<TurnResult>;
  act(n: number, act: DutyAct): void;
  register(mailboxes: (n: number) => string): Promise<void>;
}

/** `bodies` parties, each with one clerk; registered at the start of 2024. */
export async function nation(db: Database, bodies: number): Promise<Nation> {
  let facts: CycleFacts = newCycle('x', 2024, START);
  let number = 0;
  const known: Nation = {
    turned: async (asOf, n, resync = false) => {
      number += 1;
      const result = await turn(
        { db, startDispatches: async () => undefined, carry: async () => undefined },
        {
          n: n ?? number,
          facts,
          asOf,
          sliceHash: null,
          commands: [],
          resync,
          clock: { offsetMs: 0 },
        },
      );
      if (result.outcome === 'planned') facts = result.events.reduce(evolve, facts);
      return result;
    },
    act: (n, act) => {
      facts = evolve(facts, { type: 'dutyActed', duty: dutyKey(n), act });
    },
    register: (mailboxes) => registered(db, bodies, mailboxes),
  };
  await known.register(mailbox);
  return known;
}

async function registered(db: Database, bodies: number, mailboxes: (n: number) => string): Promise<void> {
  const numbers = Array.from({ length: bodies }, (_, n) => n);
  const agreement = dossier(
    {
      term: { from: localDate('2024-01-01'), to: localDate('2024-12-31'), written: 'years', statements: [] },
      parties: numbers.map((n) => ({ body: bodyCode(n), lead: n === 0 })),
      obligations: [
        paper('report', '29/3', {
          ladder: { before: [5, 1], on: true, overdue: { every: 5, times: 2 }, escalate: null },
        }),
      ],
    },
    numbers.map((n) => body(bodyCode(n), { posts: [post(bodyCode(n), 'clerk', mailboxes(n))] })),
  );
  const input = {
    agreements: [agreement],
    bodies: agreement.bodies,
    calendar: { decisions: [], quiet: [] },
    files: [],
  };
  await inTransaction(db, (tx) => saveRegister(tx, input, { who: 'test', at: START }));
}

export const submitted = (at: Instant, on: string): DutyAct => ({ act: 'submitted', at, on: localDate(on) });
