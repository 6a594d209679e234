// Mailboxes that take no mail: who gets the notices instead, and what the clerk is told. Knows posts and duties; must not
// know how a mailbox was found dead.
import type { Dossier } from './agreement.js';
import { isOwed, type PlannedObligation } from './duties.js';
import { type Instant, type LocalDate, localDateOf } from './localDate.js';
import type { Matter } from './matters.js';

export interface StoppedMailbox {
  readonly mailbox: string;
  readonly since: Instant;
  /** Day of the letter that came back. */
  readonly sentOn: LocalDate;
  /** `550 5.1.1`; null where the relay gave none. */
  readonly smtpCode: string | null;
}

/** The dossier without the posts that cannot be reached: the next post of the body stands in, by the ordinary rule. */
export function reachable(dossier: Dossier, stopped: readonly StoppedMailbox[]): Dossier {
  if (stopped.length === 0) return dossier;
  const dead = new Set(stopped.map(({ mailbox }) => mailbox));
  const bodies = dossier.bodies.map((body) =>
    body.posts.some(({ mailbox }) => dead.has(mailbox))
      ? { ...body, posts: body.posts.filter(({ mailbox }) => !dead.has(mailbox)) }
      : body,
  );
  return { ...dossier, bodies };
}

/** One matter for each post of a body that still owes something; it closes with the last of these duties, too. */
export function stoppedMatters(
  { agreement, bodies }: Dossier,
  year: number,
  obligations: readonly PlannedObligation[],
  stopped: readonly StoppedMailbox[],
): readonly Matter[] {
  return stopped.flatMap(({ mailbox, since, sentOn, smtpCode }) =>
    bodies.flatMap((body) =>
      body.posts
        .filter((post) => post.mailbox === mailbox)
        .flatMap((post): Matter[] => {
          const dues = obligations
            .flatMap(({ duties }) => duties)
            .flatMap((duty) => (duty.body === body.code && isOwed(duty.status) && duty.due ? [duty.due] : []))
            .sort();
          const [due] = dues;
          if (due === undefined) return [];
          const mail = { mailbox, post: post.title, sentOn, smtpCode, waiting: dues.length, due };
          return [
            {
              code: 'mailboxStopped',
              agreement: agreement.code,
              year,
              obligation: null,
              body: body.code,
              since: localDateOf(since),
              mail,
            },
          ];
        }),
    ),
  );
}

/** Bodies of which a mailbox stopped, each once. */
export function stoppedBodies(matters: readonly Matter[]): readonly string[] {
  return [
    ...new Set(
      matters.flatMap(({ code, body }) => (code === 'mailboxStopped' && body !== null ? [body] : [])),
    ),
  ];
}
