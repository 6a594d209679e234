// `nhip history`: the record of an agreement or one cycle, oldest first. Knows streams; must not know sentences.
import { secretariatOf } from '../../domain/bodies.js';
import { type Instant, localDateOf, withOffset } from '../../domain/localDate.js';
import { compare } from '../../domain/notices.js';
import type { Database } from '../../database/connect.js';
import { readAbout, readStream, type RecordLine } from '../../database/record.js';
import { wordsOf } from '../../database/register.js';
import { readViews } from '../../database/view.js';
import { historyLine } from '../../words/history.js';
import { speakerOf } from '../../words/speaker.js';
import { cycleId } from '../../workflows/contract.js';
import { hasCycle } from '../../domain/term.js';
import { planOfView } from './agreementList.js';
import { type History, recordSentence } from './historyWords.js';
import { isFault, knownAgreement } from './known.js';
import type { ExitCode, Output } from './output.js';
import { withDatabase } from './reach.js';
import { refuse } from './refuse.js';

/** Design §8: one entry of `history --json`. */
interface Told {
  readonly at: Instant;
  readonly code: string;
  readonly sentence: string;
  /** Code of the body that acted; null where a rule did. */
  readonly by: string | null;
}

/** Whose act a line tells: the body's own, or that of the secretariat. All others follow by rule. */
const OWN_ACTS: ReadonlySet<string> = new Set(['submitted', 'resubmitted']);
const SECRETARIAT_ACTS: ReadonlySet<string> = new Set(
  'registered accepted returned extended waived scheduled rescheduled conferenceHeld corrected paused resumed'.split(
    ' ',
  ),
);

export function historyCommand(code: string, year: number | undefined, out: Output): Promise<ExitCode> {
  return withDatabase(out, async ({ db }) => {
    const known = await knownAgreement(db, code);
    if (isFault(known)) return refuse(known, out);
    const { agreement } = known.dossier;
    if (year !== undefined && !hasCycle(agreement, year)) {
      const speaker = speakerOf(out.language, known.dossier, year);
      return refuse({ code: 'UnknownCycle', facts: { code, year } }, out, speaker);
    }
    const views = await readViews(db.kysely, code);
    const history: History = {
      language: out.language,
      dossier: known.dossier,
      book: known.book,
      plans: new Map(views.map((view) => [view.year, planOfView(view)])),
    };
    const years = year === undefined ? views.map((view) => view.year) : [year];
    const told = year === undefined ? await registrations(db, history) : [];
    for (const one of years) told.push(...(await toldOf(db, history, one)));
    const inOrder = distinct(told).toSorted((a, b) => compare(a.at, b.at));
    if (out.json) out.printJson(inOrder.map((line) => ({ ...line, at: withOffset(line.at) })));
    else
      out.print(
        asStory(inOrder)
          .map((line) => historyLine(out.language, line.at, line.sentence))
          .join('\n'),
      );
    return 0;
  });
}

/** For people: a turn that changed nothing of what is planned says nothing. */
function asStory(told: readonly Told[]): readonly Told[] {
  let planned = '';
  return told.filter(({ code, sentence }) => {
    if (code !== 'armed') return true;
    const news = sentence !== planned;
    planned = sentence;
    return news;
  });
}

async function toldOf(db: Database, history: History, year: number): Promise<Told[]> {
  const lines = await readAbout(db.kysely, cycleId(history.dossier.agreement.code, year));
  return Promise.all(lines.map((line) => toldLine(db, history, line, year)));
}

/** What the register says of this agreement's own file. */
async function registrations(db: Database, history: History): Promise<Told[]> {
  const { code } = history.dossier.agreement;
  const lines = (await readStream(db.kysely, 'register')).filter(({ facts }) =>
    String(facts['changes']).split(', ').includes(`agreement ${code}`),
  );
  return Promise.all(lines.map((line) => toldLine(db, history, line, 0)));
}

async function toldLine(db: Database, history: History, line: RecordLine, year: number): Promise<Told> {
  const { update } = line.facts;
  const reason = typeof update === 'string' ? await wordsOf(db.kysely, update) : null;
  return {
    at: line.at,
    code: line.code,
    sentence: recordSentence(history, line, year, reason),
    by: actorOf(history, line, year),
  };
}

function actorOf({ dossier }: History, { code, at, facts }: RecordLine, year: number): string | null {
  if (OWN_ACTS.has(code)) return typeof facts['by'] === 'string' ? facts['by'] : null;
  if (!SECRETARIAT_ACTS.has(code)) return null;
  return secretariatOf(dossier, year, localDateOf(at))?.body.code ?? null;
}

/** A letter of two cycles is told in both. */
function distinct(told: readonly Told[]): readonly Told[] {
  return [...new Map(told.map((line) => [`${line.at} ${line.code} ${line.sentence}`, line])).values()];
}
