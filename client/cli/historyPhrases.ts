// Sentences for lines of the record that carry fewer facts than the full sentences of history ask for. Knows words alone.
import type { Bilingual } from '../../words/sentences.js';

const REASON_VI = '‹; lý do: {reason}›.';
const REASON_EN = '‹; reason: {reason}›.';

export const PLAIN_HISTORY: Readonly<Record<string, Bilingual>> = {
  registered: {
    vi: 'Đã ghi vào sổ đăng ký, phiên bản {version}.',
    en: 'Registered, version {version}.',
  },
  submitted: {
    vi: '{body:body} đã gửi {obligation:obligation}‹, số {number}›‹, ngày {date:date}›.',
    en: '{body:body} submitted {obligation:obligation}‹, {number}›‹, {date:date}›.',
  },
  accepted: {
    vi: '{who} đã tiếp nhận {obligation:obligation} của {body:body}.',
    en: '{who} accepted {obligation:obligation} of {body:body}.',
  },
  returned: {
    vi: `{who} đề nghị {body:body} hoàn thiện {obligation:obligation}${REASON_VI}`,
    en: `{who} returned {obligation:obligation} to {body:body}${REASON_EN}`,
  },
  extended: {
    vi: `{who} đã gia hạn {obligation:obligation}‹ cho {body:body}› đến {due:date}${REASON_VI}`,
    en: `{who} extended {obligation:obligation}‹ of {body:body}› to {due:date}${REASON_EN}`,
  },
  resubmitted: {
    vi: '{body:body} đã gửi lại (lần {n}) {obligation:obligation}‹, ngày {date:date}›; ngày tính hạn vẫn là {first:date}.',
    en: '{body:body} sent {obligation:obligation} again (no. {n})‹, {date:date}›; {first:date} still counts.',
  },
  waived: {
    vi: `{who} đã miễn {obligation:obligation}‹ cho {body:body}›${REASON_VI}`,
    en: `{who} waived {obligation:obligation}‹ for {body:body}›${REASON_EN}`,
  },
  scheduled: {
    vi: `{who} đã ấn định {obligation:obligation}: {date:date}${REASON_VI}`,
    en: `{who} fixed {obligation:obligation}: {date:date}${REASON_EN}`,
  },
  rescheduled: {
    vi: `{who} đã chuyển {obligation:obligation} từ {old:date} sang {date:date}${REASON_VI}`,
    en: `{who} moved {obligation:obligation} from {old:date} to {date:date}${REASON_EN}`,
  },
  conferenceHeld: {
    vi: '{obligation:obligation} đã họp {date:date}.',
    en: '{obligation:obligation} was held on {date:date}.',
  },
  reconciled: {
    vi: 'Đã đối chiếu: đã gửi {sent} thư, có bằng chứng {proven}; {holes} chỗ lệch, đã xử lý {healed}.',
    en: 'Reconciled: {sent} letters sent, {proven} proven; {holes} holes, {healed} healed.',
  },
  unmet: {
    vi: 'Đã đóng chu kỳ khi chưa có {obligation:obligation}.',
    en: 'Cycle closed without {obligation:obligation}.',
  },
  corrected: {
    vi: `{who} đã đính chính {obligation:obligation}‹ của {body:body}›${REASON_VI}`,
    en: `{who} took back the last act on {obligation:obligation}‹ of {body:body}›${REASON_EN}`,
  },
  paused: { vi: '{who} đã tạm dừng {CODE}.', en: '{who} paused {CODE}.' },
  resumed: { vi: '{who} đã cho tiếp tục {CODE}.', en: '{who} resumed {CODE}.' },
  dueMoved: {
    vi: 'Thời hạn {obligation:obligation} của {body:body} chuyển từ {oldDue:date} sang {due:date}, theo lịch nghỉ mới.',
    en: '{obligation:obligation} of {body:body}: due moved from {oldDue:date} to {due:date}, by the new calendar.',
  },
  amended: {
    vi: 'Đã cập nhật theo hồ sơ mới của chương trình: thêm {a}, bỏ {b}, đổi thời hạn {c} việc.',
    en: 'The agreement’s file changed: {a} obligations added, {b} dropped, {c} with other dates.',
  },
  armed: {
    vi: 'Đã lập {n} lượt nhắc‹; giờ gửi tiếp theo: {next:time}›.',
    en: '{n} notices armed‹; next send instant: {next:time}›.',
  },
  withdrawn: {
    vi: `Đã rút {n} lượt nhắc‹ khỏi {letters} thư chưa gửi›${REASON_VI}`,
    en: `{n} notices were withdrawn‹ from {letters} letters not yet sent›${REASON_EN}`,
  },
  composed: {
    vi: 'Đã soạn thư gồm {n} lượt nhắc cho {post}, {body:body}.',
    en: 'Letter of {n} notices composed for {post}, {body:body}.',
  },
  notTaken: {
    vi: 'Máy chủ thư chưa nhận thư cho {post}, {body:body}; sẽ thử lại.',
    en: 'The letter for {post}, {body:body} was not taken yet; it will be tried again.',
  },
  refused: {
    vi: 'Máy chủ thư từ chối thư cho {post}, {body:body}; không gửi lại.',
    en: 'The relay refused the letter for {post}, {body:body}; not retried.',
  },
  held: {
    vi: 'Đã giữ thư cho {post}, {body:body}; chưa gửi.',
    en: 'The letter for {post}, {body:body} is held; not sent.',
  },
  settledByPerson: {
    vi: `{who} xác định thư cho {post}, {body:body} {how:sentOrNot}${REASON_VI}`,
    en: `{who} settled the letter for {post}, {body:body} as {how:sentOrNot}${REASON_EN}`,
  },
  bounced: {
    vi: 'Thư bị trả lại từ hộp thư của {post}, {body:body}‹ ({smtpCode})›.',
    en: 'The letter came back from {post}, {body:body}‹ ({smtpCode})›.',
  },
  mailboxOpened: {
    vi: '{who} đã cho gửi lại tới hộp thư của {post}, {body:body}.',
    en: '{who} lets mail go to {post}, {body:body} again.',
  },
  inDoubt: {
    vi: 'Chưa rõ máy chủ thư đã nhận thư cho {post}, {body:body} hay chưa; không gửi lại khi chưa có bằng chứng.',
    en: 'The letter for {post}, {body:body} is in doubt; not resent without evidence.',
  },
  settledSent: {
    vi: 'Xác định thư cho {post}, {body:body} đã gửi, theo {evidence}.',
    en: 'The letter for {post}, {body:body} settled as sent, by {evidence}.',
  },
  settledNotSent: {
    vi: 'Xác định thư cho {post}, {body:body} chưa gửi, theo {evidence}; đưa lại vào hàng chờ.',
    en: 'The letter for {post}, {body:body} settled as not sent, by {evidence}; queued again.',
  },
};

/** What settled a letter in doubt. */
export const EVIDENCE_WORDS: Readonly<Record<string, Bilingual>> = {
  catcher: { vi: 'hộp thư thử trên máy', en: 'the mail catcher' },
  postfixLog: { vi: 'nhật ký của máy chủ thư', en: 'the relay’s log' },
  journal: { vi: 'hộp thư lưu', en: 'the journal mailbox' },
  reply: { vi: 'lời đáp của máy chủ thư', en: 'the relay’s own reply' },
};
