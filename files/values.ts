// The single values a file may hold: dates, years, codes, mailboxes. Knows their spelling; must not know which key holds them.
import * as z from 'zod';
import type { MonthDay } from '../domain/agreement.js';
import { daysInMonth, type Instant, isLocalDate, type LocalDate, parseInstant } from '../domain/localDate.js';
import type { Facts, MessageCode } from './messages.js';

/** Why a value cannot be used; travels through zod as the parameters of a custom issue. */
export interface Wrong {
  readonly code: MessageCode;
  readonly facts: Facts;
}

/** Ends a transform with our own message, at `path` below the value. */
export function refuse(
  context: z.RefinementCtx,
  code: MessageCode,
  facts: Facts = {},
  path: (string | number)[] = [],
): never {
  context.addIssue({ code: 'custom', params: { code, facts }, path });
  return z.NEVER;
}

export const FIRST_YEAR = 2000;
export const LAST_YEAR = 2100;
const LONGEST_CODE = 40;
const LONGEST_ADDRESS = 254;
const LONGEST_LOCAL_PART = 64;

const CODE = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const KIND = /^[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*$/;
const MONTH_DAY = /^(\d{1,2})\/(\d{1,2})$/;
const CLOCK = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
/** The local part in ASCII, as relays without SMTPUTF8 want it. */
const LOCAL_PART = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN = /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/;
/** Domains may be international; asked only of those that are not plain. */
const LETTER_OF_DOMAIN = /[\p{L}\p{M}\p{N}]/gu;

const filled = z.string().transform((text, context) => {
  const trimmed = text.trim();
  return trimmed === '' ? refuse(context, 'empty') : trimmed;
});

/** Text that may run over several lines, such as a quote. */
export const words = filled;

export const line = filled.transform((text, context) =>
  /[\r\n]/.test(text) ? refuse(context, 'lineBreak') : text,
);

export const code = line.transform((text, context) =>
  CODE.test(text) && text.length <= LONGEST_CODE ? text : refuse(context, 'notCode', { value: text }),
);

export const kind = line.transform((text, context) =>
  KIND.test(text) && text.length <= LONGEST_CODE ? text : refuse(context, 'notKind', { value: text }),
);

export const date = line.transform((text, context): LocalDate => {
  if (isLocalDate(text)) return text;
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  return daysInMonth(Number(year), Number(month)) > 0 && Number(day) > 0
    ? refuse(context, 'noSuchDay', { d: Number(day), m: Number(month), y: Number(year) })
    : refuse(context, 'notDate', { value: text });
});

export const instant = line.transform(
  (text, context): Instant => parseInstant(text) ?? refuse(context, 'notInstant', { value: text }),
);

export const clock = line.transform((text, context) =>
  CLOCK.test(text) ? text : refuse(context, 'notClock', { value: text }),
);

const numberOrText = z.union([z.number(), line]);

export const year = numberOrText.transform((value, context) =>
  isYear(value) ? value : refuse(context, 'notYear', { value }),
);

/** As written: a year as a number, a date as a local date. */
export const yearOrDate = numberOrText.transform((value, context): number | LocalDate => {
  if (isYear(value)) return value;
  if (typeof value === 'number' || /^\d{4}$/.test(value)) return refuse(context, 'notYear', { value });
  const read = date.safeParse(value, { reportInput: true });
  if (!read.success) return refuse(context, ...wrongOf(read.error.issues[0], value));
  const ofDate = Number(value.slice(0, 4));
  return isYear(ofDate) ? read.data : refuse(context, 'notYear', { value: ofDate });
});

function wrongOf(issue: z.core.$ZodIssue | undefined, value: string): [MessageCode, Facts] {
  const wrong = ownWrong(issue);
  return wrong ? [wrong.code, wrong.facts] : ['notDate', { value }];
}

/** Our own reason in an issue of zod, where it carries one. */
export function ownWrong(issue: z.core.$ZodIssue | undefined): Wrong | undefined {
  if (issue?.code !== 'custom' || issue.params === undefined) return undefined;
  const { code: own, facts } = issue.params;
  return { code: own as MessageCode, facts: facts as Facts };
}

function isYear(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= FIRST_YEAR && value <= LAST_YEAR;
}

/** `31/1`; null where it is no such text, `exists` false for 31/2. 29/2 is a day of the year. */
export function parseMonthDay(text: string): (MonthDay & { readonly exists: boolean }) | null {
  const [, day = '', month = ''] = MONTH_DAY.exec(text.trim()) ?? [];
  const longest = daysInMonth(2024, Number(month));
  if (longest === 0 || Number(day) === 0) return null;
  return { day: Number(day), month: Number(month), exists: Number(day) <= longest };
}

export const monthDay = line.transform((text, context): MonthDay => {
  const read = parseMonthDay(text);
  return read?.exists
    ? { month: read.month, day: read.day }
    : refuse(context, 'notMonthDay', { value: text });
});

/** As `monthDay`, for due days: a day that no month has makes the due rule impossible. */
export const dueDay = line.transform((text, context): MonthDay => {
  const read = parseMonthDay(text);
  if (!read) return refuse(context, 'notMonthDay', { value: text });
  if (!read.exists) return refuse(context, 'dueImpossible', { why: 'noDay', d: read.day, m: read.month });
  return { month: read.month, day: read.day };
});

/** A step of a ladder, in working days. */
export const step = z
  .number()
  .transform((value, context) =>
    Number.isInteger(value) && value >= 1 && value <= 250 ? value : refuse(context, 'stepRange'),
  );

export const mailbox = line.transform((text, context) => {
  const addresses = text.split(/[,;\s]+/).filter((part) => part.includes('@'));
  if (addresses.length > 1) return refuse(context, 'severalAddresses', { n: addresses.length });
  return isAddress(text) ? text : refuse(context, 'notAddress', { value: text });
});

function isAddress(text: string): boolean {
  const at = text.indexOf('@');
  const [local, domain] = [text.slice(0, Math.max(0, at)), text.slice(at + 1)];
  if (text.length > LONGEST_ADDRESS || local.length > LONGEST_LOCAL_PART || !LOCAL_PART.test(local))
    return false;
  return DOMAIN.test(domain) || DOMAIN.test(domain.replace(LETTER_OF_DOMAIN, 'x'));
}
