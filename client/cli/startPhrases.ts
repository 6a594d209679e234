// What `nhip start` says while it starts, when it runs and when it stops, in both languages. Knows words alone.
import type { Language } from '../../domain/agreement.js';
import type { Part } from '../../machine/progress.js';

export interface StartPhrases {
  readonly starting: (folder: string) => string;
  readonly fetching: (version: string) => string;
  readonly recorded: (path: string, sha256: string) => string;
  readonly ignored: (path: string) => string;
  readonly survivor: (name: string, pid: number) => string;
  readonly makingDatabase: string;
  readonly parts: Readonly<Record<Part | 'worker', string>>;
  readonly ready: (part: string, seconds: string) => string;
  readonly loading: (count: number) => string;
  readonly running: string;
  readonly places: Readonly<Record<'ui' | 'desk' | 'mail', string>>;
  readonly agreements: string;
  readonly next: (instant: string, count: number) => string;
  readonly nothingNext: string;
  readonly workerRunning: (address: string) => string;
  readonly stopHint: string;
  readonly stopping: string;
  readonly stillStopping: string;
  readonly stopped: string;
  readonly died: (part: string) => string;
}

export const START_PHRASES: Readonly<Record<Language, StartPhrases>> = {
  vi: {
    starting: (folder) => `Đang khởi động; dữ liệu: ${folder}`,
    fetching: (version) => `Đang tải máy chủ quy trình bản ${version} (chỉ lần đầu)…`,
    recorded: (path, sha256) =>
      `lưu ý: chưa có mã SHA-256 để đối chiếu cho loại máy này; đã ghi mã của ${path}: ${sha256}`,
    ignored: (path) => `lưu ý: ${path} không khớp mã SHA-256, không dùng`,
    survivor: (name, pid) => `Đã dừng tiến trình còn lại của lần chạy trước: ${name} (${pid})`,
    makingDatabase: 'Đang tạo cơ sở dữ liệu (chỉ lần đầu)…',
    parts: {
      temporal: 'máy chủ quy trình',
      postgres: 'cơ sở dữ liệu',
      catcher: 'hộp giữ thư',
      worker: 'tiến trình xử lý',
    },
    ready: (part, seconds) => `  sẵn sàng: ${part} (${seconds} giây)`,
    loading: (count) => `Đang ghi vào sổ đăng ký ${count} chương trình có sẵn (chỉ lần đầu)…`,
    running: 'Nhịp đang chạy.',
    places: { ui: 'Máy chủ quy trình', desk: 'Tình trạng, số liệu', mail: 'Thư gửi đi' },
    agreements: 'Chương trình phối hợp',
    next: (instant, count) => `Giờ gửi tiếp theo: ${instant}, ${count} thư`,
    nothingNext: 'Chưa có thư nào chờ gửi.',
    workerRunning: (address) => `Tiến trình xử lý đang chạy; máy chủ quy trình: ${address}`,
    stopHint: 'Dừng: Ctrl-C. Lần sau chạy tiếp từ đây.',
    stopping: 'Đang dừng…',
    stillStopping: 'Đang dừng, xin chờ việc đang làm xong.',
    stopped: 'Đã dừng.',
    died: (part) => `Đã dừng ngoài dự kiến: ${part}; đang dừng các phần còn lại.`,
  },
  en: {
    starting: (folder) => `Starting; data: ${folder}`,
    fetching: (version) => `Fetching the engine, version ${version} (first time only)…`,
    recorded: (path, sha256) =>
      `warning: no SHA-256 is known for this platform; noted that of ${path}: ${sha256}`,
    ignored: (path) => `warning: ${path} does not match its SHA-256 and is not used`,
    survivor: (name, pid) => `Ended what was left of the last run: ${name} (${pid})`,
    makingDatabase: 'Making the database (first time only)…',
    parts: { temporal: 'engine', postgres: 'database', catcher: 'mail catcher', worker: 'worker' },
    ready: (part, seconds) => `  ready: ${part} (${seconds} s)`,
    loading: (count) => `Registering ${count} bundled agreements (first time only)…`,
    running: 'Nhịp is running.',
    places: { ui: 'Engine', desk: 'Health, figures', mail: 'Letters sent' },
    agreements: 'Agreements',
    next: (instant, count) => `Next send instant: ${instant}, ${count} ${count === 1 ? 'letter' : 'letters'}`,
    nothingNext: 'No letter is waiting.',
    workerRunning: (address) => `The worker runs; engine: ${address}`,
    stopHint: 'Stop: Ctrl-C. The next start goes on from here.',
    stopping: 'Stopping…',
    stillStopping: 'Stopping; what is under way is being finished.',
    stopped: 'Stopped.',
    died: (part) => `Ended unexpectedly: ${part}; stopping the others.`,
  },
};

/** A step of the start as a line on stderr. */
export function secondsText(language: Language, ms: number): string {
  const text = (ms / 1_000).toFixed(1);
  return language === 'vi' ? text.replace('.', ',') : text;
}
