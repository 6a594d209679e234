// The Monday letter in Vietnamese: what waits in a cycle, told to the secretariat's clerk (L8 and L21 are paragraphs of
// it). Knows its words; must not know what counts as waiting.
import type { MondayFacts } from '../../domain/notices.js';
import type { Matter } from '../../domain/matters.js';
import { stoppedBodies } from '../../domain/stoppedMailboxes.js';
import { smtpTextOf } from '../choices.js';
import { counted } from '../dates.js';
import { type Block, blocks, type LetterWords, paragraph, type Scene, type Words } from '../letter.js';
import { codeText } from '../names.js';
import { oneLine } from '../subject.js';
import { long, nameVi, short, speechVi } from './speech.js';

const count = (number: number): string => counted('vi', number);

export const mondayVi: LetterWords['monday'] = (scene, facts) => {
  const { person, asOf } = speechVi(scene);
  const all = facts.overdue.length + facts.drafts.length + facts.matters.length;
  return {
    subject: {
      code: scene.code,
      kind: `Theo dõi đầu tuần: ${count(all)} nội dung`,
      tail: `, ngày ${short(facts.on)}`,
    },
    blocks: blocks(
      paragraph(
        `Đến ${asOf}, chu kỳ năm ${scene.year} của ${scene.agreementName.long} có ${count(all)} nội dung dưới đây cần ${person} xem xét, xử lý.`,
      ),
      ...overdueBlocks(scene, facts),
      ...draftBlocks(scene, facts),
      ...matterBlocks(scene, facts),
    ),
  };
};

function overdueBlocks(scene: Scene, { overdue }: MondayFacts): readonly Block[] {
  if (overdue.length === 0) return [];
  return [
    { kind: 'heading', text: `Thời hạn đã qua: ${count(overdue.length)}` },
    {
      kind: 'list',
      items: overdue.map(({ obligation, body, due, past }) => {
        const owner = body === null ? 'chưa xác định cơ quan' : scene.nameOf(body);
        const missing = obligation.form === 'meeting' ? 'chưa ghi nhận đã họp' : 'chưa nhận được';
        return `${nameVi(obligation)} (${owner}): hạn ${long(due)}, đã qua ${count(past)} ngày làm việc, ${missing}.`;
      }),
    },
  ];
}

function draftBlocks(scene: Scene, { drafts }: MondayFacts): readonly Block[] {
  if (drafts.length === 0) return [];
  const { person } = speechVi(scene);
  return [
    { kind: 'heading', text: `Công văn đôn đốc chờ phát hành: ${count(drafts.length)}` },
    {
      kind: 'list',
      items: drafts.map(
        ({ obligation, body, since }) =>
          `Dự thảo công văn đôn đốc gửi ${scene.nameOf(body)} về ${nameVi(obligation)} (hạn ${short(obligation.due)}), chờ ${person} xem xét từ ngày ${short(since)}.`,
      ),
    },
    paragraph(
      'Công văn không tự phát hành, kể cả khi chưa có ý kiến.',
      `Đề nghị ${person} chọn một trong ba cách:`,
    ),
    {
      kind: 'list',
      items: [
        'sửa dự thảo, trình ký, lấy số rồi cho phát hành;',
        'hoãn đến ngày khác;',
        'không phát hành và ghi lý do.',
      ],
    },
  ];
}

function matterBlocks(scene: Scene, { matters }: MondayFacts): readonly Block[] {
  if (matters.length === 0) return [];
  const { person } = speechVi(scene);
  const unknown = matters.some(({ code }) => code === 'holderUnknown');
  const stopped = stoppedBodies(matters).map((body) => scene.nameOf(body));
  return [
    { kind: 'heading', text: `Cần xác định, xử lý: ${count(matters.length)}` },
    { kind: 'list', items: matters.map((matter) => matterVi(matter, scene)) },
    ...blocks(
      unknown && paragraph(`Đề nghị ${person} ghi cơ quan đảm nhiệm và văn bản làm căn cứ (số, ngày).`),
      stopped.length > 0 &&
        paragraph(
          `Đề nghị ${person} liên hệ ${stopped.join(', ')}, cập nhật hộp thư.`,
          'Trong khi chờ, đề nghị thông báo bằng văn bản hoặc điện thoại và ghi lại.',
        ),
    ),
  ];
}

/** `cơ quan thường trực`; a role of the file's own as the file names it. */
export function roleVi(role: string): string {
  if (role === 'standing') return 'cơ quan thường trực';
  return role === 'lead' ? 'cơ quan chủ trì' : `“${oneLine(role)}”`;
}

export const matterVi: Words['matter'] = (matter, names) => {
  const what = matter.obligation === null ? '' : names.obligationOf(matter.obligation);
  const body = matter.body === null ? 'Cơ quan chưa xác định' : names.nameOf(matter.body);
  const code = codeText(matter.agreement);
  const about = what || 'các việc liên quan';
  switch (matter.code) {
    case 'holderUnknown':
      return `Hồ sơ chưa có căn cứ xác định ${roleVi(matter.role ?? 'standing')} năm ${matter.year} của ${code}; chưa lập lượt nhắc và chưa gửi thư cho cơ quan nào về ${what || 'các việc phụ thuộc'}.`;
    case 'headMissing':
      return `${body} chưa có đầu mối là người đứng đầu; thư báo cáo lãnh đạo về ${about} chưa gửi.`;
    case 'leaderMissing':
      return `${body} chưa có đầu mối là lãnh đạo phụ trách hoặc người đứng đầu; công văn đôn đốc về ${about} chưa soạn.`;
    case 'postMissing':
      return `${body} chưa có đầu mối nhận thư; thư về ${about} chưa gửi.`;
    case 'dateUnknown':
      return `Chưa xác định ngày làm căn cứ tính thời hạn${what && ` của ${what}`}; chưa lập lượt nhắc.`;
    case 'finalReviewOpen':
      return `${code} kết thúc sớm, tổng kết giai đoạn chưa thực hiện.`;
    case 'reviewWaiting':
      return `${body} đã gửi ${about}, văn bản đang chờ tiếp nhận.`;
    case 'cycleStuck':
      return `Chu kỳ năm ${matter.year} của ${code} chưa lập được lượt nhắc; cần báo người vận hành.`;
    case 'mailboxStopped':
      return stoppedVi(body, matter.mail);
    default:
      return matter.code satisfies never;
  }
};

/** L22. */
function stoppedVi(body: string, mail: Matter['mail']): string {
  if (!mail) return `Thư gửi ${body} bị trả lại; đã ngừng gửi.`;
  const { mailbox, post, sentOn, smtpCode, waiting, due } = mail;
  const code = smtpCode === null ? '' : ` (mã ${smtpCode})`;
  return (
    `Thư ngày ${short(sentOn)} gửi ${mailbox} (${oneLine(post)}, ${body}) bị trả lại: ${smtpTextOf(smtpCode).vi}${code}. ` +
    `Đã ngừng gửi tới hộp thư này; ${count(waiting)} phần việc của ${body} đang chờ, phần việc gần nhất có hạn ${long(due)}.`
  );
}
