// Every sentence a file can be answered with, in both languages and at its exact place.
import { type MessageCode, printed, sentence } from '../../files/messages.js';
import { WORDING } from '../../files/wording.js';
import { agreementText, loadText, unmarked } from './written.js';

interface Case {
  readonly code: MessageCode;
  /** Lines replaced or added; `¦` marks the place. */
  readonly lines: Readonly<Record<string, string>>;
  readonly field: string;
  readonly vi: string;
  readonly en: string;
}

const own = (lines: string): Record<string, string> => ({ obligations: `obligations:\n  - ${lines}` });
const body = (line: string): Record<string, string> => ({
  bodies: `bodies:\n  - { code: ben-a, name: A, regime: party, level: district, posts: [ { code: vt, title: VT, rank: clerk, mailbox: v@a.example } ] }\n  - ${line}`,
});
const B = 'code: ben-b, name: B, regime: state, level: district';
const post = (mailbox: string): Record<string, string> =>
  body(`{ ${B}, posts: [ { code: vt, title: VT, rank: clerk, mailbox: ¦${mailbox} } ] }`);

const CASES: readonly Case[] = [
  {
    code: 'fieldMissing',
    lines: { title: '' },
    field: 'title',
    vi: 'thiếu trường bắt buộc “title”',
    en: 'required field missing: title',
  },
  {
    code: 'unknownKey',
    lines: { signedOn: '¦signdOn: 2022-03-15' },
    field: 'signdOn',
    vi: 'không có trường “signdOn”; có phải “signedOn”?',
    en: 'unknown key “signdOn”; did you mean “signedOn”?',
  },
  {
    code: 'unknownKey',
    lines: { more: '¦zzz: 1' },
    field: 'zzz',
    vi: 'không có trường “zzz”',
    en: 'unknown key “zzz”',
  },
  {
    code: 'unknownKey',
    lines: { more: '¦__proto__: { a: 1 }' },
    field: '__proto__',
    vi: 'không có trường “__proto__”',
    en: 'unknown key “__proto__”',
  },
  {
    code: 'duplicateKey',
    lines: { more: '¦title: B' },
    field: 'title',
    vi: 'trường “title” ghi hai lần, lần đầu ở dòng 2',
    en: 'duplicate key, first on line 2',
  },
  {
    code: 'empty',
    lines: { signedOn: '¦signedOn:' },
    field: 'signedOn',
    vi: 'trường để trống; chưa có thông tin thì bỏ cả dòng',
    en: 'empty; leave the line out when unknown',
  },
  {
    code: 'empty',
    lines: { title: 'title: ¦"  "' },
    field: 'title',
    vi: 'trường để trống; chưa có thông tin thì bỏ cả dòng',
    en: 'empty; leave the line out when unknown',
  },
  {
    code: 'wrongType',
    lines: { title: 'title: ¦2022' },
    field: 'title',
    vi: 'cần chữ (số thì đặt trong ngoặc kép), đang là số',
    en: 'expected text (numbers in quotes), found a number',
  },
  {
    code: 'wrongType',
    lines: { parties: 'parties: ¦ben-a' },
    field: 'parties',
    vi: 'cần danh sách, đang là chữ',
    en: 'expected a list, found text',
  },
  {
    code: 'notListed',
    lines: { level: 'level: ¦distric' },
    field: 'level',
    vi: '“distric” không thuộc: central, province, district, commune; có phải “district”?',
    en: '“distric” is not one of central, province, district, commune; did you mean “district”?',
  },
  {
    code: 'notDate',
    lines: { signedOn: 'signedOn: ¦15/3/2022' },
    field: 'signedOn',
    vi: '“15/3/2022” không phải ngày; ghi như 2026-06-15',
    en: '“15/3/2022” is not a date; write 2026-06-15',
  },
  {
    code: 'noSuchDay',
    lines: { signedOn: 'signedOn: ¦2022-02-30' },
    field: 'signedOn',
    vi: 'tháng 2/2022 không có ngày 30',
    en: 'no such day in 2/2022: 30',
  },
  {
    code: 'notMonthDay',
    lines: own('{ kind: annualPlan, opens: ¦31-1 }'),
    field: 'obligations[0].opens.day',
    vi: '“31-1” không phải ngày trong năm; ghi như 31/1',
    en: '“31-1” is not a day of the year; write 31/1',
  },
  {
    code: 'notClock',
    lines: own('{ kind: annualPlan, cutoff: ¦25:00 }'),
    field: 'obligations[0].cutoff',
    vi: '“25:00” không phải giờ; ghi như "15:00"',
    en: '“25:00” is not a clock time; write "15:00"',
  },
  {
    code: 'notYear',
    lines: { term: 'term: { from: ¦216, to: 2024 }' },
    field: 'term.from',
    vi: '“216” không phải năm (2000 đến 2100)',
    en: '“216” is not a year (2000 to 2100)',
  },
  {
    code: 'notCode',
    lines: { agreement: 'agreement: ¦CTPH_A' },
    field: 'agreement',
    vi: '“CTPH_A” không phải mã; chỉ dùng chữ thường không dấu, chữ số và gạch nối, tối đa 40 ký tự',
    en: '“CTPH_A” is not a code; use lower-case letters, digits and hyphens, at most 40',
  },
  {
    code: 'notCode',
    lines: { parent: 'parent: { agreement: ¦TW/79, basis: stated }' },
    field: 'parent.agreement',
    vi: '“TW/79” không phải mã; chỉ dùng chữ thường không dấu, chữ số và gạch nối, tối đa 40 ký tự',
    en: '“TW/79” is not a code; use lower-case letters, digits and hyphens, at most 40',
  },
  {
    code: 'notKind',
    lines: own('{ kind: ¦kế hoạch, title: K, due: { day: 1/2 } }'),
    field: 'obligations[0].kind',
    vi: '“kế hoạch” không phải tên việc; chỉ dùng chữ không dấu, chữ số và gạch nối, tối đa 40 ký tự',
    en: '“kế hoạch” is not an obligation name; use plain letters, digits and hyphens, at most 40',
  },
  {
    code: 'unknownBody',
    lines: { standingBody: 'standingBody: ¦ben-c1' },
    field: 'standingBody',
    vi: 'không có cơ quan mã “ben-c1”; có phải “ben-a”?',
    en: 'unknown body “ben-c1”; did you mean “ben-a”?',
  },
  {
    code: 'unknownBody',
    lines: own('{ kind: annualPlan, owners: [ ben-a, ¦so-noi-vu ] }'),
    field: 'obligations[0].owners[1].body',
    vi: 'không có cơ quan mã “so-noi-vu”',
    en: 'unknown body “so-noi-vu”',
  },
  {
    code: 'bodyWithoutPost',
    lines: { parties: 'parties: [ { body: ben-a }, { body: ¦ben-b } ]', number: '', ...body(`{ ${B} }`) },
    field: 'parties[1].body',
    vi: 'ben-b chưa có đầu mối nào để nhận thư',
    en: 'ben-b has no post to receive letters',
  },
  {
    code: 'tooFewParties',
    lines: { parties: 'parties: ¦[ { body: ben-a, lead: true } ]' },
    field: 'parties',
    vi: 'cần ít nhất 2 bên ký kết, đang có 1',
    en: 'at least 2 parties, found 1',
  },
  {
    code: 'severalLeads',
    lines: { parties: 'parties: ¦[ { body: ben-a, lead: true }, { body: ben-b, lead: true } ]' },
    field: 'parties',
    vi: 'chỉ một bên được ghi là cơ quan chủ trì, đang có 2',
    en: 'only one lead, found 2',
  },
  {
    code: 'partyTwice',
    lines: { parties: 'parties: [ { body: ben-a, lead: true }, { body: ¦ben-a } ]' },
    field: 'parties[1].body',
    vi: '“ben-a” ghi hai lần trong các bên ký kết',
    en: '“ben-a” is a party twice',
  },
  {
    code: 'quoteMissing',
    lines: own('¦{ kind: annualPlan, basis: mandated }'),
    field: 'obligations[0].quote',
    vi: 'việc theo văn bản (`mandated`) phải có trích dẫn `quote`',
    en: "mandated needs the agreement's words in `quote`",
  },
  {
    code: 'sourceMissing',
    lines: own('¦{ kind: annualPlan, basis: mandated, quote: hằng năm }'),
    field: 'obligations[0].source',
    vi: 'có trích dẫn nhưng thiếu nguồn `source`',
    en: 'a quote needs its source',
  },
  {
    code: 'quoteNotFound',
    lines: own('{ kind: annualPlan, basis: mandated, quote: ¦hằng tháng, source: bai.txt }'),
    field: 'obligations[0].quote',
    vi: 'trích dẫn không có trong nguồn bai.txt',
    en: 'quote not found in bai.txt',
  },
  {
    code: 'termBackwards',
    lines: { signedOn: '', term: 'term: { from: 2022, to: ¦2021 }' },
    field: 'term.to',
    vi: 'giai đoạn kết thúc (2021) trước khi bắt đầu (2022)',
    en: 'term ends (2021) before it starts (2022)',
  },
  {
    code: 'openEndWithTo',
    lines: { term: 'term: { from: 2022, to: 2024, openEnd: ¦true }' },
    field: 'term.openEnd',
    vi: 'giai đoạn không thời hạn (`openEnd`) thì không ghi `to`',
    en: 'an open-ended term (`openEnd`) has no `to`',
  },
  {
    code: 'spanBackwards',
    lines: { quiet: 'quiet: [ { from: 2023-02-02, to: ¦2023-02-01 } ]' },
    field: 'quiet[0].to',
    vi: 'khoảng ngày kết thúc (2023-02-01) trước khi bắt đầu (2023-02-02)',
    en: 'the span ends (2023-02-01) before it starts (2023-02-02)',
  },
  {
    code: 'signedAfterTerm',
    lines: { signedOn: 'signedOn: ¦2025-03-14' },
    field: 'signedOn',
    vi: 'ngày ký 2025-03-14 sau khi giai đoạn kết thúc',
    en: 'signed on 2025-03-14, after the term ended',
  },
  {
    code: 'signedOnDayOff',
    lines: { signedOn: 'signedOn: ¦2022-03-12' },
    field: 'signedOn',
    vi: 'ngày ký 2022-03-12 là thứ Bảy, ngày nghỉ',
    en: 'signed on a day off: 2022-03-12, Saturday',
  },
  {
    code: 'signedOnDayOff',
    lines: { signedOn: 'signedOn: ¦2022-09-02' },
    field: 'signedOn',
    vi: 'ngày ký 2022-09-02 là thứ Sáu, ngày nghỉ',
    en: 'signed on a day off: 2022-09-02, Friday',
  },
  {
    code: 'dueImpossible',
    lines: own('{ kind: annualPlan, due: { day: ¦31/2 } }'),
    field: 'obligations[0].due.day',
    vi: 'thời hạn không thể có: tháng 2 không có ngày 31',
    en: 'impossible due rule: month 2 has no day 31',
  },
  {
    code: 'dueImpossible',
    lines: own('{ kind: annualPlan, due: ¦{ before: reviewConference } }'),
    field: 'obligations[0].due',
    vi: 'thời hạn không thể có: thiếu số `workingDays`, `days` hoặc `months`',
    en: 'impossible due rule: a number of `workingDays`, `days` or `months` is missing',
  },
  {
    code: 'dueImpossible',
    lines: own('{ kind: annualPlan, due: ¦{ of: nextYear } }'),
    field: 'obligations[0].due',
    vi: 'thời hạn không thể có: cần một trong: day, every, anniversary, before, after, tiers, vague',
    en: 'impossible due rule: one of day, every, anniversary, before, after, tiers, vague is needed',
  },
  {
    code: 'dueImpossible',
    lines: own('{ kind: annualPlan, due: ¦{ day: 1/2, every: month } }'),
    field: 'obligations[0].due',
    vi: 'thời hạn không thể có: chỉ ghi một trong: day, every',
    en: 'impossible due rule: only one of day, every',
  },
  {
    code: 'dueImpossible',
    lines: own('{ kind: annualPlan, due: { day: 1/2, plus: ¦{ days: 1 } } }'),
    field: 'obligations[0].due.plus',
    vi: 'thời hạn không thể có: “plus” không đi cùng “day”',
    en: 'impossible due rule: “plus” does not go with “day”',
  },
  {
    code: 'dueImpossible',
    lines: own('{ kind: annualPlan, due: { every: year, plus: { days: ¦1.5 } } }'),
    field: 'obligations[0].due.plus.days',
    vi: 'thời hạn không thể có: 1.5 không phải số nguyên từ 0 đến 400',
    en: 'impossible due rule: 1.5 is not a whole number, 0 to 400',
  },
  {
    code: 'dueImpossible',
    lines: own('{ kind: annualPlan, due: { anniversary: ¦0, of: signedOn } }'),
    field: 'obligations[0].due.anniversary',
    vi: 'thời hạn không thể có: 0 không phải số năm từ 1 đến 100',
    en: 'impossible due rule: 0 is not a number of years, 1 to 100',
  },
  {
    code: 'dueImpossible',
    lines: own('{ kind: annualPlan, due: { tiers: ¦{} } }'),
    field: 'obligations[0].due.tiers',
    vi: 'thời hạn không thể có: `tiers` không có cấp nào',
    en: 'impossible due rule: `tiers` names no level',
  },
  {
    code: 'dueMissing',
    lines: own('{ kind: ¦theme, title: Chủ đề năm }'),
    field: 'obligations[0].kind',
    vi: 'việc ngoài danh mục (“theme”) phải có `due`',
    en: 'a kind outside the glossary needs a `due`',
  },
  {
    code: 'dueBaseAbsent',
    lines: own('{ kind: annualPlan, due: { before: ¦reviewConferense, days: 3 } }'),
    field: 'obligations[0].due.before',
    vi: 'thời hạn dựa vào “reviewConferense”, nhưng chương trình không có việc này; có phải “reviewConference”?',
    en: 'due refers to “reviewConferense”, which is absent; did you mean “reviewConference”?',
  },
  {
    code: 'dueCircle',
    lines: own('{ kind: reviewConference, due: ¦{ after: invitation, days: 7 } }'),
    field: 'obligations[0].due',
    vi: 'các thời hạn dựa vòng vào nhau: reviewConference, invitation, reviewConference',
    en: 'due rules go in a circle: reviewConference, invitation, reviewConference',
  },
  {
    code: 'dueUnresolved',
    lines: own('{ kind: annualPlan, due: { anniversary: 1, of: ¦effectiveOn } }'),
    field: 'obligations[0].due.of',
    vi: 'chưa tính được thời hạn vì chưa biết effectiveOn',
    en: 'due unresolved until effectiveOn is known',
  },
  {
    code: 'tierMissing',
    lines: own('{ kind: midYearReport, owners: [ ben-a ], due: { tiers: ¦{ province: 15/6 } } }'),
    field: 'obligations[0].due.tiers',
    vi: '`tiers` thiếu thời hạn cho cấp huyện của ben-a',
    en: 'no due day for level district of ben-a',
  },
  {
    code: 'opensAfterDue',
    lines: own('{ kind: annualPlan, opens: ¦1/3, due: { day: 28/2 } }'),
    field: 'obligations[0].opens',
    vi: 'ngày mở 1/3 sau thời hạn 28/2',
    en: 'opens (1/3) after it is due (28/2)',
  },
  {
    code: 'opensNotAllowed',
    lines: own('{ kind: annualPlan, opens: ¦1/3, due: { every: month } }'),
    field: 'obligations[0].opens',
    vi: 'việc theo kỳ hoặc có thời hạn dựa vào việc khác thì không ghi `opens`',
    en: 'a series or a relative due rule has no `opens` of its own',
  },
  {
    code: 'titleMissing',
    lines: own('{ kind: ¦theme, due: { day: 1/2 } }'),
    field: 'obligations[0].kind',
    vi: 'việc ngoài danh mục (“theme”) phải có `title`',
    en: 'a kind outside the glossary (“theme”) needs a `title`',
  },
  {
    code: 'stepRange',
    lines: own('{ kind: annualPlan, ladder: { before: [ 5, ¦251 ] } }'),
    field: 'obligations[0].ladder.before[1]',
    vi: 'mốc nhắc phải là số ngày làm việc từ 1 đến 250',
    en: 'steps are working days, 1 to 250',
  },
  {
    code: 'leadNotOwner',
    lines: own('{ kind: annualPlan, owners: [ ben-b ], completion: ¦lead }'),
    field: 'obligations[0].completion',
    vi: 'hoàn thành theo cơ quan chủ trì (`lead`), nhưng cơ quan chủ trì không có phần việc',
    en: 'completion is `lead`, but no owner is the lead',
  },
  {
    code: 'drafterNotOwner',
    lines: own('{ kind: annualPlan, completion: ¦drafter }'),
    field: 'obligations[0].completion',
    vi: 'hoàn thành theo cơ quan soạn thảo (`drafter`), nhưng không cơ quan nào ghi `as: drafter`',
    en: 'completion is `drafter`, but no owner is `as: drafter`',
  },
  {
    code: 'ownerForm',
    lines: own('{ kind: annualPlan, owners: [ ¦{ body: ben-a, role: standing } ] }'),
    field: 'obligations[0].owners[0]',
    vi: 'ghi đúng một trong `body`, `role`, `eachChildOf`; `of` chỉ đi cùng `role`',
    en: 'name exactly one of `body`, `role`, `eachChildOf`; `of` goes with `role` only',
  },
  {
    code: 'ownerTwice',
    lines: own('{ kind: annualPlan, owners: [ { body: ben-a, as: drafter }, ¦ben-a ] }'),
    field: 'obligations[0].owners[1].body',
    vi: '“ben-a” ghi hai lần trong `owners`; lấy lần ghi đầu',
    en: '“ben-a” is an owner twice; the first entry holds',
  },
  {
    code: 'removeUnknown',
    lines: { remove: 'remove: [ ¦midYearReviw ]' },
    field: 'remove[0]',
    vi: 'không có việc “midYearReviw” để bỏ; có phải “midYearReview”?',
    en: 'no obligation “midYearReviw” to remove; did you mean “midYearReview”?',
  },
  {
    code: 'twoHolders',
    lines: { roles: 'roles: { standing: [ { year: 2022, body: ben-a }, { year: ¦2022, body: ben-b } ] }' },
    field: 'roles.standing[1].year',
    vi: 'vai trò “standing” năm 2022 ghi hai cơ quan',
    en: 'two bodies hold “standing” in 2022',
  },
  {
    code: 'numberNotInScheme',
    lines: { number: 'number: ¦19/KH-UBND' },
    field: 'number',
    vi: 'số “19/KH-UBND” không đúng cách ghi số văn bản Đảng',
    en: 'number “19/KH-UBND” not in the Party scheme',
  },
  {
    code: 'severalAddresses',
    lines: post('"v@b.example; w@b.example"'),
    field: 'bodies[1].posts[0].mailbox',
    vi: 'mỗi đầu mối chỉ một địa chỉ thư, đang có 2',
    en: 'one address per mailbox, found 2',
  },
  {
    code: 'notAddress',
    lines: post('"Văn thư <v@b.example>"'),
    field: 'bodies[1].posts[0].mailbox',
    vi: '“Văn thư <v@b.example>” không phải địa chỉ thư điện tử',
    en: '“Văn thư <v@b.example>” is not a mail address',
  },
  {
    code: 'lineBreak',
    lines: post('"v@b.example\\nBcc: w@b.example"'),
    field: 'bodies[1].posts[0].mailbox',
    vi: 'trường này không được xuống dòng',
    en: 'line break not allowed here',
  },
  {
    code: 'hiddenCharacter',
    lines: { title: 'title: Chương¦\u200b trình' },
    field: 'title',
    vi: 'có ký tự điều khiển hoặc ký tự ẩn (U+200B)',
    en: 'control or invisible character (U+200B)',
  },
  {
    code: 'hiddenCharacter',
    lines: { title: 'title: ¦"Chương\\u0007 trình"' },
    field: 'title',
    vi: 'có ký tự điều khiển hoặc ký tự ẩn (U+0007)',
    en: 'control or invisible character (U+0007)',
  },
  {
    code: 'foreignLetter',
    lines: { title: 'title: ¦Ban Cán sự Аảng' },
    field: 'title',
    vi: 'có chữ ngoài bảng chữ cái tiếng Việt: “А” (U+0410)',
    en: 'letter of another alphabet: “А” (U+0410)',
  },
  {
    code: 'validityBackwards',
    lines: body(
      `{ ${B}, validFrom: ¦2025-07-01, validTo: 2025-06-30, posts: [ { code: vt, title: VT, rank: clerk, mailbox: v@b.example } ] }`,
    ),
    field: 'bodies[1].validFrom',
    vi: 'hiệu lực từ 2025-07-01 sau hiệu lực đến 2025-06-30',
    en: 'validFrom 2025-07-01 after validTo 2025-06-30',
  },
  {
    code: 'makeUpNotWeekend',
    lines: {
      calendar:
        'calendar: [ { year: 2027, tetDaysBefore: 2, nationalDayNeighbour: -1, swaps: [ { off: 2027-09-03, work: ¦2027-09-10 } ] } ]',
    },
    field: 'calendar[0].swaps[0].work',
    vi: 'ngày làm bù 2027-09-10 không phải ngày nghỉ hằng tuần',
    en: 'make-up day 2027-09-10 is not on a weekend',
  },
  {
    code: 'swapOtherYear',
    lines: {
      calendar:
        'calendar: [ { year: 2027, tetDaysBefore: 2, nationalDayNeighbour: -1, swaps: [ { off: ¦2028-09-01, work: 2027-09-11 } ] } ]',
    },
    field: 'calendar[0].swaps[0].off',
    vi: 'ngày nghỉ 2028-09-01 không thuộc năm 2027',
    en: 'day off 2028-09-01 is not in 2027',
  },
  {
    code: 'fieldMissing',
    lines: { calendar: 'calendar: [ ¦{ year: 2027, tetDaysBefore: 2 } ]' },
    field: 'calendar[0].nationalDayNeighbour',
    vi: 'thiếu trường bắt buộc “nationalDayNeighbour”',
    en: 'required field missing: nationalDayNeighbour',
  },
  { code: 'fileMissing', lines: { use: 'use: [ ¦khong-co.yaml ]' }, field: 'use[0]', vi: '', en: '' },
  {
    code: 'invalidYaml',
    lines: { title: '¦\ttitle: A' },
    field: '',
    vi: 'không đọc được YAML: dùng tab để thụt dòng; thay bằng dấu cách',
    en: 'invalid YAML: tab used for indentation; use spaces',
  },
  { code: 'invalidYaml', lines: { more: '? ¦{ a: 1 }\n: b' }, field: '', vi: '', en: '' },
  {
    code: 'invalidYaml',
    lines: { title: 'title: ¦!!str A' },
    field: '',
    vi: 'không đọc được YAML: không dùng nhãn (!)',
    en: 'invalid YAML: tags (!) are not used',
  },
  {
    code: 'aliases',
    lines: { title: 'title: ¦&a Chương trình' },
    field: '',
    vi: 'không dùng neo và bí danh YAML',
    en: 'YAML anchors and aliases not allowed',
  },
];

const SOURCE = { 'bai.txt': 'Hội nghị  hằng\u00a0năm.' };

describe('every sentence about a file', () => {
  test.each(CASES.map((one) => [`${one.code} at ${one.field || 'the file'}`, one] as const))(
    '%s',
    (_, one) => {
      const { text, at } = unmarked(agreementText(one.lines));
      const loaded = loadText(text, SOURCE);
      const found = loaded.messages.filter((message) => message.code === one.code);
      expect(found.map(({ line, column, field }) => [`${line}:${column}`, field])).toEqual([[at, one.field]]);
      const [message] = found;
      if (!message || one.vi === '') return;
      expect([sentence(message, 'vi'), sentence(message, 'en')]).toEqual([one.vi, one.en]);
      expect(loaded.messages).toHaveLength(1);
      expect(loaded.agreements).toHaveLength(message.severity === 'warning' ? 1 : 0);
    },
  );

  test('is tried by this table, by the tests of hostile files, of several files, of events or of proposals', () => {
    const elsewhere: readonly MessageCode[] = [
      'codeUsed',
      'notInstant',
      'unknownAgreement',
      'notUtf8',
      'utf16',
      'byteOrderMark',
      'tooLarge',
      'tooDeep',
      'emptyFile',
      'unreadable',
      'unknownFile',
      'idTaken',
    ];
    const tried = new Set([...CASES.map((one) => one.code), ...elsewhere]);
    expect(Object.keys(WORDING).filter((code) => !tried.has(code as MessageCode))).toEqual([]);
  });

  test('has every placeholder filled in both languages, also where no suggestion is at hand', () => {
    for (const one of CASES) {
      const { text } = unmarked(agreementText(one.lines));
      for (const message of loadText(text, SOURCE).messages) {
        for (const language of ['vi', 'en'] as const)
          expect(printed(message, language)).not.toMatch(/[{}‹›]|undefined/);
      }
    }
  });

  test('stands behind file, line, column and field; a warning says so', () => {
    const [message] = loadText(agreementText({ signedOn: 'signedOn: 2022-03-12' })).messages;
    if (!message) throw new Error('no message');
    expect(printed({ ...message, file: 'a.yaml' }, 'vi')).toBe(
      'a.yaml:6:11: signedOn: lưu ý: ngày ký 2022-03-12 là thứ Bảy, ngày nghỉ',
    );
    expect(printed({ ...message, file: 'a.yaml' }, 'en')).toBe(
      'a.yaml:6:11: signedOn: warning: signed on a day off: 2022-03-12, Saturday',
    );
  });
});
