// “No” to what people do on a duty: names, days, numbers, who owes what. Knows words alone; must not know when one is given.
import type { SaidRefusals } from './refusalWords.js';

export const ACT_REFUSALS = {
  AlreadySubmitted: {
    vi: [
      '{body:body} đã gửi {obligation:obligation} ngày {date:date}‹ (số {number})›.',
      'Nếu thay văn bản: `nhip return`, rồi `nhip submit`.',
    ],
    en: [
      '{body:body} submitted {obligation:obligation} on {date:date}‹ ({number})›.',
      'To replace it: return, then submit.',
    ],
  },
  NotYetOpen: {
    vi: [
      '{obligation:obligation} mở từ {opens:date}; chưa ghi nhận trước ngày đó.',
      'Ghi nhận từ ngày mở, hoặc sửa `opens` trong tệp rồi `nhip register`.',
    ],
    en: ['{obligation:obligation} opens on {opens:date}.', 'Wait, or change `opens` and register.'],
  },
  UnknownAgreement: {
    vi: ['Không có chương trình mã “{code}”‹; có phải “{near}”?›', 'Xem các mã: `nhip agreements`.'],
    en: ['No agreement “{code}”‹; did you mean “{near}”?›', 'List them: `nhip agreements`.'],
  },
  UnknownCycle: {
    vi: ['{code} không có chu kỳ năm {year}.', 'Xem các năm: `nhip show {code}`.'],
    en: ['{code} has no cycle {year}.', 'See the years: `nhip show {code}`.'],
  },
  UnknownObligation: {
    vi: [
      'Chu kỳ {code}/{year} không có việc “{kind}”‹; có phải “{near}”?›',
      'Xem `nhip show {code} {year}`.',
    ],
    en: ['Cycle {code}/{year} has no “{kind}”.', 'See `nhip show {code} {year}`.'],
  },
  UnknownBody: {
    vi: ['Không có cơ quan mã “{code}”‹; có phải “{near}”?›', 'Sửa mã, hoặc đăng ký cơ quan trước.'],
    en: ['No body “{code}”‹; did you mean “{near}”?›', 'Correct the code or register the body.'],
  },
  BodyNotOwner: {
    vi: [
      '{body:body} không có phần việc trong {obligation:obligation}.',
      'Ghi cho cơ quan có phần việc: {owners:body}.',
    ],
    en: ['{body:body} has no duty in {obligation:obligation}.', 'Owners: {owners:body}.'],
  },
  BodyCeased: {
    vi: ['{body:body} kết thúc hoạt động‹ từ {date:date}›.', 'Ghi cho cơ quan kế thừa‹: {successors:body}›.'],
    en: ['{body:body} ended‹ on {date:date}›.', 'Use its successor‹: {successors:body}›.'],
  },
  CycleClosed: {
    vi: ['Chu kỳ {code}/{year} đã đóng ngày {date:date}, chỉ để xem.', 'Ghi vào chu kỳ năm {next}.'],
    en: ['Cycle {code}/{year} closed on {date:date}; read only.', 'Use cycle {next}.'],
  },
  TermEnded: {
    vi: ['{code} kết thúc giai đoạn ngày {date:date}.', 'Đăng ký chương trình giai đoạn tiếp theo.'],
    en: ['The term of {code} ended on {date:date}.', 'Register the successor.'],
  },
  PausedAgreement: {
    vi: ['{code} tạm dừng từ {date:date}‹; lý do: {reason}›.', '`nhip resume {code} --reason "…"`.'],
    en: ['{code} is paused since {date:date}‹: {reason}›.', '`nhip resume {code} --reason "…"`.'],
  },
  NotPaused: {
    vi: ['{code} không tạm dừng.', 'Không phải làm gì thêm.'],
    en: ['{code} is not paused.', 'Nothing to do.'],
  },
  DateInFuture: {
    vi: ['Ngày {date:date} chưa đến; hôm nay là {today:date}.', 'Ghi ngày thực tế đã gửi.'],
    en: ['{date:date} is in the future; today is {today:date}.', 'Give the true date.'],
  },
  DateTooFar: {
    vi: [
      'Ngày {date:date} nằm ngoài khoảng theo dõi của chu kỳ‹ (đến {last:date})›.',
      'Chọn ngày‹ không sau {last:date}›, hoặc đổi thời hạn trong tệp rồi `nhip register`.',
    ],
    en: [
      '{date:date} lies outside what this cycle follows‹ (to {last:date})›.',
      'Choose a day‹ not after {last:date}›, or change the due date in the file and register.',
    ],
  },
  BeforeSigning: {
    vi: ['Ngày {date:date} trước ngày ký {code} ({signedOn:date}).', 'Xem lại ngày hoặc mã chương trình.'],
    en: ['{date:date} is before {code} was signed ({signedOn:date}).', 'Check the date or the code.'],
  },
  ReasonRequired: {
    vi: ['Cần nêu lý do.', 'Thêm `--reason "…"`; lý do được ghi vào nhật ký.'],
    en: ['A reason is required.', 'Add `--reason "…"`; it goes into the record.'],
  },
  NotApplicable: {
    vi: [
      '{obligation:obligation} ghi “không áp dụng”‹ cho {body:body}›‹: {why:notApplicable}›.',
      'Không phải ghi nhận.',
    ],
    en: [
      '{obligation:obligation} does not apply‹ to {body:body}›‹: {why:notApplicable}›.',
      'Nothing to record.',
    ],
  },
  NumberNotInScheme: {
    vi: [
      'Số “{number}” không đúng cách ghi số của {issuer:body}.',
      'Văn bản Đảng: 55-KH/BDVTW; văn bản nhà nước: 19/KH-UBND.',
    ],
    en: ['“{number}” does not fit the numbering of {issuer:body}.', 'Party: 55-KH/BDVTW; State: 19/KH-UBND.'],
  },
  NumberRepeated: {
    vi: [
      'Số {number} của {issuer:body} đã ghi cho {other:obligation} trong cùng {series:series}.',
      'Đối chiếu sổ văn bản đến; một văn bản dùng cho cả hai việc thì thêm `--reason "…"`.',
    ],
    en: [
      '{number} of {issuer:body} is already recorded for {other:obligation}.',
      'Check the register of incoming papers; where one paper answers both, add `--reason "…"`.',
    ],
  },
  NotSubmitted: {
    vi: [
      '{body:body} chưa gửi {obligation:obligation}.',
      '`nhip submit` trước, rồi tiếp nhận hoặc đề nghị hoàn thiện.',
    ],
    en: ['{body:body} has not submitted {obligation:obligation}.', 'Submit first, then accept or return.'],
  },
  AlreadySettled: {
    vi: [
      '‹{body:body}: ›{obligation:obligation} đã được {how:settled}‹ ngày {date:date}›.',
      'Không phải làm gì thêm.',
    ],
    en: ['‹{body:body}: ›{obligation:obligation} was {how:settled}‹ on {date:date}›.', 'Nothing to do.'],
  },
  ExtensionNotLater: {
    vi: ['Hạn mới {date:date} không sau hạn hiện nay {due:date}.', 'Chọn ngày làm việc sau {due:date}.'],
    en: ['{date:date} is not later than {due:date}.', 'Choose a working day after {due:date}.'],
  },
  NotAllowed: {
    vi: ['{post} không có quyền {action:action} việc này.', 'Đề nghị {allowed} thực hiện.'],
    en: ['{post} may not {action:action} this.', 'Ask {allowed}.'],
  },
  IsMeeting: {
    vi: [
      '{obligation:obligation} là cuộc họp, không ghi nhận như văn bản.',
      'Ấn định ngày họp: `nhip schedule`; sau khi họp: `nhip conclude`.',
    ],
    en: [
      '{obligation:obligation} is a meeting, not a paper.',
      'Fix its date: `nhip schedule`; after it: `nhip conclude`.',
    ],
  },
  NotMeeting: {
    vi: ['{obligation:obligation} là văn bản, không ấn định ngày họp.', 'Ghi nhận văn bản: `nhip submit`.'],
    en: ['{obligation:obligation} is a paper, not a meeting.', 'Record the paper: `nhip submit`.'],
  },
  ChangedMeanwhile: {
    vi: ['{post} đã sửa mục này lúc {time:time}.', 'Xem bản mới, rồi thực hiện lại.'],
    en: ['{post} changed this at {time:time}.', 'Look again, then repeat.'],
  },
} as const satisfies SaidRefusals;
