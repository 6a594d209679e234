// Every key of every file (design §8) as zod sees it. Knows names and types; must not know what they mean to each other.
import * as z from 'zod';
import { due, opens } from './dueShape.js';
import { listOf, shape, short } from './shape.js';
import {
  clock,
  code,
  date,
  kind,
  line,
  mailbox,
  monthDay,
  refuse,
  step,
  words,
  year,
  yearOrDate,
} from './values.js';
import { PLACE } from './yaml.js';

const level = z.enum(['central', 'province', 'district', 'commune']);
const secrecy = z.enum(['thuong', 'mat', 'toi-mat', 'tuyet-mat']);
const basis = z.enum(['mandated', 'configured']);
const flag = z.boolean().exactOptional();
const span = shape({ from: date, to: date, reason: line.exactOptional() });
const link = shape({
  agreement: code,
  basis: z.enum(['stated', 'inferred']),
  quote: words.exactOptional(),
});

const post = shape({
  code,
  title: line,
  rank: z.enum(['clerk', 'office', 'head', 'leader']),
  mailbox,
  language: z.enum(['vi', 'en']).exactOptional(),
  validFrom: date.exactOptional(),
  validTo: date.exactOptional(),
});

const succession = shape({
  to: z.array(code),
  kind: z.enum(['merge', 'replace', 'rename', 'dissolve', 'split']),
  effectiveOn: date,
  legalBasis: line.exactOptional(),
});

export const bodyShape = shape({
  code,
  name: line,
  shortName: line.exactOptional(),
  regime: z.enum(['party', 'state', 'front', 'armedForces', 'other']),
  level,
  parent: code.exactOptional(),
  validFrom: date.exactOptional(),
  validTo: date.exactOptional(),
  phone: line.exactOptional(),
  posts: listOf(post),
  succession: listOf(succession),
});

export const decisionShape = shape({
  year,
  tetDaysBefore: z.literal([1, 2]),
  nationalDayNeighbour: z.literal([-1, 1]).nullable().exactOptional(),
  swaps: listOf(shape({ off: date, work: date })),
  decidedOn: date.exactOptional(),
  confirmed: flag,
}).transform((given, context) => {
  // The second day of 2/9 came with the Labour Code 2019, in force from 1 January 2021.
  if (given.year >= 2021 && typeof given.nationalDayNeighbour !== 'number') {
    return refuse(context, 'fieldMissing', { field: 'nationalDayNeighbour' }, ['nationalDayNeighbour']);
  }
  return given;
});

const owner = short(
  'body',
  shape({
    body: code.exactOptional(),
    role: kind.exactOptional(),
    of: z.enum(['thisYear', 'nextYear']).exactOptional(),
    eachChildOf: code.exactOptional(),
    as: z.enum(['drafter', 'supplier', 'chair']).exactOptional(),
  }),
).transform((given, context) => {
  const who = [given.body, given.role, given.eachChildOf].filter((value) => value !== undefined);
  return who.length === 1 && (given.of === undefined || given.role !== undefined)
    ? given
    : refuse(context, 'ownerForm');
});

export const entryShape = shape({
  id: kind.exactOptional(),
  kind,
  title: line.exactOptional(),
  shortTitle: line.exactOptional(),
  form: z.enum(['paper', 'meeting']).exactOptional(),
  stage: z.enum(['planning', 'midYearReview', 'reviewConference', 'finalReview']).exactOptional(),
  basis: basis.exactOptional(),
  quote: words.exactOptional(),
  covers: shape({ from: date, to: date }).exactOptional(),
  dataCutoff: monthDay.exactOptional(),
  opens: opens.exactOptional(),
  due: due.exactOptional(),
  dueBasis: basis.exactOptional(),
  phrase: z.enum(['trước ngày', 'chậm nhất ngày']).exactOptional(),
  cutoff: clock.exactOptional(),
  roll: z.enum(['previous', 'next', 'none']).exactOptional(),
  owners: listOf(owner),
  completion: z.enum(['all', 'any', 'lead', 'drafter']).exactOptional(),
  to: code.exactOptional(),
  onwardTo: code.exactOptional(),
  ladder: shape({
    before: z.array(step).nullable().exactOptional(),
    on: z.boolean().nullable().exactOptional(),
    overdue: shape({ every: step, times: step }).nullable().exactOptional(),
    escalate: step.nullable().exactOptional(),
  }).exactOptional(),
  secrecy: secrecy.exactOptional(),
});

/** What a bodies or calendar file may hold, and an agreement's file besides. */
const register = {
  use: listOf(line),
  bodies: listOf(bodyShape),
  calendar: listOf(decisionShape),
  quiet: listOf(span),
};

export const registerShape = shape(register);

/** A role's holders stand under any name; the place of the group is no role. */
const roles = z.preprocess(
  (value) =>
    typeof value === 'object' && value !== null && PLACE in value
      ? Object.fromEntries(Object.entries(value).filter(([name]) => name !== PLACE))
      : value,
  z.record(kind, z.array(shape({ year, body: code, quote: words.exactOptional() }))),
);

export const agreementShape = shape({
  ...register,
  agreement: code,
  title: line,
  shortTitle: line.exactOptional(),
  number: line.exactOptional(),
  numberingScheme: z.enum(['party', 'state']).exactOptional(),
  level,
  term: shape({
    from: yearOrDate,
    to: yearOrDate.exactOptional(),
    openEnd: flag,
    statements: listOf(
      shape({ from: yearOrDate, to: yearOrDate.exactOptional(), quote: words.exactOptional() }),
    ),
  }),
  signedOn: date.exactOptional(),
  effectiveOn: date.exactOptional(),
  endedOn: date.exactOptional(),
  endReason: words.exactOptional(),
  parties: z.array(
    shape({
      body: code,
      lead: flag,
      order: z.number().exactOptional(),
      signatory: line.exactOptional(),
    }),
  ),
  standingBody: code.exactOptional(),
  roles: roles.exactOptional(),
  parent: link.exactOptional(),
  predecessor: link.exactOptional(),
  contents: shape({
    stated: words.exactOptional(),
    quote: words.exactOptional(),
    published: listOf(
      shape({
        text: words,
        kind: z.enum(['common', 'specific']).exactOptional(),
        owner: code.exactOptional(),
        quote: words.exactOptional(),
      }),
    ),
  }).exactOptional(),
  facts: listOf(shape({ text: words, quote: words.exactOptional() })),
  phone: line.exactOptional(),
  secrecy: secrecy.exactOptional(),
  template: z.enum(['annual-cycle', 'none']).exactOptional(),
  remove: listOf(kind),
  obligations: listOf(entryShape),
  sample: flag,
});

export type BodyWritten = z.output<typeof bodyShape>;
export type DecisionWritten = z.output<typeof decisionShape>;
export type EntryWritten = z.output<typeof entryShape>;
export type RegisterWritten = z.output<typeof registerShape>;
export type AgreementWritten = z.output<typeof agreementShape>;
