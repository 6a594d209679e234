// Asks a relay whether it took a letter of which nothing trustworthy was heard. Knows Message-IDs; must not know
// what becomes of the answer. Real relays: `evidenceAt.ts`.
import { hasMessage } from '../machine/catcher.js';

export type Verdict = 'accepted' | 'notAccepted' | 'unknown';

/** What gave the verdict; `reply`: the relay's own words, heard by a sender that was replaced. */
export type EvidenceSource = 'catcher' | 'postfixLog' | 'journal' | 'reply';

/**
 * Whether the relay accepted a letter, by its Message-ID. `since`: the real instant (ISO) after which nothing more of it
 * was written. `unknown` where nobody can tell, or not yet.
 */
export type Evidence = {
  (messageId: string, since: string): Promise<Verdict>;
  readonly source?: EvidenceSource;
};

// A relay may still be writing what it read before the connection broke.
// `since` comes without its fraction of a second.
export const SETTLING_MS = 3_000;

/** Evidence of the embedded catcher's folder, where every accepted letter has its line. */
export function catcherEvidence(folder: string, settlingMs = SETTLING_MS): Evidence {
  const ask = (messageId: string, since: string): Promise<Verdict> =>
    Promise.resolve(hasMessage(folder, messageId) ? 'accepted' : absent(since, settlingMs));
  return Object.assign(ask, { source: 'catcher' as const });
}

/** A relay that nobody can ask: every letter in doubt is a person's. */
export const noEvidence: Evidence = () => Promise.resolve('unknown');

/** Not there: no, once there was time enough. */
export function absent(since: string, settlingMs: number): Verdict {
  return Date.now() - Date.parse(since) >= settlingMs ? 'notAccepted' : 'unknown';
}
