// What the operator is written: that letters are held (L23), and the test letter. Knows words alone; must not know when
// either leaves.
import type { Language } from '../domain/agreement.js';
import type { Instant } from '../domain/localDate.js';
import type { HoldCause } from '../domain/stormGuard.js';
import { asOfText, counted } from './dates.js';
import { type Block, blocks, paragraph } from './letter.js';

export type ToldCause = Exclude<HoldCause, 'person'>;

/** Facts of L23. */
export interface HeldFacts {
  readonly cause: ToldCause;
  readonly from: Instant;
  readonly to: Instant;
  readonly letters: number;
  readonly stillTrue: number;
  readonly untrue: number;
  readonly received: number;
  readonly moved: number;
  readonly laterStep: number;
  readonly other: number;
  /** When what is released now would leave. */
  readonly next: Instant;
  /** Of the desk; null: there is none, and the commands are named instead. */
  readonly link: string | null;
}

export interface OperatorWords {
  readonly salutation: string;
  readonly close: string;
  readonly signer: string;
  readonly footer: (code: string) => readonly string[];
  readonly heldSubject: (letters: number) => string;
  readonly held: (facts: HeldFacts) => readonly Block[];
  readonly testSubject: string;
  readonly test: (at: Instant) => readonly Block[];
}

const LIST = '`nhip mail list --state held`';
const RELEASE = '`nhip mail release`';

const n = (count: number): string => counted('vi', count);
const vi = (at: Instant): string => asOfText('vi', at);
const en = (at: Instant): string => asOfText('en', at);

export const OPERATOR_WORDS: Readonly<Record<Language, OperatorWords>> = {
  vi: {
    salutation: 'Kính gửi: Người vận hành',
    close: 'Trân trọng./.',
    signer: 'NHỊP',
    footer: (code) => [`Thư gửi tự động cho người vận hành. Mã thư: ${code}.`],
    heldSubject: (letters) => `[Vận hành] Đang giữ ${n(letters)} thư, chờ xem xét`,
    held: (facts) =>
      blocks(paragraph(...whyVi(facts)), paragraph(countsVi(facts)), paragraph(...askVi(facts))),
    testSubject: '[Vận hành] Thư thử',
    test: (at) =>
      blocks(
        paragraph(
          `Đây là thư thử, gửi lúc ${vi(at)} để kiểm tra hộp thư này có nhận được thư hay không.`,
          'Không phải làm thêm thủ tục nào.',
        ),
      ),
  },
  en: {
    salutation: 'To: the operator',
    close: 'Respectfully,',
    signer: 'Nhịp',
    footer: (code) => [`Sent automatically to the operator. Letter ${code}.`],
    heldSubject: (letters) => `[Operations] ${letters} letters held for review`,
    held: (facts) =>
      blocks(paragraph(...whyEn(facts)), paragraph(countsEn(facts)), paragraph(...askEn(facts))),
    testSubject: '[Operations] Test letter',
    test: (at) =>
      blocks(
        paragraph(
          `This is a test letter, sent at ${en(at)} to see whether mail arrives at this mailbox.`,
          'Nothing needs to be done.',
        ),
      ),
  },
};

function whyVi({ cause, from, to, letters }: HeldFacts): readonly string[] {
  const held = `${n(letters)} thư đang được giữ, chưa gửi thư nào.`;
  switch (cause) {
    case 'outage':
      return [
        `Hệ thống ngừng từ ${vi(from)} đến ${vi(to)}.`,
        `${n(letters)} thư đến giờ gửi trong thời gian đó đang được giữ, chưa gửi thư nào.`,
      ];
    case 'restored':
      return [
        `Cơ sở dữ liệu và máy chủ quy trình không khớp nhau (khôi phục từ bản sao lưu), phát hiện lúc ${vi(to)}.`,
        held,
        'Các chu kỳ liên quan chờ được cho tiếp tục bằng `nhip resume`, có nêu lý do.',
      ];
    case 'clock':
      return [`Đồng hồ lệch, phát hiện lúc ${vi(to)}.`, held];
    case 'bigInstant':
      return [`Giờ gửi ${vi(from)} có số thư nhiều hơn hẳn thường lệ.`, held];
    default:
      return cause satisfies never;
  }
}

function countsVi({ stillTrue, untrue, received, moved, laterStep, other }: HeldFacts): string {
  const otherwise = other > 0 ? `, lý do khác ${n(other)}` : '';
  return (
    `Còn đúng: ${n(stillTrue)} thư. Không còn đúng: ${n(untrue)} thư ` +
    `(đã nhận văn bản ${n(received)}, đổi thời hạn ${n(moved)}, đã có mốc sau ${n(laterStep)}${otherwise}).`
  );
}

function askVi({ link, next }: HeldFacts): readonly string[] {
  return [
    link === null
      ? `Đề nghị xem bằng lệnh ${LIST} và chọn thư được gửi bằng lệnh ${RELEASE}.`
      : `Đề nghị chọn thư được gửi tại: ${link}.`,
    `Thư được chọn sẽ gửi lúc ${vi(next)}; thư không chọn vẫn được giữ.`,
  ];
}

function whyEn({ cause, from, to, letters }: HeldFacts): readonly string[] {
  const held = `${letters} letters are held, none has gone.`;
  switch (cause) {
    case 'outage':
      return [`The service stood still from ${en(from)} to ${en(to)}.`, held];
    case 'restored':
      return [
        `Database and engine do not agree (a restore from a backup), found at ${en(to)}.`,
        held,
        'The cycles concerned wait to be resumed with `nhip resume` and a reason.',
      ];
    case 'clock':
      return [`The clocks differ, found at ${en(to)}.`, held];
    case 'bigInstant':
      return [`The send instant ${en(from)} has far more letters than usual.`, held];
    default:
      return cause satisfies never;
  }
}

function countsEn({ stillTrue, untrue, received, moved, laterStep, other }: HeldFacts): string {
  const otherwise = other > 0 ? `, other reasons ${other}` : '';
  return (
    `Still true: ${stillTrue}; no longer true: ${untrue} ` +
    `(document received ${received}, date moved ${moved}, a later step stands ${laterStep}${otherwise}).`
  );
}

function askEn({ link, next }: HeldFacts): readonly string[] {
  return [
    link === null
      ? `Please look with ${LIST} and choose what may go with ${RELEASE};`
      : `Please choose what may go: ${link};`,
    `it leaves at ${en(next)}, the rest stays held.`,
  ];
}
