// What the record says of each command: beside its own facts those that only the cycle's acts know, such as the number of the
// paper that was returned. Knows commands and acts; must not know plans, sentences or names.
import type { Command } from '../domain/command.js';
import type { CycleFacts, DutyAct } from '../domain/cycle.js';
import { arisenTold, carriedTold } from './arisenTold.js';

export interface Told {
  /** A code of voice.md §3. */
  readonly code: string;
  readonly facts: Readonly<Record<string, string | number | null>>;
}

const CODES: Readonly<Record<Command['do'], string>> = {
  submit: 'submitted',
  accept: 'accepted',
  return: 'returned',
  extend: 'extended',
  waive: 'waived',
  schedule: 'scheduled',
  conclude: 'conferenceHeld',
  propose: 'proposed',
  ratify: 'ratified',
  correct: 'corrected',
  release: 'urgingReleased',
  drop: 'urgingDropped',
  putOff: 'urgingPutOff',
  pause: 'paused',
  resume: 'resumed',
};

/**
 * One line a command, but one a body where it moved or released several. `facts`: with the command's act already in;
 * `ratifiers`: who must consent to what arises.
 */
export function actsTold(facts: CycleFacts, command: Command, ratifiers: readonly string[]): readonly Told[] {
  const own = factsOf(command);
  const plain = [{ code: CODES[command.do], facts: own }];
  switch (command.do) {
    case 'submit': {
      const papers = submissions(facts.duties[`${command.obligation}/${command.by}`] ?? []);
      if (papers.length < 2) return plain;
      return [{ code: 'resubmitted', facts: { ...own, n: papers.length, first: papers[0]?.on ?? null } }];
    }
    case 'accept':
    case 'return':
      return [{ code: CODES[command.do], facts: { ...own, ...paperOf(facts, command) } }];
    case 'extend':
    case 'waive': {
      const each = eachBody(facts, command).map((more) => ({
        code: CODES[command.do],
        facts: { ...own, ...more },
      }));
      return each.length > 0 ? each : plain;
    }
    case 'schedule': {
      const days = (facts.meetings[command.obligation] ?? []).filter(({ act }) => act === 'scheduled');
      const old = days.at(-2)?.on;
      return old === undefined ? plain : [{ code: 'rescheduled', facts: { ...own, old } }];
    }
    case 'propose':
    case 'ratify':
      return arisenTold(facts, command, ratifiers);
    case 'conclude':
      return [...plain, ...carriedTold(facts, command)];
    case 'correct':
    case 'release':
    case 'drop':
    case 'putOff':
    case 'pause':
    case 'resume':
      return plain;
    default:
      return command satisfies never;
  }
}

function factsOf(command: Command): Told['facts'] {
  return Object.fromEntries(
    Object.entries(command).flatMap(([key, value]): [string, string | number][] => {
      if (key === 'do' || value === undefined || typeof value === 'object') return [];
      return [[key, typeof value === 'boolean' ? Number(value) : value]];
    }),
  );
}

type Submitted = DutyAct & { readonly act: 'submitted' };

function submissions(acts: readonly DutyAct[]): readonly Submitted[] {
  return acts.filter((act) => act.act === 'submitted');
}

/** The number of the paper judged, and until when a returned one is asked for again. */
function paperOf(facts: CycleFacts, command: Command & { readonly do: 'accept' | 'return' }): Told['facts'] {
  const acts = facts.duties[`${command.obligation}/${command.by}`] ?? [];
  const judged = acts.findLastIndex(
    (act) =>
      (act.act === 'accepted' && command.do === 'accept') ||
      (act.act === 'returned' && act.update === command.update),
  );
  const number = submissions(acts.slice(0, judged)).at(-1)?.number;
  const act = acts[judged];
  return {
    ...(number !== undefined && { number }),
    ...(act?.act === 'returned' && { target: act.target }),
  };
}

function eachBody(
  facts: CycleFacts,
  command: Command & { readonly do: 'extend' | 'waive' },
): readonly Told['facts'][] {
  const prefix = `${command.obligation}/`;
  return Object.entries(facts.duties).flatMap(([key, acts]) =>
    acts.flatMap((act): Told['facts'][] => {
      if (!key.startsWith(prefix) || !('update' in act) || act.update !== command.update) return [];
      const body = key.slice(prefix.length);
      if (act.act === 'extended') return [{ body, oldDue: act.from, due: act.due }];
      return act.act === 'waived' ? [{ body }] : [];
    }),
  );
}
