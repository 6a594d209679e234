// Phrases of which a sentence takes one by a code among its facts. Knows codes and words; must not know the sentences.
import type { NotApplicableWhy } from '../domain/dated.js';
import type { Bilingual } from './sentences.js';

export type Choice = keyof typeof CHOICES;

export const CHOICES = {
  withdrawal: {
    submitted: { vi: '{body:body} đã gửi văn bản', en: '{body:body} has submitted' },
    moved: { vi: 'thời hạn chuyển sang {due:date}', en: 'it is now due {due:date}' },
    waived: { vi: '{body:body} được miễn thực hiện', en: '{body:body} is released' },
    paused: { vi: '{CODE} tạm dừng', en: '{CODE} is paused' },
    ceased: { vi: '{body:body} kết thúc hoạt động', en: '{body:body} has ended' },
  },
  cause: {
    outage: { vi: 'hệ thống ngừng', en: 'the service stood still' },
    restored: { vi: 'khôi phục từ bản sao lưu', en: 'of a restore from a backup' },
    clock: { vi: 'đồng hồ lệch', en: 'the clocks differ' },
    bigInstant: { vi: 'số thư nhiều hơn hẳn thường lệ', en: 'there are far more letters than usual' },
    person: { vi: 'có người yêu cầu giữ', en: 'a person asked for it' },
    lateStart: { vi: 'đăng ký muộn', en: 'of a late registration' },
  },
  smtpText: {
    '5.1.1': { vi: 'hộp thư không tồn tại', en: 'no such mailbox' },
    '5.1.2': { vi: 'tên miền không tồn tại', en: 'no such domain' },
    '5.2.2': { vi: 'hộp thư đã đầy', en: 'mailbox full' },
    '5.3.4': { vi: 'thư quá dung lượng', en: 'message too large' },
    '5.7.1': { vi: 'bên nhận từ chối theo chính sách', en: 'refused by policy' },
    '4.x.x': { vi: 'bên nhận tạm hoãn', en: 'put off by the receiver' },
  },
  letterState: {
    composing: { vi: 'chờ gửi', en: 'ready' },
    ready: { vi: 'chờ gửi', en: 'ready' },
    sending: { vi: 'đang gửi', en: 'sending' },
    sent: { vi: 'đã gửi', en: 'sent' },
    refused: { vi: 'máy chủ thư từ chối', en: 'refused' },
    inDoubt: { vi: 'chưa rõ kết quả', en: 'in doubt' },
    held: { vi: 'đang giữ', en: 'held' },
    withdrawn: { vi: 'đã rút', en: 'withdrawn' },
  },
  sentOrNot: {
    sent: { vi: 'đã gửi', en: 'sent' },
    notSent: { vi: 'chưa gửi', en: 'not sent' },
  },
  timeliness: {
    onDueDay: { vi: 'đúng ngày đến hạn', en: 'on the due day' },
    early: { vi: 'trước hạn {n} ngày làm việc', en: '{n} working days early' },
  },
  settled: {
    accepted: { vi: 'tiếp nhận', en: 'accepted' },
    waived: { vi: 'miễn thực hiện', en: 'waived' },
    covered: { vi: 'đáp ứng bằng văn bản của cơ quan khác', en: 'met by another body’s paper' },
  },
  overtaken: {
    submitted: { vi: 'cơ quan đã gửi văn bản‹ ngày {date:date}›', en: 'it has submitted‹ on {date:date}›' },
    waived: { vi: 'cơ quan đã được miễn thực hiện', en: 'it was waived' },
    covered: { vi: 'văn bản của cơ quan khác đã đáp ứng', en: 'another body’s paper met it' },
    held: { vi: 'cuộc họp đã tổ chức‹ ngày {date:date}›', en: 'the meeting was held‹ on {date:date}›' },
    moved: { vi: 'thời hạn đã chuyển sang {due:date}', en: 'it is now due {due:date}' },
    notApplicable: { vi: 'việc không áp dụng', en: 'it does not apply' },
  },
  draftSettled: {
    released: { vi: 'đã phát hành', en: 'was released' },
    dropped: { vi: 'đã ghi là không phát hành', en: 'was dropped' },
  },
  series: {
    year: { vi: 'năm', en: 'year' },
    term: { vi: 'nhiệm kỳ', en: 'term of office' },
  },
  action: {
    submit: { vi: 'ghi nhận đã gửi', en: 'submit' },
    accept: { vi: 'tiếp nhận', en: 'accept' },
    return: { vi: 'đề nghị hoàn thiện', en: 'return' },
    extend: { vi: 'gia hạn', en: 'extend' },
    waive: { vi: 'miễn thực hiện', en: 'waive' },
    schedule: { vi: 'ấn định ngày họp', en: 'schedule' },
    conclude: { vi: 'ghi kết luận', en: 'conclude' },
    propose: { vi: 'đề xuất', en: 'propose' },
    ratify: { vi: 'thống nhất', en: 'ratify' },
    correct: { vi: 'đính chính', en: 'correct' },
    release: { vi: 'phát hành', en: 'release' },
    drop: { vi: 'ghi không phát hành', en: 'drop' },
    putOff: { vi: 'hoãn', en: 'put off' },
    pause: { vi: 'tạm dừng', en: 'pause' },
    resume: { vi: 'cho tiếp tục', en: 'resume' },
  },
  secrecy: {
    thuong: { vi: 'không mật', en: 'not classified' },
    mat: { vi: 'mật', en: 'confidential' },
    'toi-mat': { vi: 'tối mật', en: 'secret' },
    'tuyet-mat': { vi: 'tuyệt mật', en: 'top secret' },
  },
  dayOff: {
    weekend: { vi: 'ngày nghỉ hằng tuần', en: 'weekend' },
    newYear: { vi: 'Tết Dương lịch', en: 'New Year' },
    tet: { vi: 'Tết Âm lịch', en: 'Tết' },
    hungKings: { vi: 'Giỗ Tổ Hùng Vương', en: 'Hùng Kings’ Day' },
    reunification: { vi: 'ngày Chiến thắng', en: 'Victory Day' },
    labour: { vi: 'ngày Quốc tế lao động', en: 'Labour Day' },
    nationalDay: { vi: 'Quốc khánh', en: 'National Day' },
    culture: { vi: 'ngày Văn hóa Việt Nam', en: 'Vietnamese Culture Day' },
    makeUp: { vi: 'nghỉ bù', en: 'day off in lieu' },
    swap: { vi: 'hoán đổi ngày làm việc', en: 'swapped day' },
  },
  notApplicable: {
    beforeStart: { vi: 'thời hạn trước ngày chương trình bắt đầu', en: 'due before the agreement started' },
    beforeRegistration: { vi: 'thời hạn trước ngày đăng ký', en: 'due before the registration' },
    beforeRatification: {
      vi: 'thời hạn trước ngày các bên thống nhất',
      en: 'due before every party had ratified it',
    },
    afterEnd: { vi: 'thời hạn sau ngày chương trình kết thúc', en: 'due after the agreement ended' },
    periodBeforeStart: {
      vi: 'kỳ báo cáo kết thúc trước ngày bắt đầu',
      en: 'its period ended before the start',
    },
    periodAfterTerm: { vi: 'kỳ báo cáo sau khi giai đoạn kết thúc', en: 'its period begins after the term' },
    bodyAbsent: {
      vi: 'cơ quan không tồn tại vào ngày đến hạn',
      en: 'the body does not exist on the due day',
    },
    baseNotApplicable: {
      vi: 'việc làm căn cứ tính thời hạn không áp dụng',
      en: 'what it is counted from does not apply',
    },
    noDate: { vi: 'chưa xác định thời hạn', en: 'no due date is known' },
    noChildren: { vi: 'không có cơ quan trực thuộc', en: 'there is no subordinate body' },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Bilingual>>>> & {
  readonly notApplicable: Readonly<Record<NotApplicableWhy, Bilingual>>;
};

/** What a relay's code says, `550 5.1.1`; of a code nobody worded only that it was refused. */
export function smtpTextOf(smtpCode: string | null): Bilingual {
  const known: Readonly<Record<string, Bilingual>> = CHOICES.smtpText;
  const enhanced = /[245]\.\d{1,3}\.\d{1,3}/.exec(smtpCode ?? '')?.[0] ?? '';
  const delayed = (smtpCode ?? '').startsWith('4') ? known['4.x.x'] : undefined;
  return (
    known[enhanced] ?? delayed ?? { vi: 'máy chủ bên nhận từ chối', en: 'refused by the receiving server' }
  );
}
