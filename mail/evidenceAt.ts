// Evidence of real relays, by address: Postfix's log, or a journal mailbox over IMAP. Knows both; must not know what becomes
// of the answer.
import { setTimeout as sleep } from 'node:timers/promises';
import { imapTarget, type ImapTarget, openMailbox, quoted } from './imap.js';
import { postfixLog } from './postfixLog.js';
import { absent, type Evidence, noEvidence, SETTLING_MS, type Verdict } from './relayEvidence.js';

// A copy in a journal is delivered like any letter: a busy relay may take its time.
const JOURNAL_SETTLING_MS = 60_000;

/** Evidence of a Postfix's log on this machine. Rejects where the log cannot be read. */
export function postfixEvidence(path: string, settlingMs = SETTLING_MS): Evidence {
  const log = postfixLog(path);
  const ask = async (messageId: string, since: string): Promise<Verdict> => {
    const saying = await log.saying(messageId, since);
    switch (saying) {
      case 'taken':
        return 'accepted';
      case 'lost':
      case 'nothing':
        return absent(since, settlingMs);
      case 'undecided':
        return 'unknown';
      default:
        return saying satisfies never;
    }
  };
  return Object.assign(ask, { source: 'postfixLog' as const });
}

/** Evidence of a mailbox that gets a copy of every letter the relay takes. Rejects where it cannot be read. */
export function journalEvidence(target: ImapTarget, settlingMs = JOURNAL_SETTLING_MS): Evidence {
  const search = sharedSearch(target);
  const ask = async (messageId: string, since: string): Promise<Verdict> =>
    (await search(messageId)) ? 'accepted' : absent(since, settlingMs);
  return Object.assign(ask, { source: 'journal' as const });
}

const IDLE_MS = 5_000;

/** One connection for questions that come close together; a few hundred of them follow a crash. */
function sharedSearch(target: ImapTarget): (messageId: string) => Promise<boolean> {
  let turn: Promise<unknown> = Promise.resolve();
  let open: ReturnType<typeof openMailbox> | null = null;
  let asked = 0;
  const closeIdle = async (mine: number): Promise<void> => {
    await sleep(IDLE_MS, undefined, { ref: false });
    if (mine !== asked) return;
    const mailbox = await open;
    open = null;
    mailbox?.close();
  };
  const search = async (messageId: string): Promise<boolean> => {
    asked += 1;
    try {
      open ??= openMailbox(target, { readOnly: true });
      const mailbox = await open;
      const uids = await mailbox.search(`HEADER Message-ID ${quoted(messageId)}`);
      closeIdle(asked).catch(() => undefined);
      return uids.length > 0;
    } catch (error) {
      open = null;
      throw error;
    }
  };
  return (messageId) => {
    const mine = turn.then(() => search(messageId));
    turn = mine.catch(() => undefined);
    return mine;
  };
}

/**
 * Evidence by address: `postfix:/var/log/mail.log`, `imap[s]://user:password@host/mailbox` of a journal, or `none`;
 * `?settle=seconds` is how long a letter may be missing before it counts as not taken. Throws on any other.
 */
export function evidenceAt(address: string): Evidence {
  if (address === 'none') return noEvidence;
  const url = new URL(address);
  const text = url.searchParams.get('settle');
  const settle = text === null ? undefined : Number(text) * 1_000;
  if (settle !== undefined && !(settle > 0))
    throw new TypeError(`settle must be seconds above 0, is ${text}`);
  if (url.protocol === 'postfix:') return postfixEvidence(decodeURIComponent(url.pathname), settle);
  return journalEvidence(imapTarget(url), settle);
}
