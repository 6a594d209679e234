// Whether a drafted urging letter may be released, dropped or put off. Knows drafts as the last plan has them; must not
// know papers.
import { type Command, type CycleState, type Decision, isMet, refuseFuture } from './command.js';
import { draftStanding } from './drafts.js';
import { type Instant, localDateOf } from './localDate.js';
import { numbersOf, refuseRepeated, refuseScheme } from './numbering.js';
import { type Refused, refuse } from './refusals.js';
import type { SliceDraft, SliceDuty, SliceObligation } from './slice.js';
import { dutyStanding, meetingStanding } from './standing.js';

type DraftCommand = Command & { do: 'release' | 'drop' | 'putOff' };

export function decideDraft(
  state: CycleState,
  command: DraftCommand,
  obligation: SliceObligation,
  asOf: Instant,
): Decision {
  const { facts } = state;
  const duty = obligation.duties.find(({ body }) => body === command.by);
  if (!duty) {
    const owners = obligation.duties.map(({ body }) => body);
    return refuse('BodyNotOwner', { body: command.by, obligation: obligation.localId, owners });
  }
  if (facts.pausedAt !== null)
    return refuse('PausedAgreement', { code: facts.agreement, date: localDateOf(facts.pausedAt) });
  const about = {
    obligation: obligation.localId,
    body: duty.body,
    code: facts.agreement,
    year: facts.year,
  };
  const key = `${obligation.localId}/${duty.body}`;
  const overtaken = whyOvertaken(state, obligation, duty, command);
  if (overtaken) return refuse('DraftOvertaken', { ...about, ...overtaken });
  const { draft } = duty;
  if (!draft || draft.from > asOf)
    return refuse('NoDraft', { ...about, date: draft ? localDateOf(draft.from) : null });
  const standing = draftStanding(facts, key, draft.due);
  if (standing.state === 'released' || standing.state === 'dropped')
    return refuse('DraftSettled', { ...about, how: standing.state, number: standing.number });
  return acted(state, command, key, draft, asOf);
}

/** What happened since it was drafted; a draft is named by the due day that had passed. */
function whyOvertaken(
  { facts, slice }: CycleState,
  obligation: SliceObligation,
  duty: SliceDuty,
  command: DraftCommand,
): Refused['refused']['facts'] | undefined {
  if (duty.notApplicable) return { why: 'notApplicable' };
  const { heldOn } = meetingStanding(facts, obligation.localId);
  if (heldOn) return { why: 'held', date: heldOn };
  const { state, target, extendedTo, submittedOn } = dutyStanding(
    facts,
    `${obligation.localId}/${duty.body}`,
  );
  if (state === 'submitted' || state === 'accepted') return { why: 'submitted', date: submittedOn };
  if (state === 'waived') return { why: 'waived' };
  if (isMet({ facts, slice }, obligation)) return { why: 'covered' };
  const due = target ?? extendedTo ?? duty.due;
  if (command.due !== undefined && due !== null && command.due !== due) return { why: 'moved', due };
  return undefined;
}

function acted(
  state: CycleState,
  command: DraftCommand,
  key: string,
  draft: SliceDraft,
  asOf: Instant,
): Decision {
  const { due } = draft;
  const { update } = command;
  const accepted = (act: Extract<Decision, { accepted: unknown }>['accepted'][number]): Decision => ({
    accepted: [act],
  });
  switch (command.do) {
    case 'release': {
      const refused = refuseRelease(state, command, key, draft, asOf);
      if (refused) return refused;
      const { on, number } = command;
      const act = { act: 'urgingReleased', at: asOf, due, on, number, issuer: draft.issuer ?? '' } as const;
      return accepted({ type: 'dutyActed', duty: key, act });
    }
    case 'drop':
      if (!command.reasoned) return refuse('ReasonRequired');
      return accepted({
        type: 'dutyActed',
        duty: key,
        act: { act: 'urgingDropped', at: asOf, due, update },
      });
    case 'putOff': {
      const today = localDateOf(asOf);
      if (command.to <= today) return refuse('PutOffNotLater', { date: command.to, today });
      const { closing } = state.slice;
      if (command.to > closing) return refuse('DateTooFar', { date: command.to, last: closing });
      if (!command.reasoned) return refuse('ReasonRequired');
      const act = { act: 'urgingPutOff', at: asOf, due, to: command.to, update } as const;
      return accepted({ type: 'dutyActed', duty: key, act });
    }
    default:
      return command satisfies never;
  }
}

/** The paper has a number of the office that issues it, and a day that has come. */
function refuseRelease(
  { facts, slice }: CycleState,
  command: DraftCommand & { do: 'release' },
  key: string,
  draft: SliceDraft,
  asOf: Instant,
): Refused | undefined {
  const { number, on } = command;
  const future = refuseFuture(on, asOf);
  if (future) return future;
  const { signedOn } = slice;
  if (signedOn !== null && on < signedOn)
    return refuse('BeforeSigning', { date: on, code: facts.agreement, signedOn });
  const { issuer, scheme } = draft;
  if (issuer === null || !slice.numbering) return undefined;
  const wrong = refuseScheme({ number, issuer }, scheme, slice.numbering.joint);
  if (wrong) return wrong;
  const given = { number, issuer, on, duty: `${key}/draft/${draft.due}` };
  return command.reasoned ? undefined : refuseRepeated(given, scheme, numbersOf(facts));
}
