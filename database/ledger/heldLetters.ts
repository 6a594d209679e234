// Held letters, each with what of it would still be true were it let go now. Knows rows, views and the register; how truth
// is judged is `domain/heldTruth.ts`'s. Changes nothing.
import { sql } from 'kysely';
import type { CalendarBook, Dossier } from '../../domain/agreement.js';
import type { PlannedDuty, PlannedObligation } from '../../domain/duties.js';
import { atInstant, type HeldKnown, type WhyUntrue } from '../../domain/heldTruth.js';
import type { Instant } from '../../domain/localDate.js';
import type { Notice } from '../../domain/notices.js';
import { promptInstant } from '../../domain/quiet.js';
import type { HoldCause } from '../../domain/stormGuard.js';
import { type WorkingCalendar, workingCalendar } from '../../domain/workingCalendar.js';
import type { Tx } from '../connect.js';
import { bookOf, dossierOf } from '../register.js';
import { type NoticeRow, noticeOf } from './rows.js';

export interface HeldLetter {
  readonly id: string;
  readonly at: Instant;
  readonly mailbox: string;
  readonly body: string | null;
  readonly post: string | null;
  readonly version: number;
  /** null: it could not be composed or sent. */
  readonly cause: HoldCause | null;
  readonly heldAt: Instant | null;
  readonly cycles: readonly string[];
  /** When it would leave, were it let go now. */
  readonly leavesAt: Instant;
  /** As they would then read. */
  readonly stillTrue: readonly Notice[];
  readonly untrue: readonly { readonly id: string; readonly armed: boolean; readonly why: WhyUntrue }[];
}

/** Why the letter as a whole is no longer true; null: something of it is. */
export function untrueLetter({ stillTrue, untrue }: HeldLetter): WhyUntrue | null {
  if (stillTrue.length > 0) return null;
  const order: readonly WhyUntrue[] = ['received', 'moved', 'laterStep', 'other'];
  return order.find((why) => untrue.some((notice) => notice.why === why)) ?? 'laterStep';
}

/** By instant, then id. `ids`: only those of them that are held. */
export async function heldLetters(
  tx: Tx,
  now: Instant,
  ids?: readonly string[],
): Promise<readonly HeldLetter[]> {
  const letters = await heldRows(tx, ids);
  if (letters.length === 0) return [];
  const notices = await tx
    .selectFrom('notice')
    .selectAll()
    .where(
      'letter',
      'in',
      letters.map(({ id }) => id),
    )
    .where('state', 'in', ['armed', 'withdrawn'])
    .orderBy('id')
    .execute();
  const world = await worldOf(tx, [...new Set(notices.map(({ cycle }) => cycle))]);
  const byLetter = new Map<string, NoticeRow[]>();
  for (const row of notices) byLetter.set(row.letter, [...(byLetter.get(row.letter) ?? []), row]);
  return letters.map((letter) => judged(letter, byLetter.get(letter.id) ?? [], world, now));
}

type HeldRow = Pick<HeldLetter, 'id' | 'at' | 'mailbox' | 'body' | 'post' | 'version' | 'cause' | 'heldAt'>;

async function heldRows(tx: Tx, ids: readonly string[] | undefined): Promise<readonly HeldRow[]> {
  if (ids?.length === 0) return [];
  let query = tx
    .selectFrom('letter')
    .select(['id', 'at', 'mailbox', 'body', 'post', 'version', 'hold_cause as cause', 'held_at as heldAt'])
    .where('state', '=', 'held')
    .orderBy('at')
    .orderBy('id');
  if (ids !== undefined) query = query.where('id', 'in', ids);
  return query.execute();
}

interface World {
  readonly book: CalendarBook;
  readonly calendar: WorkingCalendar;
  readonly dossiers: ReadonlyMap<string, Dossier>;
  /** By cycle and duty; read once for thousands of letters. */
  readonly duties: ReadonlyMap<string, PlannedDuty>;
  readonly others: ReadonlyMap<string, HeldKnown['others']>;
}

const keyOf = (cycle: string, duty: string): string => `${cycle} ${duty}`;

async function worldOf(tx: Tx, cycles: readonly string[]): Promise<World> {
  const book = await bookOf(tx);
  const dossiers = new Map<string, Dossier>();
  for (const code of new Set(cycles.map((cycle) => cycle.split(':')[1] ?? ''))) {
    const found = await dossierOf(tx, code);
    if (found) dossiers.set(code, found.dossier);
  }
  const views = await sql<{ cycle: string; plan: { obligations?: readonly PlannedObligation[] } }>`
    select cycle, plan from cycle_view where cycle = any(${cycles})`.execute(tx);
  const others = await sql<{ cycle: string; id: string; duty: string; rung: number; at: Instant }>`
    select cycle, id, duty, rung, at from notice where cycle = any(${cycles}) and state in ('sent', 'armed')`.execute(
    tx,
  );
  const byDuty = new Map<string, HeldKnown['others'][number][]>();
  for (const row of others.rows) {
    const key = keyOf(row.cycle, row.duty);
    const group = byDuty.get(key);
    if (group) group.push(row);
    else byDuty.set(key, [row]);
  }
  const duties = views.rows.flatMap(({ cycle, plan }) =>
    (plan.obligations ?? []).flatMap((obligation) =>
      obligation.duties.map((duty) => [keyOf(cycle, duty.key), duty] as const),
    ),
  );
  return {
    book,
    calendar: workingCalendar(book),
    dossiers,
    duties: new Map(duties),
    others: byDuty,
  };
}

function judged(letter: HeldRow, rows: readonly NoticeRow[], world: World, now: Instant): HeldLetter {
  const { book, calendar, dossiers } = world;
  const quiet = [
    ...book.quiet,
    ...rows.flatMap(({ agreement }) => dossiers.get(agreement)?.agreement.quiet ?? []),
  ];
  // What was held before its time leaves in its time.
  const leavesAt = letter.at > now ? letter.at : promptInstant({ days: calendar, quiet }, now);
  const stillTrue: Notice[] = [];
  const untrue: HeldLetter['untrue'][number][] = [];
  for (const row of rows) {
    const known: HeldKnown = {
      days: calendar,
      quiet: book.quiet,
      dossier: dossiers.get(row.agreement) ?? null,
      duty: world.duties.get(keyOf(row.cycle, row.duty)),
      others: world.others.get(keyOf(row.cycle, row.duty)) ?? [],
    };
    const told = atInstant({ notice: noticeOf(row), armed: row.state === 'armed' }, known, leavesAt);
    if ('notice' in told) stillTrue.push(told.notice);
    else untrue.push({ id: row.id, armed: row.state === 'armed', why: told.untrue });
  }
  const cycles = [...new Set(rows.map(({ cycle }) => cycle))].sort();
  return { ...letter, cycles, leavesAt, stillTrue, untrue };
}

/** As L23 and the answer to a release count them. */
export interface TruthCounts {
  readonly letters: number;
  readonly stillTrue: number;
  readonly untrue: number;
  readonly received: number;
  readonly moved: number;
  readonly laterStep: number;
  readonly other: number;
}

export function truthCounts(held: readonly HeldLetter[]): TruthCounts {
  const whys = held.map(untrueLetter);
  const count = (why: WhyUntrue): number => whys.filter((one) => one === why).length;
  const stillTrue = whys.filter((why) => why === null).length;
  return {
    letters: held.length,
    stillTrue,
    untrue: held.length - stillTrue,
    received: count('received'),
    moved: count('moved'),
    laterStep: count('laterStep'),
    other: count('other'),
  };
}
