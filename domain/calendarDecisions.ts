// The yearly decisions on days off that ship with Nhịp, and what the law says of them. Knows records; must not count days.
//
// The Prime Minister decides each year how Tết is split, which day stands beside 2/9, and which days are swapped.
// Each `source` says what was published and what merely follows from the law and the make-up rule.
import { localDate } from './localDate.js';
import type { CalendarDecision } from './agreement.js';

const PRESS = 'thông báo đăng trên báo chí và trang của cơ quan nhà nước';
const RULE = 'suy ra từ luật và quy tắc nghỉ bù, chưa thấy thông báo';

function swap(off: string, work: string): CalendarDecision['swaps'][number] {
  return { off: localDate(off), work: localDate(work) };
}

/** The years 2016–2026, each replaced whole by a record of one's own. */
export const BUNDLED_DECISIONS: readonly CalendarDecision[] = [
  {
    year: 2016,
    tetDaysBefore: 1,
    nationalDayNeighbour: null,
    swaps: [],
    source: `Lịch nghỉ năm 2016: ${RULE}; cần xác nhận`,
  },
  {
    year: 2017,
    tetDaysBefore: 2,
    nationalDayNeighbour: null,
    swaps: [],
    decidedOn: localDate('2016-11-24'),
    source: `Lịch nghỉ năm 2017: Tết và 1/1 theo ${PRESS}, Tết công bố ngày 24/11/2016; các ngày khác ${RULE}`,
  },
  {
    year: 2018,
    tetDaysBefore: 2,
    nationalDayNeighbour: null,
    swaps: [swap('2018-12-31', '2019-01-05')],
    source: `Lịch nghỉ năm 2018: hoán đổi ngày 31/12 theo ${PRESS}; các ngày khác ${RULE}, cần xác nhận`,
  },
  {
    year: 2019,
    tetDaysBefore: 1,
    nationalDayNeighbour: null,
    swaps: [swap('2019-04-29', '2019-05-04')],
    source: `Lịch nghỉ năm 2019: Tết và ngày nghỉ 29/4 theo ${PRESS}; ngày làm bù 04/5 cần xác nhận`,
  },
  {
    year: 2020,
    tetDaysBefore: 2,
    nationalDayNeighbour: null,
    swaps: [],
    source: `Lịch nghỉ năm 2020: Tết và Giỗ Tổ theo ${PRESS}; 2/9 ${RULE}`,
  },
  {
    year: 2021,
    tetDaysBefore: 2,
    nationalDayNeighbour: 1,
    swaps: [],
    source: `Lịch nghỉ năm 2021: theo ${PRESS}`,
  },
  {
    year: 2022,
    tetDaysBefore: 1,
    nationalDayNeighbour: -1,
    swaps: [],
    source: `Lịch nghỉ năm 2022: Tết và 2/9 theo ${PRESS}; các ngày khác ${RULE}`,
  },
  {
    year: 2023,
    tetDaysBefore: 2,
    nationalDayNeighbour: -1,
    swaps: [],
    source: `Lịch nghỉ năm 2023: 30/4 và 1/5 theo ${PRESS}; Tết và 2/9 cần xác nhận`,
  },
  {
    year: 2024,
    tetDaysBefore: 2,
    nationalDayNeighbour: 1,
    swaps: [swap('2024-04-29', '2024-05-04')],
    decidedOn: localDate('2024-04-12'),
    source: `Lịch nghỉ năm 2024: theo ${PRESS}; Tết có trước ngày 05/11/2023, hoán đổi ngày 29/4 công bố ngày 12/4/2024`,
  },
  {
    year: 2025,
    tetDaysBefore: 2,
    nationalDayNeighbour: -1,
    swaps: [swap('2025-05-02', '2025-04-26')],
    source: `Lịch nghỉ năm 2025: theo ${PRESS}`,
  },
  {
    year: 2026,
    tetDaysBefore: 1,
    nationalDayNeighbour: -1,
    swaps: [swap('2026-01-02', '2026-01-10'), swap('2026-08-31', '2026-08-22')],
    decidedOn: localDate('2025-12-25'),
    confirmed: false,
    source: `Lịch nghỉ năm 2026: Tết theo ${PRESS}; hoán đổi ngày 02/01 theo văn bản 12729/VPCP-KGVX ngày 25/12/2025; ngày nghỉ 01/9 và hoán đổi ngày 31/8 cần xác nhận`,
  },
];

/**
 * 24/11, ordered in 2026 but not seen in the Labour Code: a day off only in years whose record says `confirmed: true`.
 * Nobody can ask for it before `fromYear`.
 */
export const CULTURE_DAY = {
  fromYear: 2026,
  month: 11,
  day: 24,
  source:
    'Ngày Văn hóa Việt Nam: Nghị quyết 80-NQ/TW ngày 07/01/2026; Nghị quyết 30/NQ-CP ngày 26/02/2026 giao sửa Điều 112 khoản 1 Bộ luật Lao động; chưa rõ ngày có hiệu lực',
} as const;

/** The article that gives the days off of a year, and the one that gives the make-up days. */
export interface LawOfYear {
  readonly days: string;
  readonly makeUp: string;
}

/** Which law a year stands under. Nhịp counts five days of Tết in every year; the law gave four before 2013, and says so. */
export function lawOf(year: number): LawOfYear {
  if (year >= 2021) {
    return {
      days: 'Bộ luật Lao động 2019, Điều 112 khoản 1',
      makeUp: 'Bộ luật Lao động 2019, Điều 111 khoản 3',
    };
  }
  if (year >= 2013) {
    return {
      days: 'Bộ luật Lao động 2012, Điều 115 khoản 1',
      makeUp: 'Bộ luật Lao động 2012, Điều 115 khoản 3',
    };
  }
  const article = 'Bộ luật Lao động 1994, Điều 73';
  const amended = year >= 2007 ? `${article} (sửa đổi theo Luật 84/2007/QH11)` : article;
  const applied = year >= 1995 ? amended : `Áp dụng lùi ${article}`;
  return { days: `${applied}; Tết tính 5 ngày như luật từ năm 2013`, makeUp: applied };
}
