// Asks a relay whether it took a letter of which nothing trustworthy was heard. Knows Message-IDs; must not know what
// becomes of the answer.
import { hasMessage } from '../machine/catcher.js';

/**
 * Whether the relay accepted a letter, by its Message-ID. `since`: the real instant (ISO) after which nothing more of it
 * was written. `unknown` where nobody can tell, or not yet.
 */
export type Evidence = (messageId: string, since: string) => Promise<'accepted' | 'notAccepted' | 'unknown'>;

// A relay may still be writing what it read before the connection broke.
// `since` comes without its fraction of a second.
const SETTLING_MS = 3_000;

/** Evidence of the embedded catcher's folder, where every accepted letter has its line. */
export function catcherEvidence(folder: string, settlingMs = SETTLING_MS): Evidence {
  return (messageId, since) => {
    if (hasMessage(folder, messageId)) return Promise.resolve('accepted');
    const settled = Date.now() - Date.parse(since) >= settlingMs;
    return Promise.resolve(settled ? 'notAccepted' : 'unknown');
  };
}

/** A relay that nobody can ask: every letter in doubt is a person's. */
export const noEvidence: Evidence = () => Promise.resolve('unknown');
