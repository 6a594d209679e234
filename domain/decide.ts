// Whether a command on a cycle is accepted, and what then happened. Reads only the state; must not know register,
// calendar or clock: `asOf` is given. Runs inside workflows as the validator of every Update.
import { type Command, type CycleState, type Decision, isMet, refuseFuture } from './command.js';
import type { CycleEvent, CycleFacts } from './cycle.js';
import { decideDraft } from './decideDraft.js';
import { decideMeeting } from './decideMeeting.js';
import { decideProposal, decideRatification, decideTakingBack } from './decideProposals.js';
import { type Instant, localDateOf } from './localDate.js';
import { numbersOf, refuseRepeated, refuseScheme } from './numbering.js';
import { isPending, proposalOf, waitingFor } from './proposals.js';
import { type Refused, refuse } from './refusals.js';
import type { SliceDuty, SliceObligation } from './slice.js';
import { dutyStanding } from './standing.js';
import { addWorkingDays, roughlyFromSlice } from './workingDays.js';

/** A paper asked for again is due this many working days later (design §12.7). */
const RETURN_WORKING_DAYS = 5;
/** Judges one command. A refusal is a value and changes nothing. */
export function decide(state: CycleState, command: Command, asOf: Instant): Decision {
  const { facts, slice } = state;
  if (asOf >= slice.closesAt) {
    return refuse('CycleClosed', {
      code: facts.agreement,
      year: facts.year,
      date: slice.closing,
      next: facts.year + 1,
    });
  }
  if (command.do === 'pause' || command.do === 'resume') return decidePause(facts, command, asOf);
  if (command.do === 'propose') return decideProposal(state, command, asOf);
  if (command.do === 'ratify') return decideRatification(state, command, asOf);
  const arisen = decideArisen(state, command);
  if (arisen) return arisen;
  const obligation = slice.obligations.find((candidate) => candidate.localId === command.obligation);
  if (!obligation) {
    return refuse('UnknownObligation', {
      code: facts.agreement,
      year: facts.year,
      kind: command.obligation,
      known: slice.obligations.map((candidate) => candidate.localId),
    });
  }
  if (command.do === 'schedule' || command.do === 'conclude')
    return decideMeeting(state, command, obligation, asOf);
  if (command.do === 'correct') return decideCorrection(facts, command, obligation, asOf);
  if (command.do === 'release' || command.do === 'drop' || command.do === 'putOff')
    return decideDraft(state, command, obligation, asOf);
  return decideDuties(state, command, obligation, asOf);
}

/** What arose and is not ratified by all can be taken back, no more. undefined: the command is judged like any other. */
function decideArisen(
  state: CycleState,
  command: Exclude<Command, { do: 'pause' | 'resume' | 'propose' | 'ratify' }>,
): Decision | undefined {
  const proposal = proposalOf(state.facts, command.obligation);
  if (!proposal) return undefined;
  if (command.do === 'correct') return decideTakingBack(state, proposal, command.by);
  if (!isPending(proposal)) return undefined;
  const { agreement: code, year } = state.facts;
  const waiting = waitingFor(proposal, state.slice.ratifiers);
  return refuse('StillProposed', { obligation: command.obligation, waiting, code, year });
}

function decidePause(
  facts: CycleFacts,
  command: Command & { do: 'pause' | 'resume' },
  asOf: Instant,
): Decision {
  if (command.do === 'pause' && facts.pausedAt !== null) {
    return refuse('PausedAgreement', { code: facts.agreement, date: localDateOf(facts.pausedAt) });
  }
  if (command.do === 'resume' && facts.pausedAt === null)
    return refuse('NotPaused', { code: facts.agreement });
  if (command.do === 'pause' && !command.reasoned) return refuse('ReasonRequired');
  return { accepted: [{ type: command.do === 'pause' ? 'paused' : 'resumed', at: asOf }] };
}

type DutyCommand = Command & { do: 'submit' | 'accept' | 'return' | 'extend' | 'waive' };

/** One duty by name; for extend and waive without a name, every duty that is still owed. */
function decideDuties(
  state: CycleState,
  command: DutyCommand,
  obligation: SliceObligation,
  asOf: Instant,
): Decision {
  const { by } = command;
  if (by !== undefined) {
    const duty = obligation.duties.find((candidate) => candidate.body === by);
    if (!duty) {
      const owners = obligation.duties.map(({ body }) => body);
      return refuse('BodyNotOwner', { body: by, obligation: obligation.localId, owners });
    }
    return decideDuty(state, command, obligation, duty, asOf);
  }
  const decisions = obligation.duties.map((duty) => decideDuty(state, command, obligation, duty, asOf));
  const accepted = decisions.flatMap((decision) => ('accepted' in decision ? decision.accepted : []));
  return accepted.length > 0
    ? { accepted }
    : (decisions[0] ?? refuse('NotApplicable', { obligation: obligation.localId }));
}

function decideDuty(
  state: CycleState,
  command: DutyCommand,
  obligation: SliceObligation,
  duty: SliceDuty,
  asOf: Instant,
): Decision {
  const about = { obligation: obligation.localId, body: duty.body };
  if (duty.notApplicable) return refuse('NotApplicable', { ...about, why: duty.notApplicable });
  const key = `${obligation.localId}/${duty.body}`;
  const standing = dutyStanding(state.facts, key);
  const settledOn = standing.lastActAt && localDateOf(standing.lastActAt);
  if (standing.state === 'accepted' || standing.state === 'waived') {
    return refuse('AlreadySettled', { ...about, how: standing.state, date: settledOn });
  }
  if (standing.state !== 'submitted' && isMet(state, obligation)) {
    // Another body's submission has met it for all.
    return command.do === 'accept' || command.do === 'return'
      ? refuse('NotSubmitted', about)
      : refuse('AlreadySettled', { ...about, how: 'covered', date: null });
  }
  const acted = (act: (CycleEvent & { type: 'dutyActed' })['act']): Decision => ({
    accepted: [{ type: 'dutyActed', duty: key, act }],
  });
  switch (command.do) {
    case 'submit':
      return refuseSubmission(state, command, obligation, duty, asOf) ?? acted(submission(command, asOf));
    case 'accept':
      if (standing.state !== 'submitted') return refuse('NotSubmitted', about);
      return refuseFuture(command.on, asOf) ?? acted({ act: 'accepted', at: asOf, on: command.on });
    case 'return': {
      if (standing.state !== 'submitted') return refuse('NotSubmitted', about);
      if (!command.reasoned) return refuse('ReasonRequired');
      const target = addWorkingDays(
        roughlyFromSlice(state.slice.days),
        localDateOf(asOf),
        RETURN_WORKING_DAYS,
      );
      return acted({ act: 'returned', at: asOf, target, update: command.update });
    }
    case 'extend':
      return decideExtension(state, command, obligation, duty, asOf);
    case 'waive':
      if (!command.reasoned) return refuse('ReasonRequired');
      return acted({ act: 'waived', at: asOf, on: localDateOf(asOf), update: command.update });
    default:
      return command satisfies never;
  }
}

function submission(
  command: Command & { do: 'submit' },
  asOf: Instant,
): (CycleEvent & { type: 'dutyActed' })['act'] {
  return {
    act: 'submitted',
    at: asOf,
    on: command.on,
    ...(command.number !== undefined && { number: command.number }),
  };
}

function refuseSubmission(
  { facts, slice }: CycleState,
  command: Command & { do: 'submit' },
  obligation: SliceObligation,
  duty: SliceDuty,
  asOf: Instant,
): Refused | undefined {
  const about = { obligation: obligation.localId, body: duty.body };
  if (obligation.form === 'meeting') return refuse('IsMeeting', about);
  const standing = dutyStanding(facts, `${obligation.localId}/${duty.body}`);
  if (standing.state === 'submitted') {
    const paper = facts.duties[`${obligation.localId}/${duty.body}`]?.findLast(
      (act) => act.act === 'submitted',
    );
    const number = paper?.act === 'submitted' ? (paper.number ?? null) : null;
    return refuse('AlreadySubmitted', { ...about, date: standing.submittedOn, number });
  }
  const future = refuseFuture(command.on, asOf);
  if (future) return future;
  if (slice.signedOn && command.on < slice.signedOn) {
    return refuse('BeforeSigning', { date: command.on, code: facts.agreement, signedOn: slice.signedOn });
  }
  if (asOf < slice.openFrom || asOf < duty.takenFrom) {
    return refuse('NotYetOpen', {
      ...about,
      opens: localDateOf(asOf < slice.openFrom ? slice.openFrom : duty.takenFrom),
    });
  }
  return refuseNumber({ facts, slice }, command, obligation, duty);
}

/** One paper may answer several duties: with a reason a number is taken again. */
function refuseNumber(
  { facts, slice }: CycleState,
  command: Command & { do: 'submit' },
  obligation: SliceObligation,
  { body }: SliceDuty,
): Refused | undefined {
  const { number, on } = command;
  if (number === undefined || !slice.numbering) return undefined;
  const scheme = slice.numbering.schemes[body] ?? null;
  const wrong = refuseScheme({ number, issuer: body }, scheme, slice.numbering.joint);
  if (wrong || command.reasoned) return wrong;
  const given = { number, issuer: body, on, duty: `${obligation.localId}/${body}` };
  return refuseRepeated(given, scheme, numbersOf(facts));
}

function decideExtension(
  state: CycleState,
  command: Command & { do: 'extend' },
  obligation: SliceObligation,
  duty: SliceDuty,
  asOf: Instant,
): Decision {
  const key = `${obligation.localId}/${duty.body}`;
  const standing = dutyStanding(state.facts, key);
  const about = { obligation: obligation.localId, body: duty.body };
  const due = standing.extendedTo ?? duty.due;
  if (standing.state === 'submitted')
    return refuse('AlreadySubmitted', { ...about, date: standing.submittedOn, number: null });
  if (command.to > state.slice.days.to)
    return refuse('DateTooFar', { date: command.to, last: state.slice.days.to });
  if (due === null || command.to <= due)
    return refuse('ExtensionNotLater', { ...about, date: command.to, due });
  if (!command.reasoned) return refuse('ReasonRequired');
  const act = { act: 'extended', at: asOf, from: due, due: command.to, update: command.update } as const;
  return { accepted: [{ type: 'dutyActed', duty: key, act }] };
}

/** Takes back the last act, without a letter; the record keeps both (design §8). */
function decideCorrection(
  facts: CycleFacts,
  command: Command & { do: 'correct' },
  obligation: SliceObligation,
  asOf: Instant,
): Decision {
  const about = { obligation: obligation.localId, body: command.by ?? null };
  if (obligation.form === 'meeting' && facts.meetings[obligation.localId]) {
    return { accepted: [{ type: 'meetingCorrected', meeting: obligation.localId, at: asOf }] };
  }
  if (command.by === undefined || !obligation.duties.some((duty) => duty.body === command.by)) {
    return refuse('BodyNotOwner', { ...about, owners: obligation.duties.map(({ body }) => body) });
  }
  const duty = `${obligation.localId}/${command.by}`;
  if (!facts.duties[duty]) return refuse('NotSubmitted', about);
  return { accepted: [{ type: 'dutyCorrected', duty, at: asOf }] };
}
