// A bare list of obligations for one cycle: read like entries of the agreement's own file, and by the year it enters.
import { join } from 'node:path';
import { loadEvents } from '../../files/events.js';
import { loadFiles } from '../../files/load.js';
import { printed } from '../../files/messages.js';
import { loadProposal } from '../../files/proposal.js';
import { folderOf, unmarked } from './written.js';

const A = `
agreement: a
title: Chương trình phối hợp A
level: province
term: { from: 2025, to: 2026 }
parties: [ { body: ban-a, lead: true }, { body: so-b } ]
remove: [ midYearReview ]
bodies:
  - { code: ban-a, name: Ban A, regime: party, level: province, posts: [ { code: vt, title: Văn thư, rank: clerk, mailbox: vt@a.example } ] }
  - { code: so-b, name: Sở B, regime: state, level: province, posts: [ { code: vt, title: Văn thư, rank: clerk, mailbox: vt@b.example } ] }
  - { code: so-c, name: Sở C, regime: state, level: province, validTo: 2025-06-30, posts: [ { code: vt, title: Văn thư, rank: clerk, mailbox: vt@c.example } ] }
  - { code: so-d, name: Sở D, regime: state, level: province, posts: [] }
`;

const loaded = loadFiles([join(folderOf({ 'a.yaml': A }), 'a.yaml')]);
const [dossier] = loaded.agreements;
if (!dossier) throw new Error(JSON.stringify(loaded.messages));
const entering = { dossier, book: loaded.calendar, year: 2026 };

const read = (text: string) => loadProposal(join(folderOf({ 'p.yaml': text }), 'p.yaml'), entering);

test('a list of obligations becomes entries, in the order of the file', () => {
  const { entries, messages } = read(`
- { kind: kiemTra, title: Kiểm tra liên ngành, owners: [ so-b ], due: { day: 29/5 } }
- { kind: baoCao, title: Báo cáo, due: { after: kiemTra, workingDays: 5 }, ladder: { before: [ 1, 3 ] } }
- { kind: midYearReview }
`);
  expect(messages).toEqual([]);
  expect(entries.map(({ id }) => id)).toEqual(['kiemTra', 'baoCao', 'midYearReview']);
  expect(entries[1]?.ladder).toEqual({ before: [3, 1] });
});

test.each([
  ['- { kind: kiemTra, title: T, owners: [ ¦so-x ], due: { day: 29/5 } }', 'không có cơ quan mã “so-x”'],
  ['- { kind: kiemTra, title: T, owners: [ ¦so-d ], due: { day: 29/5 } }', 'so-d chưa có đầu mối nào'],
  ['- { kind: ¦kiemTra, title: T }', 'phải có `due`'],
  ['- { kind: ¦kiemTra, due: { day: 29/5 } }', 'phải có `title`'],
  [
    '- { kind: a, title: A, due: ¦{ after: b, days: 1 } }\n- { kind: b, title: B, due: { after: a, days: 1 } }',
    'dựa vòng vào nhau',
  ],
  ['- { kind: a, title: A, due: { after: ¦khong, days: 1 } }', 'chương trình không có việc này'],
  ['- { kind: a, title: A, due: { day: 1/6 } }\n- { kind: ¦a, title: B, due: { day: 2/6 } }', 'đã dùng ở'],
  ['- { kind: ¦annualReport }', 'chu kỳ năm 2026 đã có việc “annualReport”; đặt `id` khác'],
  ['- { id: ¦annualPlan, kind: a, title: A, due: { day: 1/6 } }', 'đã có việc “annualPlan”'],
  ['- { kind: a, title: A, due: ¦{ anniversary: 3, of: signedOn } }', 'không rơi vào chu kỳ năm 2026'],
  [
    '- { kind: a, title: A, due: ¦{ after: interimReview, days: 1 } }',
    'chu kỳ năm 2026 không có “interimReview”',
  ],
  ['- { kind: a, title: A, owners: [ so-c ], due: ¦{ day: 1/6 } }', 'còn hoạt động vào ngày 2026-06-01'],
  ['- { kind: a, title: A, covers: { from: 2026-06-30, to: ¦2026-01-01 }, due: { day: 1/7 } }', 'kết thúc'],
  ['¦kind: kiemTra', 'cần danh sách, đang là nhóm trường'],
  ['¦[]', 'tệp trống'],
])('a proposal is refused at its place: %s', (marked, said) => {
  const { text, at } = unmarked(marked);
  const { entries, messages } = read(text);
  const errors = messages.filter(({ severity }) => severity === 'error');
  expect(errors.map((message) => printed({ ...message, file: 'p.yaml' }, 'vi'))).toEqual([
    expect.stringMatching(new RegExp(`^p.yaml:${at}: .*${said}`)),
  ]);
  expect(entries).toEqual([]);
});

test('what events bring is checked in the same way, in the order of the file', () => {
  const events = (second: string) =>
    loadEvents(
      join(
        folderOf({
          'e.yaml': `
- { at: 2026-03-02T09:00:00+07:00, do: propose, agreement: a, year: 2026, next: [ { kind: a, title: A, due: { day: 1/6 } } ] }
- { at: 2026-03-03T09:00:00+07:00, do: propose, agreement: a, year: 2026, next: [ ${second} ] }
`,
        }),
        'e.yaml',
      ),
      loaded,
    );
  expect(events('{ kind: b, title: B, due: { after: a, days: 3 } }').messages).toEqual([]);
  expect(events('{ kind: b, title: B, due: { after: c, days: 3 } }').messages).toMatchObject([
    { line: 3, code: 'dueBaseAbsent' },
  ]);
  expect(events('').messages).toMatchObject([{ line: 3, code: 'empty', field: '[1].next' }]);
});
