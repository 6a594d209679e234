// Letters L1–L7 in Vietnamese: a paper that is due. Knows their words; must not know when they go.
import type { DutyFacts } from '../../domain/notices.js';
import { clockText, counted } from '../dates.js';
import { type Block, blocks, type LetterWords, paragraph, type Scene, upperFirst } from '../letter.js';
import { dutyBlockVi } from './dutyBlock.js';
import { long, nameVi, short, speechVi, subjectVi } from './speech.js';

const block = (scene: Scene, { obligation, as }: DutyFacts): Block => dutyBlockVi(scene, obligation, as);
const count = (number: number): string => counted('vi', number);
const days = (dates: DutyFacts['sentDates']): string => dates.map(short).join(', ');

type Reminders = Pick<
  LetterWords,
  | 'opening'
  | 'firstReminder'
  | 'reminder'
  | 'lastReminder'
  | 'dueToday'
  | 'overdue'
  | 'overdueAgain'
  | 'escalation'
>;

function prepare(scene: Scene, facts: DutyFacts, isFirst: boolean): ReturnType<Reminders['reminder']> {
  const { ask, you, we } = speechVi(scene);
  const left = facts.left > 0 ? `; từ nay đến hạn còn ${count(facts.left)} ngày làm việc` : '';
  return {
    subject: subjectVi(scene, 'Nhắc việc', facts.obligation),
    blocks: blocks(
      paragraph(
        `Thực hiện ${scene.agreementName.short}, ${we} ${ask} ${you} chuẩn bị và gửi ${nameVi(facts.obligation)} theo các thông tin dưới đây${left}.`,
      ),
      block(scene, facts),
      isFirst &&
        paragraph(
          `Trường hợp cần thêm thời gian, ${ask} ${you} đề xuất thời hạn mới và nêu lý do tới đầu mối dưới đây.`,
        ),
      paragraph(`Trường hợp đã gửi, ${ask} ${you} bỏ qua thư này hoặc phản hồi tới đầu mối dưới đây.`),
    ),
  };
}

export const remindersVi: Reminders = {
  opening: (scene, facts) => {
    const { ask, Ask, tell, you, we } = speechVi(scene);
    const planned =
      facts.reminderDates.length > 0 &&
      `Dự kiến nhắc vào các ngày ${days(facts.reminderDates)}; việc nhắc dừng ngay khi ${we} ghi nhận đã nhận được văn bản.`;
    return {
      subject: subjectVi(scene, 'Thông báo việc đến kỳ', facts.obligation),
      blocks: blocks(
        paragraph(
          `Thực hiện ${scene.agreementName.short}, ${we} ${tell}: phần việc dưới đây của ${you} đã đến kỳ thực hiện.`,
        ),
        block(scene, facts),
        paragraph(`${Ask} ${you} phân công đầu mối thực hiện.`),
        paragraph(`Trường hợp nội dung trên chưa đúng, ${ask} phản hồi tới đầu mối dưới đây.`, planned),
      ),
    };
  },

  firstReminder: (scene, facts) => prepare(scene, facts, true),
  reminder: (scene, facts) => prepare(scene, facts, false),

  lastReminder: (scene, facts) => {
    const { ask, Ask, you, we, asOf } = speechVi(scene);
    const { obligation, left } = facts;
    // Where the due day is a day off, the last working day before it has nothing left to count.
    const remaining = `còn ${count(left)} ngày làm việc`;
    const when = left > 0 ? `, ${remaining}` : '; hôm nay là ngày làm việc cuối cùng trước thời hạn';
    return {
      subject: subjectVi(scene, left > 0 ? upperFirst(remaining) : 'Nhắc việc', obligation),
      blocks: blocks(
        paragraph(
          `Thời hạn gửi ${nameVi(obligation)} là ${long(obligation.due)}${when}.`,
          `Đến ${asOf}, ${we} chưa nhận được văn bản của ${you}.`,
        ),
        paragraph(`${Ask} ${you} hoàn thành và gửi đúng hạn.`),
        paragraph(
          `Trường hợp văn bản đang trình ký hoặc đã gửi, ${ask} phản hồi tới đầu mối dưới đây để ghi nhận.`,
        ),
        block(scene, facts),
      ),
    };
  },

  dueToday: (scene, facts) => {
    const { ask, Ask, you, we, asOf } = speechVi(scene);
    const { obligation } = facts;
    const clock = obligation.cutoff === undefined ? '' : ` (trước ${clockText('vi', obligation.cutoff)})`;
    return {
      subject: subjectVi(scene, 'Hôm nay đến hạn', obligation, false),
      blocks: blocks(
        paragraph(
          `Hôm nay, ${long(obligation.due)}, là ngày cuối của thời hạn gửi ${nameVi(obligation)}${clock}.`,
          `Đến ${asOf}, ${we} chưa nhận được văn bản của ${you}.`,
        ),
        paragraph(`${Ask} ${you} gửi trong ngày hôm nay.`),
        paragraph(
          `Trường hợp văn bản đang trình ký hoặc đã gửi, ${ask} phản hồi tới đầu mối dưới đây để ghi nhận.`,
        ),
        block(scene, facts),
      ),
    };
  },

  overdue: (scene, facts) => {
    const { ask, Ask, you, we, asOf } = speechVi(scene);
    const { obligation } = facts;
    return {
      subject: subjectVi(scene, 'Chưa nhận được', obligation),
      blocks: blocks(
        paragraph(
          `Đến ${asOf}, ${we} chưa nhận được ${nameVi(obligation)} của ${you}; thời hạn ${long(obligation.due)} đã qua ${count(facts.past)} ngày làm việc.`,
        ),
        paragraph(`${Ask} ${you} gửi văn bản, hoặc cho biết ngày dự kiến gửi tới đầu mối dưới đây.`),
        paragraph(
          `Trường hợp đã gửi bằng văn bản giấy hoặc qua hệ thống khác, ${ask} cho biết số, ngày của văn bản để ${we} ghi nhận.`,
        ),
        block(scene, facts),
      ),
    };
  },

  overdueAgain: (scene, facts) => {
    const { ask, Ask, you, we, asOf, up } = speechVi(scene);
    const { obligation, target } = facts;
    const previous = facts.sentDates.at(-1);
    return {
      subject: subjectVi(scene, `Chưa nhận được (lần ${facts.overdueNumber})`, obligation),
      blocks: blocks(
        paragraph(
          `${previous === undefined ? 'Đến' : `Tiếp theo thư ngày ${short(previous)}, đến`} ${asOf}, ${we} chưa nhận được ${nameVi(obligation)} của ${you}; thời hạn ${long(obligation.due)} đã qua ${count(facts.past)} ngày làm việc.`,
        ),
        paragraph(
          up
            ? `${Ask} ${you} quan tâm, sớm gửi văn bản, chậm nhất là ${long(target)}.`
            : `${Ask} ${you} khẩn trương hoàn thành, gửi chậm nhất là ${long(target)}.`,
        ),
        paragraph(
          `Trường hợp có khó khăn, vướng mắc, văn bản đang trình ký hoặc đã gửi bằng đường khác, ${ask} trao đổi với đầu mối dưới đây.`,
        ),
        afterTarget(scene, facts, 'chưa nhận được văn bản'),
        block(scene, facts),
      ),
    };
  },

  escalation: (scene, facts) => {
    const { person, we, asOf } = speechVi(scene);
    const { obligation } = facts;
    return {
      subject: subjectVi(scene, 'Báo cáo lãnh đạo', obligation),
      blocks: blocks(
        paragraph(
          `${we} trân trọng báo cáo ${person}: theo ${scene.agreementName.short}, ${nameVi(obligation)} của ${scene.body.name} có thời hạn ${long(obligation.due)}.`,
          `Đến ${asOf}, ${we} chưa nhận được văn bản${earlierLetters(scene, facts)}.`,
        ),
        paragraph(
          `Kính đề nghị ${person} quan tâm, chỉ đạo để văn bản được gửi chậm nhất là ${long(facts.target)}, hoặc cho ý kiến về thời hạn phù hợp.`,
        ),
        paragraph(
          `Thư này chỉ gửi ${person}, không gửi cơ quan khác; trường hợp văn bản đã gửi bằng đường khác, mong ${person} thông tin lại để ghi nhận.`,
        ),
        block(scene, facts),
      ),
    };
  },
};

/** That the head will be told, where it will be. */
export function afterTarget(scene: Scene, facts: DutyFacts, unless: string): Block | false {
  if (!facts.escalatesAfter || scene.headTitle === null) return false;
  return paragraph(
    `Sau ngày ${short(facts.target)}, nếu ${unless}, ${scene.sender.name} xin báo cáo ${scene.headTitle} để xem xét, chỉ đạo.`,
  );
}

export function earlierLetters(scene: Scene, { sentDates }: DutyFacts): string {
  if (sentDates.length === 0) return '';
  return `; trước đó đã gửi thư tới ${scene.ordinaryTitle} ${sentDates.length === 1 ? 'ngày' : 'vào các ngày'} ${days(sentDates)}`;
}
