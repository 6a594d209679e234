// Between dispatches: reads what came back, and asks again about letters in doubt. Knows when; must not know how.
import type { WorkflowClient } from '@temporalio/client';
import { settleDoubts } from '../activities/doubts.js';
import { nudge } from '../activities/nudge.js';
import { readReturns } from '../activities/returns.js';
import type { Database } from '../database/connect.js';
import { markStarted } from '../database/ledger/instants.js';
import { owedTurns } from '../database/ledger/owedTurns.js';
import { sqlLedger } from '../database/ledger/sqlLedger.js';
import { type Instant, instantFromMs } from '../domain/localDate.js';
import type { Places } from '../machine/places.js';
import { realClock } from '../mail/clock.js';
import { evidenceAt } from '../mail/evidenceAt.js';
import { catcherEvidence, type Evidence, noEvidence } from '../mail/relayEvidence.js';
import { type ReturnMailbox, returnMailbox } from '../mail/returnMailbox.js';

const EVERY_MS = 30_000;
const ENGINE_LIMIT_MS = 5_000;

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
export function tendMail(tending: Tending, everyMs = EVERY_MS): () => Promise<void> {
  const { places, log } = tending;
  if (places.evidence === undefined && places.returnMailbox === undefined) return () => Promise.resolve();
  const stop = new AbortController();
  const mailbox = places.returnMailbox === undefined ? null : returnMailbox(places.returnMailbox);
  // What the engine has not heard of yet: kept until it has. Who owes a turn the ledger keeps.
  const unheard = new Set<Instant>();
  const tended = (async () => {
    while (!stop.signal.aborted) {
      await round(tending, mailbox, { unheard, signal: stop.signal }).catch((error: unknown) =>
        log(`WARN mail tending: ${String(error)}`),
      );
      await realClock.sleep(everyMs, stop.signal);
    }
  })();
  return () => {
    stop.abort();
    return tended;
  };
}

async function round(
  { db, workflow, evidence, log }: Tending,
  mailbox: ReturnMailbox | null,
  { unheard, signal }: { readonly unheard: Set<Instant>; readonly signal: AbortSignal },
): Promise<void> {
  const now = instantFromMs(Date.now());
  for (const instant of (await settleDoubts(sqlLedger(db), evidence, now)).toStart) unheard.add(instant);
  if (mailbox !== null) {
    const { alarms } = await readReturns(db, mailbox, now);
    for (const alarm of alarms) log(`alarm a receiver refuses our letters ${JSON.stringify(alarm)}`);
  }
  const [toTurn, toStart] = [await owedTurns(db), [...unheard]];
  if (toTurn.length + toStart.length === 0) return;
  // An engine that is away is asked again in the next round; nobody who stops waits for it.
  await workflow.withAbortSignal(signal, () =>
    workflow.withDeadline(Date.now() + ENGINE_LIMIT_MS, () =>
      nudge(workflow, { offsetMs: 0, toTurn, toStart, update: `returns-${now}` }),
    ),
  );
  for (const instant of toStart) await markStarted(db, instant);
  unheard.clear();
}
