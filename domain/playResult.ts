// What a play comes to: cycles as they stand at its end, what left, what was drafted, what is undecided. Knows the end of
// a play only.
import { type Draft, draftIdOf, draftState, draftStanding } from './drafts.js';
import { lettersOf, type Letter } from './letters.js';
import { type Instant, type LocalDate, localDateOf, yearOf } from './localDate.js';
import { distinctMatters, type Matter } from './matters.js';
import { compare } from './notices.js';
import type { CyclePlan } from './plan.js';
import { BEFORE_ALL, type Played, type PlayedCycle, type PlayedDraft } from './play.js';
import { planOf, type Stage, type Track } from './playStage.js';
import type { WorkingCalendar } from './workingCalendar.js';

/** The result as of `end`, or of each cycle's closing where that came first. */
export function result(stage: Stage, references: readonly PlayedCycle[], end: Instant): Played {
  const { span } = stage.play;
  const finals = stage.tracks.flatMap((track) => {
    // Matters are those of the cycle while it was open: closing answers none.
    const open = stage.now === BEFORE_ALL ? track.last : planOf(stage, track, BEFORE_ALL);
    const plan = open && planOf(stage, track, end < open.span.closesAt ? end : open.span.closesAt);
    return open && plan ? [{ track, open, plan }] : [];
  });
  const cycles = [...references, ...finals.map(({ plan }) => ({ plan, reference: false }))].sort(
    (a, b) => placeOf(stage, a) - placeOf(stage, b) || a.plan.year - b.plan.year,
  );
  const from = 'year' in span ? edge(cycles, 'opening', (a, b) => a < b) : span.from;
  const to = 'year' in span ? edge(cycles, 'closing', (a, b) => a > b) : span.to;
  const within = (day: LocalDate): boolean => from !== null && to !== null && from <= day && day <= to;
  const notices = finals.flatMap(({ track }) => track.sent.map(({ notice }) => notice));
  const letters = lettersOf(notices.filter((notice) => within(localDateOf(notice.at))));
  const drafts = finals
    .flatMap(({ track, open }) =>
      [...track.drafts.values()].map((draft) => endedDraft(track, open, draft, localDateOf(end))),
    )
    .filter((draft) => within(localDateOf(draft.at)))
    .sort((a, b) => compare(a.at, b.at) || compare(a.to, b.to) || compare(a.obligation, b.obligation));
  // Matters are those of the cycle as it was open: closing it answers none of them.
  const matters = finals
    .flatMap(({ open }) => open.matters)
    .filter((matter) => to !== null && matter.since <= to);
  return {
    from,
    to,
    cycles,
    letters,
    drafts,
    matters: distinctByAgreement(matters),
    refusals: stage.refusals,
    provisional: undecided(stage.calendar, cycles, letters),
  };
}

/** A draft stays listed (docs/decisions/drafts-stay.md); what the clerk did with it is said, or that it was overtaken. */
function endedDraft(track: Track, open: CyclePlan, draft: Draft, day: LocalDate): PlayedDraft {
  const localId = draft.obligation.split('/').slice(2).join('/');
  const standing = draftStanding(track.facts, `${localId}/${draft.body}`, draft.due);
  const needed = open.drafts.some((other) => draftIdOf(other) === draftIdOf(draft));
  const state = draftState(standing, day);
  const undone = state === 'waiting' || state === 'putOff';
  return { ...draft, standing, state: undone && !needed ? 'overtaken' : state };
}

function placeOf(stage: Stage, cycle: PlayedCycle): number {
  return stage.play.dossiers.findIndex(({ agreement }) => agreement.code === cycle.plan.agreement);
}

function edge(
  cycles: readonly PlayedCycle[],
  side: 'opening' | 'closing',
  wins: (a: LocalDate, b: LocalDate) => boolean,
): LocalDate | null {
  return cycles.reduce<LocalDate | null>((best, { plan }) => {
    const day = plan.span[side];
    return best === null || wins(day, best) ? day : best;
  }, null);
}

function distinctByAgreement(matters: readonly Matter[]): readonly Matter[] {
  const codes = [...new Set(matters.map((matter) => matter.agreement))];
  return codes
    .flatMap((code) => distinctMatters(matters.filter((matter) => matter.agreement === code)))
    .sort((a, b) => compare(a.since, b.since));
}

/** The undecided years among the days printed (design §11.22). */
function undecided(
  calendar: WorkingCalendar,
  cycles: readonly PlayedCycle[],
  letters: readonly Letter[],
): readonly number[] {
  const days = [
    ...cycles.flatMap(({ plan }) =>
      plan.obligations.flatMap(({ nominalDue, due, duties }) => [
        nominalDue,
        due,
        ...duties.map((duty) => duty.due),
      ]),
    ),
    ...letters.map((letter) => localDateOf(letter.at)),
  ];
  const years = new Set(days.flatMap((day) => (day ? [yearOf(day)] : [])));
  return [...years].filter((year) => calendar.isProvisional(year)).sort((a, b) => a - b);
}
