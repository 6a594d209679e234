// Headings and small words of a printed play, in both languages. Knows words alone; must not know where they stand.
import type { Language } from '../../domain/agreement.js';

export interface PlayPhrases {
  readonly number: string;
  readonly term: string;
  readonly parties: string;
  readonly contents: string;
  readonly signed: string;
  readonly ended: string;
  readonly openEnd: string;
  readonly sample: string;
  readonly sourcesDiffer: string;
  readonly notPublished: string;
  readonly cycle: (year: number, from: string, to: string) => string;
  readonly reference: string;
  readonly columns: readonly [duty: string, due: string, owner: string, status: string];
  readonly nominal: (day: string) => string;
  readonly extended: (day: string) => string;
  readonly mandated: (quote: string, source: string) => string;
  readonly dateConfigured: string;
  readonly dateMandated: string;
  readonly restConfigured: string;
  readonly allConfigured: string;
  readonly waiting: (bodies: string) => string;
  readonly unmet: string;
  readonly held: (day: string) => string;
  readonly roleOf: (role: string, year: number) => string;
  readonly letters: (count: number) => string;
  readonly noLetters: string;
  readonly month: (month: number, year: string) => string;
  readonly drafts: string;
  readonly matters: string;
  readonly since: (day: string) => string;
  readonly refusals: string;
  readonly whatToDo: string;
  readonly provisional: (years: readonly string[]) => string;
  readonly samples: string;
  readonly nothing: string;
}

export const PLAY_PHRASES: Readonly<Record<Language, PlayPhrases>> = {
  vi: {
    number: 'Số: ',
    term: 'Giai đoạn: ',
    parties: 'Các bên: ',
    contents: 'Nội dung: ',
    signed: 'ký ',
    ended: 'Kết thúc: ',
    openEnd: 'không ghi năm kết thúc',
    sample: 'MẪU để xem thử, không phải chương trình đã công bố',
    sourcesDiffer: 'Các nguồn ghi: ',
    notPublished: 'không công bố',
    cycle: (year, from, to) => `Chu kỳ năm ${year}, từ ${from} đến hết ${to}`,
    reference: 'để tra cứu: đã đóng trước ngày đăng ký, không gửi thư',
    columns: ['Việc', 'Thời hạn', 'Cơ quan có phần việc', 'Trạng thái'],
    nominal: (day) => `(hạn gốc ${day})`,
    extended: (day) => `(hạn cũ ${day})`,
    mandated: (quote, source) => `theo văn bản: “${quote}” (${source})`,
    dateConfigured: 'ngày do cơ quan thường trực ấn định, văn bản không nêu',
    dateMandated: 'ngày theo văn bản',
    restConfigured: 'Các việc khác do cơ quan thường trực ấn định, văn bản không nêu.',
    allConfigured: 'Mọi việc trên do cơ quan thường trực ấn định, văn bản không nêu.',
    waiting: (bodies) => `chờ ${bodies} thống nhất`,
    unmet: 'chưa thực hiện',
    held: (day) => `đã họp ${day}`,
    roleOf: (role, year) => `${role === 'standing' ? 'cơ quan thường trực' : role} năm ${year}`,
    letters: (count) => `Thư sẽ gửi: ${count}`,
    noLetters: 'Không có thư nào.',
    month: (month, year) => `Tháng ${month}/${year}`,
    drafts: 'Công văn đôn đốc được dự thảo',
    matters: 'Điều cần người quyết định',
    since: (day) => `từ ${day}`,
    refusals: 'Việc không thực hiện được',
    whatToDo: 'Cách xử lý: ',
    provisional: (years) =>
      `Tạm tính: lịch nghỉ năm ${years.join(', ')} chưa có quyết định, các ngày trong năm đó có thể đổi.`,
    samples: 'Lời thư: thư đầu tiên của mỗi loại',
    nothing: 'Không có chu kỳ nào trong khoảng này.',
  },
  en: {
    number: 'Number: ',
    term: 'Term: ',
    parties: 'Parties: ',
    contents: 'Contents: ',
    signed: 'signed ',
    ended: 'Ended: ',
    openEnd: 'no end stated',
    sample: 'SAMPLE, not a published agreement',
    sourcesDiffer: 'Sources say: ',
    notPublished: 'not published',
    cycle: (year, from, to) => `Cycle ${year}, from ${from} to ${to}`,
    reference: 'for reference: closed before the registration, no letters',
    columns: ['Obligation', 'Due', 'Owner', 'Status'],
    nominal: (day) => `(nominal ${day})`,
    extended: (day) => `(was ${day})`,
    mandated: (quote, source) => `mandated: “${quote}” (${source})`,
    dateConfigured: 'date set by the standing body, the agreement is silent',
    dateMandated: 'date mandated',
    restConfigured: 'All else is set by the standing body; the agreement is silent.',
    allConfigured: 'All of this is set by the standing body; the agreement is silent.',
    waiting: (bodies) => `${bodies} has yet to ratify`,
    unmet: 'unmet',
    held: (day) => `held ${day}`,
    roleOf: (role, year) => `${role === 'standing' ? 'standing body' : role} of ${year}`,
    letters: (count) => `Letters: ${count}`,
    noLetters: 'No letters.',
    month: (month, year) =>
      `${['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'][month - 1] ?? ''} ${year}`,
    drafts: 'Urging letters drafted',
    matters: 'For a person to settle',
    since: (day) => `since ${day}`,
    refusals: 'Refused',
    whatToDo: 'What to do: ',
    provisional: (years) =>
      `Provisional: the days off of ${years.join(', ')} are not decided; dates in it may change.`,
    samples: 'What the letters say: the first of each kind',
    nothing: 'There is no cycle in this span.',
  },
};
