// A play as transcripts show it: codes, days and steps, nothing that is only wording. Knows columns; must not know rules.
import type { PlannedDuty, PlannedObligation } from '../../domain/duties.js';
import type { Letter } from '../../domain/letters.js';
import { clockOf, type Instant, localDateOf, type LocalDate, weekdayOf } from '../../domain/localDate.js';
import type { Matter } from '../../domain/matters.js';
import type { Notice } from '../../domain/notices.js';
import type { Played, PlayedCycle, PlayedDraft } from '../../domain/play.js';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/** No blank line anywhere: a blank line ends an answer. */
export function playedText(played: Played): string {
  const short = played.cycles.length === 1;
  return [
    ...(played.cycles.length === 0 ? ['no cycle'] : []),
    ...played.cycles.flatMap(cycleLines),
    `letters: ${played.letters.length}`,
    ...columns(played.letters.map((letter) => letterCells(letter, short))),
    ...section(
      'drafts',
      played.drafts.map((draft) => [
        time(draft.at),
        draft.to,
        `${name(draft.obligation, short)} due ${draft.due}`,
        draftText(draft),
      ]),
    ),
    ...section(
      'matters',
      played.matters.map((matter) => matterCells(matter, short)),
    ),
    ...section(
      'refusals',
      played.refusals.map(({ at, do: verb, refusal }) => [time(at), verb, refusal.code]),
    ),
    ...(played.provisional.length > 0 ? [`provisional: ${played.provisional.join(', ')}`] : []),
  ].join('\n');
}

function cycleLines({ plan, reference }: PlayedCycle): readonly string[] {
  const heads = `cycle ${plan.agreement}/${plan.year} ${plan.span.opening} to ${plan.span.closing}`;
  return [
    reference ? `${heads} (reference)` : heads,
    ...plan.stages.flatMap(({ stage, status }) => [
      `  ${stage}${reference ? '' : `: ${status}`}`,
      ...columns(
        plan.obligations
          .filter((obligation) => obligation.stage === stage)
          .flatMap((obligation) => obligationCells(obligation, reference)),
        4,
      ),
    ]),
  ];
}

/** One line for duties that stand alike, so that a long list of communes stays readable. */
function obligationCells(obligation: PlannedObligation, reference: boolean): readonly (readonly string[])[] {
  const groups = new Map<string, PlannedDuty[]>();
  for (const duty of obligation.duties) {
    const key = [duty.due, duty.nominalDue, reference ? '' : standing(duty)].join(' ');
    groups.set(key, [...(groups.get(key) ?? []), duty]);
  }
  return [...groups.values()].map((duties, index) => {
    const [first] = duties;
    const bodies = duties.map((duty) => duty.body ?? `?${duty.role}@${duty.roleYear}`).join(', ');
    return [
      index === 0 ? obligation.localId : '',
      first ? dueText(first) : '',
      bodies,
      first && !reference ? standing(first) : '',
    ];
  });
}

function dueText({ due, nominalDue }: PlannedDuty): string {
  if (due === null) return 'no date';
  return `${day(due)}${nominalDue === due || nominalDue === null ? '' : ` (nominal ${day(nominalDue)})`}`;
}

function standing({ status, notApplicable }: PlannedDuty): string {
  return notApplicable ? `${status}: ${notApplicable}` : status;
}

function letterCells({ at, to, notices }: Letter, short: boolean): readonly string[] {
  return [time(at), to, notices.map((notice) => noticeText(notice, notices, short)).join('; ')];
}

/** The body is named where a mailbox serves several, the submitter where its paper waits. */
function noticeText(notice: Notice, notices: readonly Notice[], short: boolean): string {
  const shared = new Set(notices.map(({ body }) => body)).size > 1 ? ` (${notice.body})` : '';
  const secret = notice.secret ? ' secret' : '';
  if (notice.obligation === null) {
    return `${notice.step}${short ? '' : ` ${notice.agreement}/${notice.year}`}${shared}${secret}`;
  }
  const of = notice.facts.kind === 'review' ? ` of ${notice.facts.submitter}` : '';
  return `${notice.step} ${name(notice.obligation, short)}${of} due ${notice.due}${shared}${secret}`;
}

/** What became of it; nothing where it waits. */
function draftText({ state, standing: { until, number, on } }: PlayedDraft): string {
  return state === 'waiting' ? '' : [state, until, number, on].filter(Boolean).join(' ');
}

function matterCells(
  { code, since, obligation, body, role, year }: Matter,
  short: boolean,
): readonly string[] {
  const about = [obligation && name(obligation, short), body, role && `${role} of ${year}`].filter(Boolean);
  return [day(since), code, about.join(' ')];
}

function name(obligation: string, short: boolean): string {
  return short ? obligation.split('/').slice(2).join('/') : obligation;
}

function section(title: string, rows: readonly (readonly string[])[]): readonly string[] {
  return rows.length === 0 ? [] : [`${title}: ${rows.length}`, ...columns(rows)];
}

/** Cells under one another, two spaces between columns. */
function columns(rows: readonly (readonly string[])[], indent = 2): readonly string[] {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, cell.length)));
  return rows.map((row) =>
    `${' '.repeat(indent)}${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ')}`.trimEnd(),
  );
}

function day(date: LocalDate): string {
  return `${date} ${WEEKDAYS[weekdayOf(date) - 1] ?? ''}`;
}

function time(at: Instant): string {
  return `${day(localDateOf(at))} ${clockOf(at)}`;
}
