// Letters that tell an event in Vietnamese: L16–L19, L25 and the reviewer's. Knows their words; must not know when they go.
import { byText, counted } from '../dates.js';
import { blocks, type LetterWords, paragraph, withoutFullStop } from '../letter.js';
import { numberText, termYears } from '../names.js';
import { dutyBlockVi } from './dutyBlock.js';
import { long, nameVi, short, speechVi, subjectVi } from './speech.js';

export const eventsVi: Pick<
  LetterWords,
  'returned' | 'extended' | 'waived' | 'dueMoved' | 'review' | 'successor'
> = {
  returned: (scene, { obligation, target, firstSubmittedOn, number, update }) => {
    const { ask, Ask, you, we } = speechVi(scene);
    const reason = scene.reasonOf(update);
    const paper = number === undefined ? '' : ` số ${numberText(number)}`;
    const subject = subjectVi(scene, 'Đề nghị hoàn thiện', obligation, false);
    return {
      subject: { ...subject, ...(number !== undefined && { tail: ` (số ${numberText(number)})` }) },
      blocks: blocks(
        paragraph(
          `${we} đã nhận ${nameVi(obligation)}${paper} của ${you}.`,
          `Để đủ căn cứ tổng hợp, ${ask} ${you} bổ sung, hoàn thiện${reason === null ? '' : `: ${withoutFullStop(reason)}`}.`,
        ),
        paragraph(
          `${Ask} gửi lại chậm nhất là ${long(target)}.`,
          firstSubmittedOn !== null &&
            `Ngày gửi lần đầu (${short(firstSubmittedOn)}) vẫn là ngày tính thời hạn.`,
        ),
      ),
    };
  },

  extended: (scene, { obligation, oldDue, askedOn, update }) => {
    const { you, we, up } = speechVi(scene);
    const reason = scene.reasonOf(update);
    const what =
      obligation.form === 'meeting' ? `tổ chức ${nameVi(obligation)}` : `gửi ${nameVi(obligation)}`;
    const granted = up
      ? `${we} đã ghi nhận thời hạn mới của ${nameVi(obligation)}: ${long(obligation.due)}.`
      : `${we} thống nhất gia hạn ${what} từ ${long(oldDue)} đến hết ${long(obligation.due)}.`;
    return {
      subject: { ...subjectVi(scene, 'Gia hạn', obligation), tail: `, hạn mới ${short(obligation.due)}` },
      blocks: blocks(
        paragraph(
          `Theo đề nghị của ${you} ngày ${short(askedOn)}, ${granted}`,
          reason !== null && `Lý do: ${withoutFullStop(reason)}.`,
        ),
        paragraph(`Các mốc nhắc tính lại theo hạn mới; ${you} không phải làm thêm thủ tục nào.`),
      ),
    };
  },

  waived: (scene, { obligation, decidedOn, update }) => {
    const { tell, you, we, up } = speechVi(scene);
    const reason = scene.reasonOf(update);
    return {
      subject: subjectVi(scene, 'Miễn thực hiện', obligation, false),
      blocks: blocks(
        paragraph(
          `${we} ${up ? tell : 'thông báo'}: ${you} không phải thực hiện ${nameVi(obligation)}.`,
          reason !== null && `Lý do: ${withoutFullStop(reason)}.`,
          `Người quyết định: ${we}, ngày ${short(decidedOn)}.`,
        ),
        paragraph('Việc nhắc đã dừng. Phần việc của cơ quan khác không thay đổi.'),
      ),
    };
  },

  dueMoved: (scene, { obligation, oldDue }) => {
    const { Ask, you } = speechVi(scene);
    const what = obligation.form === 'meeting' ? 'tổ chức' : 'gửi';
    return {
      subject: subjectVi(scene, 'Đổi hạn theo lịch nghỉ', obligation),
      blocks: blocks(
        paragraph(
          `Theo quyết định về lịch nghỉ, thời hạn ${what} ${nameVi(obligation)} chuyển từ ${long(oldDue)} sang ${long(obligation.due)}.`,
        ),
        paragraph(`${Ask} ${you} thực hiện theo thời hạn mới; các nội dung khác không thay đổi.`),
      ),
    };
  },

  review: (scene, { obligation, submitter, submittedOn, number, waited }) => {
    const { Ask, person, asOf } = speechVi(scene);
    const paper = number === undefined ? '' : ` số ${numberText(number)}`;
    return {
      subject: subjectVi(scene, 'Chờ tiếp nhận', obligation, false),
      blocks: blocks(
        paragraph(
          `${scene.nameOf(submitter)} đã gửi ${nameVi(obligation)}${paper} ngày ${short(submittedOn)}.`,
          `Đến ${asOf}, văn bản chưa được tiếp nhận, đã qua ${counted('vi', waited)} ngày làm việc.`,
        ),
        paragraph(`${Ask} ${person} tiếp nhận, hoặc đề nghị cơ quan gửi hoàn thiện và nêu lý do.`),
        paragraph('Việc nhắc cơ quan gửi đã dừng từ ngày nhận được văn bản.'),
        dutyBlockVi(scene, obligation),
      ),
    };
  },

  successor: (scene, facts) => {
    const { obligation } = facts;
    const { ask, you, we } = speechVi(scene);
    const { to } = scene.agreement.term;
    const ends = to === null ? '' : ` kết thúc vào ${long(to)}`;
    return {
      subject: {
        code: scene.code,
        kind: `Tổng kết giai đoạn ${termYears(scene.agreement, 'vi') ?? ''}`.trim(),
        tail: `, hạn ${short(obligation.due)}`,
      },
      blocks: blocks(
        paragraph(`${scene.agreementName.short}${ends}. ${we} ${ask} ${you}:`),
        {
          kind: 'list',
          items: [
            `cho ý kiến về chương trình giai đoạn tiếp theo (ký tiếp, ký có sửa đổi hoặc không ký tiếp), ${byText('vi', obligation)}.`,
          ],
        },
        dutyBlockVi(scene, obligation, facts.as),
      ),
    };
  },
};
