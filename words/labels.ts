// Words of the desk and the command line: things, states, ranks, buttons. Knows labels alone; must not know pages.
import type {
  Basis,
  Completion,
  Language,
  Level,
  Part,
  Rank,
  Regime,
  Secrecy,
  Stage,
} from '../domain/agreement.js';
import type { DraftState } from '../domain/drafts.js';
import type { DutyStatus } from '../domain/duties.js';
import { labelsEn } from './en/labels.js';
import { labelsVi } from './vi/labels.js';

type Words<K extends string> = Readonly<Record<K, string>>;

export type AgreementState =
  | 'upcoming'
  | 'running'
  | 'paused'
  | 'ended'
  | 'closedEarly'
  | 'succeeded'
  | 'history';
export type StageState = 'upcoming' | 'open' | 'met' | 'metLate' | 'unmet' | 'notApplicable';
export type LetterState =
  | 'draft'
  | 'ready'
  | 'sending'
  | 'sent'
  | 'refused'
  | 'inDoubt'
  | 'held'
  | 'withdrawn'
  | 'bounced'
  | 'answered';

export type Thing =
  | 'agreement'
  | 'term'
  | 'cycle'
  | 'stage'
  | 'obligation'
  | 'duty'
  | 'submission'
  | 'notice'
  | 'step'
  | 'letter'
  | 'sendInstant'
  | 'turn'
  | 'dispatch'
  | 'refusal'
  | 'body'
  | 'post'
  | 'register'
  | 'ledger'
  | 'record'
  | 'operator'
  | 'engine'
  | 'relay';

export type Button =
  | 'submit'
  | 'accept'
  | 'return'
  | 'extend'
  | 'refuseExtension'
  | 'waive'
  | 'schedule'
  | 'conclude'
  | 'pause'
  | 'resume'
  | 'replan'
  | 'release'
  | 'hold'
  | 'withdraw'
  | 'resend'
  | 'nothingToReport'
  | 'simulate'
  | 'rehearse'
  | 'check'
  | 'register'
  | 'verifyRecord'
  | 'exportRecord'
  | 'confirm'
  | 'back';

export interface Labels {
  readonly things: Words<Thing>;
  readonly stages: Words<Stage>;
  readonly kinds: Words<
    | 'annualPlan'
    | 'midYearReport'
    | 'annualReport'
    | 'interimReview'
    | 'conclusionNotice'
    | 'successorDecision'
    | 'exchange'
  >;
  readonly agreementStates: Words<AgreementState>;
  readonly cycleStates: Words<'open' | 'closed'>;
  readonly stageStates: Words<StageState>;
  readonly dutyStates: Words<DutyStatus>;
  readonly dates: Words<
    | 'nominalDue'
    | 'due'
    | 'provisional'
    | 'dataCutoff'
    | 'notPublished'
    | 'notFixed'
    | 'notKnown'
    | 'notIssued'
  >;
  readonly basis: Words<Basis>;
  readonly letterStates: Words<LetterState>;
  /** What became of a drafted urging letter. */
  readonly draftStates: Words<DraftState>;
  readonly letterClasses: Words<'morning' | 'prompt'>;
  readonly regimes: Words<Regime>;
  readonly levels: Words<Level>;
  readonly secrecy: Words<Secrecy>;
  readonly ranks: Words<Rank>;
  readonly roles: Words<'lead' | 'cooperating' | 'standing'>;
  readonly parts: Words<Part | 'coChair'>;
  readonly completion: Words<Completion>;
  readonly buttons: Words<Button>;
  readonly empty: Words<'nothingDue' | 'noDraft' | 'noDecision'>;
  /** Whoever acts on the mail room, at the start of a sentence. */
  readonly operator: string;
  readonly onTime: string;
  readonly toBeWatched: string;
  readonly dueToday: string;
  readonly left: (workingDays: number) => string;
  readonly overdue: (workingDays: number) => string;
  readonly steps: {
    readonly opening: string;
    readonly on: string;
    readonly escalate: string;
    readonly urging: string;
    readonly monday: string;
    readonly scheduled: string;
    readonly returned: string;
    readonly extended: string;
    readonly waived: string;
    readonly dueMoved: string;
    readonly before: (workingDays: string) => string;
    readonly overdue: (time: string) => string;
    readonly review: (workingDays: string) => string;
  };
}

export const LABELS: Readonly<Record<Language, Labels>> = { vi: labelsVi, en: labelsEn };

/** A step by its name, `before-20` or `overdue-2`, as desk and letters call it; an unknown name as it is. */
export function stepLabel(language: Language, step: string): string {
  const { steps } = LABELS[language];
  const [, kind, count = ''] = /^(before|overdue|review)-(\d+)$/.exec(step) ?? [];
  if (kind === 'before' || kind === 'overdue' || kind === 'review') return steps[kind](count);
  return isPlainStep(step, steps) ? steps[step] : step;
}

type PlainStep = Exclude<keyof Labels['steps'], 'before' | 'overdue' | 'review'>;

function isPlainStep(step: string, steps: Labels['steps']): step is PlainStep {
  return Object.hasOwn(steps, step) && !['before', 'overdue', 'review'].includes(step);
}
