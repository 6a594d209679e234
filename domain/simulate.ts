// Plays cycles through a span of time: what people do, what leaves, what is refused. The same planner and the same
// decisions as the engine, on virtual time. Knows no files, no words, no server.
import type { CalendarDecision } from './agreement.js';
import { bodyOf, existsOn } from './bodies.js';
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
  commandOf,
  cyclesOf,
  type Play,
  type Played,
  registrations,
} from './play.js';
import { result } from './playResult.js';
import { planOf, type Stage, type Track } from './playStage.js';
import { stillInTime } from './quiet.js';
import { type Refusal, refuse } from './refusals.js';
import { sliceOf } from './slice.js';
import { hasCycle } from './term.js';
import { workingCalendar } from './workingCalendar.js';

/** Plays to the end. Pure: the same play gives the same result. */
export function simulate(play: Play): Played {
  const registered = registrations(play);
  const calendar = workingCalendar(play.book);
  const known = play.dossiers.flatMap((dossier) => cyclesOf(play, dossier, registered, calendar));
  const references = known.filter((cycle) => cycle.reference);
  const tracks = known
    .filter((cycle) => !cycle.reference)
    .map(({ dossier, facts }): Track => ({ dossier, facts, sent: [], drafts: new Map() }));
  const stage: Stage = {
    play,
    tracks,
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
      !stillInTime(at, stage.outage.until)
    );
  for (const track of stage.tracks) {
    const plan = planOf(stage, track, stage.now);
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
    case 'propose':
    case 'ratify':
      return;
    case 'pause':
    case 'resume':
      for (const track of tracksOf(stage, event.agreement, event.year))
        order(stage, track, event, commandOf(event));
      return;
    default:
      return onObligation(stage, event);
  }
}

type ObligationEvent = Exclude<CommandEvent, { do: 'pause' | 'resume' }>;

function onObligation(stage: Stage, event: ObligationEvent): void {
  const dossier = stage.play.dossiers.find((candidate) => candidate.agreement.code === event.agreement);
  const registeredAt = stage.registered.get(event.agreement);
  const no = (refusal: Refusal): void => {
    stage.refusals.push({ at: event.at, do: event.do, refusal });
  };
  if (!dossier || registeredAt === undefined || event.at < registeredAt) {
    return no(refuse('UnknownAgreement', { code: event.agreement }).refused);
  }
  if (!hasCycle(dossier.agreement, event.year)) {
    return no(refuse('UnknownCycle', { code: event.agreement, year: event.year }).refused);
  }
  const [track] = tracksOf(stage, event.agreement, event.year);
  // A cycle outside the span played is not shown, so what happens in it is not either.
  if (!track) return;
  const body = event.by === undefined ? undefined : bodyOf(dossier, event.by);
  if (event.by !== undefined && !body) return no(refuse('UnknownBody', { code: event.by }).refused);
  if (body && event.do === 'submit' && !existsOn(body, event.on)) {
    const successors = body.succession.flatMap(({ to }) => to);
    return no(refuse('BodyCeased', { body: body.code, date: body.validTo ?? null, successors }).refused);
  }
  order(stage, track, event, commandOf(event));
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
  const slice = sliceOf(plan, track.dossier.agreement, stage.calendar, first);
  const decision = decide({ facts: track.facts, slice }, command, event.at);
  if ('refused' in decision) stage.refusals.push({ at: event.at, do: event.do, refusal: decision.refused });
  else apply(track, decision.accepted);
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
