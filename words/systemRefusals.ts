// “No” of the machine: what is not reachable, not there, not in order. Knows words alone; must not know when one is given.
import type { SaidRefusals } from './refusalWords.js';

export const SYSTEM_REFUSALS = {
  WrongUsage: {
    vi: ['Không có lệnh “{word}”‹; có phải “{near}”?›', '`nhip --help`.'],
    en: ['No command “{word}”‹; did you mean “{near}”?›', '`nhip --help`.'],
  },
  EngineUnreachable: {
    vi: [
      'Không kết nối được máy chủ quy trình tại {address}.',
      'Trên một máy: `nhip start`; nơi khác: xem `TEMPORAL_ADDRESS`, chạy `nhip doctor`.',
    ],
    en: [
      'The engine at {address} is not reachable.',
      'On one machine: `nhip start`; elsewhere: check `TEMPORAL_ADDRESS`, run `nhip doctor`.',
    ],
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
  Unanswered: {
    vi: [
      'Yêu cầu đã chuyển đi nhưng sau {seconds} giây chưa có trả lời‹; {waiting} thư chưa gửi có thể chưa kịp rút›.',
      'Chạy `nhip doctor`; chạy lại lệnh này không ghi hai lần.',
    ],
    en: [
      'The request was handed over, but there was no answer in {seconds} s‹; {waiting} unsent letters may not be withdrawn yet›.',
      'Run `nhip doctor`; repeating this command records nothing twice.',
    ],
  },
  Unfinished: {
    vi: [
      'Yêu cầu đã được ghi nhận nhưng sau {seconds} giây chưa xử lý xong‹; {waiting} thư chưa gửi có thể chưa kịp rút›.',
      'Chạy `nhip doctor`; hết sự cố thì việc này tự xong, chạy lại lệnh không ghi hai lần.',
    ],
    en: [
      'The request is recorded but was not carried through in {seconds} s‹; {waiting} unsent letters may not be withdrawn yet›.',
      'Run `nhip doctor`; it is carried through once the cause is gone, and repeating this command records nothing twice.',
    ],
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
  RecordCutOff: {
    vi: [
      'Nhật ký {stream} thiếu dòng mà lần niêm phong trước đã ghi.',
      'Không sửa; sao lưu và báo người vận hành.',
    ],
    en: ['The record {stream} lacks a line the last seal names.', 'Touch nothing, back up, report.'],
  },
  RecordBroken: {
    vi: ['Chuỗi xác thực nhật ký đứt tại dòng {n}.', 'Không sửa; sao lưu và báo người vận hành.'],
    en: ["The record's chain breaks at line {n}.", 'Touch nothing, back up, report.'],
  },
} as const satisfies SaidRefusals;
