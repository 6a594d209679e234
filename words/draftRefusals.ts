// “No” about the urging letters that wait for the clerk. Knows words alone; must not know when one is given.
import type { SaidRefusals } from './refusalWords.js';

export const DRAFT_REFUSALS = {
  NoDraft: {
    vi: [
      'Không có dự thảo công văn đôn đốc {body:body} về {obligation:obligation}‹; dự thảo được lập ngày {date:date}›.',
      'Xem các dự thảo: `nhip show {code} {year}`.',
    ],
    en: [
      'No urging letter to {body:body} on {obligation:obligation} is drafted‹ before {date:date}›.',
      'See the drafts: `nhip show {code} {year}`.',
    ],
  },
  DraftOvertaken: {
    vi: [
      'Không còn phải phát hành công văn đôn đốc {body:body} về {obligation:obligation}: {why:overtaken}.',
      'Không phải làm gì thêm.',
    ],
    en: [
      'The urging letter to {body:body} on {obligation:obligation} is no longer needed: {why:overtaken}.',
      'Nothing to do.',
    ],
  },
  DraftSettled: {
    vi: [
      'Công văn đôn đốc {body:body} về {obligation:obligation} {how:draftSettled}‹, số {number}›.',
      'Nếu ghi nhầm: `nhip correct {code} {year} {obligation} --by {body}`.',
    ],
    en: [
      'The urging letter to {body:body} on {obligation:obligation} {how:draftSettled}‹, {number}›.',
      'If that was a mistake: `nhip correct {code} {year} {obligation} --by {body}`.',
    ],
  },
  PutOffNotLater: {
    vi: ['Ngày {date:date} không sau hôm nay ({today:date}).', 'Chọn ngày sau {today:date}.'],
    en: ['{date:date} is not later than today ({today:date}).', 'Choose a day after {today:date}.'],
  },
} as const satisfies SaidRefusals;
