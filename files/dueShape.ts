// The forms of a due rule and of `opens`. Knows which keys go together; must not know what else an obligation says.
import * as z from 'zod';
import { PLACE } from './yaml.js';
import type { DueRule, Offset, OpensRule } from '../domain/agreement.js';
import { shape, short } from './shape.js';
import { dueDay, kind, monthDay, refuse } from './values.js';

const LARGEST_OFFSET = 400;
const FORMS = ['day', 'every', 'anniversary', 'before', 'after', 'tiers', 'vague'] as const;
type FormName = (typeof FORMS)[number];

const OFFSET_KEYS = ['months', 'days', 'workingDays'] as const;
const offsetFields = {
  months: z.number().exactOptional(),
  days: z.number().exactOptional(),
  workingDays: z.number().exactOptional(),
};

/** Keys that may stand beside the one that names the form. */
const BESIDE: Readonly<Record<FormName, readonly string[]>> = {
  day: ['of'],
  every: ['plus'],
  anniversary: ['of'],
  before: OFFSET_KEYS,
  after: OFFSET_KEYS,
  tiers: ['of'],
  vague: [],
};

const dueFields = shape({
  day: dueDay.exactOptional(),
  every: z.enum(['month', 'quarter', 'half', 'year']).exactOptional(),
  anniversary: z.number().exactOptional(),
  before: kind.exactOptional(),
  after: kind.exactOptional(),
  tiers: shape({
    central: dueDay.exactOptional(),
    province: dueDay.exactOptional(),
    district: dueDay.exactOptional(),
    commune: dueDay.exactOptional(),
  }).exactOptional(),
  vague: z.enum(['đầu năm', 'giữa năm', 'cuối năm']).exactOptional(),
  of: z.string().exactOptional(),
  plus: shape(offsetFields).exactOptional(),
  ...offsetFields,
});
type DueFields = z.output<typeof dueFields>;

export const due = dueFields.transform((given, context): DueRule => {
  const forms = FORMS.filter((form) => given[form] !== undefined);
  const [form] = forms;
  const list = FORMS.join(', ');
  if (form === undefined) return refuse(context, 'dueImpossible', { why: 'noRule', list });
  if (forms.length > 1) {
    return refuse(context, 'dueImpossible', { why: 'severalRules', list: forms.join(', ') });
  }
  for (const key of ['of', 'plus', ...OFFSET_KEYS] as const) {
    if (given[key] !== undefined && !BESIDE[form].includes(key)) {
      return refuse(context, 'dueImpossible', { why: 'foreignKey', key, rule: form }, [key]);
    }
  }
  return ruleOf(given, context);
});

function ruleOf(given: DueFields, context: z.RefinementCtx): DueRule {
  if (given.day) return { rule: 'day', on: given.day, of: dueYear(given.of, context) };
  if (given.every) return { rule: 'every', beat: given.every, plus: plusOf(given, context) };
  if (given.anniversary !== undefined) return anniversaryOf(given.anniversary, given.of, context);
  if (given.before) return relativeOf('before', given.before, given, context);
  if (given.after) return relativeOf('after', given.after, given, context);
  if (given.vague) return { rule: 'vague', vague: given.vague };
  const { central, province, district, commune } = given.tiers ?? {};
  const tiers = {
    ...(central && { central }),
    ...(province && { province }),
    ...(district && { district }),
    ...(commune && { commune }),
  };
  if (Object.keys(tiers).length === 0) return refuse(context, 'dueImpossible', { why: 'noTier' }, ['tiers']);
  return { rule: 'tiers', tiers, of: dueYear(given.of, context) };
}

function dueYear(of: string | undefined, context: z.RefinementCtx): 'thisYear' | 'nextYear' {
  if (of === undefined || of === 'thisYear' || of === 'nextYear') return of ?? 'thisYear';
  return refuse(context, 'notListed', { value: of, list: 'thisYear, nextYear' }, ['of']);
}

function anniversaryOf(years: number, of: string | undefined, context: z.RefinementCtx): DueRule {
  if (!Number.isInteger(years) || years < 1 || years > 100) {
    return refuse(context, 'dueImpossible', { why: 'anniversaryRange', value: years }, ['anniversary']);
  }
  if (of === 'signedOn' || of === 'effectiveOn') return { rule: 'anniversary', years, of };
  if (of === undefined) return refuse(context, 'fieldMissing', { field: 'of' }, ['of']);
  return refuse(context, 'notListed', { value: of, list: 'signedOn, effectiveOn' }, ['of']);
}

function relativeOf(
  side: 'before' | 'after',
  base: string,
  given: DueFields,
  context: z.RefinementCtx,
): DueRule {
  return { rule: 'relative', side, base, offset: offsetOf(given, context, []) };
}

function plusOf(given: DueFields, context: z.RefinementCtx): Offset {
  return given.plus && Object.keys(given.plus).some((key) => key !== PLACE)
    ? offsetOf(given.plus, context, ['plus'])
    : {};
}

function offsetOf(given: Offset, context: z.RefinementCtx, path: string[]): Offset {
  const offset: { months?: number; days?: number; workingDays?: number } = {};
  for (const key of OFFSET_KEYS) {
    const value = given[key];
    if (value === undefined) continue;
    if (!Number.isInteger(value) || value < 0 || value > LARGEST_OFFSET) {
      return refuse(context, 'dueImpossible', { why: 'offsetRange', value }, [...path, key]);
    }
    offset[key] = value;
  }
  return Object.keys(offset).length > 0
    ? offset
    : refuse(context, 'dueImpossible', { why: 'noOffset' }, path);
}

/** `15/11` is short for `{ day: 15/11 }`; null says that no opening letter goes. */
export const opens = short(
  'day',
  shape({ day: monthDay, of: z.enum(['lastYear', 'thisYear', 'nextYear']).exactOptional() }),
)
  .transform((given): OpensRule => ({ on: given.day, of: given.of ?? 'thisYear' }))
  .nullable();
