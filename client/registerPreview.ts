// What a change of the register would do to the cycles that are open, told before anything is done. Knows register, turns and
// ledger; must not know words, nor store anything.
import type { Dossier } from '../domain/agreement.js';
import type { CycleFacts } from '../domain/cycle.js';
import { isOwed } from '../domain/duties.js';
import { lettersOf } from '../domain/letters.js';
import type { Instant, LocalDate } from '../domain/localDate.js';
import type { Notice } from '../domain/notices.js';
import type { CyclePlan } from '../domain/plan.js';
import { type Known, turnPlan } from '../domain/turnPlan.js';
import type { Tx } from '../database/connect.js';
import { armedUpTo, sentNotices } from '../database/ledger/arm.js';
import { keptAside } from '../database/ledger/hold.js';
import { stoppedOf } from '../database/ledger/mailboxes.js';
import { bookOf, dossierOf } from '../database/register.js';
import { lockCycle } from '../database/turns.js';
import { type CycleView, cyclesBehind, readViews } from '../database/view.js';

/** A letter by the instant and the mailbox it goes to. */
export interface PreviewedLetter {
  readonly at: Instant;
  readonly to: string;
}

/** A due day that moves; null: not owed before, or no longer. */
interface PreviewedDue {
  readonly obligation: string;
  readonly body: string | null;
  readonly from: LocalDate | null;
  readonly to: LocalDate | null;
}

/** What changes in one cycle, each list in order of time. */
export interface CyclePreview {
  readonly agreement: string;
  readonly year: number;
  /** Names for what is told: as the register would have it, and as it has it for what would be dropped. */
  readonly dossiers: { readonly now: Dossier; readonly old: Dossier };
  readonly dues: readonly PreviewedDue[];
  readonly withdrawn: readonly PreviewedLetter[];
  readonly added: readonly PreviewedLetter[];
  /** Letters that still go, with other contents. */
  readonly changed: readonly PreviewedLetter[];
}

type Planned = Pick<CyclePlan, 'obligations'>;

const EVER = '9999-12-31T00:00:00Z' as Instant;

/** Of the open cycles behind `version`, those in which a due day or a letter would change; `asOf` is when they would turn. */
export async function previewRegister(
  tx: Tx,
  version: number,
  asOf: Instant,
): Promise<readonly CyclePreview[]> {
  const views = new Map((await readViews(tx)).map((view) => [view.cycle, view]));
  const previews: CyclePreview[] = [];
  for (const cycle of await cyclesBehind(tx, version)) {
    const view = views.get(cycle);
    const preview = view && (await previewCycle(tx, view, version, asOf));
    if (preview && hasChange(preview)) previews.push(preview);
  }
  return previews;
}

function hasChange({ dues, withdrawn, added, changed }: CyclePreview): boolean {
  return dues.length + withdrawn.length + added.length + changed.length > 0;
}

async function previewCycle(
  tx: Tx,
  view: CycleView,
  version: number,
  asOf: Instant,
): Promise<CyclePreview | null> {
  const { cycle, agreement, year } = view;
  // The acts a turn was told are kept with it; builds before that kept none.
  const stored = (await lockCycle(tx, cycle))?.result as { readonly facts?: CycleFacts } | undefined;
  const known = await knownAt(tx, agreement, version);
  if (!stored?.facts || !known) return null;
  const before = await knownAt(tx, agreement, view.plannedVersion);
  const { arisen } = known.dossier;
  const old = before && { ...before, dossier: { ...before.dossier, ...(arisen && { arisen }) } };
  const held = await keptAside(tx, cycle);
  const planned = turnPlan({
    facts: stored.facts,
    asOf,
    resync: false,
    known,
    old,
    sent: await sentNotices(tx, agreement, year),
    armed: await armedUpTo(tx, cycle, asOf),
    held,
    sealedUntil: null,
  });
  return {
    agreement,
    year,
    dossiers: { now: known.dossier, old: (before ?? known).dossier },
    dues: movedDues(view.plan as Planned, planned?.plan ?? { obligations: [] }),
    ...movedLetters(await armedUpTo(tx, cycle, EVER), planned?.notices ?? []),
  };
}

async function knownAt(tx: Tx, agreement: string, version: number): Promise<Known | null> {
  const found = await dossierOf(tx, agreement, version);
  if (!found) return null;
  const { dossier } = found;
  return { version, dossier, book: await bookOf(tx, version), stopped: await stoppedOf(tx, dossier) };
}

function movedDues(old: Planned, now: Planned): readonly PreviewedDue[] {
  const from = owedDues(old);
  const to = owedDues(now);
  return [...new Set([...from.keys(), ...to.keys()])].flatMap((key) => {
    const [was, is] = [from.get(key), to.get(key)];
    const duty = is ?? was;
    if (!duty || was?.due === is?.due) return [];
    return [{ obligation: duty.obligation, body: duty.body, from: was?.due ?? null, to: is?.due ?? null }];
  });
}

interface OwedDue {
  readonly obligation: string;
  readonly body: string | null;
  readonly due: LocalDate | null;
}

function owedDues({ obligations }: Planned): ReadonlyMap<string, OwedDue> {
  return new Map(
    obligations.flatMap(({ id, duties }) =>
      duties
        .filter(({ status }) => isOwed(status))
        .map(({ key, body, due }) => [key, { obligation: id, body, due }] as const),
    ),
  );
}

function movedLetters(
  old: readonly Notice[],
  now: readonly Notice[],
): Pick<CyclePreview, 'withdrawn' | 'added' | 'changed'> {
  const [before, after] = [lettersOf(old), lettersOf(now)];
  const contents = new Map(before.map((letter) => [letter.id, contentOf(letter.notices)]));
  const stay = new Set(after.map(({ id }) => id));
  const named = ({ at, to }: PreviewedLetter): PreviewedLetter => ({ at, to });
  return {
    withdrawn: before.filter(({ id }) => !stay.has(id)).map(named),
    added: after.filter(({ id }) => !contents.has(id)).map(named),
    changed: after
      .filter(({ id, notices }) => contents.has(id) && contents.get(id) !== contentOf(notices))
      .map(named),
  };
}

function contentOf(notices: readonly Notice[]): string {
  return notices.map(({ id }) => id).join('\n');
}
