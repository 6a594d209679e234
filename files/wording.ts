// The sentences of file messages in Vietnamese and English. Knows words alone; must not know when a message is due.
//
// `{name}` is a fact, `{name:dictionary}` a fact translated, `‹…›` is left out where a fact inside it is absent.
import type { Language } from '../domain/agreement.js';

export type Wording = Readonly<Record<Language, string>>;

const nearVi = '‹; có phải “{near}”?›';
const nearEn = '‹; did you mean “{near}”?›';

export const WORDING = {
  fieldMissing: { vi: 'thiếu trường bắt buộc “{field}”', en: 'required field missing: {field}' },
  unknownKey: { vi: `không có trường “{key}”${nearVi}`, en: `unknown key “{key}”${nearEn}` },
  duplicateKey: {
    vi: 'trường “{key}” ghi hai lần, lần đầu ở dòng {n}',
    en: 'duplicate key, first on line {n}',
  },
  codeUsed: { vi: 'mã “{code}” đã dùng ở {file}:{n}', en: 'code already used at {file}:{n}' },
  empty: {
    vi: 'trường để trống; chưa có thông tin thì bỏ cả dòng',
    en: 'empty; leave the line out when unknown',
  },
  wrongType: {
    vi: 'cần {expected:type}, đang là {found:type}',
    en: 'expected {expected:type}, found {found:type}',
  },
  notListed: { vi: `“{value}” không thuộc: {list}${nearVi}`, en: `“{value}” is not one of {list}${nearEn}` },
  notDate: {
    vi: '“{value}” không phải ngày; ghi như 2026-06-15',
    en: '“{value}” is not a date; write 2026-06-15',
  },
  noSuchDay: { vi: 'tháng {m}/{y} không có ngày {d}', en: 'no such day in {m}/{y}: {d}' },
  notMonthDay: {
    vi: '“{value}” không phải ngày trong năm; ghi như 31/1',
    en: '“{value}” is not a day of the year; write 31/1',
  },
  notClock: {
    vi: '“{value}” không phải giờ; ghi như "15:00"',
    en: '“{value}” is not a clock time; write "15:00"',
  },
  notInstant: {
    vi: '“{value}” không phải thời điểm có múi giờ; ghi như 2026-06-15T09:00:00+07:00',
    en: '“{value}” is not a time with an offset; write 2026-06-15T09:00:00+07:00',
  },
  notYear: { vi: '“{value}” không phải năm (2000 đến 2100)', en: '“{value}” is not a year (2000 to 2100)' },
  notCode: {
    vi: '“{value}” không phải mã; chỉ dùng chữ thường không dấu, chữ số và gạch nối, tối đa 40 ký tự',
    en: '“{value}” is not a code; use lower-case letters, digits and hyphens, at most 40',
  },
  notKind: {
    vi: '“{value}” không phải tên việc; chỉ dùng chữ không dấu, chữ số và gạch nối, tối đa 40 ký tự',
    en: '“{value}” is not an obligation name; use plain letters, digits and hyphens, at most 40',
  },
  unknownBody: { vi: `không có cơ quan mã “{code}”${nearVi}`, en: `unknown body “{code}”${nearEn}` },
  unknownAgreement: {
    vi: `không có chương trình mã “{code}”${nearVi}`,
    en: `no agreement “{code}”${nearEn}`,
  },
  bodyWithoutPost: {
    vi: '{body} chưa có đầu mối nào để nhận thư',
    en: '{body} has no post to receive letters',
  },
  tooFewParties: { vi: 'cần ít nhất 2 bên ký kết, đang có {n}', en: 'at least 2 parties, found {n}' },
  severalLeads: {
    vi: 'chỉ một bên được ghi là cơ quan chủ trì, đang có {n}',
    en: 'only one lead, found {n}',
  },
  partyTwice: { vi: '“{body}” ghi hai lần trong các bên ký kết', en: '“{body}” is a party twice' },
  quoteMissing: {
    vi: 'việc theo văn bản (`mandated`) phải có trích dẫn `quote`',
    en: "mandated needs the agreement's words in `quote`",
  },
  sourceMissing: { vi: 'có trích dẫn nhưng thiếu nguồn `source`', en: 'a quote needs its source' },
  quoteNotFound: { vi: 'trích dẫn không có trong nguồn {source}', en: 'quote not found in {source}' },
  termBackwards: {
    vi: 'giai đoạn kết thúc ({to}) trước khi bắt đầu ({from})',
    en: 'term ends ({to}) before it starts ({from})',
  },
  openEndWithTo: {
    vi: 'giai đoạn không thời hạn (`openEnd`) thì không ghi `to`',
    en: 'an open-ended term (`openEnd`) has no `to`',
  },
  spanBackwards: {
    vi: 'khoảng ngày kết thúc ({to}) trước khi bắt đầu ({from})',
    en: 'the span ends ({to}) before it starts ({from})',
  },
  signedAfterTerm: {
    vi: 'ngày ký {date} sau khi giai đoạn kết thúc',
    en: 'signed on {date}, after the term ended',
  },
  signedOnDayOff: {
    vi: 'ngày ký {date} là {weekday:weekday}, ngày nghỉ',
    en: 'signed on a day off: {date}, {weekday:weekday}',
  },
  dueImpossible: { vi: 'thời hạn không thể có: {why:due}', en: 'impossible due rule: {why:due}' },
  idTaken: {
    vi: 'chu kỳ năm {year} đã có việc “{id}”; đặt `id` khác',
    en: 'cycle {year} already has “{id}”; give it another `id`',
  },
  dueMissing: {
    vi: 'việc ngoài danh mục (“{kind}”) phải có `due`',
    en: 'a kind outside the glossary needs a `due`',
  },
  dueBaseAbsent: {
    vi: `thời hạn dựa vào “{kind}”, nhưng chương trình không có việc này${nearVi}`,
    en: `due refers to “{kind}”, which is absent${nearEn}`,
  },
  dueCircle: { vi: 'các thời hạn dựa vòng vào nhau: {circle}', en: 'due rules go in a circle: {circle}' },
  dueUnresolved: {
    vi: 'chưa tính được thời hạn vì chưa biết {field}',
    en: 'due unresolved until {field} is known',
  },
  tierMissing: {
    vi: '`tiers` thiếu thời hạn cho cấp {level:level} của {body}',
    en: 'no due day for level {level:level} of {body}',
  },
  opensAfterDue: {
    vi: 'ngày mở {opens} sau thời hạn {due}',
    en: 'opens ({opens}) after it is due ({due})',
  },
  opensNotAllowed: {
    vi: 'việc theo kỳ hoặc có thời hạn dựa vào việc khác thì không ghi `opens`',
    en: 'a series or a relative due rule has no `opens` of its own',
  },
  titleMissing: {
    vi: 'việc ngoài danh mục (“{kind}”) phải có `title`',
    en: 'a kind outside the glossary (“{kind}”) needs a `title`',
  },
  stepRange: {
    vi: 'mốc nhắc phải là số ngày làm việc từ 1 đến 250',
    en: 'steps are working days, 1 to 250',
  },
  leadNotOwner: {
    vi: 'hoàn thành theo cơ quan chủ trì (`lead`), nhưng cơ quan chủ trì không có phần việc',
    en: 'completion is `lead`, but no owner is the lead',
  },
  drafterNotOwner: {
    vi: 'hoàn thành theo cơ quan soạn thảo (`drafter`), nhưng không cơ quan nào ghi `as: drafter`',
    en: 'completion is `drafter`, but no owner is `as: drafter`',
  },
  ownerTwice: {
    vi: '“{body}” ghi hai lần trong `owners`; lấy lần ghi đầu',
    en: '“{body}” is an owner twice; the first entry holds',
  },
  ownerForm: {
    vi: 'ghi đúng một trong `body`, `role`, `eachChildOf`; `of` chỉ đi cùng `role`',
    en: 'name exactly one of `body`, `role`, `eachChildOf`; `of` goes with `role` only',
  },
  removeUnknown: {
    vi: `không có việc “{kind}” để bỏ${nearVi}`,
    en: `no obligation “{kind}” to remove${nearEn}`,
  },
  twoHolders: { vi: 'vai trò “{role}” năm {year} ghi hai cơ quan', en: 'two bodies hold “{role}” in {year}' },
  numberNotInScheme: {
    vi: 'số “{number}” không đúng cách ghi số {scheme:scheme}',
    en: 'number “{number}” not in the {scheme:scheme} scheme',
  },
  severalAddresses: {
    vi: 'mỗi đầu mối chỉ một địa chỉ thư, đang có {n}',
    en: 'one address per mailbox, found {n}',
  },
  notAddress: { vi: '“{value}” không phải địa chỉ thư điện tử', en: '“{value}” is not a mail address' },
  lineBreak: { vi: 'trường này không được xuống dòng', en: 'line break not allowed here' },
  hiddenCharacter: {
    vi: 'có ký tự điều khiển hoặc ký tự ẩn (U+{hex})',
    en: 'control or invisible character (U+{hex})',
  },
  foreignLetter: {
    vi: 'có chữ ngoài bảng chữ cái tiếng Việt: “{char}” (U+{hex})',
    en: 'letter of another alphabet: “{char}” (U+{hex})',
  },
  validityBackwards: {
    vi: 'hiệu lực từ {a} sau hiệu lực đến {b}',
    en: 'validFrom {a} after validTo {b}',
  },
  makeUpNotWeekend: {
    vi: 'ngày làm bù {date} không phải ngày nghỉ hằng tuần',
    en: 'make-up day {date} is not on a weekend',
  },
  swapOtherYear: {
    vi: 'ngày nghỉ {date} không thuộc năm {year}',
    en: 'day off {date} is not in {year}',
  },
  notUtf8: { vi: 'tệp không phải UTF-8, từ byte {n}', en: 'not UTF-8, from byte {n}' },
  utf16: {
    vi: 'tệp ghi bằng UTF-16; lưu lại bằng UTF-8',
    en: 'the file is UTF-16; save it as UTF-8',
  },
  byteOrderMark: {
    vi: 'tệp mở đầu bằng dấu BOM; nên lưu UTF-8 không BOM',
    en: 'the file begins with a byte order mark; save it as UTF-8 without BOM',
  },
  tooLarge: {
    vi: 'tệp lớn {size:bytes}, tối đa {max:bytes}',
    en: 'file of {size:bytes}, at most {max:bytes}',
  },
  tooDeep: { vi: 'tệp lồng quá {max} cấp', en: 'nested more than {max} levels deep' },
  emptyFile: { vi: 'tệp trống', en: 'the file is empty' },
  fileMissing: { vi: 'không có tệp “{path}”', en: 'no such file: {path}' },
  unreadable: { vi: 'không đọc được tệp “{path}” ({why})', en: 'cannot read {path} ({why})' },
  unknownFile: {
    vi: 'tệp cần có `agreement`, `bodies`, `calendar` hoặc `quiet` ở cấp ngoài cùng',
    en: 'the file needs `agreement`, `bodies`, `calendar` or `quiet` at its top level',
  },
  invalidYaml: { vi: 'không đọc được YAML: {why:yaml}', en: 'invalid YAML: {why:yaml}' },
  aliases: { vi: 'không dùng neo và bí danh YAML', en: 'YAML anchors and aliases not allowed' },
} as const satisfies Readonly<Record<string, Wording>>;
