// Settles letters in doubt by evidence: sent, or back in the queue, or left for a person. Knows evidence; must not know where
// it comes from.
import type { Doubt, Ledger } from '../database/ledger/ledger.js';
import type { Instant } from '../domain/localDate.js';
import type { Evidence, EvidenceSource, Verdict } from '../mail/relayEvidence.js';

export type Settled = {
  readonly sent: number;
  /** Back in the queue. */
  readonly requeued: number;
  /** Nobody can tell, or not yet. */
  readonly open: number;
  /** Instants with a letter back in the queue whose dispatch is not known to run: it has to be started. */
  readonly toStart: readonly Instant[];
};

/** `now` in business time, for the record. Evidence that fails counts as `unknown`. */
export async function settleDoubts(
  ledger: Pick<Ledger, 'doubts' | 'settleDoubt' | 'notStarted'>,
  evidence: Evidence,
  now: Instant,
): Promise<Settled> {
  const sum = { sent: 0, requeued: 0, open: 0 };
  const back = new Set<Instant>();
  for (const doubt of await ledger.doubts()) {
    const { answer, by } = await answerOf(doubt, evidence);
    if (answer === 'unknown') sum.open += 1;
    else if (answer === 'accepted') sum.sent += Number(await ledger.settleDoubt(doubt, 'sent', now, by));
    else {
      sum.requeued += Number(await ledger.settleDoubt(doubt, 'ready', now, by));
      back.add(doubt.at);
    }
  }
  return { ...sum, toStart: await ledger.notStarted([...back]) };
}

type Answer = { readonly answer: Verdict; readonly by: EvidenceSource };

async function answerOf({ message_id, since, heard }: Doubt, evidence: Evidence): Promise<Answer> {
  if (heard !== null && heard !== 'inDoubt') {
    return { answer: heard === 'accepted' ? 'accepted' : 'notAccepted', by: 'reply' };
  }
  const answer = await evidence(message_id, since).catch(() => 'unknown' as const);
  return { answer, by: evidence.source ?? 'reply' };
}
