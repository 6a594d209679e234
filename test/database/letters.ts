// Builders for notices and for a relay that keeps what it takes, with defaults that make one plain reminder.
import { composeLetters, type Composing } from '../../activities/composeLetters.js';
import { inTransaction, type Database } from '../../database/connect.js';
import { arm, type Armed } from '../../database/ledger/arm.js';
import { seal } from '../../database/ledger/instants.js';
import type { ComposedMessage, Ledger } from '../../database/ledger/ledger.js';
import { sqlLedger } from '../../database/ledger/sqlLedger.js';
import type { LetterState, NoticeState } from '../../database/schema.js';
import { lockCycle } from '../../database/turns.js';
import type { Letter } from '../../domain/letters.js';
import type { Instant } from '../../domain/localDate.js';
import { localDate } from '../../domain/localDate.js';
import type { Notice } from '../../domain/notices.js';
import { type Clock, realClock } from '../../mail/clock.js';
import type { Outcome, Relay } from '../../mail/smtpOutcome.js';

/** Wednesday 24 January 2018, 08:00 in Việt Nam, and the mornings after it. */
export const WEDNESDAY = '2018-01-24T01:00:00Z' as Instant;
export const THURSDAY = '2018-01-25T01:00:00Z' as Instant;
export const FRIDAY = '2018-01-26T01:00:00Z' as Instant;
export const BEFORE = '2018-01-20T01:00:00Z' as Instant;
export const CYCLE = 'cycle:tw-79:2018';

export type Wish = {
  readonly obligation?: string;
  readonly body?: string;
  readonly step?: string;
  readonly due?: string;
  readonly at?: Instant;
  readonly mailbox?: string;
  readonly year?: number;
  readonly target?: string;
};

export function notice(wish: Wish = {}): Notice {
  const { obligation = 'annualPlan', body = 'bdv-tw', step = 'before-20', due = '2018-02-28' } = wish;
  const year = wish.year ?? 2018;
  const id = `tw-79/${year}/${obligation}`;
  return {
    id: `${id}/${body}/van-thu/${step}/${due}`,
    agreement: 'tw-79',
    year,
    obligation: id,
    duty: `${obligation}/${body}`,
    body,
    post: 'van-thu',
    mailbox: wish.mailbox ?? `vanthu@${body}.example`,
    language: 'vi',
    step,
    rung: 1,
    due: localDate(due),
    at: wish.at ?? WEDNESDAY,
    secret: false,
    facts: {
      kind: 'monday',
      on: localDate(wish.target ?? '2018-01-24'),
      overdue: [],
      drafts: [],
      matters: [],
    },
  };
}

/** One turn's arming, in a transaction of its own; nothing is kept where it says sealed. */
export async function turn(
  db: Database,
  notices: readonly Notice[],
  { cycle = CYCLE, year = 2018 }: { readonly cycle?: string; readonly year?: number } = {},
): Promise<Armed> {
  const rollback = { armed: null as Armed | null };
  try {
    return await inTransaction(db, async (tx) => {
      await lockCycle(tx, cycle);
      const armed = await arm(tx, { cycle, agreement: 'tw-79', year, notices, asOf: BEFORE });
      if (armed.sealed) {
        rollback.armed = armed;
        throw new Error('sealed');
      }
      return armed;
    });
  } catch (error) {
    if (rollback.armed !== null) return rollback.armed;
    throw error;
  }
}

export function message(letter: Letter): ComposedMessage {
  const messageId = `<${Buffer.from(letter.id).toString('hex')}@nhip.example>`;
  const lines = letter.notices.map(({ id }) => id).join('\r\n');
  return {
    subject: `${letter.notices.length}`,
    messageId,
    envelope: { from: 'nhip@nhip.example', to: letter.to },
    raw: `From: nhip@nhip.example\r\nTo: ${letter.to}\r\nMessage-ID: ${messageId}\r\n\r\n${lines}\r\n`,
  };
}

/** Composes all notices as right, but those of which `wrong` says otherwise. */
export function composing(wrong: (notice: Notice) => boolean = () => false, now = WEDNESDAY): Composing {
  return {
    now,
    compose: (letter) => Promise.resolve(message(letter)),
    truthNow: (notices) => Promise.resolve(new Set(notices.filter((n) => !wrong(n)).map(({ id }) => id))),
  };
}

/** The ledger of a database, on the real clock. */
export function means(db: Database): { readonly ledger: Ledger; readonly clock: Clock } {
  return { ledger: sqlLedger(db), clock: realClock };
}

export async function dueIds(db: Database, now = WEDNESDAY): Promise<readonly string[]> {
  return (await sqlLedger(db).dueLetters(now, [])).map(({ id }) => id);
}

export async function sealAndCompose(db: Database, instant: Instant = WEDNESDAY): Promise<void> {
  await seal(db, instant);
  await composeLetters(sqlLedger(db), { at: instant }, composing());
}

export type Taken = { readonly to: string; readonly raw: string };

/** A relay that answers each letter as told, by default by taking it. */
export function relay(
  answer: (to: string, copies: number) => Outcome | Promise<Outcome> = () => ACCEPTED,
  connections = 5,
): Relay & { readonly taken: Taken[] } {
  const taken: Taken[] = [];
  return {
    taken,
    connections,
    perSecond: null,
    slot: () => Promise.resolve(),
    warm: () => Promise.resolve(),
    close: () => Promise.resolve(),
    send: async ({ to }, raw, mayWrite = () => true) => {
      if (!mayWrite())
        return { class: 'notTaken', phase: 'data', reply: 'fenced', trouble: 'letter', again: 'soon' };
      const outcome = await answer(to, taken.filter((one) => one.to === to).length);
      if (outcome.class === 'accepted') taken.push({ to, raw: raw.toString() });
      return outcome;
    },
  };
}

export const ACCEPTED: Outcome = { class: 'accepted', phase: 'reply', reply: '250 OK' };

export async function states(db: Database): Promise<Readonly<Record<string, LetterState>>> {
  const rows = await db.kysely.selectFrom('letter').select(['id', 'state']).orderBy('id').execute();
  return Object.fromEntries(rows.map(({ id, state }) => [id, state]));
}

export async function noticeStates(db: Database): Promise<Readonly<Record<string, NoticeState>>> {
  const rows = await db.kysely.selectFrom('notice').select(['id', 'state']).orderBy('id').execute();
  return Object.fromEntries(rows.map(({ id, state }) => [id, state]));
}
