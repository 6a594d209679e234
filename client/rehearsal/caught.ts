// The letters that reached the catcher, with the notices the ledger says they carried. Knows mail and ledger rows; must not
// know what should have come.
import PostalMime from 'postal-mime';
import type { Database } from '../../database/connect.js';
import type { Instant, LocalDate } from '../../domain/localDate.js';
import { compare } from '../../domain/notices.js';
import { readCatcher, readLetter } from '../../machine/catcher.js';

export interface CaughtNotice {
  readonly id: string;
  readonly obligation: string | null;
  readonly body: string;
  readonly step: string;
  readonly due: LocalDate | null;
  readonly rung: number;
}

export interface Caught {
  readonly at: Instant;
  readonly to: string;
  readonly post: string;
  readonly body: string;
  readonly subject: string;
  readonly text: string;
  /** Its Date header, business time. */
  readonly date: string;
  readonly notices: readonly CaughtNotice[];
}

/** One entry for each letter received: a doubled letter stands here twice. By instant, then mailbox. */
export async function caughtLetters(db: Database, folder: string): Promise<readonly Caught[]> {
  const rows = await db.kysely.selectFrom('letter').select(['id', 'at', 'mailbox', 'message_id']).execute();
  const byMessage = new Map(rows.map((row) => [row.message_id, row]));
  const notices = await db.kysely
    .selectFrom('notice')
    .select(['id', 'letter', 'obligation', 'body', 'post', 'step', 'due', 'rung'])
    .where('state', '=', 'sent')
    .execute();
  const caught: Caught[] = [];
  for (const received of readCatcher(folder)) {
    const row = byMessage.get(received.messageId);
    const mail = await PostalMime.parse(readLetter(folder, received));
    const carried = notices.filter(({ letter }) => letter === row?.id).sort(inOrder);
    caught.push({
      at: row?.at ?? ('' as Instant),
      to: received.to[0] ?? '',
      post: carried[0]?.post ?? '',
      body: carried[0]?.body ?? '',
      subject: mail.subject ?? '',
      text: mail.text ?? '',
      date: mail.date ?? '',
      notices: carried.map(({ id, obligation, body, step, due, rung }) => ({
        id,
        obligation,
        body,
        step,
        due,
        rung,
      })),
    });
  }
  return caught.sort((a, b) => compare(a.at, b.at) || compare(a.to, b.to));
}

function inOrder(a: CaughtNotice, b: CaughtNotice): number {
  return (
    compare(a.due ?? '9999', b.due ?? '9999') ||
    compare(a.obligation ?? '', b.obligation ?? '') ||
    compare(a.body, b.body) ||
    a.rung - b.rung ||
    compare(a.id, b.id)
  );
}
