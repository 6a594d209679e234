// Where ledger and plan differ: the reconciler's judgement. Knows both lists; must not know how either came about, nor the
// code that arms, so that a mistake there shows here.
import { addMinutes, type Instant } from './localDate.js';
import { compare, type Notice } from './notices.js';

/**
 * `notArmed`: planned, not in the ledger. `elsewhere`: in the ledger at another instant or mailbox. `unwanted`: in the ledger,
 * not planned. `notSent`: its instant has passed, and nobody holds, doubts or refused it. `unproven`: counted as sent, and the
 * relay's evidence does not know it. The others: a workflow that should run does not.
 */
export type HoleKind =
  | 'notArmed'
  | 'elsewhere'
  | 'unwanted'
  | 'notSent'
  | 'unproven'
  | 'termNotRunning'
  | 'cycleNotRunning'
  | 'dispatchNotRunning';

export interface Hole {
  readonly kind: HoleKind;
  /** Id of the notice, letter or workflow. */
  readonly of: string;
}

/** A notice as the ledger holds it, with the state of its letter. */
export interface LedgerNotice {
  readonly id: string;
  readonly at: Instant;
  readonly mailbox: string;
  readonly state: 'armed' | 'withdrawn' | 'sent' | 'refused' | 'missed';
  readonly letter: 'composing' | 'ready' | 'sending' | 'sent' | 'refused' | 'inDoubt' | 'held' | 'withdrawn';
}

/** How long after an instant its letters may be on their way without being a hole. */
export const HOLE_AFTER_MINUTES = 30;

/** Letters in these states are somebody's business already, and shown as such. */
const KNOWN_CASES: readonly LedgerNotice['letter'][] = ['held', 'inDoubt', 'refused'];

/**
 * The holes of one cycle at `now`, by id. `planned`: all that the plan as of `now` still has to send, what is past and unsent
 * too; `ledger`: all its notices. What leaves about now is not judged: it may be right although a new plan would move it.
 */
export function holesIn(
  planned: readonly PlannedNotice[],
  ledger: readonly LedgerNotice[],
  now: Instant,
): readonly Hole[] {
  const held = new Map(ledger.map((notice) => [notice.id, notice]));
  const wanted = new Set(planned.map(({ id }) => id));
  const others = ledger.filter(({ id, state }) => state === 'armed' && !wanted.has(id));
  const holes = [
    ...planned.flatMap((notice): Hole[] => holeOf(kindOf(notice, held.get(notice.id), now), notice)),
    ...others.flatMap((notice): Hole[] => holeOf(kindOfUnplanned(notice, now), notice)),
  ];
  return holes.sort((a, b) => compare(a.of, b.of));
}

type PlannedNotice = Pick<Notice, 'id' | 'at' | 'mailbox'>;

function holeOf(kind: HoleKind | null, { id }: { readonly id: string }): Hole[] {
  return kind === null ? [] : [{ kind, of: id }];
}

function kindOf(planned: PlannedNotice, found: LedgerNotice | undefined, now: Instant): HoleKind | null {
  if (isAbout(planned.at, now) || (found !== undefined && isAbout(found.at, now))) return null;
  if (found === undefined || found.state === 'withdrawn') return 'notArmed';
  if (found.state !== 'armed' || KNOWN_CASES.includes(found.letter)) return null;
  if (found.at !== planned.at || found.mailbox !== planned.mailbox) return 'elsewhere';
  return planned.at < now ? 'notSent' : null;
}

function kindOfUnplanned({ at, letter }: LedgerNotice, now: Instant): HoleKind | null {
  if (isAbout(at, now) || KNOWN_CASES.includes(letter)) return null;
  return at < now ? 'notSent' : 'unwanted';
}

function isAbout(at: Instant, now: Instant): boolean {
  return addMinutes(at, HOLE_AFTER_MINUTES) > now && addMinutes(at, -HOLE_AFTER_MINUTES) < now;
}
