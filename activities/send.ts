// Sends what is due of all instants, over all connections of the relay. Knows the order of claim, send and mark; must not
// know SMTP, nor who starts it.
import type { Claimed, Ledger } from '../database/ledger/ledger.js';
import type { Instant } from '../domain/localDate.js';
import type { Clock } from '../mail/clock.js';
import type { Outcome, Relay } from '../mail/smtpOutcome.js';
import type { Result } from './afterAttempt.js';
import { composeLetters, type Composing } from './composeLetters.js';
import { type Marks, openMarks } from './marks.js';
import type { Sender } from './sender.js';

export type Sending = Composing & {
  readonly ledger: Ledger;
  readonly clock: Clock;
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

type Tally = { sent: number; notTaken: number; refused: number; inDoubt: number };

type Run = {
  readonly sending: Sending;
  /** Due, in order, not yet claimed. */
  readonly due: string[];
  /** Claimed, in order. */
  readonly queue: Claimed[];
  readonly lanes: number;
  readonly limit: number;
  readonly marks: Marks;
  /** The channel failed before: one letter probes it. */
  readonly probing: boolean;
  readonly toTurn: Set<string>;
  stopped: boolean;
  opened: boolean;
  alarm: string | null;
  refilling: Promise<boolean> | null;
};

/**
 * Sends all that is due by `now`. Returns when nothing is left, the channel is closed, the sender is no longer the owner, or
 * the signal came.
 */
export async function sendDue(sending: Sending): Promise<SentCounts> {
  const { ledger, now } = sending;
  const tally: Tally = { sent: 0, notTaken: 0, refused: 0, inDoubt: 0 };
  const toTurn = new Set(await ledger.withdrawLate(now));
  for (;;) {
    const channel = await ledger.channel();
    const run = openRun(sending, { tally, toTurn, probing: channel.failures > 0 });
    if (channel.opensInSeconds === 0) await runLanes(run);
    // A probe went through: now with all lanes.
    if (!run.opened) return { ...tally, toTurn: [...toTurn].sort(), alarm: run.alarm };
  }
}

type Opening = { readonly tally: Tally; readonly toTurn: Set<string>; readonly probing: boolean };

function openRun(sending: Sending, { tally, toTurn, probing }: Opening): Run {
  const { connections, perSecond } = sending.relay;
  const lanes = probing ? 1 : Math.min(connections, Math.max(1, Math.ceil(perSecond ?? connections)));
  const limit = probing ? 1 : Math.ceil(Math.min(CLAIM, Math.max(lanes, perSecond ?? CLAIM)));
  const marks = openMarks({
    ...sending,
    epoch: sending.sender.epoch,
    onMarked: (batch) => {
      for (const { result } of batch) count(tally, result.class);
      sending.onProgress?.(tally.sent);
    },
  });
  const state = { stopped: false, opened: false, alarm: null, refilling: null };
  return { sending, due: [], queue: [], lanes, limit, marks, probing, toTurn, ...state };
}

/** A lane that fails stops the others; only when all are still, and all is marked, is the first failure thrown. */
async function runLanes(run: Run): Promise<void> {
  const lanes = Array.from({ length: run.lanes }, () =>
    lane(run).catch((error: unknown) => {
      run.stopped = true;
      throw error;
    }),
  );
  const ends = await Promise.allSettled(lanes);
  await run.refilling?.catch(() => undefined);
  for (const letter of run.queue.splice(0)) run.marks.add({ letter, result: { class: 'notTried' } });
  await run.marks.flushed();
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

async function lane(run: Run): Promise<void> {
  const { sending, marks } = run;
  for (let letter = await next(run); letter !== null; letter = await next(run)) {
    const { mailbox, envelope_from, raw } = letter;
    const envelope = { from: envelope_from, to: mailbox };
    const outcome = await sending.relay.send(envelope, raw, sending.sender.holds);
    marks.add({ letter, result: outcome });
    if (run.stopped) continue;
    if (isChannelTrouble(outcome)) {
      run.stopped = true;
      const words = outcome.class === 'ourFault' ? outcome.reply : null;
      if (await failed(sending.ledger, words)) run.alarm = words;
    } else if (run.probing && outcome.class !== 'inDoubt') {
      run.stopped = true;
      run.opened = true;
      await sending.ledger.openChannel();
    }
  }
}

// 5 probes in the first 100 minutes, 40 in 72 hours (goals.md R5).
const CHANNEL_SECONDS = [2, 30, 300, 1_800, 3_600, 7_200];

/** Closes the channel for a while; true when this raised the alarm. A fault of ours waits longest from the start. */
async function failed(ledger: Ledger, alarm: string | null): Promise<boolean> {
  const { failures } = await ledger.channel();
  const longest = CHANNEL_SECONDS.length - 1;
  const wait = CHANNEL_SECONDS[alarm === null ? Math.min(failures, longest) : longest];
  return ledger.closeChannel(wait ?? 0, alarm);
}

function isChannelTrouble(outcome: Outcome): boolean {
  return outcome.class === 'ourFault' || (outcome.class === 'notTaken' && outcome.trouble === 'channel');
}

function count(tally: Tally, kind: Result['class']): void {
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
    // Ahead of need, so that no lane waits for a claim.
    const more = run.queue.length < run.lanes ? refilling(run) : null;
    if (letter !== undefined) return letter;
    if (more === null || !(await more)) return null;
  }
}

/** One refill at a time, whoever asks. */
function refilling(run: Run): Promise<boolean> {
  run.refilling ??= refill(run).finally(() => {
    run.refilling = null;
  });
  // Thrown again by whoever waits for it; until then it must not count as unhandled.
  run.refilling.catch(() => undefined);
  return run.refilling;
}

/** Claims more; false when nothing is due. What changed after it was composed is composed again and comes last. */
async function refill(run: Run): Promise<boolean> {
  const { sending, due, queue, limit } = run;
  const { ledger, clock, now, sender } = sending;
  if (due.length === 0) due.push(...(await dueIds(ledger, now)));
  if (due.length === 0) {
    const composed = await composeLetters(ledger, { upTo: now }, sending);
    for (const cycle of composed.toTurn) run.toTurn.add(cycle);
    due.push(...(composed.composed > 0 ? await dueIds(ledger, now) : []));
  }
  if (due.length === 0) return false;
  queue.push(...(await ledger.claim(sender.epoch, due.splice(0, limit))));
  // Nothing of it was free: a turn is changing it. Not to ask again at once.
  if (queue.length === 0) await clock.sleep(BUSY_MS);
  return true;
}

async function dueIds(ledger: Ledger, now: Instant): Promise<readonly string[]> {
  return (await ledger.dueLetters(now)).map(({ id }) => id);
}
