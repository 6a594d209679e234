// The sentences of history in both languages, by the codes of the record. Knows words alone; must not know when one is written.
import type { Language } from '../domain/agreement.js';
import type { Instant } from '../domain/localDate.js';
import { deskTime } from './dates.js';
import { type Bilingual, type Facts, filled, type Speaker } from './sentences.js';

export type HistoryCode = keyof typeof HISTORY;

export const HISTORY = {
  registered: {
    vi: '{who} đã đăng ký {CODE}, giai đoạn {from}‹-{to}›, phiên bản {v}.',
    en: '{who} registered {CODE}, term {from}‹-{to}›, version {v}.',
  },
  cycleOpened: {
    vi: 'Đã mở chu kỳ năm {year}: {n} việc, {m} phần việc.',
    en: 'Cycle {year} opened: {n} obligations, {m} duties.',
  },
  lateStart: {
    vi: 'Đăng ký khi chu kỳ đã bắt đầu: {n} việc có hạn trước {date:date} ghi “không áp dụng”.',
    en: 'Registered late: {n} obligations due before {date:date} are not applicable.',
  },
  opened: {
    vi: 'Đã mở {obligation:obligation}, hạn {due:date}.',
    en: '{obligation:obligation} opened, due {due:date}.',
  },
  armed: {
    vi: 'Đã lập lượt nhắc {step:step} cho {body:body}, gửi lúc {instant:time}.',
    en: 'Notice {step:step} for {body:body} armed for {instant:time}.',
  },
  superseded: {
    vi: 'Đã thay lượt nhắc {old:step} bằng {new:step}, vì {cause:cause}.',
    en: 'Notice of {old:step} replaced by {new:step}, because {cause:cause}.',
  },
  withdrawn: {
    vi: 'Đã rút {n} lượt nhắc, vì {why:withdrawal}.',
    en: '{n} notices withdrawn, because {why:withdrawal}.',
  },
  collapsed: {
    vi: 'Đã gộp {n} mốc nhắc đã qua thành một lượt ({step:step}), vì {cause:cause}.',
    en: '{n} missed steps collapsed into one ({step:step}), because {cause:cause}.',
  },
  deferred: {
    vi: 'Đã chuyển giờ gửi từ {old:time} sang {new:time}, vì {date:date} là ngày nghỉ.',
    en: 'Sending moved from {old:time} to {new:time}: {date:date} is a day off.',
  },
  composed: {
    vi: 'Đã soạn thư {letterId} gồm {n} lượt nhắc cho {post}, {body:body}.',
    en: 'Letter {letterId} composed, {n} notices for {post}, {body:body}.',
  },
  sent: {
    vi: 'Đã gửi thư {step:step} đến {post}, {body:body}‹, vì {why}›; máy chủ thư đã nhận.',
    en: 'Letter {step:step} sent to {post}, {body:body}‹, because {why}›; the relay took it.',
  },
  held: {
    vi: 'Đã giữ {n} thư, vì {cause:cause}; chưa gửi thư nào.',
    en: '{n} letters held, because {cause:cause}; none sent.',
  },
  released: {
    vi: '{who} đã cho gửi {n} thư; {m} thư không còn đúng đã rút.',
    en: '{who} released {n} letters; {m} no longer true were withdrawn.',
  },
  refused: {
    vi: 'Máy chủ thư từ chối thư {letterId}: {smtpText:smtpText} ({smtpCode}); không gửi lại.',
    en: 'The relay refused {letterId}: {smtpText:smtpText} ({smtpCode}); not retried.',
  },
  notTaken: {
    vi: 'Máy chủ thư chưa nhận thư {letterId} ({smtpText:smtpText}); thử lại lúc {time:time}.',
    en: '{letterId} not taken yet ({smtpText:smtpText}); next try {time:time}.',
  },
  inDoubt: {
    vi: 'Chưa rõ máy chủ thư đã nhận thư {letterId} hay chưa, vì mất kết nối khi đã gửi hết nội dung; không gửi lại khi chưa có bằng chứng.',
    en: '{letterId} in doubt: the connection broke after the last byte; not resent without evidence.',
  },
  settledSent: {
    vi: 'Xác định thư {letterId} đã gửi, theo {evidence}.',
    en: '{letterId} settled as sent, by {evidence}.',
  },
  settledNotSent: {
    vi: 'Xác định thư {letterId} chưa gửi, theo {evidence}; đưa lại vào hàng chờ.',
    en: '{letterId} settled as not sent, by {evidence}; queued again.',
  },
  settledByPerson: {
    vi: '{who} xác định thư {letterId} {how:sentOrNot}; lý do: {reason}.',
    en: '{who} settled {letterId} as {how:sentOrNot}; reason: {reason}.',
  },
  bounced: {
    vi: 'Thư {letterId} bị trả lại từ hộp thư của {post}, {body:body}: {smtpText:smtpText} ({smtpCode}).',
    en: '{letterId} came back from {post}, {body:body}: {smtpText:smtpText} ({smtpCode}).',
  },
  mailboxStopped: {
    vi: 'Đã ngừng gửi tới hộp thư của {post}, {body:body} sau {n} lần bị trả lại; đã báo {who}.',
    en: 'Mail to {post}, {body:body} stopped after {n} returns; {who} told.',
  },
  contactChanged: {
    vi: '{who} đã đổi hộp thư của {post}, {body:body}; {n} lượt nhắc chuyển theo.',
    en: '{who} changed the mailbox of {post}, {body:body}; {n} notices follow.',
  },
  acknowledged: {
    vi: '{body:body} đã trả lời trên trang xác nhận: {answer}.',
    en: '{body:body} answered on the page: {answer}.',
  },
  submitted: {
    vi: '{body:body} đã gửi {document} số {number}‹{date:docDate}›, {how:timeliness}.',
    en: '{body:body} submitted {document} {number}‹, {date:date}›, {how:timeliness}.',
  },
  submittedLate: {
    vi: '{body:body} đã gửi {document} số {number}‹{date:docDate}›, sau hạn {n} ngày làm việc.',
    en: '{body:body} submitted {document} {number}‹, {date:date}›, {n} working days after the due date.',
  },
  recordedLater: {
    vi: '{who} ghi nhận: {body:body} đã gửi {document} số {number}‹{date:docDate}›, nhận ngày {received:date}; ghi sau, lý do: {reason}.',
    en: '{who} recorded later: {body:body} had sent {number}, received {received:date}; reason: {reason}.',
  },
  nothingToReport: {
    vi: '{body:body} xác nhận không có gì phát sinh trong {period}.',
    en: '{body:body}: nothing to report for {period}.',
  },
  accepted: {
    vi: '{who} đã tiếp nhận {document} số {number} của {body:body}.',
    en: '{who} accepted {number} of {body:body}.',
  },
  returned: {
    vi: '{who} đề nghị {body:body} hoàn thiện {document} số {number}; lý do: {reason}; gửi lại chậm nhất {target:date}.',
    en: '{who} returned {number} to {body:body}; reason: {reason}; again by {target:date}.',
  },
  resubmitted: {
    vi: '{body:body} đã gửi lại (lần {n}), số {number}‹{date:docDate}›; ngày tính hạn vẫn là {first:date}.',
    en: '{body:body} sent again (no. {n}), {number}; {first:date} still counts.',
  },
  extensionAsked: {
    vi: '{body:body} đề nghị gia hạn đến {asked:date}; lý do: {reason}.',
    en: '{body:body} asked for {asked:date}; reason: {reason}.',
  },
  extended: {
    vi: '{who} đã gia hạn cho {body:body}‹ ({obligation:obligation})› từ {oldDue:date} đến {due:date}; lý do: {reason}.',
    en: '{who} extended {body:body}‹ ({obligation:obligation})› from {oldDue:date} to {due:date}; reason: {reason}.',
  },
  extensionRefused: {
    vi: '{who} giữ nguyên thời hạn {due:date} của {body:body}; lý do: {reason}.',
    en: '{who} kept the date {due:date} of {body:body}; reason: {reason}.',
  },
  waived: {
    vi: '{who} đã miễn {obligation:obligation} cho {body:body}; lý do: {reason}.',
    en: '{who} waived {obligation:obligation} for {body:body}; reason: {reason}.',
  },
  met: {
    vi: 'Đã đủ {n}/{n} phần việc; {obligation:obligation} hoàn thành.',
    en: '{n} of {n} duties in; {obligation:obligation} met.',
  },
  unmet: {
    vi: 'Đã đóng chu kỳ khi {body:body} chưa gửi {obligation:obligation}.',
    en: 'Cycle closed without {obligation:obligation} of {body:body}.',
  },
  scheduled: {
    vi: '{who} đã ấn định {conference:obligation}: {clock}, {date:date}, {place}.',
    en: '{who} fixed {conference:obligation}: {clock}, {date:date}, {place}.',
  },
  rescheduled: {
    vi: '{who} đã chuyển {conference:obligation} từ {old:date} sang {new:date}; lý do: {reason}; tính lại {n} thời hạn.',
    en: '{who} moved {conference:obligation} from {old:date} to {new:date}; reason: {reason}; {n} dates recomputed.',
  },
  conferenceHeld: {
    vi: '{conference:obligation} đã họp {date:date}; chủ trì: {chairs}.',
    en: '{conference:obligation} was held on {date:date}; chair: {chairs}.',
  },
  concluded: {
    vi: '{issuer:body} đã ban hành Thông báo số {number}‹{date:docDate}› về kết luận {conference:obligation}, sau ngày họp {n} ngày làm việc.',
    en: '{issuer:body} issued conclusions {number} of {conference:obligation}, {n} working days after it.',
  },
  carried: {
    vi: 'Đã chuyển {n} kết luận vào chu kỳ năm {next}.',
    en: '{n} conclusions carried into cycle {next}.',
  },
  proposed: {
    vi: '{who} đã đề xuất {n} việc mới‹ theo kết luận của chu kỳ năm {from}›: {obligations:obligation}; chờ các bên thống nhất.',
    en: '{who} proposed {n} new obligations‹ adopted in cycle {from}›: {obligations:obligation}; the parties have yet to ratify.',
  },
  ratified: {
    vi: '{body:body} đã thống nhất {obligations:obligation}‹, ngày {date:date}›‹; còn chờ {waiting:body}›.',
    en: '{body:body} ratified {obligations:obligation}‹, {date:date}›‹; {waiting:body} has yet to›.',
  },
  standing: {
    vi: 'Các bên đã thống nhất {obligations:obligation}; bắt đầu theo dõi và nhắc việc.',
    en: 'Every party has ratified {obligations:obligation}; reminders begin.',
  },
  urgingDrafted: {
    vi: 'Đã soạn dự thảo công văn đôn đốc {body:body} về {obligation:obligation}; chờ {who} phát hành.',
    en: 'Urging letter to {body:body} drafted; waits for {who}.',
  },
  urgingReleased: {
    vi: '{who} đã phát hành công văn đôn đốc số {number}‹{date:docDate}› gửi {body:body}.',
    en: '{who} released urging letter {number} to {body:body}.',
  },
  urgingDropped: {
    vi: '{who} không phát hành công văn đôn đốc {body:body}; lý do: {reason}.',
    en: '{who} dropped the urging letter to {body:body}; reason: {reason}.',
  },
  urgingPutOff: {
    vi: '{who} hoãn phát hành công văn đôn đốc {body:body} đến {to:date}; lý do: {reason}.',
    en: '{who} put off the urging letter to {body:body} to {to:date}; reason: {reason}.',
  },
  escalated: {
    vi: 'Đã gửi thư báo cáo {headTitle} về {obligation:obligation}, sau {n} thư nhắc.',
    en: 'Escalated to {headTitle} of the same body after {n} letters.',
  },
  calendarDecided: {
    vi: '{who} đã nhập {decision}; lịch nghỉ năm {year} không còn tạm tính.',
    en: '{who} entered {decision}; the calendar of {year} is decided.',
  },
  dueMoved: {
    vi: 'Thời hạn {obligation:obligation} chuyển từ {oldDue:date} sang {due:date}, theo {decision}.',
    en: '{obligation:obligation}: due moved from {oldDue:date} to {due:date}, by {decision}.',
  },
  amended: {
    vi: '{who} đã nhập bổ sung, điều chỉnh số {number}‹{date:docDate}›: thêm {a}, bỏ {b}, đổi {c} việc.',
    en: '{who} entered amendment {number}: {a} added, {b} dropped, {c} changed.',
  },
  paused: {
    vi: '{who} đã tạm dừng {CODE}; lý do: {reason}.',
    en: '{who} paused {CODE}; reason: {reason}.',
  },
  resumed: {
    vi: '{who} đã cho tiếp tục {CODE}; {n} mốc nhắc đã qua gộp thành {m} lượt.',
    en: '{who} resumed {CODE}; {n} passed steps became {m} notices.',
  },
  roleSet: {
    vi: '{who} đã ghi {body:body} là {role} năm {year}, theo {document}.',
    en: '{who} named {body:body} {role} for {year}, by {document}.',
  },
  succeeded: {
    vi: '{oldBody:body} kết thúc hoạt động từ {date:date}, theo {document}; {newBody:body} kế thừa {n} phần việc.',
    en: '{oldBody:body} ended on {date:date}, by {document}; {newBody:body} takes over {n} duties.',
  },
  noSuccessor: {
    vi: '{oldBody:body} kết thúc hoạt động từ {date:date}, không có cơ quan kế thừa; {n} phần việc ghi “không áp dụng”.',
    en: '{oldBody:body} ended on {date:date} without a successor; {n} duties not applicable.',
  },
  closedEarly: {
    vi: '{who} đã kết thúc sớm {CODE} từ {date:date}, theo {document}.',
    en: '{who} closed {CODE} early from {date:date}, by {document}.',
  },
  cycleClosed: {
    vi: 'Đã đóng chu kỳ năm {year}: hoàn thành {a}/{b} việc.',
    en: 'Cycle {year} closed: {a} of {b} obligations met.',
  },
  termEnded: {
    vi: '{CODE} kết thúc giai đoạn {from}-{to}; chương trình tiếp theo: {next}.',
    en: 'Term {from}-{to} ended; successor: {next}.',
  },
  outage: {
    vi: 'Hệ thống ngừng từ {from:time} đến {to:time}; {n} thư đến giờ gửi được giữ.',
    en: 'Service down from {from:time} to {to:time}; {n} letters held.',
  },
  reconciled: {
    vi: 'Đã đối chiếu: phải gửi {n}, đã gửi {n}, có bằng chứng {n}.',
    en: 'Reconciled: {n} expected, {n} sent, {n} proven.',
  },
  recordVerified: {
    vi: 'Đã kiểm tra nhật ký: {n} dòng, chuỗi xác thực liền mạch.',
    en: 'Record verified: {n} lines, chain intact.',
  },
  recordBroken: {
    vi: 'Chuỗi xác thực nhật ký đứt tại dòng {n}; đã báo {who}.',
    en: 'Record chain broken at line {n}; {who} told.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** What happened, as a sentence. Throws where the sentence needs a fact that is not given. */
export function historySentence(code: HistoryCode, facts: Facts, speaker: Speaker): string {
  return filled(HISTORY[code][speaker.language], facts, speaker);
}

/** As history lists it: `08/6/2026 08:00: Đã gửi thư …`. */
export function historyLine(language: Language, at: Instant, sentence: string): string {
  return `${deskTime(language, at)}: ${sentence}`;
}
