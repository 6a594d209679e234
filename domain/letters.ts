// Groups notices into letters: everything for one mailbox at one instant is one letter. Knows no words and no SMTP.
import { clockOf, type Instant } from './localDate.js';
import { compare, type Notice, noticeOrder } from './notices.js';
import { MORNING } from './quiet.js';

export interface Letter {
  readonly id: string;
  readonly at: Instant;
  readonly to: string;
  /** Post and body of the first notice (design §11.13). */
  readonly post: string;
  readonly body: string;
  readonly class: 'morning' | 'prompt';
  readonly notices: readonly Notice[];
}

/** A letter's key is mailbox and instant and nothing else (design §4). */
export function letterIdOf(mailbox: string, at: Instant): string {
  return `${mailbox}/${at}`;
}

/** Letters by instant, then mailbox; their notices in order. */
export function lettersOf(notices: readonly Notice[]): readonly Letter[] {
  const byId = new Map<string, Notice[]>();
  for (const notice of notices) {
    const id = letterIdOf(notice.mailbox, notice.at);
    const group = byId.get(id);
    if (group) group.push(notice);
    else byId.set(id, [notice]);
  }
  return [...byId]
    .flatMap(([id, group]) => {
      const [first, ...others] = group.sort(noticeOrder);
      return first ? [letterOf(id, [first, ...others])] : [];
    })
    .sort((a, b) => compare(a.at, b.at) || compare(a.to, b.to));
}

function letterOf(id: string, notices: readonly [Notice, ...Notice[]]): Letter {
  const [first] = notices;
  return {
    id,
    at: first.at,
    to: first.mailbox,
    post: first.post,
    body: first.body,
    class: clockOf(first.at) === MORNING ? 'morning' : 'prompt',
    notices,
  };
}
