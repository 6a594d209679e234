// What a rehearsal says beside the play itself. Knows words alone.
import type { Language } from '../../domain/agreement.js';
import type { Difference } from './rehearseDifferences.js';

export interface RehearsePhrases {
  readonly count: (sent: number, simulated: number, seconds: number) => string;
  readonly difference: (difference: Difference) => string;
  readonly same: string;
}

const KINDS_VI: Readonly<Record<Difference['kind'], string>> = {
  missing: 'không gửi',
  unexpected: 'gửi ngoài dự kiến',
  doubled: 'gửi hai lần',
  notices: 'khác lượt nhắc',
  subject: 'khác tiêu đề',
  text: 'khác lời thư',
  refusals: 'khác về việc không thực hiện được',
};

const KINDS_EN: Readonly<Record<Difference['kind'], string>> = {
  missing: 'not sent',
  unexpected: 'not expected',
  doubled: 'sent twice',
  notices: 'other notices',
  subject: 'another subject',
  text: 'another text',
  refusals: 'another refusal',
};

export const REHEARSE_PHRASES: Readonly<Record<Language, RehearsePhrases>> = {
  vi: {
    count: (sent, simulated, seconds) =>
      `Diễn tập: ${sent} thư đã đến hộp giữ thư trong ${seconds} giây; \`simulate\`: ${simulated} thư.`,
    difference: ({ kind, about }) => `  ${KINDS_VI[kind]}: ${about}`,
    same: 'Từng thư trùng với `simulate`: giờ gửi, hộp thư, tiêu đề, lời thư.',
  },
  en: {
    count: (sent, simulated, seconds) =>
      `Rehearsal: ${sent} letters reached the catcher in ${seconds} s; \`simulate\`: ${simulated}.`,
    difference: ({ kind, about }) => `  ${KINDS_EN[kind]}: ${about}`,
    same: 'Letter for letter as `simulate`: hour, mailbox, subject, text.',
  },
};
