// Agreements, bodies of every regime and notices for golden mails. Dates are checked by the working calendar, names are samples.
import type { Agreement, Body, Dossier, Language, Post, Rank } from '../../domain/agreement.js';
import { instantAt, localDate, type LocalDate } from '../../domain/localDate.js';
import type { DutyFacts, Notice, NoticeFacts, ObligationFacts } from '../../domain/notices.js';
import { workingCalendar } from '../../domain/workingCalendar.js';
import { addWorkingDays, workingDaysBetween } from '../../domain/workingDays.js';

export const calendar = workingCalendar({ decisions: [], quiet: [] });
export const day = (text: string): LocalDate => localDate(text);

function post(code: string, title: string, rank: Rank, mailbox: string): Post {
  return { code, title, rank, mailbox, language: 'vi' };
}

function body(given: Omit<Body, 'succession' | 'posts'> & { readonly posts: readonly Post[] }): Body {
  return { succession: [], ...given };
}

const bdvTw = body({
  code: 'bdv-tw',
  name: 'Ban Dân vận Trung ương',
  regime: 'party',
  level: 'central',
  phone: '080 00001',
  posts: [
    post('theo-doi', 'Chuyên viên theo dõi', 'clerk', 'theodoi@bdvtw.example'),
    post('truong-ban', 'Trưởng Ban', 'head', 'truongban@bdvtw.example'),
  ],
});
const bcsdCp = body({
  code: 'bcsd-cp',
  name: 'Ban cán sự đảng Chính phủ',
  regime: 'party',
  level: 'central',
  posts: [
    post('van-thu', 'Văn thư', 'clerk', 'vanthu@bcsdcp.example'),
    post('bi-thu', 'Bí thư', 'head', 'bithu@bcsdcp.example'),
  ],
});

const bdvTinh = body({
  code: 'bdv-tinh',
  name: 'Ban Dân vận Tỉnh ủy Gia Lai',
  shortName: 'Ban Dân vận Tỉnh ủy',
  regime: 'party',
  level: 'province',
  parent: 'tinh-uy',
  phone: '0269 000 000',
  posts: [post('theo-doi', 'Chuyên viên theo dõi', 'clerk', 'vanthu@bdvtinh.example')],
});
const soNoiVu = body({
  code: 'so-noi-vu',
  name: 'Sở Nội vụ tỉnh Gia Lai',
  regime: 'state',
  level: 'province',
  posts: [
    post('van-phong', 'Văn phòng Sở', 'office', 'vanphong@sonoivu.example'),
    post('giam-doc', 'Giám đốc', 'head', 'giamdoc@sonoivu.example'),
  ],
});
const mttqTinh = body({
  code: 'mttq-tinh',
  name: 'Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Gia Lai',
  regime: 'front',
  level: 'province',
  posts: [post('van-phong', 'Văn phòng', 'office', 'vanphong@mttq.example')],
});
const bchqs = body({
  code: 'bchqs-dak-doa',
  name: 'Ban Chỉ huy Quân sự huyện Đak Đoa',
  regime: 'armedForces',
  level: 'district',
  posts: [
    post('tro-ly', 'Trợ lý dân vận', 'clerk', 'danvan@bchqs.example'),
    post('chi-huy-truong', 'Chỉ huy trưởng', 'head', 'chihuytruong@bchqs.example'),
  ],
});
const tinhUy = body({
  code: 'tinh-uy',
  name: 'Tỉnh ủy Gia Lai',
  regime: 'party',
  level: 'province',
  posts: [post('van-phong', 'Văn phòng Tỉnh ủy', 'office', 'vanphong@tinhuy.example')],
});

export const BODIES = [bdvTw, bcsdCp, bdvTinh, soNoiVu, mttqTinh, bchqs, tinhUy];

const CONFERENCE_QUOTE =
  'Hằng năm, Ban Dân vận Trung ương và Ban cán sự đảng Chính phủ sẽ tổ chức hội nghị giao ban đánh giá kết quả thực hiện Chương trình phối hợp và thống nhất kế hoạch triển khai năm tiếp theo.';

const blank: Pick<
  Agreement,
  'roles' | 'facts' | 'secrecy' | 'template' | 'remove' | 'quiet' | 'obligations' | 'sample'
> = {
  roles: {},
  facts: [],
  secrecy: 'thuong',
  template: 'annual-cycle',
  remove: [],
  quiet: [],
  obligations: [],
  sample: true,
};

const tw79: Agreement = {
  ...blank,
  code: 'tw-79',
  title: 'Chương trình phối hợp về công tác dân vận giai đoạn 2016-2020',
  number: '79-CTr/BDVTW-BCSĐCP',
  numberingScheme: 'party',
  level: 'central',
  term: { from: day('2016-01-01'), to: day('2020-12-31'), written: 'years', statements: [] },
  signedOn: day('2016-10-11'),
  parties: [
    { body: 'bdv-tw', lead: true },
    { body: 'bcsd-cp', lead: false },
  ],
  standingBody: 'bdv-tw',
  obligations: [
    {
      id: 'reviewConference',
      kind: 'reviewConference',
      basis: 'mandated',
      quote: CONFERENCE_QUOTE,
      source: '003_2b3171e4b9b06d55.txt',
      owners: [
        { body: 'bdv-tw', as: 'chair' },
        { body: 'bcsd-cp', as: 'chair' },
      ],
    },
  ],
};

const giaLai: Agreement = {
  ...blank,
  code: 'gl-2026',
  title: 'Chương trình phối hợp công tác dân vận giữa Ban Dân vận Tỉnh ủy và các cơ quan giai đoạn 2024-2028',
  numberingScheme: 'party',
  level: 'province',
  term: { from: day('2024-01-01'), to: day('2028-12-31'), written: 'years', statements: [] },
  signedOn: day('2024-01-09'),
  parties: [
    { body: 'bdv-tinh', lead: true },
    { body: 'so-noi-vu', lead: false },
    { body: 'bchqs-dak-doa', lead: false },
  ],
  standingBody: 'bdv-tinh',
};

const secretOne: Agreement = {
  ...giaLai,
  code: 'gl-mat',
  title: 'Chương trình phối hợp Bảo vệ',
  secrecy: 'mat',
};

const DOSSIERS: Readonly<Record<string, Dossier>> = {
  'tw-79': { agreement: tw79, bodies: BODIES },
  'gl-2026': { agreement: giaLai, bodies: BODIES },
  'gl-mat': { agreement: secretOne, bodies: BODIES },
};

export function dossierOf(code: string): Dossier {
  const dossier = DOSSIERS[code];
  if (!dossier) throw new RangeError(`no sample agreement ${code}`);
  return dossier;
}

export const annualPlan2018: ObligationFacts = {
  localId: 'annualPlan',
  kind: 'annualPlan',
  title: 'Kế hoạch năm',
  titleEn: 'Annual plan',
  form: 'paper',
  year: 2018,
  covers: { from: day('2018-01-01'), to: day('2018-12-31') },
  basis: 'configured',
  dueBasis: 'configured',
  phrase: 'chậm nhất ngày',
  nominalDue: day('2018-02-28'),
  due: day('2018-02-28'),
  provisionalYear: null,
};

export const midYear2026: ObligationFacts = {
  ...annualPlan2018,
  localId: 'midYearReport',
  kind: 'midYearReport',
  title: 'Báo cáo 6 tháng',
  titleEn: 'Mid-year report',
  year: 2026,
  covers: { from: day('2026-01-01'), to: day('2026-06-30') },
  dataCutoff: { month: 6, day: 14 },
  nominalDue: day('2026-06-15'),
  due: day('2026-06-15'),
  onwardTo: 'tinh-uy',
};

export const conference2018: ObligationFacts = {
  ...annualPlan2018,
  localId: 'reviewConference',
  kind: 'reviewConference',
  title: 'Hội nghị giao ban',
  titleEn: 'Review conference',
  form: 'meeting',
  basis: 'mandated',
  quote: CONFERENCE_QUOTE,
  source: '003_2b3171e4b9b06d55.txt',
  nominalDue: day('2019-01-31'),
  due: day('2019-01-31'),
};

export const papers2018: ObligationFacts = {
  ...annualPlan2018,
  localId: 'conferencePapers',
  kind: 'conferencePapers',
  title: 'Tài liệu hội nghị',
  titleEn: 'Conference papers',
  nominalDue: day('2019-01-28'),
  due: day('2019-01-28'),
};

export const conclusions2018: ObligationFacts = {
  ...annualPlan2018,
  localId: 'conclusionNotice',
  kind: 'conclusionNotice',
  title: 'Thông báo kết luận',
  titleEn: 'Notice of conclusions',
  nominalDue: day('2019-02-14'),
  due: day('2019-02-14'),
};

export const successor2020: ObligationFacts = {
  ...annualPlan2018,
  localId: 'successorDecision',
  kind: 'successorDecision',
  title: 'Ý kiến về chương trình tiếp theo',
  titleEn: 'Opinion on the next programme',
  year: 2020,
  covers: { from: day('2016-01-01'), to: day('2020-12-31') },
  nominalDue: day('2020-12-31'),
  due: day('2020-12-31'),
};

export const conferenceMeeting: NonNullable<DutyFacts['meeting']> = {
  title: 'Hội nghị giao ban',
  titleEn: 'Review conference',
  kind: 'reviewConference',
  localId: 'reviewConference',
  year: 2018,
  scheduledOn: null,
  heldOn: null,
  fixBy: day('2019-01-17'),
  received: 1,
  expected: 2,
};

type DutyGiven = Partial<Omit<DutyFacts, 'kind' | 'obligation' | 'position'>>;

/** Facts of a step on a morning, its counts by the working calendar. */
export function duty(
  obligation: ObligationFacts,
  morning: string,
  position: DutyFacts['position'],
  given: DutyGiven = {},
): DutyFacts {
  const on = day(morning);
  return {
    kind: 'duty',
    obligation,
    coChairs: [],
    left: workingDaysBetween(calendar, on, obligation.due),
    past: workingDaysBetween(calendar, obligation.due, on),
    position,
    overdueNumber: 0,
    reminderDates: [],
    sentDates: [],
    target: addWorkingDays(calendar, on, 5),
    escalatesAfter: false,
    meeting: null,
    ...given,
  };
}

export interface NoticeGiven {
  readonly agreement: string;
  readonly body: string;
  readonly post: string;
  readonly step: string;
  readonly on: string;
  readonly facts: NoticeFacts;
  readonly language?: Language;
  readonly secret?: boolean;
  readonly rung?: number;
  readonly clock?: string;
}

/** A notice at 08:00 of a day (or another clock time) to a sample post. */
export function notice(given: NoticeGiven): Notice {
  const { facts, agreement, step } = given;
  const holder = BODIES.find((candidate) => candidate.code === given.body);
  const post = holder?.posts.find((candidate) => candidate.code === given.post);
  if (!post) throw new RangeError(`no sample post ${given.body}/${given.post}`);
  const obligation = 'obligation' in facts ? facts.obligation : null;
  const year = obligation?.year ?? 2018;
  const id = obligation ? `${agreement}/${year}/${obligation.localId}` : null;
  return {
    id: [id ?? `${agreement}/${year}`, given.body, given.post, step, obligation?.due ?? given.on].join('/'),
    agreement,
    year,
    obligation: id,
    duty: obligation ? `${obligation.localId}/${given.body}` : '',
    body: given.body,
    post: given.post,
    mailbox: post.mailbox,
    language: given.language ?? 'vi',
    step,
    rung: given.rung ?? 1,
    due: obligation?.due ?? null,
    at: instantAt(day(given.on), given.clock ?? '08:00'),
    secret: given.secret ?? false,
    facts,
  };
}
