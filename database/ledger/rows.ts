// Rows of the ledger as the domain's values. Knows columns; must not know states.
import type { Selectable } from 'kysely';
import type { Notice } from '../../domain/notices.js';
import type { NoticeTable } from '../schema.js';

export type NoticeRow = Selectable<NoticeTable>;

export function noticeOf(row: NoticeRow): Notice {
  const { id, agreement, year, obligation, duty, body, post, mailbox } = row;
  const { language, step, rung, due, at, secret, facts } = row;
  return {
    id,
    agreement,
    year,
    obligation,
    duty,
    body,
    post,
    mailbox,
    language,
    step,
    rung,
    due,
    at,
    secret,
    facts,
  };
}
