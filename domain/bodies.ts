// Which body and which post answers on a given day. Knows validity, ranks and roles of the year; must not know duties.
import type { Agreement, Body, Dossier, Post, Rank } from './agreement.js';
import type { LocalDate } from './localDate.js';

const FROM_CLERK_UPWARD: readonly Rank[] = ['clerk', 'office', 'head', 'leader'];

interface Lived {
  readonly validFrom?: LocalDate;
  readonly validTo?: LocalDate;
}

/** Both ends included. */
export function existsOn(lived: Lived, day: LocalDate): boolean {
  return (
    (lived.validFrom === undefined || lived.validFrom <= day) &&
    (lived.validTo === undefined || day <= lived.validTo)
  );
}

export function bodyOf(dossier: Dossier, code: string): Body | undefined {
  return dossier.bodies.find((body) => body.code === code);
}

/** The lowest rank the body has from clerk upward, first listed, valid on the day (design §11.12). */
export function ordinaryPost(body: Body, day: LocalDate): Post | undefined {
  return firstPost(body, FROM_CLERK_UPWARD, day);
}

/** The head alone: a leader is no substitute (design §11.12). */
export function headPost(body: Body, day: LocalDate): Post | undefined {
  return firstPost(body, ['head'], day);
}

/** Whom an urging letter is drafted to: the leader, else the head. */
export function urgingPost(body: Body, day: LocalDate): Post | undefined {
  return firstPost(body, ['leader', 'head'], day);
}

function firstPost(body: Body, ranks: readonly Rank[], day: LocalDate): Post | undefined {
  if (!existsOn(body, day)) return undefined;
  for (const rank of ranks) {
    const post = body.posts.find((candidate) => candidate.rank === rank && existsOn(candidate, day));
    if (post) return post;
  }
  return undefined;
}

/** Who holds a role in a year; null when no source names a holder (design §11.7). */
export function holderOf(agreement: Agreement, role: string, year: number): string | null {
  const holders = agreement.roles[role];
  if (holders) return holders.find((holder) => holder.year === year)?.body ?? null;
  return role === 'standing' ? (agreement.standingBody ?? null) : null;
}

/** The template's standing body: the holder where `roles.standing` exists, else standing body, lead, first party. */
export function standingOf(agreement: Agreement, year: number): string | null {
  if (agreement.roles['standing']) return holderOf(agreement, 'standing', year);
  return agreement.standingBody ?? leadOf(agreement) ?? agreement.parties[0]?.body ?? null;
}

export function leadOf(agreement: Agreement): string | undefined {
  return agreement.parties.find((party) => party.lead)?.body;
}

/** Who speaks for the parties on a day: each itself, and for one that has ended those who took over from it. */
export function ratifiersOf(dossier: Dossier, day: LocalDate): readonly string[] {
  const speakers = (code: string, seen: readonly string[]): readonly string[] => {
    const body = bodyOf(dossier, code);
    if (!body || seen.includes(code)) return [];
    if (existsOn(body, day)) return [code];
    return body.succession.flatMap(({ to }) => to.flatMap((next) => speakers(next, [...seen, code])));
  };
  return [...new Set(dossier.agreement.parties.flatMap(({ body }) => speakers(body, [])))];
}

export interface Addressee {
  readonly body: Body;
  readonly post: Post;
}

/** Who follows cycle `year` on `day` (design §11.7): the first that exists that day and has a post. */
export function secretariatOf(dossier: Dossier, year: number, day: LocalDate): Addressee | undefined {
  const { agreement } = dossier;
  const candidates = [
    holderOf(agreement, 'standing', year),
    agreement.standingBody,
    leadOf(agreement),
    ...agreement.parties.map((party) => party.body),
  ];
  for (const code of candidates) {
    const body = code ? bodyOf(dossier, code) : undefined;
    const post = body && ordinaryPost(body, day);
    if (body && post) return { body, post };
  }
  return undefined;
}
