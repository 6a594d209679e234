// The duty block D in Vietnamese: what is due, under which agreement, on what ground, by when, where to. Knows which line
// has a value; must not know letters.
import type { Part } from '../../domain/agreement.js';
import { dateOf, weekdayOf, yearOf } from '../../domain/localDate.js';
import type { ObligationFacts } from '../../domain/notices.js';
import { byText, isNear } from '../dates.js';
import type { Block, Row, Scene } from '../letter.js';
import { oneLine } from '../subject.js';
import { long, nameVi, recipientVi, short } from './speech.js';

const FREQUENCIES: readonly RegExp[] = [
  /(?:hằng|hàng|mỗi) (?:năm|quý|tháng|tuần)|6 tháng một lần/iu,
  /đầu năm|giữa năm|cuối năm|định kỳ|thường xuyên/iu,
];

/** The words by which an agreement says how often, as they stand in its quote. */
export function frequencyIn(quote: string | undefined): string | undefined {
  if (quote === undefined) return undefined;
  return FREQUENCIES.map((words) => words.exec(quote)?.[0]).find((found) => found !== undefined);
}

export function dutyBlockVi(scene: Scene, obligation: ObligationFacts, as?: Part): Block {
  const rows = [
    row('Việc', whatVi(obligation)),
    row('Thuộc', scene.agreementName.long),
    row('Căn cứ', groundVi(scene, obligation)),
    row('Thời hạn', `${byText('vi', obligation)}${remarksVi(scene, obligation)}`),
    as && row('Phần việc', partVi(scene, obligation, as)),
    obligation.form === 'paper' && row('Gửi về', whereVi(scene, obligation)),
    obligation.form === 'paper' &&
      row('Hình thức', 'văn bản ký số trên hệ thống quản lý văn bản và điều hành'),
  ];
  return {
    kind: 'duty',
    title: 'Nội dung việc',
    rows: rows.filter((line) => line !== undefined && line !== false),
  };
}

function row(label: string, value: string): Row {
  return { label, value };
}

function whatVi(obligation: ObligationFacts): string {
  const { covers, dataCutoff } = obligation;
  const period = `, kỳ từ ngày ${short(covers.from)} đến hết ngày ${short(covers.to)}`;
  const cutoff = dataCutoff && dateOf(yearOf(covers.to), dataCutoff.month, dataCutoff.day);
  return `${nameVi(obligation)}${period}${cutoff ? `, chốt số liệu hết ngày ${short(cutoff)}` : ''}`;
}

function groundVi(scene: Scene, { basis, quote, source }: ObligationFacts): string {
  if (basis === 'configured' || quote === undefined)
    return `do ${scene.sender.name} ấn định, văn bản không nêu`;
  return source === undefined ? `“${oneLine(quote)}”` : `“${oneLine(quote)}” (${oneLine(source)})`;
}

function remarksVi(scene: Scene, obligation: ObligationFacts): string {
  const { basis, dueBasis, quote, nominalDue, due, provisionalYear } = obligation;
  const frequency = frequencyIn(quote);
  const configured =
    basis === 'mandated' && dueBasis === 'configured'
      ? `; ngày do ${scene.sender.name} ấn định${frequency ? `, văn bản chỉ nêu “${frequency}”` : ''}`
      : '';
  // Without the calendar only a weekend is sure to be a day off.
  const rolled =
    nominalDue !== null && nominalDue !== due && isNear(due, nominalDue) && weekdayOf(nominalDue) > 5
      ? `; hạn gốc ${long(nominalDue)} là ngày nghỉ`
      : '';
  const provisional =
    provisionalYear === null ? '' : `; tạm tính, lịch nghỉ năm ${provisionalYear} chưa có quyết định`;
  return `${configured}${rolled}${provisional}`;
}

function partVi(scene: Scene, { localId }: ObligationFacts, as: Part): string {
  switch (as) {
    case 'drafter':
      return 'soạn thảo';
    case 'supplier':
      return 'cung cấp số liệu';
    case 'chair':
      return scene.hasCoChairs(localId) ? 'đồng chủ trì' : 'chủ trì';
    default:
      return as satisfies never;
  }
}

function whereVi(scene: Scene, obligation: ObligationFacts): string {
  const { onwardTo } = obligation;
  const onward = onwardTo === undefined ? '' : `; bản tổng hợp gửi tiếp ${scene.nameOf(onwardTo)}`;
  return `${recipientVi(scene, obligation)}${onward}`;
}
