// The urging letter (công văn đôn đốc, L9) in Vietnamese, in Party and in State form. Knows its words; must not know how they
// are laid out.
import { upperFirst } from '../letter.js';
import type { Scene } from '../letter.js';
import { obligationName, postOfBody } from '../names.js';
import { oneLine } from '../subject.js';
import {
  type Columns,
  isPartyForm,
  issuerLines,
  OPEN,
  type UrgingFacts,
  type UrgingPaper,
  type UrgingWords,
} from '../urging.js';
import { short, type Speech, speechVi } from './speech.js';

export const urgingVi: UrgingWords = (scene, facts): UrgingPaper => {
  const party = isPartyForm(scene);
  const speech = speechVi(scene);
  const { isOwn, body, post } = scene;
  const close = `${speech.up ? speech.Ask : party ? 'Đề nghị' : 'Trân trọng đề nghị'} ${speech.you} quan tâm, phối hợp thực hiện./.`;
  return {
    head: headOf(scene, facts, party),
    numbered: numberedOf(facts, party),
    addressee: `Kính gửi: ${isOwn ? postOfBody(post, body) : oneLine(body.name)}`,
    paragraphs: paragraphsOf(scene, facts, speech),
    asks: asksOf(scene, facts, speech),
    close,
    foot: footOf(scene, facts, party),
  };
};

function headOf(scene: Scene, facts: UrgingFacts, party: boolean): Columns {
  const left = issuerLines(scene, facts);
  if (party) return { left: [...left, '*'], right: ['ĐẢNG CỘNG SẢN VIỆT NAM'] };
  return { left, right: ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc'] };
}

function numberedOf({ obligation }: UrgingFacts, party: boolean): Columns {
  const act = obligation.form === 'meeting' ? 'tổ chức' : 'gửi';
  const about = `${act} ${obligationName('vi', obligation)}`;
  return {
    left: party ? [`Số ${OPEN}-CV/${OPEN}`, `Về việc ${about}`] : [`Số: ${OPEN}/${OPEN}`, `V/v ${about}`],
    right: [`${OPEN}, ngày ${OPEN} tháng ${OPEN} năm ${OPEN}`],
  };
}

function paragraphsOf(
  { agreementName, body, isOwn, today, nameOf }: Scene,
  { obligation, due }: UrgingFacts,
  { we, you, ask }: Speech,
): readonly string[] {
  const name = obligationName('vi', obligation);
  const isMeeting = obligation.form === 'meeting';
  const whose = oneLine(body.name);
  const asked = isOwn
    ? `${name} của ${whose} có thời hạn ngày ${short(due)}`
    : `${we} đã đề nghị ${whose} ${isMeeting ? 'tổ chức' : 'gửi'} ${name} chậm nhất ngày ${short(due)}`;
  const missing = isMeeting
    ? `chưa ghi nhận ${name} đã họp`
    : `chưa nhận được ${name}${isOwn ? '' : ` của ${you}`}`;
  const { onwardTo } = obligation;
  const so = isMeeting
    ? ''
    : `Để kịp tổng hợp${onwardTo === undefined ? '' : `, báo cáo ${nameOf(onwardTo)}`}, `;
  return [
    `Thực hiện ${agreementName.long}, ${asked}.`,
    `Đến ngày ${short(today)}, ${we} ${missing}. ${so}${we} ${ask} ${you}:`,
  ];
}

function asksOf(
  { contact }: Scene,
  { obligation, target, askBy }: UrgingFacts,
  { we }: Speech,
): readonly string[] {
  const name = obligationName('vi', obligation);
  const unit = contact ? oneLine(contact.post.title) : we;
  const phone = contact?.phone === undefined ? '' : `, điện thoại ${oneLine(contact.phone)}`;
  const through = contact ? ` (qua ${unit})` : '';
  const first =
    obligation.form === 'meeting'
      ? `Tổ chức ${name}, hoặc cho biết ngày họp về ${we}${through}, chậm nhất ngày ${short(target)}.`
      : `Hoàn thành, gửi ${name} về ${we}${through} chậm nhất ngày ${short(target)}.`;
  return [
    first,
    `Trường hợp có khó khăn, vướng mắc, trao đổi với ${unit}${phone}, trước ngày ${short(askBy)}.`,
  ];
}

/** Who signs is the office's to settle: the form is that of a deputy where the register has one. */
function footOf({ sender }: Scene, { head, deputy }: UrgingFacts, party: boolean): Columns {
  const isBan = sender.name.startsWith('Ban ');
  const title = (post: { readonly title: string } | null): string | null =>
    post && oneLine(post.title).toLocaleUpperCase('vi');
  const first = title(head) ?? OPEN;
  const second = title(deputy);
  const signer = second === null ? [first] : [`${party ? 'K/T' : 'KT.'} ${first}`, second];
  const chief = head === null ? 'Lãnh đạo cơ quan' : upperFirst(oneLine(head.title));
  const left = party
    ? [
        'Nơi nhận:',
        '- Như trên,',
        `- Lãnh đạo ${isBan ? 'Ban' : 'cơ quan'} (để báo cáo),`,
        `- Lưu Văn phòng${isBan ? ' Ban' : ''}.`,
      ]
    : ['Nơi nhận:', '- Như trên;', `- ${chief} (để báo cáo);`, '- Lưu: VT.'];
  return { left, right: [...signer, '', OPEN] };
}
