// Events files: every verb, its keys, its order, its mistakes.
import { join } from 'node:path';
import { type EventsScene, loadEvents } from '../../files/events.js';
import { loadFiles } from '../../files/load.js';
import { printed } from '../../files/messages.js';
import { folderOf, unmarked } from './written.js';

const load = (text: string, scene?: EventsScene) =>
  loadEvents(join(folderOf({ 'e.yaml': text }), 'e.yaml'), scene);
const told = (text: string, language: 'vi' | 'en' = 'vi', scene?: EventsScene): string[] =>
  load(text, scene).messages.map((message) => printed({ ...message, file: 'e.yaml' }, language));

const TW79: EventsScene = loadFiles(['examples/agreements/tw-79.yaml']);
const AT = 'at: 2018-02-08T09:00:00+07:00';
const ON = `${AT}, agreement: tw-79, year: 2018`;

describe('an events file', () => {
  test('may use every verb', () => {
    const { events, messages } = load(`
- { ${AT}, do: register, agreement: tw-79 }
- { ${ON}, do: submit, obligation: annualPlan, by: bdv-tw, on: 2018-02-07, number: 1573-KH/BDVTW-BCSĐCP }
- { ${ON}, do: accept, obligation: annualPlan, by: bdv-tw }
- { ${ON}, do: return, obligation: annualPlan, by: bdv-tw, reason: Thiếu phụ lục }
- { ${ON}, do: extend, obligation: annualPlan, to: 2018-03-15 }
- { ${ON}, do: waive, obligation: annualPlan, by: bcsd-cp }
- { ${ON}, do: schedule, obligation: reviewConference, on: 2019-01-10, anyway: true }
- { ${ON}, do: conclude, obligation: reviewConference, next: [ { kind: theme, title: Chủ đề năm, due: { day: 31/3 } } ] }
- { ${ON}, do: propose, next: [ { kind: annualReport } ] }
- { ${ON}, do: ratify, by: bcsd-cp }
- { ${ON}, do: correct, obligation: annualPlan, by: bdv-tw }
- { ${AT}, do: pause, agreement: tw-79, reason: Chờ kiện toàn }
- { ${ON}, do: resume }
- { ${AT}, do: replan }
- { ${AT}, do: decide, calendar: { year: 2018, tetDaysBefore: 2, swaps: [ { off: 2018-12-31, work: 2019-01-05 } ] } }
- { ${AT}, do: outage, until: 2018-02-09T09:00:00+07:00 }
`);
    expect(messages).toEqual([]);
    const at = '2018-02-08T02:00:00Z';
    const cycle = { at, agreement: 'tw-79', year: 2018 };
    const plan = { ...cycle, obligation: 'annualPlan' };
    const conference = { ...cycle, obligation: 'reviewConference' };
    expect(events).toEqual(
      [
        { at, do: 'register', agreement: 'tw-79' },
        { ...plan, do: 'submit', by: 'bdv-tw', on: '2018-02-07', number: '1573-KH/BDVTW-BCSĐCP' },
        { ...plan, do: 'accept', by: 'bdv-tw', on: '2018-02-08' },
        { ...plan, do: 'return', by: 'bdv-tw', on: '2018-02-08', reason: 'Thiếu phụ lục' },
        { ...plan, do: 'extend', to: '2018-03-15' },
        { ...plan, do: 'waive', by: 'bcsd-cp' },
        { ...conference, do: 'schedule', on: '2019-01-10', anyway: true },
        {
          ...conference,
          do: 'conclude',
          on: '2018-02-08',
          next: [
            {
              id: 'theme',
              kind: 'theme',
              title: 'Chủ đề năm',
              due: { rule: 'day', on: { day: 31, month: 3 }, of: 'thisYear' },
            },
          ],
        },
        { ...cycle, do: 'propose', next: [{ id: 'annualReport', kind: 'annualReport' }] },
        { ...cycle, do: 'ratify', by: 'bcsd-cp', on: '2018-02-08' },
        { ...plan, do: 'correct', by: 'bdv-tw' },
        { at, do: 'pause', agreement: 'tw-79', reason: 'Chờ kiện toàn' },
        { ...cycle, do: 'resume' },
        { at, do: 'replan' },
        {
          at,
          do: 'decide',
          calendar: {
            year: 2018,
            tetDaysBefore: 2,
            nationalDayNeighbour: null,
            swaps: [{ off: '2018-12-31', work: '2019-01-05' }],
          },
        },
        { at, do: 'outage', until: '2018-02-09T02:00:00Z' },
      ].map((event, index) => ({ ...event, place: index + 1 })),
    );
  });

  test('plays in order of time, then of the file, and keeps each event its place', () => {
    const { events } = load(`
- { at: 2018-02-08T09:00:00+07:00, do: replan }
- { at: 2018-02-08T01:59:59Z, do: replan }
- { at: 2018-02-08T02:00:00Z, do: register, agreement: a }
`);
    expect(events.map(({ place }) => place)).toEqual([2, 1, 3]);
  });

  test.each([
    [
      `- { at: ¦2018-02-08T09:00:00, do: replan }`,
      '[0].at: “2018-02-08T09:00:00” không phải thời điểm có múi giờ; ghi như 2026-06-15T09:00:00+07:00',
      '[0].at: “2018-02-08T09:00:00” is not a time with an offset; write 2026-06-15T09:00:00+07:00',
    ],
    [
      `- { at: ¦2018-02-30T09:00:00+07:00, do: replan }`,
      '[0].at: “2018-02-30T09:00:00+07:00” không phải thời điểm có múi giờ; ghi như 2026-06-15T09:00:00+07:00',
      undefined,
    ],
    [
      `- { ${AT}, do: ¦outag, until: 2018-02-09T09:00:00+07:00 }`,
      undefined,
      '[0].do: “outag” is not one of register, submit, accept, return, extend, waive, schedule, conclude, propose, ratify, correct, release, drop, putOff, pause, resume, replan, decide, outage; did you mean “outage”?',
    ],
    [`- ¦{ ${AT} }`, '[0].do: thiếu trường bắt buộc “do”', '[0].do: required field missing: do'],
    [`- ¦{ ${ON}, do: submit, obligation: annualPlan }`, '[0].by: thiếu trường bắt buộc “by”', undefined],
    [
      `- { ${ON}, do: waive, obligation: annualPlan, ¦until: 2018-03-01T09:00:00+07:00 }`,
      '[0].until: không có trường “until”',
      undefined,
    ],
    [
      `- { ${AT}, do: pause, agreement: ¦tw-97 }`,
      '[0].agreement: không có chương trình mã “tw-97”; có phải “tw-79”?',
      '[0].agreement: no agreement “tw-97”; did you mean “tw-79”?',
    ],
    [
      `- { ${AT}, do: outage, until: ¦2018-02-07T09:00:00+07:00 }`,
      '[0].until: khoảng ngày kết thúc (2018-02-07T02:00:00Z) trước khi bắt đầu (2018-02-08T02:00:00Z)',
      undefined,
    ],
    [
      `- { ${ON}, do: propose, next: [ { kind: ¦theme, title: T } ] }`,
      '[0].next[0].kind: việc ngoài danh mục (“theme”) phải có `due`',
      undefined,
    ],
    [
      `- { ${AT}, do: decide, calendar: { year: 2018, tetDaysBefore: ¦3 } }`,
      '[0].calendar.tetDaysBefore: “3” không thuộc: 1, 2',
      undefined,
    ],
    [
      `¦agreement: tw-79`,
      'tệp: cần danh sách, đang là nhóm trường',
      'file: expected a list, found a group of fields',
    ],
  ])('refuses %s', (marked, vi, en) => {
    const { text, at } = unmarked(marked);
    if (vi !== undefined) expect(told(text, 'vi', TW79)).toEqual([`e.yaml:${at}: ${vi}`]);
    if (en !== undefined) expect(told(text, 'en', TW79)).toEqual([`e.yaml:${at}: ${en}`]);
    expect(load(text, TW79).events).toEqual([]);
  });

  test('tells all its mistakes at once', () => {
    expect(
      told(
        `- { ${AT}, do: nothing }\n- { ${AT}, do: pause, agreement: a }\n- { at: x, do: replan }`,
        'en',
        TW79,
      ),
    ).toHaveLength(3);
  });
});
