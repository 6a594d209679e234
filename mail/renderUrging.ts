// The paper of a drafted urging letter as plain text, for the office to edit, sign and issue. Knows who writes to whom and how
// the columns stand; must not know a language's words. Never mailed (docs/decisions/urging-paper.md).
import type { Dossier, Language, Post, Rank } from '../domain/agreement.js';
import { bodyOf, existsOn } from '../domain/bodies.js';
import { type Draft, draftIdOf } from '../domain/drafts.js';
import type { PlannedObligation } from '../domain/duties.js';
import { type Instant, localDateOf } from '../domain/localDate.js';
import { addWorkingDays, type DaysOff } from '../domain/workingDays.js';
import type { Columns, UrgingFacts, UrgingPaper } from '../words/urging.js';
import { URGING } from '../words/words.js';
import { directionOf, sceneOf } from './renderScene.js';
import { WIDTH, wrap } from './renderText.js';

/** Working days from the paper to the day by which it asks again, and before which difficulties may be told. */
const TARGET_DAYS = 5;
const ASK_DAYS = 3;

export interface UrgingInput {
  readonly draft: Draft;
  readonly dossier: Dossier;
  readonly year: number;
  readonly obligation: PlannedObligation;
  /** The days it names are counted from here: a draft put off is as of its new day. */
  readonly at: Instant;
  readonly days: DaysOff;
  readonly language: Language;
}

/** Number, place, day and signature are left open: they are the office's (L9). */
export function urgingText({ draft, dossier, year, obligation, at, days, language }: UrgingInput): string {
  const notice = { id: draftIdOf(draft), year, body: draft.body, post: draft.post };
  const scene = sceneOf({ notice, dossier, at, language, reasonOf: () => null });
  const { sender, body } = scene;
  const today = localDateOf(at);
  const postOf = (rank: Rank): Post | null =>
    sender.posts.find((post) => post.rank === rank && existsOn(post, today)) ?? null;
  const superior = sender.parent === undefined ? undefined : bodyOf(dossier, sender.parent);
  const { rule, localId, covers } = obligation;
  const facts: UrgingFacts = {
    obligation: { ...rule, localId, year, covers },
    due: draft.due,
    target: addWorkingDays(days, today, TARGET_DAYS),
    askBy: addWorkingDays(days, today, ASK_DAYS),
    superior: superior?.name ?? null,
    // What an office lays before its own head, that head does not sign.
    head: scene.isOwn ? null : postOf('head'),
    deputy: scene.isOwn ? null : postOf('leader'),
  };
  // The paper goes to the body, whatever the rank of the post it is laid before.
  return laidOut(URGING[language]({ ...scene, direction: directionOf(sender, body) }, facts));
}

function laidOut(paper: UrgingPaper): string {
  return `${[
    columnsText(paper.head, true),
    columnsText(paper.numbered, true),
    centred(paper.addressee, WIDTH).join('\n'),
    ...paper.paragraphs.map((text) => wrap(text)),
    paper.asks.map((ask, index) => wrap(ask, `${index + 1}. `)).join('\n'),
    wrap(paper.close),
    columnsText(paper.foot, false),
  ].join('\n\n')}\n`;
}

/** Room between the columns, which are of one width. */
const GAP = 2;
const COLUMN = (WIDTH - GAP) / 2;

/** The right column is centred, the left where the paper's head wants it. */
function columnsText({ left, right }: Columns, isHead: boolean): string {
  const lefts = left.flatMap((line) => (isHead ? centred(line, COLUMN) : wrap(line, '', COLUMN).split('\n')));
  const rights = right.flatMap((line) => centred(line, COLUMN));
  const rows = Math.max(lefts.length, rights.length);
  return Array.from({ length: rows }, (_, row) =>
    `${(lefts[row] ?? '').padEnd(COLUMN + GAP)}${rights[row] ?? ''}`.trimEnd(),
  ).join('\n');
}

function centred(text: string, width: number): readonly string[] {
  return wrap(text, '', width)
    .split('\n')
    .map((line) => `${' '.repeat(Math.max(0, Math.floor((width - line.length) / 2)))}${line}`);
}
