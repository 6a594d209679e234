// One sample of every kind of letter, to posts of every regime and direction.
import type { Notice } from '../../domain/notices.js';
import {
  annualPlan2018,
  conclusions2018,
  conference2018,
  conferenceMeeting,
  day,
  duty,
  midYear2026,
  notice,
  papers2018,
  successor2020,
} from './fixtures.js';

const plan = { agreement: 'tw-79', body: 'bcsd-cp', post: 'van-thu' } as const;
const report = { agreement: 'gl-2026', body: 'so-noi-vu', post: 'van-phong' } as const;
const troops = { agreement: 'gl-2026', body: 'bchqs-dak-doa', post: 'tro-ly' } as const;
const clerk = { agreement: 'tw-79', body: 'bdv-tw', post: 'theo-doi' } as const;
const chair = { as: 'chair', coChairs: ['bcsd-cp'], meeting: conferenceMeeting } as const;
const days = (...texts: string[]) => texts.map(day);

const overdueReport = duty(midYear2026, '2026-06-22', 'overdue', { overdueNumber: 1, escalatesAfter: true });

const monday = {
  kind: 'monday',
  on: day('2018-03-05'),
  overdue: [{ obligation: annualPlan2018, body: 'bcsd-cp', due: annualPlan2018.due, past: 3 }],
  drafts: [{ obligation: annualPlan2018, body: 'bcsd-cp', since: day('2018-03-02') }],
  matters: [
    {
      code: 'holderUnknown',
      agreement: 'tw-79',
      year: 2018,
      obligation: 'tw-79/2018/conclusionNotice',
      body: null,
      role: 'standing',
      since: day('2017-12-01'),
    },
    {
      code: 'headMissing',
      agreement: 'tw-79',
      year: 2018,
      obligation: 'tw-79/2018/annualPlan',
      body: 'bcsd-cp',
      since: day('2018-03-02'),
    },
  ],
} as const;

const mandatedReport = {
  ...midYear2026,
  basis: 'mandated',
  quote: 'Định kỳ hằng năm, các bên báo cáo kết quả thực hiện',
  source: 'Điều 5',
  phrase: 'trước ngày',
  nominalDue: day('2026-06-14'),
  due: day('2026-06-12'),
  provisionalYear: 2026,
} as const;

/** By name: the notices of one mailbox at one instant. */
export const SAMPLES: Readonly<Record<string, readonly Notice[]>> = {
  'L1-opening': [
    notice({
      ...plan,
      step: 'opening',
      on: '2017-12-15',
      facts: duty(annualPlan2018, '2017-12-15', 'opening', {
        as: 'drafter',
        reminderDates: days('2018-01-24', '2018-02-07', '2018-02-13', '2018-02-27'),
      }),
    }),
  ],
  'L2-first-reminder-up': [
    notice({
      ...report,
      body: 'tinh-uy',
      step: 'before-15',
      on: '2026-05-25',
      facts: duty(midYear2026, '2026-05-25', 'firstBefore'),
    }),
  ],
  'L2-reminder-armed-forces': [
    notice({
      ...troops,
      step: 'before-7',
      on: '2026-06-03',
      facts: duty(mandatedReport, '2026-06-03', 'before'),
    }),
  ],
  'L3-last-reminder': [
    notice({
      ...report,
      step: 'before-3',
      on: '2026-06-10',
      facts: duty(midYear2026, '2026-06-10', 'lastBefore'),
    }),
  ],
  'L3-on-before-a-day-off': [
    notice({
      ...troops,
      step: 'on',
      on: '2026-06-12',
      facts: duty(
        { ...midYear2026, due: day('2026-06-14'), nominalDue: day('2026-06-14') },
        '2026-06-12',
        'on',
      ),
    }),
  ],
  'L4-due-today': [
    notice({
      ...report,
      step: 'on',
      on: '2026-06-15',
      facts: duty({ ...midYear2026, cutoff: '15:00' }, '2026-06-15', 'on'),
    }),
  ],
  'L5-overdue': [notice({ ...report, step: 'overdue-1', on: '2026-06-22', facts: overdueReport })],
  'L6-overdue-again': [
    notice({
      ...troops,
      step: 'overdue-2',
      on: '2026-06-29',
      facts: duty(midYear2026, '2026-06-29', 'overdue', {
        overdueNumber: 2,
        escalatesAfter: true,
        sentDates: days('2026-06-12', '2026-06-22'),
      }),
    }),
  ],
  'L7-escalation-party': [
    notice({
      ...plan,
      post: 'bi-thu',
      step: 'escalate',
      on: '2018-03-14',
      facts: duty(annualPlan2018, '2018-03-14', 'escalate', {
        sentDates: days('2018-02-27', '2018-02-28', '2018-03-07'),
      }),
    }),
  ],
  'L7-escalation-state': [
    notice({
      ...report,
      post: 'giam-doc',
      step: 'escalate',
      on: '2026-06-29',
      facts: duty(midYear2026, '2026-06-29', 'escalate', { sentDates: days('2026-06-22') }),
    }),
  ],
  'L10-digest': [
    notice({ ...report, step: 'overdue-1', on: '2026-06-22', facts: overdueReport }),
    notice({
      ...report,
      step: 'on',
      on: '2026-06-22',
      facts: duty({ ...annualPlan2018, year: 2026, due: day('2026-06-22') }, '2026-06-22', 'on'),
    }),
    notice({
      ...report,
      agreement: 'tw-79',
      step: 'before-5',
      on: '2026-06-22',
      facts: duty({ ...conference2018, year: 2026, due: day('2026-06-29') }, '2026-06-22', 'before'),
    }),
    notice({
      ...report,
      step: 'waived',
      on: '2026-06-22',
      facts: {
        kind: 'waived',
        obligation: { ...papers2018, year: 2026 },
        decidedOn: day('2026-06-19'),
        update: 'e4',
      },
    }),
    notice({
      ...report,
      step: 'returned',
      on: '2026-06-22',
      facts: {
        kind: 'returned',
        obligation: { ...conclusions2018, year: 2026 },
        target: day('2026-06-26'),
        firstSubmittedOn: day('2026-06-10'),
        update: 'e1',
      },
    }),
  ],
  'L10-digest-to-a-head': [
    notice({
      ...plan,
      post: 'bi-thu',
      step: 'escalate',
      on: '2019-03-14',
      facts: duty({ ...annualPlan2018, year: 2019, due: day('2019-02-28') }, '2019-03-14', 'escalate'),
    }),
    notice({
      ...plan,
      post: 'bi-thu',
      step: 'escalate',
      on: '2019-03-14',
      facts: duty(conference2018, '2019-03-14', 'escalate', chair),
    }),
  ],
  'L10-digest-with-monday': [
    notice({
      ...clerk,
      step: 'overdue-1',
      on: '2018-03-05',
      facts: duty({ ...annualPlan2018, due: day('2018-02-26') }, '2018-03-05', 'overdue', {
        overdueNumber: 1,
      }),
    }),
    notice({
      ...clerk,
      step: 'review-5',
      on: '2018-03-05',
      facts: {
        kind: 'review',
        obligation: conclusions2018,
        submitter: 'bcsd-cp',
        submittedOn: day('2018-02-26'),
        waited: 5,
      },
    }),
    notice({ ...clerk, step: 'monday', on: '2018-03-05', facts: monday }),
  ],
  'L22-mailbox-stopped': [
    notice({
      ...clerk,
      step: 'monday',
      on: '2018-03-05',
      facts: {
        kind: 'monday',
        on: day('2018-03-05'),
        overdue: [],
        drafts: [],
        matters: [
          {
            code: 'mailboxStopped',
            agreement: 'tw-79',
            year: 2018,
            obligation: null,
            body: 'bcsd-cp',
            since: day('2018-02-28'),
            mail: {
              mailbox: 'vanthu@bcsdcp.example',
              post: 'Văn thư',
              sentOn: day('2018-02-28'),
              smtpCode: '550 5.1.1',
              waiting: 3,
              due: day('2018-12-25'),
            },
          },
        ],
      },
    }),
  ],
  'L11-fix-the-date': [
    notice({
      ...clerk,
      step: 'before-20',
      on: '2019-01-02',
      facts: duty(conference2018, '2019-01-02', 'firstBefore', chair),
    }),
  ],
  'L11b-scheduled': [
    notice({
      ...plan,
      step: 'scheduled',
      on: '2019-01-08',
      clock: '09:15',
      facts: {
        kind: 'scheduled',
        obligation: conference2018,
        date: day('2019-01-30'),
        chain: [{ obligation: { ...papers2018, due: day('2019-01-25') }, due: day('2019-01-25') }],
      },
    }),
  ],
  'L13-papers': [
    notice({
      ...plan,
      step: 'before-3',
      on: '2019-01-23',
      facts: duty(papers2018, '2019-01-23', 'firstBefore', {
        meeting: { ...conferenceMeeting, scheduledOn: day('2019-01-31') },
      }),
    }),
  ],
  'L13-papers-without-a-date': [
    notice({
      ...plan,
      step: 'before-3',
      on: '2019-01-23',
      facts: duty(papers2018, '2019-01-23', 'firstBefore', { meeting: conferenceMeeting }),
    }),
  ],
  'L14-conclusions': [
    notice({
      ...clerk,
      step: 'before-3',
      on: '2019-02-11',
      facts: duty(conclusions2018, '2019-02-11', 'firstBefore', {
        meeting: { ...conferenceMeeting, scheduledOn: day('2019-01-31'), heldOn: day('2019-01-31') },
      }),
    }),
  ],
  'L5-meeting-not-held': [
    notice({
      ...clerk,
      step: 'overdue-1',
      on: '2019-02-14',
      facts: duty(conference2018, '2019-02-14', 'overdue', { ...chair, overdueNumber: 1 }),
    }),
  ],
  'L6-meeting-not-held': [
    notice({
      ...clerk,
      step: 'overdue-2',
      on: '2019-02-21',
      facts: duty(conference2018, '2019-02-21', 'overdue', {
        ...chair,
        overdueNumber: 2,
        escalatesAfter: true,
        sentDates: days('2019-02-14'),
      }),
    }),
  ],
  'L7-meeting-not-held': [
    notice({
      ...clerk,
      post: 'truong-ban',
      step: 'escalate',
      on: '2019-02-21',
      facts: duty(conference2018, '2019-02-21', 'escalate', { ...chair, sentDates: days('2019-02-14') }),
    }),
  ],
  'L16-returned': [
    notice({
      ...report,
      step: 'returned',
      on: '2026-06-17',
      clock: '10:30',
      facts: {
        kind: 'returned',
        obligation: midYear2026,
        target: day('2026-06-24'),
        firstSubmittedOn: day('2026-06-12'),
        number: '5/BC-SNV',
        update: 'e1',
      },
    }),
  ],
  'L17-extended': [
    notice({
      ...report,
      step: 'extended',
      on: '2026-06-11',
      clock: '14:00',
      facts: {
        kind: 'extended',
        obligation: { ...midYear2026, due: day('2026-06-22') },
        oldDue: day('2026-06-15'),
        askedOn: day('2026-06-10'),
        update: 'e2',
      },
    }),
  ],
  'L18-waived': [
    notice({
      ...troops,
      step: 'waived',
      on: '2026-06-11',
      facts: { kind: 'waived', obligation: midYear2026, decidedOn: day('2026-06-10'), update: 'e4' },
    }),
  ],
  'L19-due-moved': [
    notice({
      ...plan,
      step: 'dueMoved',
      on: '2018-01-10',
      facts: { kind: 'dueMoved', obligation: annualPlan2018, oldDue: day('2018-02-27') },
    }),
  ],
  'L24-secret': [
    notice({
      agreement: 'gl-mat',
      body: 'so-noi-vu',
      post: 'van-phong',
      step: 'before-3',
      on: '2026-06-10',
      secret: true,
      facts: duty(midYear2026, '2026-06-10', 'lastBefore'),
    }),
  ],
  'L24-beside-an-ordinary-duty': [
    notice({
      ...report,
      step: 'before-3',
      on: '2026-06-10',
      facts: duty(midYear2026, '2026-06-10', 'lastBefore'),
    }),
    notice({
      agreement: 'gl-mat',
      body: 'so-noi-vu',
      post: 'van-phong',
      step: 'before-3',
      on: '2026-06-10',
      secret: true,
      facts: duty(midYear2026, '2026-06-10', 'lastBefore'),
    }),
  ],
  'L25-successor': [
    notice({
      ...plan,
      step: 'before-30',
      on: '2020-11-19',
      facts: duty(successor2020, '2020-11-19', 'firstBefore'),
    }),
  ],
  monday: [notice({ ...clerk, step: 'monday', on: '2018-03-05', facts: monday })],
  review: [
    notice({
      ...clerk,
      step: 'review-5',
      on: '2018-03-07',
      facts: {
        kind: 'review',
        obligation: annualPlan2018,
        submitter: 'bcsd-cp',
        submittedOn: day('2018-02-28'),
        number: '1573-KH/BDVTW-BCSĐCP',
        waited: 5,
      },
    }),
  ],
};

/** Reasons the clerk released, by Update id; e4 has none. */
export function reasonOf(update: string): string | null {
  const reasons: Readonly<Record<string, string>> = {
    e1: 'bổ sung số liệu của 03 xã chưa báo cáo.',
    e2: 'chờ số liệu của cấp huyện',
  };
  return reasons[update] ?? null;
}
