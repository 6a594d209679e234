// `nhip agreements` and `nhip show`: what runs and how a cycle stands. Knows register, views and ledger; must not know how
// anything was planned.
import { draftState } from '../../domain/drafts.js';
import { lettersOf } from '../../domain/letters.js';
import { instantFromMs, localDateOf, withOffset, yearOf } from '../../domain/localDate.js';
import type { Matter } from '../../domain/matters.js';
import type { Played, PlayedDraft } from '../../domain/play.js';
import { workingCalendar } from '../../domain/workingCalendar.js';
import type { Database } from '../../database/connect.js';
import { noticeOf } from '../../database/ledger/rows.js';
import { shortDate } from '../../words/dates.js';
import { LABELS } from '../../words/labels.js';
import { speakerOf } from '../../words/speaker.js';
import { matterSentence } from '../../words/words.js';
import { readViews } from '../../database/view.js';
import { codeWidth, type ListedAgreement, listAgreements, planOfView } from './agreementList.js';
import { row } from './columns.js';
import { isFault, type KnownAgreement, knownAgreement, type ShownCycle, shownCycles } from './known.js';
import { writer } from './ledgerLetters.js';
import { readLetters, type LedgerLetter, shownLetterJson } from './ledgerRows.js';
import type { ExitCode, Output } from './output.js';
import { cycleJson, openDraftJson } from './playJson.js';
import { playText } from './playText.js';
import { playWords } from './playWords.js';
import { withDatabase } from './reach.js';
import { refuse } from './refuse.js';

export function agreementsCommand(out: Output): Promise<ExitCode> {
  return withDatabase(out, async ({ db }) => {
    const agreements = await listAgreements(db, instantFromMs(Date.now()));
    if (out.json) out.printJson(agreements);
    else {
      const width = codeWidth(agreements);
      const lines = agreements.map((agreement) => agreementLine(agreement, width, out));
      out.print([...lines, ...(await stuckLines(db, out))].join('\n'));
    }
    return 0;
  });
}

function agreementLine(
  { code, title, status, nextDue }: ListedAgreement,
  width: number,
  { language }: Output,
): string {
  const labels = LABELS[language];
  const due = nextDue === null ? '' : `${labels.dates.due} ${shortDate(language, nextDue)}`;
  const columns = [{ width }, { width: 58 }, { width: 14 }, { width: 25 }];
  return row(0, [code, title, labels.agreementStates[status], due], columns);
}

/** Of the open matters the one that stops letters is said here, too. */
async function stuckLines(db: Database, { language }: Output): Promise<readonly string[]> {
  const stuck = (await readViews(db.kysely)).flatMap((view) =>
    planOfView(view).matters.filter(({ code }) => code === 'cycleStuck'),
  );
  const lines: string[] = [];
  for (const matter of stuck) {
    const known = await knownAgreement(db, matter.agreement);
    if (!isFault(known)) lines.push(matterSentence(language, known.dossier, matter));
  }
  return lines;
}

/** A cycle with what the ledger holds for it and what is open on it today. */
interface FullCycle {
  readonly cycle: ShownCycle;
  readonly letters: readonly LedgerLetter[];
  readonly matters: readonly Matter[];
  readonly drafts: readonly PlayedDraft[];
}

export function showCommand(code: string, year: number | undefined, out: Output): Promise<ExitCode> {
  return withDatabase(out, async ({ db, places }) => {
    const now = instantFromMs(Date.now());
    const known = await knownAgreement(db, code);
    if (isFault(known)) return refuse(known, out);
    const cycles = await shownCycles(db, known, year, now);
    if (isFault(cycles)) return refuse(cycles, out, speakerOf(out.language, known.dossier, year ?? 0));
    const write = writer(db, new Map([[code, known.dossier]]), places.from);
    const full: FullCycle[] = [];
    for (const cycle of cycles) full.push(await fullCycle(db, cycle, write));
    if (out.json) out.printJson(full.map((one) => shownJson(one, known, out)));
    else out.print(shownText(full, known, out));
    return 0;
  });
}

async function fullCycle(
  db: Database,
  cycle: ShownCycle,
  write: Parameters<typeof readLetters>[1],
): Promise<FullCycle> {
  const { agreement, year, matters, drafts } = cycle.plan;
  const now = instantFromMs(Date.now());
  const runs = cycle.state === 'open' || cycle.state === 'closed';
  return {
    cycle,
    letters: runs ? await readLetters(db, write, { cycle: { agreement, year } }) : [],
    matters: runs ? matters.filter(({ since }) => since <= localDateOf(now)) : [],
    drafts: runs
      ? drafts
          .filter(({ at }) => at <= now)
          .map((draft) => ({ ...draft, state: draftState(draft.standing, localDateOf(now)) }))
      : [],
  };
}

function shownJson(
  { cycle, letters, matters, drafts }: FullCycle,
  known: KnownAgreement,
  out: Output,
): object {
  const reference = cycle.state === 'reference';
  return {
    ...cycleJson({ plan: cycle.plan, reference }),
    wakeAt: cycle.wakeAt && withOffset(cycle.wakeAt),
    letters: letters.map(shownLetterJson),
    matters: matters.map((matter) => ({
      ...matter,
      sentence: matterSentence(out.language, known.dossier, matter),
    })),
    drafts: drafts.map(openDraftJson),
  };
}

/** As `simulate` prints a year, with the letters that are still to go. */
function shownText(full: readonly FullCycle[], { dossier, book }: KnownAgreement, out: Output): string {
  const unsent = full.flatMap(({ letters }) =>
    letters.flatMap(({ notices }) => notices.filter(({ state }) => state === 'armed').map(noticeOf)),
  );
  const calendar = workingCalendar(book);
  const dues = full.flatMap(({ cycle }) => cycle.plan.obligations.flatMap(({ due }) => due ?? []));
  const played: Played = {
    from: null,
    to: null,
    cycles: full.map(({ cycle }) => ({ plan: cycle.plan, reference: cycle.state === 'reference' })),
    letters: lettersOf(unsent),
    drafts: full.flatMap(({ drafts }) => drafts),
    matters: full.flatMap(({ matters }) => matters),
    refusals: [],
    provisional: [...new Set(dues.map(yearOf))]
      .filter((year) => calendar.isProvisional(year))
      .toSorted((a, b) => a - b),
  };
  const dossiers = [dossier];
  return playText(dossiers, played, playWords(dossiers, [], out.language), out.language);
}
