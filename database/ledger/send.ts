// Sends what is due of all instants, over all connections of the relay. Knows the order of claim, send and mark; must not
// know SMTP, nor who starts it.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome, Relay } from '../../mail/smtpOutcome.js';
import type { Database } from '../connect.js';
import { channelFailed, channelNow, openChannel } from './channel.js';
import { claim, type Claimed, dueLetters } from './claims.js';
import { composeDue, type Composing } from './compose.js';
import { withdrawLate } from './late.js';
import { openMarks } from './marks.js';
import type { Sender } from './sender.js';

export type Sending = Composing & {
  readonly sender: Pick<Sender, 'epoch' | 'holds'>;
  readonly relay: Relay;
  readonly onProgress?: (sent: number) => void;
  readonly signal?: AbortSignal;
};

export type SentCounts = {
  readonly sent: number;
  readonly notTaken: number;
  readonly refused: number;
  readonly inDoubt: number;
  /** Workflow ids of cycles that lost a notice because it was too late or no longer right: they have to turn. */
  readonly toTurn: readonly string[];
  /** The relay's words, when this call found a fault of ours first: the one alarm. */
  readonly alarm: string | null;
};

// A kill leaves at most so many letters to ask evidence for.
const CLAIM = 50;
const BUSY_MS = 10;

type Run = {
  readonly db: Database;
  readonly sending: Sending;
  /** Due, in order, not yet claimed. */
  readonly due: string[];
  /** Claimed, in order. */
  readonly queue: Claimed[];
  readonly limit: number;
  readonly toTurn: Set<string>;
  stopped: boolean;
  refilling: Promise<boolean> | null;
};

/** Sends all that is due by `now`. Returns when nothing is left, the channel is closed, the sender is no longer the owner, or the signal came. */
export async function sendDue(db: Database, sending: Sending): Promise<SentCounts> {
  const { now, sender, relay } = sending;
  const tally = { sent: 0, notTaken: 0, refused: 0, inDoubt: 0 };
  const toTurn = new Set(await withdrawLate(db, now));
  const channel = await channelNow(db);
  if (channel.opensInSeconds > 0) return { ...tally, toTurn: [...toTurn], alarm: null };
  const marks = openMarks(db, sender.epoch, {
    now,
    onMarked: (batch) => {
      for (const { outcome } of batch) count(tally, outcome.class);
      sending.onProgress?.(tally.sent);
    },
  });
  const lanes = lanesOf(relay, channel.failures > 0);
  const limit = channel.failures > 0 ? 1 : Math.min(CLAIM, Math.max(lanes, relay.perSecond ?? CLAIM));
  const run: Run = {
    db,
    sending,
    due: [],
    queue: [],
    limit: Math.ceil(limit),
    toTurn,
    stopped: false,
    refilling: null,
  };
  let alarm: string | null = null;
  let failing = channel.failures > 0;
  const lane = async (): Promise<void> => {
    for (let letter = await next(run); letter !== null; letter = await next(run)) {
      const outcome = await attempted(run, letter);
      marks.add({ letter, outcome });
      if (outcome.class === 'accepted' && failing) {
        failing = false;
        await openChannel(db);
      } else if (isChannelTrouble(outcome) && !run.stopped) {
        run.stopped = true;
        const words = outcome.class === 'ourFault' ? outcome.reply : null;
        if (await channelFailed(db, words)) alarm = words;
      }
    }
  };
  try {
    await allDone(Array.from({ length: lanes }, lane), run);
  } finally {
    for (const letter of run.queue.splice(0)) marks.add({ letter, outcome: { class: 'notTried' } });
    await marks.flushed();
  }
  return { ...tally, toTurn: [...toTurn].sort(), alarm };
}

/** A lane that fails stops the others; only when all are still is the first failure thrown. */
async function allDone(lanes: readonly Promise<void>[], run: Run): Promise<void> {
  const ends = await Promise.allSettled(
    lanes.map((lane) =>
      lane.catch((error: unknown) => {
        run.stopped = true;
        throw error;
      }),
    ),
  );
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

function lanesOf({ connections, perSecond }: Relay, probing: boolean): number {
  if (probing) return 1;
  return Math.min(connections, Math.max(1, Math.ceil(perSecond ?? connections)));
}

async function attempted({ sending }: Run, { mailbox, envelope_from, raw }: Claimed): Promise<Outcome> {
  return sending.relay.send({ from: envelope_from, to: mailbox }, raw, sending.sender.holds);
}

function isChannelTrouble(outcome: Outcome): boolean {
  return outcome.class === 'ourFault' || (outcome.class === 'notTaken' && outcome.trouble === 'channel');
}

function count(
  tally: { sent: number; notTaken: number; refused: number; inDoubt: number },
  kind: Outcome['class'] | 'notTried',
): void {
  switch (kind) {
    case 'accepted':
      tally.sent += 1;
      return;
    case 'deadRecipient':
      tally.refused += 1;
      return;
    case 'inDoubt':
      tally.inDoubt += 1;
      return;
    case 'notTaken':
    case 'ourFault':
      tally.notTaken += 1;
      return;
    case 'notTried':
      return;
    default:
      kind satisfies never;
  }
}

/** The next letter for a lane; null when there is none, or none may be sent. */
async function next(run: Run): Promise<Claimed | null> {
  for (;;) {
    if (run.stopped || run.sending.signal?.aborted === true || !run.sending.sender.holds()) return null;
    const letter = run.queue.shift();
    if (letter !== undefined) return letter;
    run.refilling ??= refill(run).finally(() => {
      run.refilling = null;
    });
    if (!(await run.refilling)) return null;
  }
}

/** Claims more; false when nothing is due. What changed after it was composed is composed again and comes last. */
async function refill(run: Run): Promise<boolean> {
  const { db, sending, due, queue, limit } = run;
  if (due.length === 0) due.push(...(await dueLetters(db, sending.now)));
  if (due.length === 0) {
    const composed = await composeDue(db, sending);
    for (const cycle of composed.toTurn) run.toTurn.add(cycle);
    due.push(...(composed.composed > 0 ? await dueLetters(db, sending.now) : []));
  }
  if (due.length === 0) return false;
  queue.push(...(await claim(db, sending.sender.epoch, due.splice(0, limit))));
  // Nothing of it was free: a turn is changing it. Not to ask again at once.
  if (queue.length === 0) await sleep(BUSY_MS);
  return true;
}
