// “No” about letters and drafts. Knows words alone; must not know when one is given.
import type { SaidRefusals } from './refusalWords.js';

export const LETTER_REFUSALS = {
  UnknownLetter: {
    vi: ['Sổ thư không có thư “{id}”.', 'Xem mã thư: `nhip mail list --json`.'],
    en: ['The ledger has no letter “{id}”.', 'See the ids: `nhip mail list --json`.'],
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
  LetterInState: {
    vi: [
      'Thư {id} ở trạng thái “{state:letterState}”; không thực hiện được việc này.',
      'Xem: `nhip mail show {id}`.',
    ],
    en: ['Letter {id} is {state:letterState}; this cannot be done to it.', 'See: `nhip mail show {id}`.'],
  },
  MailboxStopped: {
    vi: [
      'Đã ngừng gửi tới hộp thư {mailbox}, vì thư bị trả lại.',
      'Thử hộp thư: `nhip mail test {mailbox}`; hoặc cập nhật hộp thư trong tệp rồi `nhip register`.',
    ],
    en: [
      'Mail to {mailbox} has stopped, as it came back.',
      'Try the mailbox: `nhip mail test {mailbox}`; or change it in the file and register.',
    ],
  },
  AddressNotValid: {
    vi: [
      '“{address}” không phải một địa chỉ thư điện tử.',
      'Ghi đúng một địa chỉ, ví dụ vanthu@bdvtw.example.',
    ],
    en: ['“{address}” is not one mail address.', 'Give exactly one, such as vanthu@bdvtw.example.'],
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
} as const satisfies SaidRefusals;
