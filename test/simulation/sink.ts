// The relay and the mailboxes behind it: what really arrived, and when. Knows messages; must not know ledgers.
import type { SentNotice } from '../../domain/notices.js';
import type { Evidence } from '../../mail/relayEvidence.js';
import { type Outcome, outcomeOf, type Relay } from '../../mail/smtpOutcome.js';
import type { Process, Trace } from './process.js';
import type { VirtualTime } from './virtualTime.js';

export type Delivery = {
  readonly ms: number;
  readonly to: string;
  readonly messageId: string;
  readonly notices: readonly Told[];
};

/** A notice as its letter told it. */
export type Told = Omit<SentNotice, 'at'>;

/** What befalls one letter on its way. */
export type SendFault =
  | 'none'
  | 'refusedConnection'
  | 'cutAtRcpt'
  | 'cutInBody'
  | 'cutAfterDotTaken'
  | 'cutAfterDotNotTaken'
  | 'garbageAfterDot'
  | 'busy'
  | 'greylisted'
  | 'mailboxFull'
  | 'shutsDown'
  | 'authentication';

export type Sink = {
  readonly deliveries: readonly Delivery[];
  readonly relayFor: (process: Process) => Relay;
  readonly evidence: Evidence;
};

export type SinkWorld = {
  readonly time: VirtualTime;
  readonly faultOf: () => SendFault;
  readonly trace: Trace;
  readonly latencyMs: () => number;
  readonly isDown: () => boolean;
  readonly isDead: (mailbox: string) => boolean;
  /** `away`: for now; `never`: this relay can not be asked. */
  readonly evidence: () => 'there' | 'away' | 'never';
};

/** What the raw message of a simulated letter holds. */
export type Raw = { readonly messageId: string; readonly notices: readonly Told[] };

const SETTLING_MS = 3_000;

export function sink(world: SinkWorld): Sink {
  const { time } = world;
  const deliveries: Delivery[] = [];
  // Read, not yet taken or lost: a log shows it (mail/postfixLog.ts), and nobody may say that it was not taken.
  const inHand = new Map<string, number>();
  const take = (to: string, raw: Buffer | string): void => {
    const { messageId, notices } = JSON.parse(raw.toString()) as Raw;
    world.trace('relay', `delivers ${messageId}`);
    deliveries.push({ ms: time.now(), to, messageId, notices });
  };
  return {
    deliveries,
    relayFor: (process) => ({
      connections: 2,
      perSecond: null,
      slot: () => Promise.resolve(),
      warm: () => Promise.resolve(),
      close: () => Promise.resolve(),
      send: (envelope, raw, mayWrite = () => true) =>
        new Promise((answer) => {
          const later = (ms: number, what: () => void): void => time.at(time.now() + ms, what);
          const say = (outcome: Outcome): void =>
            later(world.latencyMs(), () => process.whenRunning(() => answer(outcome)));
          const fault = world.isDown() ? 'refusedConnection' : world.faultOf();
          world.trace(process.name, `writes to ${envelope.to} (${fault})`);
          const early = beforeDot(fault, world.isDead(envelope.to));
          if (early !== null) return say(early);
          later(world.latencyMs(), () =>
            process.whenRunning(() => {
              if (!mayWrite())
                return say(outcomeOf(attempt('data', null, 'the sender no longer holds the lock')));
              // From here on it is on the wire, whatever becomes of the process.
              const { messageId } = JSON.parse(raw.toString()) as Raw;
              inHand.set(messageId, (inHand.get(messageId) ?? 0) + 1);
              later(world.latencyMs(), () => {
                inHand.set(messageId, (inHand.get(messageId) ?? 1) - 1);
                if (fault !== 'cutAfterDotNotTaken') take(envelope.to, raw);
                say(afterDot(fault));
              });
              return undefined;
            }),
          );
          return undefined;
        }),
    }),
    evidence: async (messageId, since) => {
      if (world.evidence() !== 'there') return 'unknown';
      if ((inHand.get(messageId) ?? 0) > 0) return 'unknown';
      if (deliveries.some((one) => one.messageId === messageId)) return 'accepted';
      return time.now() - Date.parse(since) >= SETTLING_MS ? 'notAccepted' : 'unknown';
    },
  };
}

function attempt(phase: 'connect' | 'rcpt' | 'data' | 'dot', reply: string | null, why = 'cut') {
  return { phase, reply, why, command: phase === 'rcpt' ? 'RCPT TO' : null };
}

/** null: nothing happens before the dot. */
function beforeDot(fault: SendFault, dead: boolean): Outcome | null {
  if (fault === 'refusedConnection') return outcomeOf(attempt('connect', null, 'ECONNREFUSED'));
  if (fault === 'authentication')
    return outcomeOf({ ...attempt('connect', '535 5.7.8 no'), command: 'AUTH PLAIN' });
  if (fault === 'shutsDown') return outcomeOf(attempt('rcpt', '421 4.3.2 shutting down'));
  if (dead) return outcomeOf(attempt('rcpt', '550 5.1.1 no such mailbox'));
  if (fault === 'cutAtRcpt') return outcomeOf(attempt('rcpt', null));
  if (fault === 'busy') return outcomeOf(attempt('rcpt', '450 4.3.0 busy'));
  if (fault === 'greylisted') return outcomeOf(attempt('rcpt', '451 4.3.0 come again'));
  if (fault === 'mailboxFull') return outcomeOf(attempt('rcpt', '452 4.2.2 full'));
  if (fault === 'cutInBody') return outcomeOf(attempt('data', null));
  return null;
}

function afterDot(fault: SendFault): Outcome {
  if (fault === 'cutAfterDotTaken' || fault === 'cutAfterDotNotTaken') return outcomeOf(attempt('dot', null));
  if (fault === 'garbageAfterDot') return outcomeOf(attempt('dot', '!?'));
  return outcomeOf(attempt('dot', '250 2.0.0 ok'));
}
