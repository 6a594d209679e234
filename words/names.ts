// What agreements, obligations, bodies, posts and papers are called in letters. Knows the forms of names; must not know
// which letter they stand in.
import type { Agreement, Body, Language, NumberingScheme, Post } from '../domain/agreement.js';
import type { LocalDate } from '../domain/localDate.js';
import { yearOf } from '../domain/localDate.js';
import { joined, shortDate } from './dates.js';
import { oneLine } from './subject.js';

/** `TW-79`: how letters cite an agreement (design §11.28). */
export function codeText(agreement: string): string {
  return agreement.toUpperCase();
}

/** `số 79-CTr/BDVTW-BCSĐCP`, `số 05/KH-UBND`: below ten with a zero. */
export function numberText(number: string): string {
  return oneLine(number).replace(/^(?=\d(?!\d))/, '0');
}

/** What follows a number: Party papers put a comma before the date, State papers none. */
export function docDate(language: Language, scheme: NumberingScheme, date: LocalDate): string {
  if (language === 'en') return `, ${shortDate(language, date)}`;
  return `${scheme === 'party' ? ',' : ''} ngày ${shortDate(language, date)}`;
}

/** The years of a term, `2016-2020`, or its one year, `năm 2026`; null without an end. */
export function termYears({ term }: Agreement, language: Language): string | null {
  if (term.to === null) return null;
  const [from, to] = [yearOf(term.from), yearOf(term.to)];
  if (from !== to) return `${from}-${to}`;
  return language === 'vi' ? `năm ${from}` : String(from);
}

export interface AgreementName {
  /** Number and date alone, for letters that carry the duty block. */
  readonly short: string;
  readonly long: string;
}

/** `partyNames` in the agreement's order. Nothing is guessed: what nobody published is left out. */
export function agreementName(
  language: Language,
  agreement: Agreement,
  partyNames: readonly string[],
): AgreementName {
  return language === 'vi' ? nameVi(agreement, partyNames) : nameEn(agreement, partyNames);
}

function nameVi(agreement: Agreement, partyNames: readonly string[]): AgreementName {
  const { head, between, about } = titleParts(agreement.title);
  const parties = between || ` giữa ${joined('vi', partyNames.map(oneLine))}`;
  const date = agreement.signedOn;
  if (agreement.number === undefined) {
    const signed = date === undefined ? '' : ` ký ngày ${shortDate('vi', date)}`;
    return { short: `${head}${parties}${signed}`, long: `${head}${parties}${signed}${about}` };
  }
  const day = date === undefined ? '' : docDate('vi', agreement.numberingScheme, date);
  const short = `${head} số ${numberText(agreement.number)}${day}`;
  return { short, long: `${short}${parties}${about}` };
}

function nameEn(agreement: Agreement, partyNames: readonly string[]): AgreementName {
  const between = ` between ${joined('en', partyNames.map(oneLine))}`;
  const number = agreement.number === undefined ? '' : ` No. ${numberText(agreement.number)}`;
  const date = agreement.signedOn === undefined ? '' : ` of ${shortDate('en', agreement.signedOn)}`;
  const cited = `coordination programme${number}${date}`;
  const short = number === '' ? `${cited}${between}` : cited;
  return { short: `the ${short}`, long: `the ${cited}${between} (${oneLine(agreement.title)})` };
}

interface TitleParts {
  readonly head: string;
  readonly between: string;
  readonly about: string;
}

/** A title is its kind of paper, perhaps “giữa …”, perhaps “về …”; number and date stand after the kind. */
function titleParts(title: string): TitleParts {
  const text = oneLine(title);
  const about = text.indexOf(' về ');
  const beforeAbout = about < 0 ? text : text.slice(0, about);
  const between = beforeAbout.indexOf(' giữa ');
  return {
    head: between < 0 ? beforeAbout : beforeAbout.slice(0, between),
    between: between < 0 ? '' : beforeAbout.slice(between),
    about: about < 0 ? '' : text.slice(about),
  };
}

export interface NamedObligation {
  readonly title: string;
  readonly titleEn?: string;
  readonly localId: string;
  readonly year: number;
  readonly covers: { readonly from: LocalDate; readonly to: LocalDate };
}

/** The title with its period: `Báo cáo 6 tháng đầu năm 2026`, `Mid-year report 2026`. */
export function obligationName(language: Language, obligation: NamedObligation): string {
  const english = language === 'en' && obligation.titleEn !== undefined;
  const title = oneLine(english ? (obligation.titleEn ?? '') : obligation.title);
  return withPeriod(title, obligation, english ? 'en' : 'vi');
}

/** `short` with the same period, for subjects. */
export function withPeriod(
  title: string,
  { localId, year, covers }: NamedObligation,
  language: Language,
): string {
  if (new RegExp(`\\b${year}\\b`).test(title)) return title;
  const member = /\.([MQH]\d+|Y)$/.exec(localId)?.[1];
  if (member) return joinedOnce(title, memberText(member, year, language));
  const [from, to] = [covers.from.slice(5), covers.to.slice(5)];
  if (yearOf(covers.from) !== yearOf(covers.to)) {
    return language === 'vi' && title.endsWith('giai đoạn')
      ? `${title} ${yearOf(covers.from)}-${yearOf(covers.to)}`
      : title;
  }
  if (from !== '01-01' || (to !== '12-31' && to !== '06-30')) return title;
  if (language === 'en') return `${title} ${year}`;
  if (to === '06-30')
    return title.endsWith('6 tháng') ? `${title} đầu năm ${year}` : `${title} 6 tháng đầu năm ${year}`;
  return title.endsWith(' năm') ? `${title} ${year}` : `${title} năm ${year}`;
}

const ROMAN = ['', 'I', 'II', 'III', 'IV'] as const;

function memberText(member: string, year: number, language: Language): string {
  const number = Number(member.slice(1));
  switch (member[0]) {
    case 'M':
      return language === 'vi' ? `tháng ${number}/${year}` : `for ${number}/${year}`;
    case 'Q':
      return language === 'vi' ? `quý ${ROMAN[number] ?? number} năm ${year}` : `for Q${number} ${year}`;
    case 'H':
      if (language === 'en') return `for half ${number} of ${year}`;
      return `6 tháng ${number === 1 ? 'đầu' : 'cuối'} năm ${year}`;
    default:
      return language === 'vi' ? `năm ${year}` : `${year}`;
  }
}

/** A body in running text to itself: the short name where it has one. */
export function shortBody(body: Body): string {
  return oneLine(body.shortName ?? body.name);
}

/** `Trưởng Ban Dân vận Tỉnh ủy`: title and body as one, the word they share said once. */
export function postOfBody(post: Post, body: Body): string {
  const title = oneLine(post.title);
  const name = oneLine(body.name);
  if (title.includes(name)) return title;
  return joinedOnce(title, name);
}

/** `left right`, the words that end the one and begin the other said once, as the second writes them. */
function joinedOnce(left: string, right: string): string {
  const [before, after] = [left.split(' '), right.split(' ')];
  const lower = (words: readonly string[]): string => words.join(' ').toLocaleLowerCase('vi');
  let shared = Math.min(before.length - 1, after.length);
  while (shared > 0 && lower(before.slice(-shared)) !== lower(after.slice(0, shared))) shared -= 1;
  return [...before.slice(0, before.length - shared), ...after].join(' ');
}
