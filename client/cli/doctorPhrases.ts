// Names of the parts a doctor looks at, and what it says beside refusals. Knows words alone.
import type { Language } from '../../domain/agreement.js';

export type DoctorPart =
  | 'node'
  | 'engine'
  | 'database'
  | 'relay'
  | 'worker'
  | 'dataFolder'
  | 'timeZone'
  | 'serverBinary'
  | 'heldLetters'
  | 'doubtfulLetters'
  | 'stoppedMailboxes'
  | 'relayAlarm'
  | 'ledgerHoles'
  | 'sendForecast';

export interface DoctorPhrases {
  readonly parts: Readonly<Record<DoctorPart, string>>;
  readonly ok: string;
  readonly notOk: string;
  readonly mend: string;
  readonly oldNode: string;
  readonly mendNode: string;
  readonly notRunning: string;
  readonly mendStart: string;
  readonly noFolderYet: string;
  readonly notWritable: string;
  readonly mendFolder: string;
  readonly notNeeded: string;
  readonly notAsked: string;
  readonly silent: string;
  /** `named`: the first of them. */
  readonly stuck: (cycles: number, named: string) => string;
  readonly mendStuck: string;
  readonly room: {
    readonly held: (count: number, causes: string) => string;
    readonly mendHeld: string;
    readonly inDoubt: (count: number) => string;
    readonly mendDoubt: string;
    readonly mendStopped: string;
    readonly mendAlarm: string;
    readonly holes: (count: number) => string;
    readonly mendHoles: string;
    /** `at`: the instant in local words. */
    readonly tooMany: (over: number, letters: number, at: string) => string;
    readonly mendTooMany: string;
  };
}

export const DOCTOR_PHRASES: Readonly<Record<Language, DoctorPhrases>> = {
  vi: {
    parts: {
      node: 'Node.js',
      engine: 'máy chủ quy trình',
      database: 'cơ sở dữ liệu',
      relay: 'máy chủ thư',
      worker: 'tiến trình xử lý',
      dataFolder: 'thư mục dữ liệu',
      timeZone: 'múi giờ của tiến trình',
      serverBinary: 'chương trình máy chủ quy trình',
      heldLetters: 'thư đang giữ',
      doubtfulLetters: 'thư chưa rõ kết quả',
      stoppedMailboxes: 'hộp thư đã ngừng gửi',
      relayAlarm: 'máy chủ thư từ chối',
      ledgerHoles: 'đối chiếu sổ thư',
      sendForecast: 'dự báo gửi thư',
    },
    ok: 'tốt',
    notOk: 'cần xử lý',
    mend: 'Cách xử lý: ',
    oldNode: 'cần Node.js 20.19 trở lên',
    mendNode: 'Cài Node.js 20.19, 22 hoặc 24.',
    notRunning: 'chưa chạy',
    mendStart: '`nhip start`, hoặc đặt `TEMPORAL_ADDRESS`, `DATABASE_URL`, `SMTP_URL`.',
    noFolderYet: 'chưa có; `nhip start` sẽ tạo',
    notWritable: 'không ghi được',
    mendFolder: 'Cấp quyền ghi, hoặc đặt `NHIP_HOME` khác.',
    notNeeded: 'không cần: `TEMPORAL_ADDRESS` đã đặt',
    notAsked: 'chưa hỏi được: máy chủ quy trình hoặc cơ sở dữ liệu không trả lời',
    silent: 'không chào',
    stuck: (cycles, named) => `${cycles} chu kỳ chưa lập được lượt nhắc (${named})`,
    mendStuck:
      'Xem nhật ký của tiến trình xử lý; hết nguyên nhân thì các chu kỳ tự chạy tiếp, không mất lượt nhắc nào.',
    room: {
      held: (count, causes) => `${count} thư (${causes})`,
      mendHeld: '`nhip mail list --state held`, rồi `nhip mail release`.',
      inDoubt: (count) => `${count} thư`,
      mendDoubt: '`nhip mail list --state inDoubt`, tìm bằng chứng, rồi `nhip mail settle`.',
      mendStopped: 'Cập nhật hộp thư trong tệp rồi `nhip register`, hoặc thử lại: `nhip mail test`.',
      mendAlarm: 'Xem tài khoản và địa chỉ gửi trong `SMTP_URL`, `NHIP_FROM`; thư vẫn chờ, không mất.',
      holes: (count) => `${count} chỗ lệch`,
      mendHoles: 'Xem nhật ký của tiến trình xử lý; `nhip replan` lập lại lượt nhắc.',
      tooMany: (over, letters, at) =>
        `${over} trong ${letters} thư lúc ${at} không kịp gửi trong ngày theo giới hạn của máy chủ thư`,
      mendTooMany:
        'Xin nâng giới hạn của máy chủ thư (`rate` trong `SMTP_URL`); thư không kịp sẽ được xếp sang buổi sáng làm việc sau.',
    },
  },
  en: {
    parts: {
      node: 'Node.js',
      engine: 'engine',
      database: 'database',
      relay: 'relay',
      worker: 'worker',
      dataFolder: 'data folder',
      timeZone: 'time zone of the process',
      serverBinary: 'server binary',
      heldLetters: 'held letters',
      doubtfulLetters: 'letters in doubt',
      stoppedMailboxes: 'stopped mailboxes',
      relayAlarm: 'relay refusing us',
      ledgerHoles: 'ledger compared',
      sendForecast: 'sending forecast',
    },
    ok: 'ok',
    notOk: 'to mend',
    mend: 'What to do: ',
    oldNode: 'Node.js 20.19 or later is needed',
    mendNode: 'Install Node.js 20.19, 22 or 24.',
    notRunning: 'not running',
    mendStart: '`nhip start`, or set `TEMPORAL_ADDRESS`, `DATABASE_URL`, `SMTP_URL`.',
    noFolderYet: 'not there yet; `nhip start` makes it',
    notWritable: 'not writable',
    mendFolder: 'Allow writing, or set another `NHIP_HOME`.',
    notNeeded: 'not needed: `TEMPORAL_ADDRESS` is set',
    notAsked: 'not asked: engine or database does not answer',
    silent: 'no greeting',
    stuck: (cycles, named) => `${cycles} cycles cannot be planned (${named})`,
    mendStuck:
      'Read the log of the worker; once the cause is gone the cycles go on by themselves, and no reminder is lost.',
    room: {
      held: (count, causes) => `${count} (${causes})`,
      mendHeld: '`nhip mail list --state held`, then `nhip mail release`.',
      inDoubt: (count) => `${count}`,
      mendDoubt: '`nhip mail list --state inDoubt`, look for evidence, then `nhip mail settle`.',
      mendStopped: 'Change the mailbox in the file and register it, or try again: `nhip mail test`.',
      mendAlarm: 'Check account and sender in `SMTP_URL`, `NHIP_FROM`; letters wait, none is lost.',
      holes: (count) => `${count} differences`,
      mendHoles: 'See the log of the worker; `nhip replan` arms again what is missing.',
      tooMany: (over, letters, at) =>
        `${over} of the ${letters} letters of ${at} cannot leave that day within the relay’s limit`,
      mendTooMany:
        'Have the relay’s limit raised (`rate` in `SMTP_URL`); what is not in time is planned for the next working morning.',
    },
  },
};
