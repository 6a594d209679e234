// Sends what is due of all instants, over all connections of the relay. Knows the order of claim, send and mark; must not
// know SMTP, nor who starts it.
import type { Ledger } from '../database/ledger/ledger.js';
import type { Instant } from '../domain/localDate.js';
import { type Clock, passing } from '../mail/clock.js';
import type { Outcome, Relay } from '../mail/smtpOutcome.js';
import { markOf, type Result } from './afterAttempt.js';
import { composeLetters, type Composing } from './composeLetters.js';
import { type Marks, openMarks } from './marks.js';
import { openQueue, type Queue } from './queue.js';
import type { Sender } from './sender.js';

/** What sending asks of the ledger. */
export type SendLedger = Pick<
  Ledger,
  | 'withdrawLate'
  | 'staleLetters'
  | 'noticesOf'
  | 'storeLetters'
  | 'dueLetters'
  | 'postpone'
  | 'claim'
  | 'mark'
  | 'channel'
  | 'closeChannel'
  | 'openChannel'
>;

export type Sending = Composing & {
  readonly ledger: SendLedger;
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

type Tally = { sent: number; notTaken: number; refused: number; inDoubt: number };

type Run = {
  readonly sending: Sending;
  readonly queue: Queue;
  readonly marks: Marks;
  /** The channel failed before: one letter probes it. */
  readonly probing: boolean;
  stopped: boolean;
  opened: boolean;
  alarm: string | null;
  /** Domains to which the relay broke off or fell silent since it last took a letter. */
  readonly silent: Set<string>;
};

/**
 * Sends all that is due by `now` and what becomes due meanwhile. Returns when nothing is left, the channel is closed, the
 * sender is no longer the owner, or the signal came.
 */
export async function sendDue(sending: Sending): Promise<SentCounts> {
  const { ledger, clock } = sending;
  const now = passing(clock, sending.now);
  const tally: Tally = { sent: 0, notTaken: 0, refused: 0, inDoubt: 0 };
  const toTurn = new Set<string>();
  const prepare = async (): Promise<void> => {
    for (const cycle of await ledger.withdrawLate(now())) toTurn.add(cycle);
    const composed = await composeLetters(ledger, { upTo: now() }, { ...sending, now: now() });
    for (const cycle of composed.toTurn) toTurn.add(cycle);
  };
  for (;;) {
    const channel = await ledger.channel();
    const run = openRun(sending, { now, tally, prepare, probing: channel.failures > 0 });
    if (channel.opensInSeconds === 0) await runLanes(run);
    else await prepare();
    // A probe went through: now with all lanes.
    if (!run.opened) return { ...tally, toTurn: [...toTurn].sort(), alarm: run.alarm };
  }
}

type Opening = {
  readonly now: () => Instant;
  readonly tally: Tally;
  readonly prepare: () => Promise<void>;
  readonly probing: boolean;
};

function openRun(sending: Sending, { now, tally, prepare, probing }: Opening): Run {
  const { ledger, clock, relay, sender, signal } = sending;
  const { epoch } = sender;
  const marks = openMarks({
    ledger,
    clock,
    epoch,
    now,
    onMarked: (batch) => {
      for (const { result } of batch) count(tally, result.class);
      sending.onProgress?.(tally.sent);
    },
  });
  const lanes = probing ? 1 : relay.connections;
  const maySend = (): boolean => !run.stopped && signal?.aborted !== true && sender.holds();
  const queue = openQueue({ ledger, clock, relay, epoch, lanes, probing, now, maySend, prepare, signal });
  const state = { stopped: false, opened: false, alarm: null, silent: new Set<string>() };
  const run: Run = { sending, queue, marks, probing, ...state };
  return run;
}

/** A lane that fails stops the others; only when all are still, and all is marked, is the first failure thrown. */
async function runLanes(run: Run): Promise<void> {
  const lanes = Array.from({ length: run.probing ? 1 : run.sending.relay.connections }, () =>
    lane(run).catch((error: unknown) => {
      run.stopped = true;
      throw error;
    }),
  );
  const ends = await Promise.allSettled(lanes);
  for (const letter of await run.queue.rest()) run.marks.add({ letter, result: { class: 'notTried' } });
  await run.marks.flushed();
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

async function lane(run: Run): Promise<void> {
  const { sending, queue, marks } = run;
  const { ledger, relay, sender } = sending;
  for (let taken = await queue.take(); taken !== null; taken = await queue.take()) {
    const { letter, domain } = taken;
    const envelope = { from: letter.envelope_from, to: letter.mailbox };
    const heard = await relay.send(envelope, letter.raw, sender.holds);
    const outcome = ofDomain(run, domain, heard);
    marks.add({ letter, result: outcome });
    taken.ended();
    if (outcome !== heard) await queue.postpone(domain, markOf(letter, outcome).waitSeconds);
    if (run.stopped) continue;
    if (isChannelTrouble(outcome)) {
      run.stopped = true;
      const words = outcome.class === 'ourFault' ? outcome.reply : null;
      if (await failed(ledger, words)) run.alarm = words;
    } else if (run.probing && outcome.class !== 'inDoubt') {
      run.stopped = true;
      run.opened = true;
      await ledger.openChannel();
    }
  }
}

/**
 * The same outcome, or trouble of the letter's domain alone: the relay broke off or fell silent once it knew the recipient,
 * and did so to no other domain since it last took a letter.
 */
function ofDomain({ silent }: Run, domain: string, outcome: Outcome): Outcome {
  if (outcome.class === 'accepted') silent.clear();
  if (outcome.class !== 'notTaken' || outcome.trouble !== 'channel') return outcome;
  if (outcome.phase !== 'rcpt' && outcome.phase !== 'data') return outcome;
  silent.add(domain);
  return silent.size === 1 ? { ...outcome, trouble: 'letter' } : outcome;
}

// 5 probes in the first 100 minutes, 40 in 72 hours (goals.md R5).
const CHANNEL_SECONDS = [2, 30, 300, 1_800, 3_600, 7_200];

/** Closes the channel for a while; true when this raised the alarm. A fault of ours waits longest from the start. */
async function failed(ledger: SendLedger, alarm: string | null): Promise<boolean> {
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
