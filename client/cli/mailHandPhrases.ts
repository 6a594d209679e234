// What a person's hand on letters is answered with. Knows words alone.
import type { Language } from '../../domain/agreement.js';
import type { WhyUntrue } from '../../domain/heldTruth.js';

export type Hand = 'hold' | 'withdraw' | 'resend' | 'settleSent' | 'settleNotSent';

export interface MailHandPhrases {
  readonly done: Readonly<Record<Hand, (id: string, when: string) => string>>;
  readonly released: (count: number, when: string) => string;
  readonly withdrawn: (count: number) => string;
  readonly nothingHeld: string;
  readonly stillTrue: string;
  readonly untrue: Readonly<Record<WhyUntrue, string>>;
  readonly notStarted: string;
  readonly tested: (address: string, reply: string) => string;
  readonly testFailed: (address: string, phase: string, reply: string) => string;
  readonly opened: (address: string) => string;
}

export const MAIL_HAND_PHRASES: Readonly<Record<Language, MailHandPhrases>> = {
  vi: {
    done: {
      hold: (id) => `Đã ghi nhận: giữ lại thư ${id}.`,
      withdraw: (id) => `Đã ghi nhận: rút thư ${id}; nội dung này không gửi nữa.`,
      resend: (id, when) => `Đã ghi nhận: gửi lại thư ${id} lúc ${when}.`,
      settleSent: (id) => `Đã ghi nhận: thư ${id} đã gửi.`,
      settleNotSent: (id, when) => `Đã ghi nhận: thư ${id} chưa gửi; gửi lại lúc ${when}.`,
    },
    released: (count, when) => `Đã cho gửi ${count} thư, gửi lúc ${when}.`,
    withdrawn: (count) => `Không còn đúng, đã rút: ${count} thư`,
    nothingHeld: 'Không có thư nào đang giữ. Không có thay đổi.',
    stillTrue: 'còn đúng',
    untrue: {
      received: 'không còn đúng: đã nhận văn bản',
      moved: 'không còn đúng: đổi thời hạn',
      laterStep: 'không còn đúng: đã có mốc sau',
      other: 'không còn đúng: đầu mối hoặc chu kỳ đã thay đổi',
    },
    notStarted: 'Chưa báo được máy chủ quy trình; thư sẽ gửi ngay khi tiến trình xử lý chạy lại.',
    tested: (address, reply) => `Máy chủ thư đã nhận thư thử gửi ${address}: ${reply}`,
    testFailed: (address, phase, reply) =>
      `Thư thử gửi ${address} chưa gửi được, dừng ở bước ${phase}: ${reply}`,
    opened: (address) => `Đã cho gửi lại tới hộp thư ${address}.`,
  },
  en: {
    done: {
      hold: (id) => `Recorded: letter ${id} is held.`,
      withdraw: (id) => `Recorded: letter ${id} is withdrawn; this is not sent any more.`,
      resend: (id, when) => `Recorded: letter ${id} goes again at ${when}.`,
      settleSent: (id) => `Recorded: letter ${id} was sent.`,
      settleNotSent: (id, when) => `Recorded: letter ${id} was not sent; it goes again at ${when}.`,
    },
    released: (count, when) => `${count} letters released; they leave at ${when}.`,
    withdrawn: (count) => `No longer true, withdrawn: ${count} letters`,
    nothingHeld: 'Nothing is held. No change.',
    stillTrue: 'still true',
    untrue: {
      received: 'no longer true: document received',
      moved: 'no longer true: date moved',
      laterStep: 'no longer true: a later step stands',
      other: 'no longer true: post or cycle has changed',
    },
    notStarted: 'The engine could not be told; the letters leave as soon as a worker runs again.',
    tested: (address, reply) => `The relay took the test letter to ${address}: ${reply}`,
    testFailed: (address, phase, reply) =>
      `The test letter to ${address} was not taken, stopped at ${phase}: ${reply}`,
    opened: (address) => `Mail to ${address} goes again.`,
  },
};
