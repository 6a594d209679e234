// The activities of one send instant: seal, compose, send, settle. Knows their order and heartbeats; must not know words,
// SMTP or plans.
import { cancellationSignal, heartbeat as temporalHeartbeat } from '@temporalio/activity';
import type { Counts, Ledger } from '../database/ledger/ledger.js';
import { epochMs, type Instant } from '../domain/localDate.js';
import { type Clock, every, passing } from '../mail/clock.js';
import type { Evidence } from '../mail/relayEvidence.js';
import type { Relay } from '../mail/smtpOutcome.js';
import { composeLetters, type Composed, type Composing } from './composeLetters.js';
import { settleDoubts } from './doubts.js';
import { sendDue } from './send.js';
import { becomeSender } from './sender.js';

export type DispatchMeans = {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly relay: Relay;
  readonly evidence: Evidence;
  readonly compose: Composing['compose'];
  readonly truth: Composing['truthNow'];
  /** `alarm`: the relay refuses us, not a letter; said once. */
  readonly log: (level: 'info' | 'alarm', message: string, facts: Readonly<Record<string, unknown>>) => void;
  /** Default: the activity's own. */
  readonly heartbeat?: (progress: number) => void;
  /** Default: the activity's own. */
  readonly cancelled?: () => AbortSignal;
  /** The worker has stopped: nothing that waits beside an activity goes on. */
  readonly stopped?: AbortSignal;
};

export type DispatchCounts = Counts & {
  /** Real seconds until the relay may be tried again; 0: now. */
  readonly channelOpensInSeconds: number;
  /** Workflow ids of cycles that have to turn, as a notice of theirs was too late or no longer right. */
  readonly toTurn: readonly string[];
};

export type SettledInstant = DispatchCounts & {
  /** True: the books are closed and the run may end. */
  readonly closed: boolean;
  /** Other instants whose dispatch has to be started: a letter of theirs came back. */
  readonly toStart: readonly Instant[];
};

/** `now` in business time, from the workflow. */
type Asked = { readonly instant: Instant; readonly now: Instant };

export type DispatchActivities = {
  readonly sealInstant: (instant: Instant) => Promise<void>;
  readonly composeInstant: (asked: Asked) => Promise<Composed>;
  readonly sendInstant: (asked: Asked) => Promise<DispatchCounts>;
  readonly settleInstant: (asked: Asked) => Promise<SettledInstant>;
};

const BEAT_MS = 500;
// A short retry is waited for in the activity: it costs no history.
const PATIENCE_SECONDS = 10;
// After a doubt the relay is given time to finish what it read (`relayEvidence.ts`).
const ASKS = 5;
const ASK_AGAIN_MS = 1_000;

/**
 * The activities of `dispatchRun`. A database that lost its last commits (an asynchronous standby that was promoted) may have lost
 * the seal: nothing would ever be composed, so composing and sending set it again. Business dates come in as arguments, never from this machine's clock. */
export function createDispatchActivities(means: DispatchMeans): DispatchActivities {
  const { ledger, compose, truth } = means;
  return {
    sealInstant: (instant) => ledger.seal(instant),
    composeInstant: (asked) => {
      void warmBefore(means, asked);
      const { instant, now } = asked;
      return beating(means, async () => {
        await ledger.seal(instant);
        const composed = await composeLetters(ledger, { at: instant }, { compose, truthNow: truth, now });
        return { ...composed, toTurn: await owing(ledger, composed.toTurn) };
      });
    },
    sendInstant: (asked) => beating(means, (progress) => sendInstant(means, asked, progress)),
    settleInstant: (asked) => beating(means, () => settleInstant(means, asked)),
  };
}

/** Connecting costs the first letter a tenth of a second; a relay that is silent for two minutes may end an idle session. */
const WARM_MS = 1_500;

/** Connects shortly before the instant: whoever composes will most likely send, too. */
async function warmBefore({ clock, relay, stopped }: DispatchMeans, { instant, now }: Asked): Promise<void> {
  const wait = epochMs(instant) - epochMs(now) - WARM_MS;
  if (wait <= 0) return;
  await clock.sleep(wait, stopped);
  // Nobody would close what is opened now, and the process would live on for it.
  if (stopped?.aborted === true) return;
  await relay.warm(relay.connections);
}

type Progress = { sent: number };

/** Heartbeats while the work runs, whatever it waits for. */
async function beating<T>(means: DispatchMeans, work: (progress: Progress) => Promise<T>): Promise<T> {
  const beat = means.heartbeat ?? temporalHeartbeat;
  const progress = { sent: 0 };
  beat(0);
  const stop = every(means.clock, BEAT_MS, () => beat(progress.sent));
  try {
    return await work(progress);
  } finally {
    stop();
  }
}

function signalOf({ cancelled = cancellationSignal }: DispatchMeans): AbortSignal {
  return cancelled();
}

/** Sends what is due of all instants, as the only sender; waits for another one, whose work may well be ours. */
async function sendInstant(
  means: DispatchMeans,
  { instant, now }: Asked,
  progress: Progress,
): Promise<DispatchCounts> {
  const { ledger, clock, relay, compose, truth, evidence } = means;
  const signal = signalOf(means);
  const time = passing(clock, now);
  await ledger.seal(instant);
  const [sender] = await Promise.all([
    becomeSender(ledger, clock, { signal, enough: () => ledger.isSettled(instant) }),
    relay.warm(relay.connections),
  ]);
  if (sender === null) return countsOf(ledger, instant, []);
  const toTurn = new Set<string>();
  let asks = 0;
  try {
    for (;;) {
      const onProgress = (sent: number): void => {
        progress.sent = sent;
      };
      const sending = {
        ledger,
        clock,
        now: time(),
        sender,
        relay,
        compose,
        truthNow: truth,
        onProgress,
        signal,
      };
      const done = await sendDue(sending);
      for (const cycle of done.toTurn) toTurn.add(cycle);
      if (done.alarm !== null) means.log('alarm', 'the relay refuses us', { reply: done.alarm });
      const { requeued, open } = await settleDoubts(ledger, evidence, time());
      const moved = done.sent + done.notTaken + done.refused + done.inDoubt + requeued;
      asks = moved > 0 ? 0 : asks + 1;
      // What a killed sender left in doubt is known in seconds: left to the run's next look, it would go a minute later.
      const asking = open > 0 && evidence.source !== undefined && asks < ASKS;
      const wait =
        requeued > 0 ? 0 : ((await waitOf(ledger, instant)) ?? (asking ? ASK_AGAIN_MS / 1000 : null));
      const inVain = moved === 0 && wait === 0;
      if (wait === null || wait > PATIENCE_SECONDS || inVain || signal.aborted || !sender.holds()) break;
      await clock.sleep(wait * 1000, signal);
    }
  } finally {
    await sender.release();
  }
  return countsOf(ledger, instant, [...toTurn].sort());
}

/** An attempt that died may have withdrawn what no other finds again: who owes a turn is read from the ledger. */
async function owing(ledger: Ledger, found: readonly string[]): Promise<readonly string[]> {
  return [...new Set([...found, ...(await ledger.owedTurns())])].sort();
}

/** Real seconds until a letter of the instant may be tried; null when none waits. */
async function waitOf(ledger: Ledger, instant: Instant): Promise<number | null> {
  const { retryInSeconds, composing } = await ledger.counts(instant);
  if (composing > 0 || retryInSeconds === null) return null;
  return Math.max(retryInSeconds, (await ledger.channel()).opensInSeconds);
}

async function settleInstant(means: DispatchMeans, { instant, now }: Asked): Promise<SettledInstant> {
  const { ledger, clock, evidence } = means;
  const signal = signalOf(means);
  const toStart = new Set<Instant>();
  for (let ask = 1; ask <= ASKS && !signal.aborted; ask += 1) {
    const settled = await settleDoubts(ledger, evidence, now);
    for (const at of settled.toStart) toStart.add(at);
    if (settled.open === 0) break;
    await clock.sleep(ASK_AGAIN_MS, signal);
  }
  toStart.delete(instant);
  const closed = await ledger.closeInstant(instant);
  return { ...(await countsOf(ledger, instant, [])), closed, toStart: [...toStart].sort() };
}

async function countsOf(
  ledger: Ledger,
  instant: Instant,
  toTurn: readonly string[],
): Promise<DispatchCounts> {
  const { opensInSeconds } = await ledger.channel();
  return {
    ...(await ledger.counts(instant)),
    channelOpensInSeconds: opensInSeconds,
    toTurn: await owing(ledger, toTurn),
  };
}
