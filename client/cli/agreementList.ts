// How each agreement of the register stands today. Knows register, views and record; must not know words.
import { sql } from 'kysely';
import type { CalendarBook, Level } from '../../domain/agreement.js';
import { type Instant, type LocalDate, localDateOf } from '../../domain/localDate.js';
import { isHistory } from '../../domain/lapsed.js';
import type { CyclePlan } from '../../domain/plan.js';
import { type Draft, WAITING } from '../../domain/drafts.js';
import { summaryOf } from '../../domain/summary.js';
import { startOfAgreement } from '../../domain/term.js';
import type { Database } from '../../database/connect.js';
import { agreementCodes, bookOf, dossierOf, type RegisteredDossier } from '../../database/register.js';
import { type CycleView, readViews } from '../../database/view.js';

export type AgreementStatus = 'upcoming' | 'running' | 'paused' | 'ended' | 'closedEarly' | 'history';

/** Design §8: one entry of `agreements --json`. */
export interface ListedAgreement {
  readonly code: string;
  readonly title: string;
  readonly level: Level;
  readonly term: { readonly from: LocalDate; readonly to: LocalDate | null };
  readonly status: AgreementStatus;
  readonly openCycles: readonly number[];
  readonly nextDue: LocalDate | null;
}

/** By code. */
export async function listAgreements(db: Database, now: Instant): Promise<readonly ListedAgreement[]> {
  const book = await bookOf(db.kysely);
  const views = await readViews(db.kysely);
  const paused = await pausedCycles(db);
  const listed: ListedAgreement[] = [];
  for (const code of await agreementCodes(db.kysely)) {
    const known = await dossierOf(db.kysely, code);
    if (!known) continue;
    const { agreement } = known.dossier;
    const open = views.filter((view) => view.agreement === code && !view.closed);
    listed.push({
      code,
      title: agreement.title,
      level: agreement.level,
      term: { from: agreement.term.from, to: agreement.term.to },
      status: statusOf(known, book, { open, paused }, now),
      openCycles: open.map(({ year }) => year),
      nextDue: earliestDue(open, now),
    });
  }
  return listed;
}

interface Cycles {
  readonly open: readonly CycleView[];
  readonly paused: ReadonlySet<string>;
}

function statusOf(
  { dossier, registeredAt }: RegisteredDossier,
  book: CalendarBook,
  { open, paused }: Cycles,
  now: Instant,
): AgreementStatus {
  const { agreement } = dossier;
  if (isHistory(dossier, book, registeredAt, registeredAt)) return 'history';
  const today = localDateOf(now);
  if (agreement.endedOn !== undefined && agreement.endedOn < today) return 'closedEarly';
  if (isHistory(dossier, book, registeredAt, now)) return 'ended';
  if (startOfAgreement(agreement) > today) return 'upcoming';
  return open.length > 0 && open.every(({ cycle }) => paused.has(cycle)) ? 'paused' : 'running';
}

/** Workflow ids of the cycles whose last pause was not followed by a resumption. */
async function pausedCycles(db: Database): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ stream: string }>`
    select stream from (
      select distinct on (stream) stream, code from record
      where code in ('paused', 'resumed') order by stream, seq desc) last
    where code = 'paused'`.execute(db.kysely);
  return new Set(rows.map(({ stream }) => stream));
}

/** What a turn published, as it was planned: letters are the ledger's. */
export function planOfView(view: CycleView): Omit<CyclePlan, 'notices'> {
  const plan = view.plan as Omit<CyclePlan, 'notices'>;
  // A build before drafts could be released published them bare.
  const drafts = plan.drafts.map((draft): Draft => ({ ...draft, standing: draft.standing ?? WAITING }));
  return { ...plan, drafts, ratifiers: plan.ratifiers ?? [] };
}

function earliestDue(open: readonly CycleView[], now: Instant): LocalDate | null {
  const dues = open.flatMap((view) => summaryOf({ ...planOfView(view), notices: [] }, now).nextDue ?? []);
  return dues.toSorted()[0] ?? null;
}

/** The column of codes is as wide as the longest, so that titles stand under each other. */
export function codeWidth(agreements: readonly ListedAgreement[]): number {
  return Math.max(9, ...agreements.map(({ code }) => code.length));
}
