// Small agreements for tests: written by hand in a line or two, or drawn at random. Knows the shapes of the domain; must not
// know its rules.
import fc from 'fast-check';
import type {
  Agreement,
  Body,
  Dossier,
  Ladder,
  ObligationEntry,
  Post,
  QuietSpan,
} from '../../domain/agreement.js';
import type { PlayEvent } from '../../domain/events.js';
import { addDays, dateOf, instantAt, type LocalDate, localDate } from '../../domain/localDate.js';

/** A body with a clerk, a head and a leader, unless told otherwise. */
export function body(code: string, given: Partial<Body> = {}): Body {
  return {
    code,
    name: `Cơ quan ${code.toUpperCase()}`,
    regime: 'state',
    level: 'province',
    posts: [post(code, 'clerk'), post(code, 'head'), post(code, 'leader')],
    succession: [],
    ...given,
  };
}

export function post(code: string, rank: Post['rank'], mailbox = `${rank}@${code}.example`): Post {
  return { code: rank, title: rank, rank, mailbox, language: 'vi' };
}

/** Parties a (lead) and b, 2024-2026, nothing but what is given. */
export function dossier(
  given: Partial<Agreement> = {},
  bodies: readonly Body[] = [body('a'), body('b')],
): Dossier {
  return {
    agreement: {
      code: 'x',
      title: 'Chương trình phối hợp X',
      numberingScheme: 'state',
      level: 'province',
      term: { from: localDate('2024-01-01'), to: localDate('2026-12-31'), written: 'years', statements: [] },
      parties: [
        { body: 'a', lead: true },
        { body: 'b', lead: false },
      ],
      roles: {},
      facts: [],
      secrecy: 'thuong',
      template: 'none',
      remove: [],
      quiet: [],
      obligations: [],
      sample: false,
      ...given,
    },
    bodies,
  };
}

/** A paper of every party, due on a day of the cycle year (`29/3`). */
export function paper(id: string, on: string, given: Partial<ObligationEntry> = {}): ObligationEntry {
  const [day = 1, month = 1] = on.split('/').map(Number);
  return { id, kind: id, title: id, due: { rule: 'day', on: { day, month }, of: 'thisYear' }, ...given };
}

const FIRST = localDate('2024-01-01');
const someDay = (from: LocalDate, days: number): fc.Arbitrary<LocalDate> =>
  fc.nat(days).map((after) => addDays(from, after));
const optional = <T>(given: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(given, { nil: undefined });

const someLadder: fc.Arbitrary<Ladder> = fc.record({
  before: fc.subarray([30, 20, 10, 7, 5, 3, 1]),
  on: fc.boolean(),
  overdue: fc.option(
    fc
      .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 4 }))
      .map(([every, times]) => ({ every, times })),
  ),
  escalate: fc.option(fc.integer({ min: 1, max: 15 })),
});

function someBody(code: string): fc.Arbitrary<Body> {
  return fc
    .record({
      ranks: fc.subarray(['clerk', 'office', 'head', 'leader'] as const, { minLength: 1 }),
      sharesMailbox: fc.boolean(),
      level: fc.constantFrom('central', 'province', 'district', 'commune'),
      validTo: optional(someDay(localDate('2024-06-01'), 500)),
    })
    .map(({ ranks, sharesMailbox, level, validTo }) =>
      body(code, {
        level,
        posts: ranks.map((rank) => post(code, rank, sharesMailbox ? 'chung@x.example' : undefined)),
        ...(validTo && code !== 'a' && { validTo }),
      }),
    );
}

// Mapped, not recorded: fast-check's records may have no prototype, which no file ever gives.
const monthDay = fc
  .tuple(fc.integer({ min: 1, max: 28 }), fc.integer({ min: 1, max: 12 }))
  .map(([day, month]) => ({ day, month }));

function someEntry(index: number): fc.Arbitrary<ObligationEntry> {
  return fc
    .record({
      due: fc.oneof(
        monthDay.map((on) => ({ rule: 'day', on, of: 'thisYear' }) as const),
        fc
          .record({ beat: fc.constantFrom('quarter', 'half'), days: fc.nat(10) })
          .map(({ beat, days }) => ({ rule: 'every', beat, plus: { days } }) as const),
        fc
          .constantFrom('đầu năm', 'giữa năm', 'cuối năm')
          .map((vague) => ({ rule: 'vague', vague }) as const),
      ),
      opens: fc.option(monthDay.map((on) => ({ on, of: 'thisYear' }) as const)),
      ladder: someLadder,
      completion: fc.constantFrom('all', 'any', 'lead'),
      owners: fc.subarray(['a', 'b', 'c'], { minLength: 1 }),
      secrecy: fc.constantFrom('thuong', 'thuong', 'mat'),
    })
    .map(({ opens, owners, completion, ...given }) => {
      const id = `viec-${index}`;
      const takesLead = completion !== 'lead' || owners.includes('a');
      return {
        id,
        kind: id,
        title: `Việc ${index}`,
        ...given,
        ...(given.due.rule === 'day' && { opens }),
        completion: takesLead ? completion : 'all',
        owners: owners.map((code) => ({ body: code })),
      };
    });
}

const someQuiet: fc.Arbitrary<readonly QuietSpan[]> = fc.array(
  fc
    .record({ from: someDay(FIRST, 500), days: fc.nat(20) })
    .map(({ from, days }) => ({ from, to: addDays(from, days) })),
  { maxLength: 2 },
);

/** Two or three bodies, one to three obligations of their own, sometimes the table's conference, an early end, quiet spans. */
export const someDossier: fc.Arbitrary<Dossier> = fc
  .record({
    bodies: fc.tuple(someBody('a'), someBody('b'), someBody('c')),
    entries: fc
      .integer({ min: 1, max: 3 })
      .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => someEntry(index + 1)))),
    template: fc.constantFrom('none', 'conference', 'annual-cycle'),
    signedOn: optional(someDay(FIRST, 200)),
    endedOn: optional(someDay(localDate('2024-08-01'), 500)),
    quiet: someQuiet,
    years: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ bodies, entries, template, signedOn, endedOn, quiet, years }) =>
    dossier(
      {
        term: { from: FIRST, to: dateOf(2023 + years, 12, 31), written: 'years', statements: [] },
        ...(signedOn && { signedOn }),
        ...(endedOn && { endedOn }),
        quiet,
        template: template === 'annual-cycle' ? template : 'none',
        obligations: [...entries, ...(template === 'conference' ? CONFERENCE : [])],
      },
      bodies,
    ),
  );

const CONFERENCE: readonly ObligationEntry[] = [
  'invitation',
  'conferencePapers',
  'reviewConference',
  'conclusionNotice',
].map((kind) => ({ id: kind, kind }));

const OBLIGATIONS = [
  'viec-1',
  'viec-2',
  'viec-3.Q1',
  'viec-1.Q2',
  'viec-2.H1',
  'invitation',
  'conferencePapers',
  'reviewConference',
  'conclusionNotice',
  'annualPlan',
  'midYearReport',
  'khong-co',
];

interface Drawn {
  readonly day: number;
  readonly minute: number;
  readonly obligation: string;
  readonly by: string;
  readonly shift: number;
  readonly reasoned: boolean;
  readonly anyway: boolean;
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  day: fc.nat(480),
  minute: fc.nat(1439),
  obligation: fc.constantFrom(...OBLIGATIONS),
  by: fc.constantFrom('a', 'b', 'c', 'd'),
  shift: fc.integer({ min: -20, max: 60 }),
  reasoned: fc.boolean(),
  anyway: fc.boolean(),
});

type Acts =
  | 'submit'
  | 'accept'
  | 'return'
  | 'extend'
  | 'waive'
  | 'schedule'
  | 'conclude'
  | 'correct'
  | 'pause'
  | 'resume';
const ALL_ACTS: readonly Acts[] = [
  'submit',
  'accept',
  'return',
  'extend',
  'waive',
  'schedule',
  'conclude',
  'correct',
  'pause',
  'resume',
];

/** What people do in 2024 and after, sensible or not, in order. */
export function someEvents(acts: readonly Acts[] = ALL_ACTS, most = 12): fc.Arbitrary<readonly PlayEvent[]> {
  return fc
    .array(fc.tuple(fc.constantFrom(...acts), drawn), { maxLength: most })
    .map((list) =>
      list
        .map(([act, given], index) => eventOf(act, given, index + 1))
        .sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0)),
    );
}

function eventOf(
  act: Acts,
  { day, minute, obligation, by, shift, reasoned, anyway }: Drawn,
  place: number,
): PlayEvent {
  const date = addDays(localDate('2023-12-15'), day);
  const clock = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  const happened = { at: instantAt(date, clock), place, ...(reasoned && { reason: 'vì thế' }) };
  const about = { ...happened, agreement: 'x', year: 2024 };
  const other = addDays(date, shift);
  switch (act) {
    case 'submit':
    case 'accept':
    case 'return':
      return { ...about, do: act, obligation, by, on: shift > 0 ? date : other };
    case 'extend':
      return { ...about, do: act, obligation, by, to: other };
    case 'waive':
    case 'correct':
      return { ...about, do: act, obligation, by };
    case 'schedule':
      return { ...about, do: act, obligation: 'reviewConference', on: other, anyway };
    case 'conclude':
      return { ...about, do: act, obligation: 'reviewConference', on: date, next: [] };
    case 'pause':
    case 'resume':
      return { ...happened, do: act, agreement: 'x', year: 2024 };
    default:
      return act satisfies never;
  }
}
