// What the clerk does with a drafted urging letter, named by its id: sees the paper, releases it with number and day, drops it,
// puts it off. Knows ids and verbs; must not know how a cycle decides or how the paper is worded.
import {
  type Instant,
  instantFromMs,
  isLocalDate,
  type LocalDate,
  localDateOf,
} from '../../domain/localDate.js';
import { draftIdOf, draftState } from '../../domain/drafts.js';
import type { PlayedDraft } from '../../domain/play.js';
import type { PlannedObligation } from '../../domain/duties.js';
import { workingCalendar } from '../../domain/workingCalendar.js';
import { urgingText } from '../../mail/renderUrging.js';
import { speakerOf } from '../../words/speaker.js';
import { isFault, type KnownAgreement, knownAgreement, shownCycles } from './known.js';
import type { ExitCode, Output } from './output.js';
import { openDraftJson } from './playJson.js';
import { draftsText } from './playOpen.js';
import { withDatabase } from './reach.js';
import { refuse } from './refuse.js';
import { verbCommand } from './verbCommand.js';
import type { VerbOptions, VerbRequest } from './verbRequest.js';

/** A draft as its id names it. */
export interface DraftName {
  readonly agreement: string;
  readonly year: number;
  readonly obligation: string;
  readonly body: string;
  readonly due: LocalDate;
}

const DRAFT_ID = /^([^/]+)\/(\d{4})\/([^/]+)\/([^/]+)\/[^/]+\/draft\/([^/]+)$/;

/** null: the id is not that of a draft. */
export function draftNamed(id: string): DraftName | null {
  const [, agreement, year, obligation, body, due] = DRAFT_ID.exec(id) ?? [];
  if (!agreement || !obligation || !body || !due || !isLocalDate(due)) return null;
  return { agreement, year: Number(year), obligation, body, due };
}

type DraftVerb = 'release' | 'drop' | 'putOff';

/** The clerk's word on a draft, as an Update of its cycle. */
export function draftVerbCommand(
  verb: DraftVerb,
  { agreement, year, obligation, body, due }: DraftName,
  options: Pick<VerbOptions, 'number' | 'on' | 'to' | 'reason'>,
  out: Output,
): Promise<ExitCode> {
  const request: VerbRequest = {
    do: verb,
    agreement,
    year,
    obligation,
    options: { ...options, by: body, due },
  };
  return verbCommand(request, out);
}

/** The paper as it reads today, for the office to edit, sign and issue. */
export function draftShowCommand(id: string, name: DraftName, out: Output): Promise<ExitCode> {
  return withDatabase(out, async ({ db }) => {
    const known = await knownAgreement(db, name.agreement);
    if (isFault(known)) return refuse(known, out);
    const now = instantFromMs(Date.now());
    const speaker = speakerOf(out.language, known.dossier, name.year);
    const cycles = await shownCycles(db, known, name.year, now);
    if (isFault(cycles)) return refuse(cycles, out, speaker);
    const plan = cycles[0]?.plan;
    const draft = plan?.drafts.find((candidate) => draftIdOf(candidate) === id);
    const obligation = plan?.obligations.find(({ localId }) => localId === name.obligation);
    if (!draft || !obligation || draft.at > now) {
      const { agreement: code, year, obligation: about, body } = name;
      const date = draft ? localDateOf(draft.at) : null;
      return refuse({ code: 'NoDraft', facts: { code, year, obligation: about, body, date } }, out, speaker);
    }
    const shown = { ...draft, state: draftState(draft.standing, localDateOf(now)) };
    show(known, shown, obligation, { year: name.year, now }, out);
    return 0;
  });
}

function show(
  { dossier, book }: KnownAgreement,
  draft: PlayedDraft,
  obligation: PlannedObligation,
  { year, now }: { readonly year: number; readonly now: Instant },
  out: Output,
): void {
  const { language } = out;
  const days = workingCalendar(book);
  const text = urgingText({ draft, dossier, year, obligation, at: now, days, language });
  if (out.json) out.printJson({ ...openDraftJson(draft), text });
  else out.print(`${draftsText([dossier], [draft], language)}\n\n${text.trimEnd()}`);
}
