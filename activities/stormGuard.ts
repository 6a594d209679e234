// The storm guard around dispatches and turns: looks before anything is planned anew, composed or sent, and holds what a
// person should see first; after sending, stops mailboxes that are dead. Knows the order of looks; the thresholds are
// `domain/stormGuard.ts`'s. Not wired where a year is rehearsed (design §11.23).
import { type Instant, addMinutes } from '../domain/localDate.js';
import { type Clocks, clocksDisagree } from '../domain/stormGuard.js';
import type { Database } from '../database/connect.js';
import { sendDoubtsAgain } from '../database/ledger/byHand.js';
import { attend, holdBig, holdByClock, holdMissed, sealedAhead } from '../database/ledger/hold.js';
import { notStarted } from '../database/ledger/instants.js';
import { holdPromoted } from '../database/ledger/promoted.js';
import { stopRefused } from '../database/ledger/mailboxes.js';
import { waitingOperatorLetters } from '../database/ledger/operatorLetters.js';
import type {
  BusinessClock,
  DispatchActivities,
  DispatchInput,
  TurnInput,
  TurnResult,
} from '../workflows/contract.js';

export interface GuardMeans {
  readonly db: Database;
  readonly clocks: () => Promise<Clocks>;
  /** Tells the operator what was held; the instants at which letters to the operator wait. */
  readonly tell: (now: Instant) => Promise<readonly Instant[]>;
  /** Ranks of letters that go once more when nobody can say what became of them: 0 prompts, 1 mornings. */
  readonly sendAgain: readonly number[];
  /** Of the activity that looks: judging thousands of held letters takes longer than its patience. */
  readonly heartbeat: () => void;
}

type Asked = DispatchInput & { readonly now: Instant };

const ATTEND_MINUTES = 1;

/** The same activities, guarded. */
export function guardDispatches(base: DispatchActivities, means: GuardMeans): DispatchActivities {
  const { db } = means;
  return {
    sealInstant: (instant) => base.sealInstant(instant),
    composeInstant: async (asked) => {
      await beating(means, async () => {
        await look(means, asked.now);
        await attend(db, asked.instant, asked.now);
        if ((await holdBig(db, asked.instant, asked.now)) > 0) await means.tell(asked.now);
      });
      return base.composeInstant(asked);
    },
    sendInstant: async (asked) => {
      await beating(means, () => look(means, asked.now));
      const counts = await attended(db, asked, () => base.sendInstant(asked));
      const stopped = await stopRefused(db, asked.now);
      return { ...counts, toTurn: [...new Set([...counts.toTurn, ...stopped])].sort() };
    },
    settleInstant: async (asked) => {
      const end = await attended(db, asked, () => base.settleInstant(asked));
      const again = await sendDoubtsAgain(db, means.sendAgain, asked.now);
      const telling = await notStarted(db.kysely, await waitingOperatorLetters(db.kysely));
      const toStart = new Set([...end.toStart, ...again, ...telling]);
      toStart.delete(asked.instant);
      return { ...end, toStart: [...toStart].sort() };
    },
  };
}

/** A turn plans missed letters anew: before it may, the guard counts them. */
export function guardTurns(
  turn: (input: TurnInput) => Promise<TurnResult>,
  means: GuardMeans,
  startDispatches: (instants: readonly Instant[], clock: BusinessClock) => Promise<void>,
): (input: TurnInput) => Promise<TurnResult> {
  return async (input) => {
    const telling = await look(means, input.asOf);
    const result = await turn(input);
    const restored = result.outcome === 'restored' ? await means.tell(input.asOf) : [];
    await startDispatches([...telling, ...restored], input.clock);
    return result;
  };
}

const BEAT_MS = 500;

async function beating<T>({ heartbeat }: GuardMeans, work: () => Promise<T>): Promise<T> {
  heartbeat();
  const timer = setInterval(heartbeat, BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

async function look(means: GuardMeans, now: Instant): Promise<readonly Instant[]> {
  const { db } = means;
  await holdPromoted(db, now);
  const lost = clocksDisagree(await means.clocks()) || (await sealedAhead(db, now));
  if (lost) await holdByClock(db, now);
  else await holdMissed(db, now);
  return means.tell(now);
}

/** While it works on an instant, nobody is to think that nobody does. */
async function attended<T>(db: Database, { instant, now }: Asked, work: () => Promise<T>): Promise<T> {
  await attend(db, instant, now);
  let minutes = 0;
  const timer = setInterval(() => {
    minutes += ATTEND_MINUTES;
    // Should it fail, the work itself says so.
    attend(db, instant, addMinutes(now, minutes)).catch(() => undefined);
  }, ATTEND_MINUTES * 60_000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
