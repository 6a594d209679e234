// Where letters come back to: a mailbox over IMAP, or a Maildir on this machine. Knows how they are listed, read and put
// away; must not know what they say.
import { readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { imapTarget, openMailbox } from './imap.js';

export type ReturnMailbox = {
  /** Calls `read` with each unread letter, oldest first; what it answers true for counts as read from then on. */
  readonly eachUnread: (read: (raw: Uint8Array) => Promise<boolean>) => Promise<void>;
};

/** `imap[s]://user:password@host[:port][/mailbox]` or `maildir:/path`. Throws on any other address. */
export function returnMailbox(address: string): ReturnMailbox {
  const url = new URL(address);
  return url.protocol === 'maildir:' ? maildir(decodeURIComponent(url.pathname)) : overImap(url);
}

function overImap(url: URL): ReturnMailbox {
  const target = imapTarget(url);
  // What is left for a person stays unread there; it is not fetched again and again.
  const left = new Set<number>();
  return {
    eachUnread: async (read) => {
      const mailbox = await openMailbox(target, { readOnly: false });
      try {
        for (const uid of await mailbox.search('UNSEEN')) {
          if (left.has(uid)) continue;
          const raw = await mailbox.read(uid);
          if (raw !== null && (await read(raw))) await mailbox.markSeen(uid);
          else left.add(uid);
        }
      } finally {
        mailbox.close();
      }
    },
  };
}

/** By name new letters sort by their time. A letter that was read moves from `new` to `cur`, flagged as seen. */
function maildir(folder: string): ReturnMailbox {
  const left = new Set<string>();
  return {
    eachUnread: async (read) => {
      for (const name of readdirSync(join(folder, 'new')).sort()) {
        if (left.has(name)) continue;
        const file = join(folder, 'new', name);
        if (await read(readFileSync(file))) renameSync(file, join(folder, 'cur', `${name}:2,S`));
        else left.add(name);
      }
    },
  };
}
