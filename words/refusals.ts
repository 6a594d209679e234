// Every “no” of the product in both languages: what is so, and what to do. Knows words alone; must not know when a
// command is refused.
import type { Language } from '../domain/agreement.js';
import type { RefusalCode as CycleRefusalCode } from '../domain/refusals.js';
import { type Facts, filled, type Speaker } from './sentences.js';

/** What is so, then “Cách xử lý”. */
type Said = readonly [sentence: string, mend: string];

export type RefusalCode = keyof typeof REFUSALS;

export const REFUSALS = {
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
      'Đối chiếu sổ văn bản đến.',
    ],
    en: [
      '{number} of {issuer:body} is already recorded for {other:obligation}.',
      'Check the register of incoming papers.',
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
  ConferenceTooSoon: {
    vi: [
      'Từ nay đến {date:date} còn {n} ngày làm việc; giấy mời phải gửi trước ít nhất 3 ngày làm việc.',
      'Chọn ngày từ {earliest:date}.',
    ],
    en: ['{date:date} is {n} working days away; invitations need 3.', 'From {earliest:date}.'],
  },
  ConferenceDayOff: {
    vi: [
      '{date:date} là ngày nghỉ‹ ({why:dayOff})›.',
      'Ngày làm việc gần nhất: {prev:date} hoặc {next:date}.',
    ],
    en: ['{date:date} is a day off‹ ({why:dayOff})›.', 'Nearest: {prev:date} or {next:date}.'],
  },
  ConferenceNotScheduled: {
    vi: ['{conference:obligation} chưa ấn định ngày họp.', '`nhip schedule` trước.'],
    en: ['{conference:obligation} has no date.', 'Schedule it first.'],
  },
  ConferenceNotHeld: {
    vi: [
      '{conference:obligation} họp ngày {date:date}; trước ngày đó chưa ghi kết luận.',
      'Ghi từ ngày họp.',
    ],
    en: ['{conference:obligation} meets on {date:date}.', 'Conclude from that day.'],
  },
  CalendarProvisional: {
    vi: [
      'Lịch nghỉ năm {year} chưa có quyết định; {date:date} là ngày tạm tính.',
      'Đăng ký quyết định, hoặc chọn ngày ngoài các kỳ nghỉ {holidays}.',
    ],
    en: [
      'The calendar of {year} is provisional; so is {date:date}.',
      'Register the decision or stay clear of {holidays}.',
    ],
  },
  CalendarMissing: {
    vi: ['Không có lịch nghỉ năm {year}.', 'Đăng ký tệp lịch năm {year}.'],
    en: ['There is no calendar for {year}.', 'Register one.'],
  },
  LetterAlreadySent: {
    vi: [
      'Thư {id} đã gửi lúc {time:time}; không giữ, không rút được.',
      'Nếu nội dung sai, gửi thư đính chính.',
    ],
    en: ['Letter {id} was sent at {time:time}.', 'Send a correction if needed.'],
  },
  LetterInDoubt: {
    vi: [
      'Chưa rõ thư {id} đã gửi hay chưa.',
      'Xem bằng chứng: `nhip mail show {id}`, rồi `resend` hoặc `withdraw`.',
    ],
    en: ['Letter {id} is in doubt.', 'See the evidence, then resend or withdraw.'],
  },
  OutsideHours: {
    vi: ['Thư chỉ gửi từ 08:00 đến 16:30 ngày làm việc.', 'Để nguyên; thư sẽ gửi lúc {next:time}.'],
    en: ['Mail leaves 08:00–16:30 on working days only.', 'Leave it; it goes at {next:time}.'],
  },
  TooSecretForMail: {
    vi: [
      'Nội dung mang độ {class:secrecy}, không gửi qua thư điện tử.',
      'Chỉ gửi thư báo có việc, không nêu nội dung.',
    ],
    en: ['Classed {class:secrecy}: not by e-mail.', 'Send the minimal letter.'],
  },
  LinkExpired: {
    vi: ['Liên kết đã hết hạn ngày {date:date} hoặc đã dùng.', 'Đề nghị {contact} gửi liên kết mới.'],
    en: ['The link expired on {date:date} or was used.', 'Ask {contact} for a new one.'],
  },
  CodeMismatch: {
    vi: ['Mã xác nhận chưa khớp; chưa ghi nhận gì.', 'Nhập lại mã ghi trong thư.'],
    en: ['The code does not match; nothing was recorded.', 'Type the code from the letter.'],
  },
  ChangedMeanwhile: {
    vi: ['{post} đã sửa mục này lúc {time:time}.', 'Xem bản mới, rồi thực hiện lại.'],
    en: ['{post} changed this at {time:time}.', 'Look again, then repeat.'],
  },
  WrongUsage: {
    vi: ['Không có lệnh “{word}”‹; có phải “{near}”?›', '`nhip --help`.'],
    en: ['No command “{word}”‹; did you mean “{near}”?›', '`nhip --help`.'],
  },
  EngineUnreachable: {
    vi: [
      'Không kết nối được máy chủ quy trình tại {address}.',
      'Xem `TEMPORAL_ADDRESS`; chạy `nhip doctor`.',
    ],
    en: ['The engine at {address} is not reachable.', 'Check `TEMPORAL_ADDRESS`; run `nhip doctor`.'],
  },
  DatabaseUnreachable: {
    vi: ['Không kết nối được cơ sở dữ liệu tại {address}: {why}.', 'Xem `DATABASE_URL`; chạy `nhip doctor`.'],
    en: ['The database at {address} is not reachable: {why}.', 'Check `DATABASE_URL`; run `nhip doctor`.'],
  },
  RelayUnreachable: {
    vi: ['Không kết nối được máy chủ thư {host}: {why}; {n} thư vẫn chờ, không mất.', 'Xem `SMTP_URL`.'],
    en: ['The relay {host} is not reachable: {why}; {n} letters wait.', 'Check `SMTP_URL`.'],
  },
  NoWorker: {
    vi: ['Máy chủ quy trình đang chạy nhưng chưa có tiến trình xử lý.', '`nhip worker`.'],
    en: ['The engine runs but no worker does.', '`nhip worker`.'],
  },
  ServerBinaryMissing: {
    vi: [
      'Chưa có chương trình máy chủ quy trình.',
      'Một trong ba cách: đặt `TEMPORAL_ADDRESS`; cài `temporal` vào PATH; cho phép tải bản {version}.',
    ],
    en: [
      'The server binary is missing.',
      'Set `TEMPORAL_ADDRESS`, put `temporal` on PATH, or allow the download of {version}.',
    ],
  },
  ChecksumMismatch: {
    vi: [
      'Tệp {file} tải về không khớp mã SHA-256; đã bỏ, chưa dùng.',
      'Tải lại, hoặc tự đặt tệp đúng bản {version}.',
    ],
    en: ['{file} does not match its SHA-256; discarded.', 'Fetch again or supply {version}.'],
  },
  DataFolderLocked: {
    vi: [
      'Thư mục dữ liệu {path} đang do tiến trình {pid} dùng từ {time:time}.',
      'Dừng tiến trình đó, hoặc đặt `NHIP_HOME` khác.',
    ],
    en: ['{path} is in use by process {pid} since {time:time}.', 'Stop it or set another `NHIP_HOME`.'],
  },
  PortTaken: {
    vi: ['Cổng {port} đã có chương trình khác dùng.', 'Đặt `NHIP_PORT` khác, ví dụ {free}.'],
    en: ['Port {port} is taken.', 'Set `NHIP_PORT`, e.g. {free}.'],
  },
  DiskFull: {
    vi: ['Hết chỗ ghi tại {path}; dữ liệu đã ghi còn nguyên.', 'Giải phóng chỗ, rồi chạy lại.'],
    en: ['No space left at {path}; what was written stands.', 'Make room and run again.'],
  },
  WrongTimeZone: {
    vi: ['Tiến trình phải chạy với TZ=UTC, đang là {tz}.', 'Đặt `TZ=UTC`.'],
    en: ['Must run with TZ=UTC, found {tz}.', 'Set `TZ=UTC`.'],
  },
  DatabaseTooNew: {
    vi: [
      'Cơ sở dữ liệu thuộc bản {db}, mới hơn chương trình ({app}).',
      'Dùng chương trình bản {db} trở lên.',
    ],
    en: ['The database ({db}) is newer than the program ({app}).', 'Use {db} or later.'],
  },
  RecordBroken: {
    vi: ['Chuỗi xác thực nhật ký đứt tại dòng {n}.', 'Không sửa; sao lưu và báo người vận hành.'],
    en: ["The record's chain breaks at line {n}.", 'Touch nothing, back up, report.'],
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
} as const satisfies Readonly<Record<string, Readonly<Record<Language, Said>>>> &
  Readonly<Record<CycleRefusalCode, unknown>>;

const EXIT_CODES: Readonly<Partial<Record<RefusalCode, 2 | 3>>> = {
  WrongUsage: 2,
  EngineUnreachable: 3,
  DatabaseUnreachable: 3,
  RelayUnreachable: 3,
  NoWorker: 3,
  ServerBinaryMissing: 3,
};

export interface RefusalWords {
  readonly code: RefusalCode;
  readonly sentence: string;
  readonly mend: string;
  readonly exitCode: 1 | 2 | 3;
}

/** A refusal in words; 1 = refused, 2 = wrong usage, 3 = something is not reachable. Throws where a fact it needs is not given. */
export function refusalWords(code: RefusalCode, facts: Facts, speaker: Speaker): RefusalWords {
  const [sentence, mend] = REFUSALS[code][speaker.language];
  return {
    code,
    sentence: filled(sentence, facts, speaker),
    mend: filled(mend, facts, speaker),
    exitCode: EXIT_CODES[code] ?? 1,
  };
}

/** The two lines a refused command prints on stderr. */
export function refusalLines(language: Language, { code, sentence, mend }: RefusalWords): string {
  return language === 'vi'
    ? `Không thực hiện được: ${sentence} [${code}]\nCách xử lý: ${mend}`
    : `Refused: ${sentence} [${code}]\nWhat to do: ${mend}`;
}
