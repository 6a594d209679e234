// “No” to a meeting’s day, and to what rests on an undecided calendar. Knows words alone; must not know when one is given.
import type { SaidRefusals } from './refusalWords.js';

export const MEETING_REFUSALS = {
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
      'Đăng ký quyết định, hoặc chọn ngày ngoài các kỳ nghỉ {holidays:dayOff}.',
    ],
    en: [
      'The calendar of {year} is provisional; so is {date:date}.',
      'Register the decision or stay clear of {holidays:dayOff}.',
    ],
  },
  CalendarMissing: {
    vi: ['Không có lịch nghỉ năm {year}.', 'Đăng ký tệp lịch năm {year}.'],
    en: ['There is no calendar for {year}.', 'Register one.'],
  },
} as const satisfies SaidRefusals;
