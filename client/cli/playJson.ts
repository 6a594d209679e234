// The JSON of a play and of its cycles, a contract with those who read it (design §8). Knows the shape; must not know
// how a play is made or printed.
import { draftIdOf } from '../../domain/drafts.js';
import type { PlannedObligation } from '../../domain/duties.js';
import type { Letter } from '../../domain/letters.js';
import { withOffset } from '../../domain/localDate.js';
import type { Matter } from '../../domain/matters.js';
import type { CyclePlan } from '../../domain/plan.js';
import type { Played, PlayedCycle, PlayedDraft, PlayedRefusal } from '../../domain/play.js';
import { isPending, waitingFor } from '../../domain/proposals.js';

/** What a play needs of words: given, so that this file knows none. */
export interface PlayWords {
  composed(letter: Letter): { readonly subject: string; readonly text: string };
  matter(matter: Matter): string;
  refusal(refusal: PlayedRefusal): string;
}

export function playJson(agreements: readonly string[], played: Played, words: PlayWords): object {
  return {
    agreements,
    from: played.from,
    to: played.to,
    cycles: played.cycles.map((cycle) => cycleJson(cycle)),
    letters: played.letters.map((letter) => letterJson(letter, words)),
    drafts: played.drafts.map(draftJson),
    matters: played.matters.map((matter) => matterJson(matter, words)),
    refusals: played.refusals.map((refused) => ({
      at: withOffset(refused.at),
      do: refused.do,
      code: refused.refusal.code,
      sentence: words.refusal(refused),
    })),
    provisional: played.provisional,
  };
}

export function cycleJson({ plan, reference }: PlayedCycle): object {
  return {
    agreement: plan.agreement,
    year: plan.year,
    ...(reference && { reference: true }),
    stages: plan.stages.map(({ stage, status }) => ({ stage, status: reference ? null : status })),
    obligations: plan.obligations.map((obligation) => obligationJson(plan, obligation, reference)),
  };
}

function obligationJson(plan: CyclePlan, obligation: PlannedObligation, reference: boolean): object {
  const { rule } = obligation;
  return {
    id: obligation.id,
    kind: rule.kind,
    title: rule.title,
    form: rule.form,
    stage: obligation.stage,
    basis: rule.basis,
    quote: rule.quote ?? null,
    source: rule.source ?? null,
    dueBasis: rule.dueBasis,
    completion: rule.completion,
    status: reference ? null : obligation.status,
    ...consentJson(plan, obligation),
    covers: obligation.covers,
    opens: obligation.opens,
    nominalDue: obligation.nominalDue,
    due: obligation.due,
    duties: obligation.duties.map((duty) => ({
      body: duty.body,
      ...(duty.body === null && { role: duty.role ?? null }),
      ...(duty.as && { as: duty.as }),
      due: duty.due,
      status: reference ? null : duty.status,
    })),
  };
}

/** Only of what arose: who has ratified it and who has yet to. */
function consentJson({ ratifiers }: CyclePlan, { proposal }: PlannedObligation): object {
  if (!proposal) return {};
  const ratified = proposal.ratified.map(({ body }) => body);
  return { proposal: { ratified, waiting: isPending(proposal) ? waitingFor(proposal, ratifiers) : [] } };
}

export function letterJson(letter: Letter, words: PlayWords): object {
  const { subject, text } = words.composed(letter);
  return {
    at: withOffset(letter.at),
    to: letter.to,
    post: letter.post,
    body: letter.body,
    class: letter.class,
    subject,
    text,
    notices: letter.notices.map(({ id, obligation, body, step, due }) => ({
      id,
      obligation,
      body,
      step,
      due,
    })),
  };
}

/** The keys of the contract; what the clerk did with it is added (docs/decisions/drafts-stay.md). */
function draftJson(draft: PlayedDraft): object {
  const { at, to, post, body, obligation, due, state, standing } = draft;
  const bare = { at: withOffset(at), to, post, body, obligation, due };
  return standing.state === 'waiting' ? bare : { ...bare, status: state };
}

/** The same with its id and where it stands, for the clerk who is to act on it. */
export function openDraftJson(draft: PlayedDraft): object {
  const { until, number, on } = draft.standing;
  return { id: draftIdOf(draft), ...draftJson(draft), status: draft.state, until, number, on };
}

export function matterJson(matter: Matter, words: PlayWords): object {
  return { ...matter, sentence: words.matter(matter) };
}
