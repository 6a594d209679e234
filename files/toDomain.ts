// From what files say to the domain's types. Knows defaults that need nothing but the file; checks nothing.
import type {
  Agreement,
  Body,
  CalendarDecision,
  Link,
  NumberingScheme,
  ObligationEntry,
  OwnerRule,
  Term,
  TermStatement,
} from '../domain/agreement.js';
import { dateOf, type LocalDate } from '../domain/localDate.js';
import { facts } from './shape.js';
import type { AgreementWritten, BodyWritten, DecisionWritten, EntryWritten } from './shapes.js';

export function bodyOf(written: BodyWritten): Body {
  const { source: _, ...body } = facts(written);
  return {
    ...body,
    posts: (written.posts ?? []).map((post) => {
      const { source: __, ...said } = facts(post);
      return { ...said, language: post.language ?? 'vi' };
    }),
    succession: (written.succession ?? []).map(facts),
  };
}

export function decisionOf(written: DecisionWritten): CalendarDecision {
  return {
    ...facts(written),
    nationalDayNeighbour: written.nationalDayNeighbour ?? null,
    swaps: (written.swaps ?? []).map(({ off, work }) => ({ off, work })),
  };
}

/** An entry of an agreement's file or of `next` in an events file. */
export function entryOf(written: EntryWritten): ObligationEntry {
  const { owners, ladder, covers, ...said } = facts(written);
  return {
    ...said,
    id: written.id ?? written.kind,
    ...(owners && { owners: owners.map(ownerOf) }),
    ...(covers && { covers: { from: covers.from, to: covers.to } }),
    ...(ladder && { ladder: ladderOf(ladder) }),
  };
}

function ownerOf(written: NonNullable<EntryWritten['owners']>[number]): OwnerRule {
  const as = written.as && { as: written.as };
  if (written.body !== undefined) return { body: written.body, ...as };
  if (written.role !== undefined) return { role: written.role, of: written.of ?? 'thisYear', ...as };
  return { eachChildOf: written.eachChildOf ?? '', ...as };
}

function ladderOf(written: NonNullable<EntryWritten['ladder']>): NonNullable<ObligationEntry['ladder']> {
  const { source: _, before, overdue, ...rest } = facts(written);
  return {
    ...rest,
    // Falling and without repeats, in whatever order people list them.
    ...(before !== undefined && { before: before && [...new Set(before)].sort((a, b) => b - a) }),
    ...(overdue !== undefined && { overdue: overdue && { every: overdue.every, times: overdue.times } }),
  };
}

/** `bodies` are those the agreement can see: its lead's regime decides the numbering where the file does not. */
export function agreementOf(written: AgreementWritten, bodies: readonly Body[]): Agreement {
  const { agreement, use: _, bodies: __, calendar: ___, source: ____, ...said } = facts(written);
  const { parent, predecessor, contents, roles, ...rest } = said;
  return {
    ...rest,
    code: agreement,
    numberingScheme: written.numberingScheme ?? schemeOf(written, bodies),
    term: termOf(written.term),
    parties: partiesOf(written),
    roles: Object.fromEntries(
      Object.entries(roles ?? {}).map(([role, holders]) => [role, holders.map(facts)]),
    ),
    ...(parent && { parent: linkOf(parent) }),
    ...(predecessor && { predecessor: linkOf(predecessor) }),
    ...(contents && {
      contents: { ...facts(contents), published: (contents.published ?? []).map(facts) },
    }),
    facts: (written.facts ?? []).map(facts),
    secrecy: written.secrecy ?? 'thuong',
    template: written.template ?? 'annual-cycle',
    remove: written.remove ?? [],
    quiet: (written.quiet ?? []).map(facts),
    obligations: (written.obligations ?? []).map(entryOf),
    sample: written.sample ?? false,
  };
}

function linkOf(written: NonNullable<AgreementWritten['parent']>): Link {
  return facts(written);
}

/** In the order the file numbers them; unnumbered ones stay where they stand. */
function partiesOf(written: AgreementWritten): Agreement['parties'] {
  return written.parties
    .map((party, index) => ({ party, place: party.order ?? index + 1 }))
    .sort((a, b) => a.place - b.place)
    .map(({ party }) => ({
      body: party.body,
      lead: party.lead ?? false,
      ...(party.signatory !== undefined && { signatory: party.signatory }),
    }));
}

function schemeOf(written: AgreementWritten, bodies: readonly Body[]): NumberingScheme {
  const lead = written.parties.find((party) => party.lead) ?? partiesOf(written)[0];
  return bodies.find((body) => body.code === lead?.body)?.regime === 'party' ? 'party' : 'state';
}

export function termOf(written: AgreementWritten['term']): Term {
  const { from, to } = written;
  const byYears = typeof from === 'number' && typeof to !== 'string';
  return {
    from: firstDay(from),
    to: to === undefined ? null : lastDay(to),
    written: byYears ? 'years' : 'dates',
    statements: (written.statements ?? []).map(statementOf),
  };
}

function statementOf(written: NonNullable<AgreementWritten['term']['statements']>[number]): TermStatement {
  const { from, to, ...said } = facts(written);
  return { ...said, from: String(from), ...(to !== undefined && { to: String(to) }) };
}

function firstDay(from: number | LocalDate): LocalDate {
  return typeof from === 'number' ? dateOf(from, 1, 1) : from;
}

function lastDay(to: number | LocalDate): LocalDate {
  return typeof to === 'number' ? dateOf(to, 12, 31) : to;
}
