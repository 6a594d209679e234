// The digest: all notices of one mailbox at one instant under a few headings, the Monday paragraphs last. Knows grouping and
// counts; must not know a language.
import type { LocalDate } from '../domain/localDate.js';
import type { MondayFacts, Notice, NoticeFacts } from '../domain/notices.js';
import { type Block, GROUPS, type Group, type Scene, type Wording, type Words } from '../words/letter.js';
import { groupOf, wordingOf } from './renderKinds.js';

export interface Told {
  readonly notice: Notice;
  readonly scene: Scene;
}

interface Line {
  readonly group: Group;
  readonly text: string;
  readonly due: LocalDate | null;
}

/** `told` in the order of notices, at least one. */
export function digestOf(words: Words, told: readonly [Told, ...Told[]]): Wording {
  const [{ scene }] = told;
  const lines = linesOf(words, told);
  const counts = {
    agreements: new Set(told.map((one) => one.notice.agreement)).size,
    asks: lines.filter((line) => line.group !== 'told').length,
    told: lines.filter((line) => line.group === 'told').length,
    first: nearestDue(lines, scene.today),
  };
  return {
    subject: words.digest.subject(scene, counts),
    blocks: [words.digest.intro(scene, counts), ...groupBlocks(words, lines), ...mondayBlocks(words, told)],
  };
}

function linesOf(words: Words, told: readonly [Told, ...Told[]]): readonly Line[] {
  const [first] = told;
  const named = told.some(({ notice }) => notice.body !== first.notice.body);
  const seen = new Set<string>();
  return told.flatMap(({ notice, scene }): Line[] => {
    const { facts } = notice;
    if (facts.kind === 'monday') return [];
    const group = groupOf(facts, scene.today);
    const key = [notice.obligation, notice.duty, facts.kind, group].join(' ');
    // Two posts of one body may share a mailbox: the duty is listed once.
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ group, text: words.digest.line(scene, facts, group, named), due: askedBy(facts) }];
  });
}

function askedBy(facts: Exclude<NoticeFacts, MondayFacts>): LocalDate | null {
  if (facts.kind === 'duty') return facts.obligation.due;
  return facts.kind === 'returned' ? facts.target : null;
}

/** The next due day from today on; where all have passed, the earliest. */
function nearestDue(lines: readonly Line[], today: LocalDate): LocalDate | null {
  const dues = lines.flatMap(({ due }) => (due === null ? [] : [due])).sort();
  return dues.find((due) => due >= today) ?? dues[0] ?? null;
}

function groupBlocks(words: Words, lines: readonly Line[]): readonly Block[] {
  const groups = GROUPS.map((group) => ({
    group,
    lines: lines.filter((line) => line.group === group),
  })).filter((group) => group.lines.length > 0);
  let from = 1;
  return groups.flatMap((group, index): Block[] => {
    const letter = String.fromCodePoint(65 + index);
    const heading = words.digest.heading(group.group, letter, group.lines.length);
    const list: Block = { kind: 'list', items: group.lines.map((line) => line.text), from };
    from += group.lines.length;
    return [{ kind: 'heading', text: heading }, list];
  });
}

function mondayBlocks(words: Words, told: readonly Told[]): readonly Block[] {
  return told.flatMap(({ notice, scene }): readonly Block[] =>
    notice.facts.kind === 'monday'
      ? [
          { kind: 'heading', text: words.digest.mondayHeading(scene) },
          ...wordingOf(words.letters, scene, notice.facts).blocks,
        ]
      : [],
  );
}
