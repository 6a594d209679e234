// The template `annual-cycle`: the obligations an agreement has when its file says nothing else. Knows the table of
// the design (§3, §11.10, §11.25); must not know any agreement.
import type { Completion, DueRule, Form, Ladder, MonthDay, OpensRule, Part, Stage } from './agreement.js';
import type { Roll } from './workingDays.js';

/** In which cycles of a term a row stands. */
export type Presence = 'everyCycle' | 'notInOneYearTerms' | 'middleOfTerm' | 'lastCycle';
export type Covers = 'year' | 'firstHalf' | 'term';
export type RowOwners = { readonly who: 'eachParty' | 'standing'; readonly as?: Part };

export interface Row {
  readonly kind: string;
  readonly title: string;
  readonly titleEn: string;
  readonly form: Form;
  readonly stage: Stage;
  readonly presence: Presence;
  readonly covers: Covers;
  readonly opens: OpensRule | null;
  readonly due: DueRule;
  readonly roll: Roll;
  readonly owners: RowOwners;
  readonly completion: Completion;
  readonly ladder: Ladder;
}

const day = (text: string): MonthDay => {
  const [dayOfMonth = 1, month = 1] = text.split('/').map(Number);
  return { day: dayOfMonth, month };
};
const opens = (text: string, of: OpensRule['of'] = 'thisYear'): OpensRule => ({ on: day(text), of });
const onDay = (text: string, of: 'thisYear' | 'nextYear' = 'thisYear'): DueRule => ({
  rule: 'day',
  on: day(text),
  of,
});
const relative = (side: 'before' | 'after', base: string, workingDays: number): DueRule => ({
  rule: 'relative',
  side,
  base,
  offset: { workingDays },
});
/** Reports pass several levels, so each level has its own day (Decree 09/2019/NĐ-CP, Art. 8.5). */
const byLevel = (lower: string, upper: string): DueRule => ({
  rule: 'tiers',
  tiers: { commune: day(lower), district: day(lower), province: day(upper), central: day(upper) },
  of: 'thisYear',
});
const ladder = (
  before: readonly number[],
  overdue: readonly [number, number] | null,
  escalate: number | null,
): Ladder => ({
  before,
  on: true,
  overdue: overdue && { every: overdue[0], times: overdue[1] },
  escalate,
});

const EACH_PARTY: RowOwners = { who: 'eachParty' };
const STANDING: RowOwners = { who: 'standing' };
const STANDING_CHAIR: RowOwners = { who: 'standing', as: 'chair' };

/** In the order in which obligations are listed. */
export const TEMPLATE: readonly Row[] = [
  {
    kind: 'annualPlan',
    title: 'Kế hoạch năm',
    titleEn: 'Annual plan',
    form: 'paper',
    stage: 'planning',
    presence: 'notInOneYearTerms',
    covers: 'year',
    opens: opens('15/12', 'lastYear'),
    due: onDay('28/2'),
    roll: 'previous',
    owners: EACH_PARTY,
    completion: 'any',
    ladder: ladder([20, 10, 5, 1], [5, 4], 10),
  },
  {
    kind: 'midYearReport',
    title: 'Báo cáo 6 tháng',
    titleEn: 'Mid-year report',
    form: 'paper',
    stage: 'midYearReview',
    presence: 'everyCycle',
    covers: 'firstHalf',
    opens: opens('15/5'),
    due: byLevel('15/6', '25/6'),
    roll: 'previous',
    owners: EACH_PARTY,
    completion: 'all',
    ladder: ladder([15, 7, 3, 1], [5, 2], 10),
  },
  {
    kind: 'midYearReview',
    title: 'Hội nghị sơ kết 6 tháng',
    titleEn: 'Mid-year review',
    form: 'meeting',
    stage: 'midYearReview',
    presence: 'everyCycle',
    covers: 'firstHalf',
    opens: opens('15/6'),
    due: onDay('15/7'),
    roll: 'next',
    owners: STANDING_CHAIR,
    completion: 'any',
    ladder: ladder([20, 10, 5], [5, 2], 10),
  },
  {
    kind: 'annualReport',
    title: 'Báo cáo năm',
    titleEn: 'Annual report',
    form: 'paper',
    stage: 'reviewConference',
    presence: 'notInOneYearTerms',
    covers: 'year',
    opens: opens('15/11'),
    due: byLevel('15/12', '25/12'),
    roll: 'previous',
    owners: EACH_PARTY,
    completion: 'all',
    ladder: ladder([15, 7, 3, 1], [5, 2], 10),
  },
  {
    kind: 'conferencePlan',
    title: 'Kế hoạch tổ chức hội nghị',
    titleEn: 'Conference plan',
    form: 'paper',
    stage: 'reviewConference',
    presence: 'everyCycle',
    covers: 'year',
    opens: null,
    due: relative('before', 'reviewConference', 20),
    roll: 'previous',
    owners: STANDING,
    completion: 'any',
    ladder: ladder([5, 1], [3, 2], 6),
  },
  {
    kind: 'invitation',
    title: 'Giấy mời hội nghị',
    titleEn: 'Invitation',
    form: 'paper',
    stage: 'reviewConference',
    presence: 'everyCycle',
    covers: 'year',
    opens: null,
    due: relative('before', 'reviewConference', 7),
    roll: 'previous',
    owners: STANDING,
    completion: 'any',
    ladder: ladder([3, 1], [2, 2], null),
  },
  {
    kind: 'conferencePapers',
    title: 'Tài liệu hội nghị',
    titleEn: 'Conference papers',
    form: 'paper',
    stage: 'reviewConference',
    presence: 'everyCycle',
    covers: 'year',
    opens: null,
    due: relative('before', 'reviewConference', 3),
    roll: 'previous',
    owners: EACH_PARTY,
    completion: 'all',
    ladder: ladder([3, 1], null, null),
  },
  {
    kind: 'reviewConference',
    title: 'Hội nghị giao ban',
    titleEn: 'Review conference',
    form: 'meeting',
    stage: 'reviewConference',
    presence: 'everyCycle',
    covers: 'year',
    opens: opens('15/12'),
    due: onDay('31/1', 'nextYear'),
    roll: 'next',
    owners: STANDING_CHAIR,
    completion: 'any',
    ladder: ladder([20, 10, 5], [5, 4], 10),
  },
  {
    kind: 'conclusionNotice',
    title: 'Thông báo kết luận',
    titleEn: 'Notice of conclusions',
    form: 'paper',
    stage: 'reviewConference',
    presence: 'everyCycle',
    covers: 'year',
    opens: null,
    due: relative('after', 'reviewConference', 5),
    roll: 'next',
    owners: STANDING,
    completion: 'any',
    ladder: ladder([3, 1], [3, 2], 6),
  },
  {
    kind: 'interimReview',
    title: 'Hội nghị sơ kết giữa kỳ',
    titleEn: 'Interim review',
    form: 'meeting',
    stage: 'midYearReview',
    presence: 'middleOfTerm',
    covers: 'year',
    opens: opens('1/7'),
    due: onDay('30/9'),
    roll: 'next',
    owners: STANDING,
    completion: 'any',
    ladder: ladder([30, 15, 5], [5, 2], 10),
  },
  {
    kind: 'finalReview',
    title: 'Hội nghị tổng kết giai đoạn',
    titleEn: 'Final review',
    form: 'meeting',
    stage: 'finalReview',
    presence: 'lastCycle',
    covers: 'term',
    opens: opens('1/10'),
    due: onDay('31/12'),
    roll: 'previous',
    owners: STANDING_CHAIR,
    completion: 'any',
    ladder: ladder([60, 30, 15, 5], [5, 4], 10),
  },
  {
    kind: 'successorDecision',
    title: 'Ý kiến về chương trình tiếp theo',
    titleEn: 'Opinion on the next programme',
    form: 'paper',
    stage: 'finalReview',
    presence: 'lastCycle',
    covers: 'term',
    opens: opens('1/10'),
    due: onDay('31/12'),
    roll: 'previous',
    owners: EACH_PARTY,
    completion: 'any',
    ladder: ladder([30, 15, 5], [5, 2], 10),
  },
];

/** What kinds of one's own remind by, when their entry has no ladder (design §11.10). */
export const MONTHLY_LADDER = ladder([5, 1], [3, 2], 5);
export const QUARTERLY_LADDER = ladder([10, 5, 1], [5, 4], 10);
export const YEARLY_LADDER = ladder([20, 10, 5, 1], [5, 4], 10);
