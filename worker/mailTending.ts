// Between dispatches: reads what came back, and asks again about letters in doubt. Knows when; must not know how.
import type { WorkflowClient } from '@temporalio/client';
import { settleDoubts } from '../activities/doubts.js';
import { nudge } from '../activities/nudge.js';
import { readReturns } from '../activities/returns.js';
import type { Database } from '../database/connect.js';
import { markStarted } from '../database/ledger/instants.js';
import { sqlLedger } from '../database/ledger/sqlLedger.js';
import { instantFromMs } from '../domain/localDate.js';
import type { Places } from '../machine/places.js';
import { realClock } from '../mail/clock.js';
import { evidenceAt } from '../mail/evidenceAt.js';
import { catcherEvidence, type Evidence, noEvidence } from '../mail/relayEvidence.js';
import { returnMailbox } from '../mail/returnMailbox.js';

const EVERY_MS = 30_000;

/** Who is asked about letters in doubt. Throws on a setting that names nobody. */
export function evidenceOf({ evidence, catcherFolder }: Places): Evidence {
  if (evidence !== undefined) return evidenceAt(evidence);
  return catcherFolder === null ? noEvidence : catcherEvidence(catcherFolder);
}

export type Tending = {
  readonly db: Database;
  readonly workflow: WorkflowClient;
  readonly evidence: Evidence;
  readonly places: Places;
  readonly log: (line: string) => void;
};

/**
 * Tends the mail every half minute until the returned function is called, where a return mailbox or evidence is set: on
 * today's clock, so never in a rehearsal. A round that fails is told and comes again.
 */
export function tendMail(tending: Tending): () => Promise<void> {
  const { places, log } = tending;
  if (places.evidence === undefined && places.returnMailbox === undefined) return () => Promise.resolve();
  const stop = new AbortController();
  const mailbox = places.returnMailbox === undefined ? null : returnMailbox(places.returnMailbox);
  const tended = (async () => {
    while (!stop.signal.aborted) {
      await round(tending, mailbox).catch((error: unknown) => log(`WARN mail tending: ${String(error)}`));
      await realClock.sleep(EVERY_MS, stop.signal);
    }
  })();
  return () => {
    stop.abort();
    return tended;
  };
}

async function round(
  { db, workflow, evidence, log }: Tending,
  mailbox: ReturnType<typeof returnMailbox> | null,
): Promise<void> {
  const now = instantFromMs(Date.now());
  const { toStart } = await settleDoubts(sqlLedger(db), evidence, now);
  const returns = mailbox === null ? null : await readReturns(db, mailbox, now);
  for (const alarm of returns?.alarms ?? [])
    log(`alarm a receiver refuses our letters ${JSON.stringify(alarm)}`);
  const toTurn = returns?.toTurn ?? [];
  if (toTurn.length + toStart.length === 0) return;
  await nudge(workflow, { offsetMs: 0, toTurn, toStart, update: `returns-${now}` });
  for (const instant of toStart) await markStarted(db, instant);
}
