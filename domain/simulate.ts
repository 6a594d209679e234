// Plays cycles through a span of time: what people do, what leaves, what is refused. The same planner and the same
// decisions as the engine, on virtual time. Knows no files, no words, no server.
import type { CalendarDecision } from './agreement.js';
import type { Command } from './command.js';
import { type CycleEvent, evolve } from './cycle.js';
import { endOf } from './cycleSpan.js';
import { decide } from './decide.js';
import type { PlayEvent } from './events.js';
import type { Instant } from './localDate.js';
import { movedDues } from './movedDues.js';
import {
  AFTER_ALL,
  BEFORE_ALL,
  type CommandEvent,
  commandIn,
  commandOf,
  cyclesOf,
  type Play,
  type Played,
  registrations,
  withArisen,
} from './play.js';
import { carriedIn } from './proposals.js';
import { result } from './playResult.js';
import { planOf, type Stage, type Track } from './playStage.js';
import { stillInTime } from './quiet.js';
import { bodyRefused, closedCycles, type OnCycleEvent, termEnded, unknownTo } from './playRefusals.js';
import type { Refused } from './refusals.js';
import { sliceOf } from './slice.js';
import { workingCalendar } from './workingCalendar.js';

/** Plays to the end. Pure: the same play gives the same result. */
export function simulate(given: Play): Played {
  const play = { ...given, dossiers: withArisen(given.dossiers, given.events) };
  const registered = registrations(play);
  const calendar = workingCalendar(play.book);
  const known = play.dossiers.flatMap((dossier) => cyclesOf(play, dossier, registered, calendar));
  const references = known.filter((cycle) => cycle.reference);
  const tracks = known
    .filter((cycle) => !cycle.reference)
    .map(({ dossier, facts, plan }): Track => ({ dossier, facts, last: plan, sent: [], drafts: new Map() }));
  const stage: Stage = {
    play,
    tracks,
    closed: closedCycles(play, known),
    registered,
    book: play.book,
    calendar,
    now: BEFORE_ALL,
    outage: null,
    refusals: [],
  };
  const end = 'year' in play.span ? AFTER_ALL : endOf(play.span.to);
  for (const event of play.events) {
    if (event.at > end) break;
    advance(stage, event.at);
    happen(stage, event);
  }
  advance(stage, end);
  return result(stage, references, end);
}

/** Lets everything leave whose instant lies before `to`. Events come first at an instant: truth is checked at the claim. */
function advance(stage: Stage, to: Instant): void {
  const { outage } = stage;
  if (outage && outage.until <= to) {
    send(stage, outage.until);
    recover(stage, outage);
  }
  send(stage, to);
}

function send(stage: Stage, to: Instant): void {
  const leaves = (at: Instant): boolean =>
    at < to &&
    !(
      stage.outage &&
      at >= stage.outage.from &&
      at < stage.outage.until &&
      // What is still in time leaves when the service is back: until then an act may take it back.
      (to < stage.outage.until || !stillInTime(at, stage.outage.until))
    );
  for (const track of stage.tracks) {
    // Until something happens the plan made when the play began still holds.
    if (stage.now !== BEFORE_ALL) track.last = planOf(stage, track, stage.now);
    const plan = track.last;
    for (const notice of plan?.notices ?? []) {
      if (!leaves(notice.at)) continue;
      const { id, duty, body, step, due, at } = notice;
      track.sent.push({ id, duty, body, step, due, at, notice });
    }
    for (const draft of plan?.drafts ?? []) {
      const key = `${draft.obligation} ${draft.body} ${draft.due}`;
      if (leaves(draft.at) && !track.drafts.has(key)) track.drafts.set(key, draft);
    }
  }
  if (to < AFTER_ALL && to > stage.now) stage.now = to;
}

/** What an outage swallowed is planned anew from its end (design §4). */
function recover(stage: Stage, outage: { readonly from: Instant; readonly until: Instant }): void {
  for (const track of stage.tracks) {
    const swallowed = (planOf(stage, track, stage.now)?.notices ?? [])
      .filter((notice) => notice.at >= outage.from && notice.at < outage.until)
      .map((notice) => notice.id);
    const prompts = track.facts.prompts.filter((prompt) =>
      swallowed.some((id) => id.endsWith(`/${prompt.kind}/${prompt.update}`)),
    );
    track.facts = evolve(track.facts, { type: 'recovered', at: outage.until, missed: prompts });
  }
  stage.outage = null;
  stage.now = outage.until;
}

function happen(stage: Stage, event: PlayEvent): void {
  stage.now = event.at;
  switch (event.do) {
    case 'register':
      return;
    case 'decide':
      return decideCalendar(stage, event.calendar, event.at, `e${event.place}`);
    case 'outage':
      stage.outage = { from: event.at, until: event.until };
      return;
    case 'replan':
      for (const track of tracksOf(stage, event.agreement, event.year))
        apply(track, [{ type: 'replanned', at: event.at }]);
      return;
    case 'pause':
    case 'resume':
      return onAgreement(stage, event);
    default:
      return onCycle(stage, event);
  }
}

/** A pause reaches all cycles of the agreement that are not closed yet, or the one named. */
function onAgreement(stage: Stage, event: CommandEvent & { do: 'pause' | 'resume' }): void {
  const refused = unknownTo(stage, event);
  if (refused) return no(stage, event, refused);
  const tracks = tracksOf(stage, event.agreement, event.year);
  const open = tracks.filter((track) => !planOf(stage, track, event.at)?.closed);
  for (const track of event.year === undefined ? open : tracks) order(stage, track, event, commandOf(event));
  if (event.year === undefined && open.length === 0) no(stage, event, termEnded(stage, event));
}

function no(stage: Stage, event: CommandEvent, { refused }: Refused): void {
  stage.refusals.push({ at: event.at, do: event.do, refusal: refused });
}

function onCycle(stage: Stage, event: OnCycleEvent): void {
  const refused = unknownTo(stage, event);
  if (refused) return no(stage, event, refused);
  const [track] = tracksOf(stage, event.agreement, event.year);
  // A cycle outside the span played is not shown, so what happens in it is not either.
  if (!track) return;
  const without = bodyRefused(track.dossier, event);
  if (without) return no(stage, event, without);
  order(stage, track, event, commandIn(stage.play, event));
}

function tracksOf(stage: Stage, agreement: string | undefined, year: number | undefined): readonly Track[] {
  return stage.tracks.filter(
    ({ facts }) =>
      (agreement === undefined || facts.agreement === agreement) &&
      (year === undefined || facts.year === year),
  );
}

function order(stage: Stage, track: Track, event: CommandEvent, command: Command): void {
  const plan = planOf(stage, track, event.at);
  if (!plan) return;
  const first = new Map<string, Instant>();
  for (const { duty, at } of track.sent) if (!first.has(duty)) first.set(duty, at);
  const slice = sliceOf(plan, track.dossier, stage.calendar, first);
  const decision = decide({ facts: track.facts, slice }, command, event.at);
  if ('refused' in decision) stage.refusals.push({ at: event.at, do: event.do, refusal: decision.refused });
  else {
    apply(track, decision.accepted);
    carry(stage, track, command, event.at);
  }
}

/** What a meeting adopts for the next year is proposed there at the same instant. */
function carry(stage: Stage, { facts }: Track, command: Command, at: Instant): void {
  if (command.do !== 'conclude' || !command.next) return;
  const { update, next } = command;
  for (const track of tracksOf(stage, facts.agreement, facts.year + 1))
    apply(track, [carriedIn(track.facts, { update, obligations: next, from: facts.year }, at)]);
}

function apply(track: Track, events: readonly CycleEvent[]): void {
  for (const event of events) track.facts = evolve(track.facts, event);
}

/** From `at` the record replaces its year; bodies whose due day moved are told (design §12.6). */
function decideCalendar(stage: Stage, decision: CalendarDecision, at: Instant, update: string): void {
  const before = stage.tracks.map((track) => planOf(stage, track, at));
  const decisions = [...stage.book.decisions.filter((other) => other.year !== decision.year), decision];
  stage.book = { ...stage.book, decisions };
  stage.calendar = workingCalendar(stage.book);
  stage.tracks.forEach((track, index) => {
    apply(track, [{ type: 'replanned', at }]);
    const old = before[index];
    const now = planOf(stage, track, at);
    if (old && now && at >= now.span.openFrom) apply(track, movedDues(old, now, at, update));
  });
}
