// Letters about meetings in Vietnamese: L11, L11b, L13, L14, and L5–L7 where they speak of a meeting not yet held. Knows
// their words; must not know when they go.
import type { MeetingFacts } from '../../domain/notices.js';
import { byText, counted, joined } from '../dates.js';
import { type Block, blocks, type LetterWords, paragraph, type Scene } from '../letter.js';
import { dutyBlockVi } from './dutyBlock.js';
import { afterTarget, earlierLetters } from './reminders.js';
import { long, nameVi, recipientVi, short, speechVi, subjectVi } from './speech.js';

const OFFICIAL_INVITATION = 'Giấy mời chính thức gửi qua hệ thống quản lý văn bản và điều hành.';

export const meetingsVi: Pick<
  LetterWords,
  | 'fixMeeting'
  | 'meetingFixed'
  | 'meetingOverdue'
  | 'meetingOverdueAgain'
  | 'meetingEscalation'
  | 'scheduled'
  | 'papers'
  | 'conclusions'
> = {
  fixMeeting: (scene, { obligation, coChairs, meeting }) => {
    const { Ask, you } = speechVi(scene);
    const agree = coChairs.length > 0 ? `thống nhất với ${joined('vi', coChairs.map(scene.nameOf))} và ` : '';
    const fixBy = meeting?.fixBy ?? null;
    return {
      subject: subjectVi(scene, 'Đề nghị ấn định ngày họp', obligation, false),
      blocks: blocks(
        paragraph(
          `Theo ${scene.agreementName.long}, ${nameVi(obligation)} cần tổ chức ${byText('vi', obligation)}; đến nay ngày họp chưa ấn định.`,
        ),
        paragraph(
          `${Ask} ${you} ${agree}cho biết ngày, giờ, địa điểm, hình thức họp, người chủ trì tới đầu mối dưới đây.`,
        ),
        fixBy !== null &&
          fixBy >= scene.today &&
          paragraph(
            `Để giấy mời và tài liệu đến đại biểu trước ngày họp ít nhất 03 ngày làm việc, ngày họp cần được ấn định chậm nhất là ${long(fixBy)}.`,
          ),
      ),
    };
  },

  meetingFixed: (scene, { obligation, meeting }) => {
    const { Ask, you } = speechVi(scene);
    const date = meeting?.scheduledOn ?? obligation.due;
    return {
      subject: { ...subjectVi(scene, 'Đã ấn định ngày họp', obligation), tail: `, ${short(date)}` },
      blocks: blocks(
        paragraph(
          `${nameVi(obligation)} được ấn định họp ${long(date)}.`,
          `${Ask} ${you} sắp xếp thời gian, chuẩn bị.`,
        ),
        paragraph(OFFICIAL_INVITATION),
      ),
    };
  },

  meetingOverdue: (scene, facts) => {
    const { ask, Ask, you, we } = speechVi(scene);
    return {
      subject: subjectVi(scene, 'Chưa họp', facts.obligation),
      blocks: blocks(
        notYetHeld(scene, facts, 'Đến'),
        paragraph(`${Ask} ${you} tổ chức họp, hoặc cho biết ngày dự kiến họp tới đầu mối dưới đây.`),
        paragraph(`Trường hợp đã họp, ${ask} cho biết ngày họp để ${we} ghi nhận.`),
        dutyBlockVi(scene, facts.obligation, facts.as),
      ),
    };
  },

  meetingOverdueAgain: (scene, facts) => {
    const { ask, Ask, you, up } = speechVi(scene);
    const previous = facts.sentDates.at(-1);
    return {
      subject: subjectVi(scene, `Chưa họp (lần ${facts.overdueNumber})`, facts.obligation),
      blocks: blocks(
        notYetHeld(
          scene,
          facts,
          previous === undefined ? 'Đến' : `Tiếp theo thư ngày ${short(previous)}, đến`,
        ),
        paragraph(
          up
            ? `${Ask} ${you} quan tâm, sớm tổ chức họp, chậm nhất là ${long(facts.target)}.`
            : `${Ask} ${you} khẩn trương tổ chức họp, chậm nhất là ${long(facts.target)}.`,
        ),
        paragraph(`Trường hợp có khó khăn, vướng mắc hoặc đã họp, ${ask} trao đổi với đầu mối dưới đây.`),
        afterTarget(scene, facts, 'chưa họp'),
        dutyBlockVi(scene, facts.obligation, facts.as),
      ),
    };
  },

  meetingEscalation: (scene, facts) => {
    const { person, we, asOf } = speechVi(scene);
    const { obligation } = facts;
    return {
      subject: subjectVi(scene, 'Báo cáo lãnh đạo', obligation),
      blocks: blocks(
        paragraph(
          `${we} trân trọng báo cáo ${person}: theo ${scene.agreementName.short}, ${nameVi(obligation)} do ${scene.body.name} chủ trì có thời hạn ${long(obligation.due)}.`,
          `Đến ${asOf}, ${we} chưa ghi nhận cuộc họp này đã diễn ra${earlierLetters(scene, facts)}.`,
        ),
        paragraph(
          `Kính đề nghị ${person} quan tâm, chỉ đạo để cuộc họp được tổ chức chậm nhất là ${long(facts.target)}, hoặc cho ý kiến về thời hạn phù hợp.`,
        ),
        paragraph(
          `Thư này chỉ gửi ${person}, không gửi cơ quan khác; trường hợp đã họp, mong ${person} thông tin lại để ghi nhận.`,
        ),
        dutyBlockVi(scene, obligation, facts.as),
      ),
    };
  },

  scheduled: (scene, { obligation, date, chain }) => {
    const { Ask, you } = speechVi(scene);
    const time = `${Ask} ${you} sắp xếp thời gian`;
    return {
      subject: { ...subjectVi(scene, 'Đã ấn định ngày họp', obligation), tail: `, ${short(date)}` },
      blocks: blocks(
        paragraph(
          `${nameVi(obligation)} được ấn định họp ${long(date)}.`,
          chain.length > 0 ? `${time}, chuẩn bị theo các mốc sau:` : `${time}.`,
        ),
        chain.length > 0 && {
          kind: 'list',
          items: chain.map(
            (link) => `${nameVi(link.obligation)}: ${byText('vi', { ...link.obligation, due: link.due })}.`,
          ),
        },
        paragraph(OFFICIAL_INVITATION),
      ),
    };
  },

  papers: (scene, { obligation, meeting }) => {
    const { ask, Ask, you, asOf } = speechVi(scene);
    const conference = meeting ? conferenceVi(scene, meeting) : 'hội nghị';
    const when = meeting?.scheduledOn
      ? `${conference} họp ${long(meeting.scheduledOn)}.`
      : `Ngày họp ${conference} chưa ấn định.`;
    return {
      subject: { code: scene.code, kind: `Tài liệu ${conference}`, tail: `, hạn ${short(obligation.due)}` },
      blocks: blocks(
        paragraph(
          when,
          `${Ask} ${you} gửi ${nameVi(obligation)} về ${recipientVi(scene, obligation)} ${byText('vi', obligation)}, để kịp chuyển đại biểu trước ngày họp ít nhất 03 ngày làm việc.`,
        ),
        paragraph(
          `Đến ${asOf}, đã nhận ${meeting?.received ?? 0}/${meeting?.expected ?? 0} tài liệu; chưa nhận được tài liệu của ${you}.`,
          `Trường hợp đã gửi, ${ask} phản hồi tới đầu mối dưới đây.`,
        ),
      ),
    };
  },

  conclusions: (scene, { obligation, meeting }) => {
    const { Ask, you } = speechVi(scene);
    const conference = meeting && conferenceVi(scene, meeting);
    const met = meeting?.heldOn ?? meeting?.scheduledOn ?? null;
    return {
      subject: {
        code: scene.code,
        kind: conference === null ? nameVi(obligation) : `Thông báo kết luận ${conference}`,
        tail: `, hạn ${short(obligation.due)}`,
      },
      blocks: blocks(
        paragraph(
          conference !== null && met !== null && `${conference} đã họp ${long(met)}.`,
          `Thông báo kết luận cần ban hành ${byText('vi', obligation)}.`,
        ),
        paragraph(
          `${Ask} ${you} trình ký, ban hành thông báo; sau khi ban hành, cho biết số, ngày và các việc được giao tới đầu mối dưới đây.`,
        ),
      ),
    };
  },
};

function conferenceVi(scene: Scene, { year, localId }: MeetingFacts): string {
  return scene.obligationOf(`${scene.agreement.code}/${year}/${localId}`);
}

function notYetHeld(
  scene: Scene,
  facts: Parameters<LetterWords['meetingOverdue']>[1],
  opening: string,
): Block {
  const { we, asOf } = speechVi(scene);
  const { obligation, meeting, past } = facts;
  const fixed = meeting?.scheduledOn ? ` (đã ấn định họp ngày ${short(meeting.scheduledOn)})` : '';
  return paragraph(
    `${opening} ${asOf}, ${we} chưa ghi nhận ${nameVi(obligation)}${fixed} đã họp; thời hạn ${long(obligation.due)} đã qua ${counted('vi', past)} ngày làm việc.`,
  );
}
