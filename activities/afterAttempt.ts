// What becomes of a letter after an attempt to send it: its state, its wait, what the record says. Knows outcomes; must not
// know ledgers.
import type { Claimed, Mark } from '../database/ledger/ledger.js';
import type { Outcome } from '../mail/smtpOutcome.js';

/** `notTried`: given back before anything was written. */
export type Result = Outcome | { readonly class: 'notTried' };

// Real seconds until a letter the relay did not take is tried again, by the number of tries.
const RETRY_SECONDS = [5, 60, 300, 900, 1_800, 3_600];
const GREYLIST_SECONDS = 420;
const SLOW_SECONDS = 1_800;
/** A letter that looked like our fault so often is a person's: it must not stop the channel for ever. */
const FAULTS_BEFORE_HELD = 2;

/** The mark of a claimed letter. */
export function markOf({ id, attempts, faults }: Claimed, result: Result): Mark {
  const back = { id, state: 'ready', attempts: attempts - 1, faults, waitSeconds: 0 } as const;
  if (result.class === 'notTried') return { ...back, attempt: null, code: null };
  const { class: kind, phase, reply } = result;
  const attempt = { phase, class: kind, reply };
  const done = { id, attempt, attempts, faults, waitSeconds: 0 };
  switch (result.class) {
    case 'accepted':
      return { ...done, state: 'sent', code: 'sent' };
    case 'deadRecipient':
      return { ...done, state: 'refused', code: 'refused' };
    case 'inDoubt':
      return { ...done, state: 'inDoubt', code: 'inDoubt' };
    case 'ourFault': {
      const state = faults + 1 >= FAULTS_BEFORE_HELD ? 'held' : 'ready';
      const code = state === 'held' ? 'held' : 'notTaken';
      return { ...done, state, code, faults: faults + 1, waitSeconds: SLOW_SECONDS };
    }
    case 'notTaken': {
      const code = 'notTaken';
      // The channel has a wait of its own. What broke it may have been this letter: then another one is to probe.
      if (result.trouble === 'channel' && phase === 'connect') return { ...back, attempt, code };
      return { ...done, state: 'ready', code, waitSeconds: waitOf(attempts, result.again) };
    }
    default:
      return result satisfies never;
  }
}

function waitOf(attempts: number, again: 'soon' | 'greylist' | 'slow'): number {
  if (again === 'greylist') return GREYLIST_SECONDS;
  if (again === 'slow') return SLOW_SECONDS;
  return RETRY_SECONDS[Math.min(attempts, RETRY_SECONDS.length) - 1] ?? SLOW_SECONDS;
}
