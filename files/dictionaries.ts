// Words that stand inside the sentences of file messages: types, levels, reasons. Knows words alone.
import type { Wording } from './wording.js';

/** By dictionary, then by the fact's value; a reason may hold slots of its own. */
export const DICTIONARIES: Readonly<Record<string, Readonly<Record<string, Wording>>>> = {
  type: {
    text: { vi: 'chữ (số thì đặt trong ngoặc kép)', en: 'text (numbers in quotes)' },
    string: { vi: 'chữ', en: 'text' },
    number: { vi: 'số', en: 'a number' },
    wholeNumber: { vi: 'số nguyên', en: 'a whole number' },
    boolean: { vi: 'true hoặc false', en: 'true or false' },
    list: { vi: 'danh sách', en: 'a list' },
    map: { vi: 'nhóm trường', en: 'a group of fields' },
    yearOrDate: { vi: 'năm hoặc ngày', en: 'a year or a date' },
    null: { vi: 'trống', en: 'nothing' },
  },
  level: {
    central: { vi: 'trung ương', en: 'central' },
    province: { vi: 'tỉnh', en: 'province' },
    district: { vi: 'huyện', en: 'district' },
    commune: { vi: 'xã', en: 'commune' },
  },
  scheme: {
    party: { vi: 'văn bản Đảng', en: 'Party' },
    state: { vi: 'văn bản nhà nước', en: 'State' },
  },
  weekday: {
    1: { vi: 'thứ Hai', en: 'Monday' },
    2: { vi: 'thứ Ba', en: 'Tuesday' },
    3: { vi: 'thứ Tư', en: 'Wednesday' },
    4: { vi: 'thứ Năm', en: 'Thursday' },
    5: { vi: 'thứ Sáu', en: 'Friday' },
    6: { vi: 'thứ Bảy', en: 'Saturday' },
    7: { vi: 'Chủ nhật', en: 'Sunday' },
  },
  due: {
    noDay: { vi: 'tháng {m} không có ngày {d}', en: 'month {m} has no day {d}' },
    noRule: { vi: 'cần một trong: {list}', en: 'one of {list} is needed' },
    severalRules: { vi: 'chỉ ghi một trong: {list}', en: 'only one of {list}' },
    foreignKey: { vi: '“{key}” không đi cùng “{rule}”', en: '“{key}” does not go with “{rule}”' },
    noOffset: {
      vi: 'thiếu số `workingDays`, `days` hoặc `months`',
      en: 'a number of `workingDays`, `days` or `months` is missing',
    },
    offsetRange: {
      vi: '{value} không phải số nguyên từ 0 đến 400',
      en: '{value} is not a whole number, 0 to 400',
    },
    anniversaryRange: {
      vi: '{value} không phải số năm từ 1 đến 100',
      en: '{value} is not a number of years, 1 to 100',
    },
    notInYear: {
      vi: 'không rơi vào chu kỳ năm {year}',
      en: 'it does not fall into cycle {year}',
    },
    baseNotInYear: {
      vi: 'chu kỳ năm {year} không có “{kind}” để làm căn cứ',
      en: 'cycle {year} has no “{kind}” to count from',
    },
    outsideTerm: {
      vi: 'chương trình không có hiệu lực vào ngày {day}',
      en: 'the agreement is not in force on {day}',
    },
    bodyAbsent: {
      vi: 'không cơ quan nào có phần việc còn hoạt động vào ngày {day}',
      en: 'none of its owners exists on {day}',
    },
    noTier: { vi: '`tiers` không có cấp nào', en: '`tiers` names no level' },
  },
  yaml: {
    tab: { vi: 'dùng tab để thụt dòng; thay bằng dấu cách', en: 'tab used for indentation; use spaces' },
    quote: { vi: 'thiếu dấu ngoặc kép đóng hoặc mở', en: 'a quotation mark is missing' },
    indentation: { vi: 'thụt dòng không khớp', en: 'indentation does not fit' },
    flow: {
      vi: 'thiếu dấu đóng, mở hoặc dấu phẩy trong { } [ ]',
      en: 'a bracket or comma is missing in { } [ ]',
    },
    colon: {
      vi: 'thiếu dấu hai chấm hoặc xuống dòng không đúng chỗ',
      en: 'a colon is missing or a line breaks wrongly',
    },
    escape: { vi: 'ký tự thoát (\\) không hợp lệ', en: 'an escape (\\) is not valid' },
    tag: { vi: 'không dùng nhãn (!)', en: 'tags (!) are not used' },
    several: { vi: 'tệp có nhiều tài liệu (---)', en: 'several documents (---) in one file' },
    key: { vi: 'tên trường phải là chữ', en: 'a field name must be text' },
    other: { vi: 'sai cú pháp', en: 'syntax error' },
  },
};
