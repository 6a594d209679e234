// Notices that tell an event: scheduled, returned, extended, waived, moved by the calendar. Knows which events are still
// true; must not know ladders.
import { bodyOf, ordinaryPost } from './bodies.js';
import type { Prompt } from './cycle.js';
import { isOwed, type PlannedDuty, type PlannedObligation } from './duties.js';
import { EVENT_RUNG } from './ladder.js';
import { later, type LocalDate, localDateOf } from './localDate.js';
import { maySpeakFrom } from './meetings.js';
import { obligationFacts } from './noticeFacts.js';
import type {
  ExtendedFacts,
  MovedFacts,
  Notice,
  ReturnedFacts,
  ScheduledFacts,
  WaivedFacts,
} from './notices.js';
import type { PlanningCycle } from './planningCycle.js';
import { promptInstantOf } from './prompts.js';

type EventFacts = ScheduledFacts | ReturnedFacts | ExtendedFacts | WaivedFacts | MovedFacts;

/** One notice per addressee of every event that is still true and was not told yet. */
export function eventNotices(cycle: PlanningCycle): readonly Notice[] {
  return cycle.facts.prompts.flatMap((prompt) => {
    const obligation = cycle.obligations.find((candidate) => candidate.localId === prompt.obligation);
    // What stands after a meeting says nothing before that was held.
    const speaks = obligation && maySpeakFrom(cycle, obligation);
    if (!obligation || !speaks) return [];
    return addresseesOf(cycle, prompt, obligation).flatMap((code) => {
      const notice = noticeOf(cycle, prompt, obligation, code);
      // What a pause kept from being told in time is not told later: its day has passed.
      const inTime = notice && notice.at >= later(cycle.from, speaks) && notice.at <= cycle.span.closesAt;
      return notice && inTime && !cycle.wasTold(notice.id) ? [notice] : [];
    });
  });
}

function addresseesOf(
  cycle: PlanningCycle,
  prompt: Prompt,
  obligation: PlannedObligation,
): readonly string[] {
  if (prompt.body !== null) return [prompt.body];
  const parties = cycle.dossier.agreement.parties.map((party) => party.body);
  const owners = obligation.duties.flatMap((duty) => (duty.body === null ? [] : [duty.body]));
  return [...new Set([...parties, ...owners])];
}

function noticeOf(
  cycle: PlanningCycle,
  prompt: Prompt,
  obligation: PlannedObligation,
  code: string,
): Notice | undefined {
  const duty = obligation.duties.find((candidate) => candidate.body === code);
  const facts = factsOf(cycle, prompt, obligation, duty, code);
  const at = promptInstantOf(cycle.sending, prompt);
  const body = bodyOf(cycle.dossier, code);
  const post = body && ordinaryPost(body, localDateOf(at));
  if (!facts || !body || !post) return undefined;
  return cycle.noticeFor({ body, post }, obligation, at, {
    id: [obligation.id, code, post.code, prompt.kind, prompt.update].join('/'),
    duty: `${obligation.localId}/${code}`,
    step: prompt.kind,
    rung: EVENT_RUNG,
    due: dueOf(facts),
    facts,
  });
}

/** A returned paper is asked for again by its target. */
function dueOf(facts: EventFacts): LocalDate {
  return facts.kind === 'returned' ? facts.target : facts.obligation.due;
}

/** What the notice says; undefined when the event is no longer true: taken back, overtaken or settled meanwhile. */
function factsOf(
  cycle: PlanningCycle,
  prompt: Prompt,
  obligation: PlannedObligation,
  duty: PlannedDuty | undefined,
  code: string,
): EventFacts | undefined {
  const due = prompt.kind === 'scheduled' ? obligation.due : (duty?.due ?? null);
  if (!due) return undefined;
  const said = obligationFacts(cycle, obligation, due);
  if (prompt.kind === 'scheduled') {
    const { scheduledOn, heldOn } = obligation.meeting;
    const latest = cycle.facts.meetings[prompt.obligation]?.findLast((act) => act.act === 'scheduled');
    if (!scheduledOn || heldOn || latest?.act !== 'scheduled' || latest.update !== prompt.update)
      return undefined;
    return {
      kind: 'scheduled',
      obligation: said,
      date: scheduledOn,
      chain: chainOf(cycle, obligation, code),
    };
  }
  if (!duty) return undefined;
  const act = cycle.facts.duties[duty.key]?.findLast((candidate) => candidate.act === prompt.kind);
  switch (prompt.kind) {
    case 'returned':
      if (duty.status !== 'returned' || act?.act !== 'returned' || act.update !== prompt.update)
        return undefined;
      return returnedFacts(cycle, duty, said, act.target, prompt.update);
    case 'extended':
      if (!isOwed(duty.status) || act?.act !== 'extended' || act.update !== prompt.update) return undefined;
      return {
        kind: 'extended',
        obligation: said,
        oldDue: act.from,
        askedOn: localDateOf(act.at),
        update: act.update,
      };
    case 'waived':
      if (duty.status !== 'waived' || act?.act !== 'waived' || act.update !== prompt.update) return undefined;
      return { kind: 'waived', obligation: said, decidedOn: act.on, update: act.update };
    case 'dueMoved':
      if (!isOwed(duty.status) || !prompt.oldDue || prompt.oldDue === due) return undefined;
      return { kind: 'dueMoved', obligation: said, oldDue: prompt.oldDue };
    default:
      return prompt.kind satisfies never;
  }
}

function returnedFacts(
  cycle: PlanningCycle,
  duty: PlannedDuty,
  obligation: ReturnType<typeof obligationFacts>,
  target: NonNullable<PlannedDuty['standing']['target']>,
  update: string,
): ReturnedFacts {
  const paper = cycle.facts.duties[duty.key]?.findLast((act) => act.act === 'submitted');
  return {
    kind: 'returned',
    obligation,
    target,
    firstSubmittedOn: duty.standing.firstSubmittedOn,
    ...(paper?.act === 'submitted' && paper.number !== undefined && { number: paper.number }),
    update,
  };
}

/** What the addressee itself owes around the meeting, by due day. */
function chainOf(
  cycle: PlanningCycle,
  meeting: PlannedObligation,
  code: string,
): readonly {
  readonly obligation: ReturnType<typeof obligationFacts>;
  readonly due: NonNullable<PlannedDuty['due']>;
}[] {
  return cycle.obligations
    .filter((other) => other.base === meeting.localId)
    .flatMap((other) =>
      other.duties.flatMap((duty) =>
        duty.body === code && duty.due && isOwed(duty.status)
          ? [{ obligation: obligationFacts(cycle, other, duty.due), due: duty.due }]
          : [],
      ),
    )
    .sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0));
}
