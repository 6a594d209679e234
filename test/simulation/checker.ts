// What must be true of the mailboxes, whatever went wrong. Knows deliveries, the plan and when faults were; must not know
// ledger or sender, but for the letters they themselves list as in doubt.
import { epochMs, type Instant, instantFromMs } from '../../domain/localDate.js';
import { mayLeaveOn, stillInTime } from '../../domain/quiet.js';
import { localDateOf } from '../../domain/localDate.js';
import { planCycle } from '../../domain/plan.js';
import { workingCalendar } from '../../domain/workingCalendar.js';
import { newest } from './engine.js';
import type { Faults } from './faults.js';
import { END, type Played } from './play.js';
import type { Delivery } from './sink.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Sentences about what is wrong; none: all is right. */
export function faultsFound(played: Played, ideal: Played, faults: Faults): readonly string[] {
  return [
    ...doubled(played),
    ...outsideHours(played),
    ...untrue(played),
    ...lost(played, faults),
    ...unsettled(played, faults),
    ...notAsUndisturbed(played, ideal, faults),
  ];
}

function doubled({ deliveries }: Played): readonly string[] {
  const count = (ids: readonly string[]): readonly string[] => {
    const seen = new Set<string>();
    return ids.filter((id) => seen.size === seen.add(id).size);
  };
  return [
    ...count(deliveries.map(({ messageId }) => messageId)).map((id) => `letter ${id} arrived twice`),
    ...count(deliveries.flatMap(({ notices }) => notices.map(({ id }) => id))).map(
      (id) => `notice ${id} was told twice`,
    ),
  ];
}

/** A letter's instant stands in its Message-ID: `<mailbox/instant>`. */
function instantOf({ messageId }: Delivery): Instant {
  return messageId.slice(messageId.indexOf('/') + 1, -1) as Instant;
}

// What was written before the end of the window may be taken a little after it.
const ON_THE_WAY_MS = 3 * MINUTE;

function outsideHours({ deliveries, register }: Played): readonly string[] {
  return deliveries.flatMap((one) => {
    const at = instantOf(one);
    if (one.ms < epochMs(at)) return [`${one.messageId} arrived early, at ${instantFromMs(one.ms)}`];
    const written = instantFromMs(Math.max(epochMs(at), one.ms - ON_THE_WAY_MS));
    if (written > at && !stillInTime(at, written))
      return [`${one.messageId} arrived too late, at ${instantFromMs(one.ms)}`];
    const someDay = register.some(({ book }) =>
      mayLeaveOn({ days: workingCalendar(book), quiet: [] }, localDateOf(at)),
    );
    return someDay ? [] : [`${one.messageId} arrived on a day off`];
  });
}

/** Once a submission was answered, nothing more reminds of it, but what the answer named as gone already. */
function untrue({ answered, deliveries }: Played): readonly string[] {
  return answered.flatMap(({ ms, events, alreadyGone }) =>
    events.flatMap((event) => {
      if (event.type !== 'dutyActed' || event.act.act !== 'submitted') return [];
      const [obligation = '', body = ''] = event.duty.split('/');
      const reminds = `nho/2026/${obligation}/${body}/`;
      return deliveries
        .filter(
          (one) =>
            one.ms > ms && one.notices.some(({ id }) => id.startsWith(reminds) && !id.includes('/review-')),
        )
        .filter(({ messageId }) => !alreadyGone.includes(messageId.slice(1, -1)))
        .map(({ messageId }) => `${messageId} reminds of ${event.duty}, submitted before`);
    }),
  );
}

/** By a plan of what really arrived nothing is left that should have left before. */
function lost({ deliveries, facts, register, db }: Played, { deadMailbox }: Faults): readonly string[] {
  const { dossier, book } = newest(register);
  const sent = deliveries.flatMap((one) => one.notices.map((told) => ({ ...told, at: instantOf(one) })));
  const plan = planCycle({
    dossier,
    facts,
    sent,
    calendar: workingCalendar(book),
    quiet: book.quiet,
    asOf: END,
  });
  const known = new Set(
    [...db.notices.values()]
      .filter(({ letter }) => ['inDoubt', 'held', 'refused'].includes(db.letters.get(letter)?.state ?? ''))
      .map(({ notice }) => notice.id),
  );
  return (plan?.notices ?? [])
    .filter(({ at }) => epochMs(at) < epochMs(END) - 5 * HOUR)
    .filter(({ mailbox, id }) => mailbox !== deadMailbox && !known.has(id))
    .map(({ id, at }) => `notice ${id} of ${at} never arrived`);
}

function unsettled({ db }: Played, { hasEvidence }: Faults): readonly string[] {
  return [...db.letters.values()].flatMap(({ id, state }) =>
    state === 'sending' || (state === 'inDoubt' && hasEvidence) ? [`letter ${id} is ${state} for ever`] : [],
  );
}

// A crash is made up for in seconds; a relay that failed is probed after two hours at most.
const BEFORE_MS = 3 * HOUR;
const AFTER_MS = 10 * MINUTE;

/** What met no fault near its instant arrived as in the play without faults, and in time. */
function notAsUndisturbed(played: Played, ideal: Played, faults: Faults): readonly string[] {
  if (faults.sendShare > 0 || faults.points.length > 0) return [];
  const disturbed = (ms: number): boolean =>
    faults.episodes.some(({ from, to }) => from - AFTER_MS < ms && ms < to + BEFORE_MS);
  const at = new Map(played.deliveries.flatMap((one) => one.notices.map(({ id }) => [id, one.ms] as const)));
  return ideal.deliveries
    .filter((one) => !disturbed(one.ms) && one.to !== faults.deadMailbox)
    .flatMap((one) => one.notices.map(({ id }) => ({ id, ms: one.ms, came: at.get(id) })))
    .filter(({ ms, came }) => came === undefined || Math.abs(came - ms) > AFTER_MS)
    .map(
      ({ id, ms, came }) =>
        `notice ${id}: ${instantFromMs(ms)} undisturbed, ${came === undefined ? 'never' : instantFromMs(came)} here`,
    );
}
