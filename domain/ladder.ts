// The steps by which one duty is reminded of, and what becomes of steps that were missed. Knows ladders, mornings and
// the order of rungs; must not know bodies' posts or words.
import type { Ladder } from './agreement.js';
import { type Instant, instantAt, type LocalDate, localDateOf } from './localDate.js';
import {
  firstMorningFrom,
  lastMorningUpTo,
  MORNING,
  nextMorning,
  nextWorkingDay,
  type SendingDays,
} from './quiet.js';
import { addWorkingDays, rollTo } from './workingDays.js';

export interface Step {
  /** `opening`, `before-20`, `on`, `overdue-2`, `escalate`, `review-5`. */
  readonly name: string;
  /** Order of rungs (design §11.2): of two steps on one morning the higher alone goes. */
  readonly rung: number;
  readonly morning: LocalDate;
  readonly to: 'ordinary' | 'head' | 'secretariat';
}

const RUNG = {
  opening: 0,
  before: 1_000,
  on: 2_000,
  overdue: 3_000,
  escalate: 4_000,
  review: 5_000,
} as const;
/** Rungs of notices that are no steps: they sort after all steps. */
export const EVENT_RUNG = 6_000;
export const MONDAY_RUNG = 7_000;

export function isUpToDue(step: Step): boolean {
  return step.rung <= RUNG.on;
}

export interface LadderInput {
  readonly sending: SendingDays;
  readonly ladder: Ladder;
  readonly opens: LocalDate | null;
  readonly due: LocalDate;
  /** Overdue letters count from here: the later of due and scheduled day for a meeting (design §12.5). */
  readonly overdueFrom: LocalDate;
  /** Once a meeting has its day, its own `before` and `on` steps fall away. */
  readonly scheduled: boolean;
}

/** All steps of a ladder on the mornings they would leave, quiet spans respected, in order. */
export function ladderSteps(input: LadderInput): readonly Step[] {
  const { sending, ladder, due, overdueFrom } = input;
  const { days } = sending;
  const planned = ladder.before.map((n) =>
    step(`before-${n}`, RUNG.before - n, addWorkingDays(days, due, -n)),
  );
  const before = input.scheduled ? [] : planned;
  const on = input.scheduled || !ladder.on ? [] : [step('on', RUNG.on, rollTo(days, due, 'previous'))];
  const { overdue, escalate } = ladder;
  const later = overdue
    ? Array.from({ length: overdue.times }, (_, index) =>
        step(
          `overdue-${index + 1}`,
          RUNG.overdue + index + 1,
          addWorkingDays(days, overdueFrom, (index + 1) * overdue.every),
        ),
      )
    : [];
  const head: readonly Step[] =
    escalate === null
      ? []
      : [{ ...step('escalate', RUNG.escalate, addWorkingDays(days, overdueFrom, escalate)), to: 'head' }];
  return [...openingStep(input, planned), ...before, ...on, ...later, ...head]
    .map((each) => outsideQuiet(sending, each))
    .sort(inOrder);
}

/** A submission waits for its reviewer (design §11.23). */
export function reviewSteps(sending: SendingDays, submittedOn: LocalDate): readonly Step[] {
  return [5, 10].map((n) =>
    outsideQuiet(sending, {
      ...step(`review-${n}`, RUNG.review + n, addWorkingDays(sending.days, submittedOn, n)),
      to: 'secretariat',
    }),
  );
}

function step(name: string, rung: number, morning: LocalDate): Step {
  return { name, rung, morning, to: 'ordinary' };
}

/** Design §11.6: nobody is told that a duty is open when a reminder of it follows within a week. */
function openingStep({ sending, opens, due }: LadderInput, before: readonly Step[]): readonly Step[] {
  if (opens === null) return [];
  const morning = rollTo(sending.days, opens, 'next');
  const soon = addWorkingDays(sending.days, morning, 5);
  if (morning >= due || before.some((planned) => planned.morning <= soon)) return [];
  return [step('opening', RUNG.opening, morning)];
}

/** Up to the due day a step moves before the span, later ones after it (design §4). */
function outsideQuiet(sending: SendingDays, planned: Step): Step {
  const morning = isUpToDue(planned)
    ? lastMorningUpTo(sending, planned.morning)
    : firstMorningFrom(sending, planned.morning);
  return { ...planned, morning };
}

export function inOrder(a: Step, b: Step): number {
  return a.morning < b.morning ? -1 : a.morning > b.morning ? 1 : a.rung - b.rung;
}

/** Two steps to one post on one morning: the later rung alone. `postOf` names the post a step goes to. */
export function laterRungAlone(steps: readonly Step[], postOf: (step: Step) => string): readonly Step[] {
  const highest = new Map<string, Step>();
  for (const planned of steps) {
    const key = `${planned.morning} ${postOf(planned)}`;
    const other = highest.get(key);
    if (!other || other.rung < planned.rung) highest.set(key, planned);
  }
  return steps.filter((planned) => highest.get(`${planned.morning} ${postOf(planned)}`) === planned);
}

export interface CollapseInput {
  readonly sending: SendingDays;
  /** After quiet spans and after `laterRungAlone`. */
  readonly steps: readonly Step[];
  readonly due: LocalDate;
  /** Opening and each replan since, in order: what lies before one and was not sent by then counts as missed. */
  readonly replans: readonly Instant[];
  readonly sentAt: (step: Step) => Instant | null;
  /** Days on which this duty is told something else. */
  readonly otherNotices: readonly LocalDate[];
}

/** The steps still to be sent: at each replan, at most one in place of all that were missed (design §4, §11.5, §12.3). */
export function stepsToSend(input: CollapseInput): readonly Step[] {
  return input.replans
    .reduce<readonly Step[]>((steps, from) => collapse(input, steps, from), input.steps)
    .filter((planned) => input.sentAt(planned) === null);
}

/** Told again from the start at each plan: what was sent before `from` was not missed, what came later changes nothing. */
function collapse(input: CollapseInput, steps: readonly Step[], from: Instant): readonly Step[] {
  const coming = steps.filter((planned) => instantAt(planned.morning, MORNING) >= from);
  const missed = steps.filter((planned) => {
    const sent = input.sentAt(planned);
    return instantAt(planned.morning, MORNING) < from && (sent === null || sent >= from);
  });
  const latest = missed.toSorted(inOrder).at(-1);
  if (!latest) return coming;
  const today = localDateOf(from);
  const morning = nextMorning(input.sending, from);
  const next = nextWorkingDay(input.sending, morning);
  const spoken = coming.some((planned) => planned.morning === morning || planned.morning === next);
  const told = input.otherNotices.some((day) => day >= today && day <= next);
  if (spoken || told || (isUpToDue(latest) && morning > input.due)) return coming;
  return [{ ...latest, morning }, ...coming];
}
