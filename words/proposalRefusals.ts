// “No” to what arises in a cycle: proposing, ratifying, acting on what is not ratified. Knows words alone; must not know
// when one is given.
import type { SaidRefusals } from './refusalWords.js';

export const PROPOSAL_REFUSALS = {
  ObligationExists: {
    vi: [
      'Chu kỳ {code}/{year} đã có việc “{kind}”.',
      'Đặt `id` khác trong tệp; các việc đã có: `nhip show {code} {year}`.',
    ],
    en: ['Cycle {code}/{year} already has “{kind}”.', 'Give it another `id`; see `nhip show {code} {year}`.'],
  },
  StillProposed: {
    vi: [
      '{obligation:obligation} là việc mới đề xuất‹, còn chờ {waiting:body} thống nhất›.',
      'Ghi ý kiến thống nhất của từng bên: `nhip ratify {code} {year} --by …`.',
    ],
    en: [
      '{obligation:obligation} is only proposed‹; {waiting:body} has yet to ratify›.',
      'Record each ratification: `nhip ratify {code} {year} --by …`.',
    ],
  },
  NothingProposed: {
    vi: [
      'Chu kỳ {code}/{year} không có việc nào chờ thống nhất.',
      'Xem `nhip show {code} {year}`; việc mới: `nhip propose {code} {year} TỆP`.',
    ],
    en: [
      'Nothing waits for ratification in {code}/{year}.',
      'See `nhip show {code} {year}`; new ones: `nhip propose {code} {year} FILE`.',
    ],
  },
  NotParty: {
    vi: ['{body:body} không phải là bên ký kết {code}.', 'Ghi ý kiến của các bên: {owners:body}.'],
    en: ['{body:body} is not a party to {code}.', 'The parties ratify: {owners:body}.'],
  },
  AlreadyRatified: {
    vi: [
      '{body:body} đã thống nhất ngày {date:date}‹; còn chờ {waiting:body}›.',
      'Không phải ghi lại; nếu ghi nhầm: `nhip correct`.',
    ],
    en: [
      '{body:body} ratified on {date:date}‹; {waiting:body} has yet to›.',
      'Nothing to record again; if it was a mistake: `nhip correct`.',
    ],
  },
  NotRatified: {
    vi: [
      '{body:body} chưa ghi ý kiến thống nhất về {obligation:obligation}.',
      'Đính chính ý kiến đã ghi của: {owners:body}.',
    ],
    en: [
      '{body:body} has not ratified {obligation:obligation}.',
      'Correct the ratification of {owners:body}.',
    ],
  },
} as const satisfies SaidRefusals;
