// A verb as typed, and the command it becomes. Knows the request's own id; must not know engine or words.
import { createHash } from 'node:crypto';
import type { ObligationEntry } from '../../domain/agreement.js';
import type { Command } from '../../domain/command.js';
import { type Instant, type LocalDate, localDateOf } from '../../domain/localDate.js';
import type { RecordLine } from '../../database/record.js';

export interface VerbOptions {
  readonly by?: string;
  readonly on?: LocalDate;
  readonly to?: LocalDate;
  readonly number?: string;
  readonly reason?: string;
  readonly anyway?: boolean;
  /** Of a draft: the due day that had passed. */
  readonly due?: LocalDate;
  /** A file with what the meeting adopted for the next year. */
  readonly next?: string;
}

export interface VerbRequest {
  readonly do: Command['do'];
  readonly agreement: string;
  /** Absent: every open cycle (pause, resume). */
  readonly year?: number;
  /** As typed: `annualPlan`, `report.M08` or the full id; absent: the whole cycle. */
  readonly obligation?: string;
  /** Obligations to enter this cycle (`propose`) or the next (`conclude`), as read from their file. */
  readonly entries?: readonly ObligationEntry[];
  readonly options: VerbOptions;
}

/** The cycle that the request's obligations enter. */
export function enteredYear({ do: verb }: VerbRequest, year: number): number {
  return verb === 'propose' ? year : year + 1;
}

/** `report.M08` of `mau-2026/2026/report.M08`; what is no id of this cycle stays as typed, to be refused by its name. */
export function localIdOf(request: VerbRequest, year: number): string {
  const typed = request.obligation ?? '';
  const prefix = `${request.agreement}/${year}/`;
  return typed.startsWith(prefix) ? typed.slice(prefix.length) : typed;
}

/**
 * The id under which a repetition does no harm: the same request on the same day is the same Update, unless something else
 * was done about it in between (submitted, returned, submitted again is a new submission). `lines` is the cycle's record.
 */
export function updateIdOf(
  request: VerbRequest,
  year: number,
  lines: readonly RecordLine[],
  now: Instant,
): string {
  const { on, by, to, number, reason, anyway, due } = request.options;
  const said = [
    request.do,
    request.agreement,
    year,
    localIdOf(request, year),
    on,
    by,
    to,
    number,
    reason,
    anyway,
    // Absent rather than null: ids of requests without a draft stay what they were.
    ...(due === undefined ? [] : [due]),
    ...(request.entries ? [request.entries] : []),
  ];
  const day = localDateOf(now);
  const base = createHash('sha256')
    .update(JSON.stringify([...said.map((word) => word ?? null), day]))
    .digest('hex')
    .slice(0, 16);
  const acts = lines.flatMap(({ facts }) => {
    const { update, obligation } = facts;
    const same = request.obligation === undefined || obligation === localIdOf(request, year);
    return typeof update === 'string' && same ? [update] : [];
  });
  const mine = acts.filter((update) => update.startsWith(base));
  const last = acts.at(-1);
  return last !== undefined && mine.at(-1) === last ? last : `${base}-${mine.length + 1}`;
}

/** `on` is today where nothing was said. */
export function commandOf(request: VerbRequest, year: number, update: string, now: Instant): Command {
  const { by, on = localDateOf(now), to, number, reason, anyway, due } = request.options;
  const { entries } = request;
  const ordered = { update, reasoned: reason !== undefined && reason.trim() !== '' };
  const about = { ...ordered, obligation: localIdOf(request, year) };
  const bySomeone = by === undefined ? {} : { by };
  const numbered = number === undefined ? {} : { number };
  const drafted = { ...about, by: by ?? '', ...(due !== undefined && { due }) };
  switch (request.do) {
    case 'submit':
      return { ...about, do: 'submit', by: by ?? '', on, ...numbered };
    case 'accept':
      return { ...about, do: 'accept', by: by ?? '', on };
    case 'return':
      return { ...about, do: 'return', by: by ?? '' };
    case 'extend':
      return { ...about, do: 'extend', to: to ?? on, ...bySomeone };
    case 'waive':
      return { ...about, do: 'waive', ...bySomeone };
    case 'schedule':
      return { ...about, do: 'schedule', on, anyway: anyway === true };
    case 'conclude':
      return { ...about, do: 'conclude', on, ...numbered, ...(entries && { next: idsOf(entries) }) };
    case 'propose':
      return { ...ordered, do: 'propose', next: idsOf(entries ?? []) };
    case 'ratify':
      return { ...ordered, do: 'ratify', by: by ?? '', on };
    case 'correct':
      return { ...about, do: 'correct', ...bySomeone };
    case 'release':
      return { ...drafted, do: 'release', on, number: number ?? '' };
    case 'drop':
      return { ...drafted, do: 'drop' };
    case 'putOff':
      return { ...drafted, do: 'putOff', to: to ?? on };
    case 'pause':
    case 'resume':
      return { ...ordered, do: request.do };
    default:
      return request.do satisfies never;
  }
}

function idsOf(entries: readonly ObligationEntry[]): readonly string[] {
  return entries.map(({ id }) => id);
}
