// Events files: what people do during a played span. Knows verbs and their keys; must not know what a verb changes.
import * as z from 'zod';
import type { Arisen, CalendarBook, Dossier, ObligationEntry } from '../domain/agreement.js';
import type { PlayEvent } from '../domain/events.js';
import { localDateOf } from '../domain/localDate.js';
import { isMessage, readText } from './bytes.js';
import { checkArising } from './checkArising.js';
import { checkDecision, type Say, sayInto } from './checkBodies.js';
import { checkEveryKey, sourcesOf } from './checkEveryKey.js';
import { fileMessage, type FileMessage, hasErrors, inOrder, START_OF_FILE } from './messages.js';
import { near } from './near.js';
import { readShape } from './readShape.js';
import { checkEntry } from './checkObligations.js';
import { shape } from './shape.js';
import { decisionShape, type EntryWritten, entryShape } from './shapes.js';
import { decisionOf, entryOf } from './toDomain.js';
import { code, date, instant, line, words, year } from './values.js';
import { parseYaml, PLACE } from './yaml.js';

export type { PlayEvent } from '../domain/events.js';

export interface LoadedEvents {
  /** In order of `at`, then of the file; empty where a message is an error. */
  readonly events: readonly PlayEvent[];
  readonly messages: readonly FileMessage[];
}

/** Beside the keys of its verb, every event may name what it is about and why. */
const about = {
  at: instant,
  agreement: code.exactOptional(),
  year: year.exactOptional(),
  obligation: line.exactOptional(),
  by: code.exactOptional(),
  on: date.exactOptional(),
  reason: words.exactOptional(),
  // The table of keys knows one list for all verbs; where a verb has no use for one, it does no harm.
  number: line.exactOptional(),
  anyway: z.boolean().exactOptional(),
};
const onAgreement = { ...about, agreement: code };
const onCycle = { ...onAgreement, year };
const onObligation = { ...onCycle, obligation: line };
const onDuty = { ...onObligation, by: code };
const next = z.array(entryShape);

const eventShape = z.discriminatedUnion('do', [
  shape({ ...onAgreement, do: z.literal('register') }),
  shape({ ...onDuty, do: z.literal(['submit', 'accept', 'return']) }),
  shape({ ...onObligation, do: z.literal('extend'), to: date }),
  shape({ ...onObligation, do: z.literal('waive') }),
  shape({ ...onObligation, do: z.literal('schedule'), on: date }),
  shape({ ...onObligation, do: z.literal('conclude'), next: next.exactOptional() }),
  shape({ ...onCycle, do: z.literal('propose'), next }),
  shape({ ...onCycle, do: z.literal('ratify'), by: code }),
  shape({ ...onDuty, do: z.literal('correct') }),
  shape({ ...onDuty, do: z.literal('release'), number: line }),
  shape({ ...onDuty, do: z.literal('drop') }),
  shape({ ...onDuty, do: z.literal('putOff'), to: date }),
  shape({ ...onAgreement, do: z.literal(['pause', 'resume']) }),
  shape({ ...about, do: z.literal('replan') }),
  shape({ ...about, do: z.literal('decide'), calendar: decisionShape }),
  shape({ ...about, do: z.literal('outage'), until: instant }),
]);
type EventWritten = z.output<typeof eventShape>;

/** The agreements that events may speak of, and by which what arises is dated. */
export interface EventsScene {
  readonly agreements: readonly Dossier[];
  readonly calendar: CalendarBook;
}

/** Reads an events file; without a scene its events may name any agreement. Never throws on content. */
export function loadEvents(path: string, scene?: EventsScene): LoadedEvents {
  const read = readText(path);
  if (isMessage(read)) return { events: [], messages: [read] };
  const yaml = parseYaml(path, read.text);
  const messages = [...read.messages, ...yaml.messages];
  if (yaml.value === undefined) return { events: [], messages };
  if (!Array.isArray(yaml.value)) {
    const wrong = fileMessage(path, START_OF_FILE, 'wrongType', { expected: 'list', found: 'map' });
    return { events: [], messages: [...messages, wrong] };
  }
  const shaped = readShape(z.array(eventShape), yaml.value, path, yaml.root);
  messages.push(...shaped.messages);
  const say = sayInto(messages, path);
  checkEveryKey(yaml.value, sourcesOf(path, undefined, new Map()), say);
  for (const written of shaped.sound ?? []) checkEvent(written, scene, say);
  if (scene) checkAllArising(shaped.sound ?? [], scene, path, say);
  if (hasErrors(messages)) return { events: [], messages: inOrder(messages, [path]) };
  const events = (shaped.sound ?? []).map((written, index) => eventOf(written, index + 1));
  // A stable sort: events of one instant play in the order of the file.
  return {
    events: events.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
    messages: inOrder(messages, [path]),
  };
}

function checkEvent(written: EventWritten, scene: EventsScene | undefined, say: Say): void {
  const { agreement } = written;
  const codes = scene?.agreements.map((dossier) => dossier.agreement.code);
  if (agreement !== undefined && codes && !codes.includes(agreement)) {
    const meant = near(agreement, codes);
    say(written[PLACE].at('agreement'), 'unknownAgreement', {
      code: agreement,
      ...(meant && { near: meant }),
    });
  }
  if ('next' in written) {
    if (!scene) for (const entry of written.next ?? []) checkEntry(entry, say);
    if (written.do === 'propose' && written.next.length === 0) say(written[PLACE].at('next'), 'empty');
  }
  if ('calendar' in written) checkDecision(written.calendar, say);
  if ('until' in written && written.until < written.at) {
    say(written[PLACE].at('until'), 'spanBackwards', { from: written.at, to: written.until });
  }
}

/** What events bring, in the order of the file: a later one may hang on what an earlier one brought. */
function checkAllArising(
  events: readonly EventWritten[],
  { agreements, calendar: book }: EventsScene,
  file: string,
  say: Say,
): void {
  const arisen = new Map<string, readonly Arisen[]>();
  for (const [index, written] of events.entries()) {
    if (!('next' in written) || written.next === undefined) continue;
    const { agreement: code } = written;
    const known = agreements.find(({ agreement }) => agreement.code === code);
    if (!known) continue;
    const before = arisen.get(code) ?? [];
    const year = written.do === 'propose' ? written.year : written.year + 1;
    checkArising(written.next, { dossier: { ...known, arisen: before }, book, year, file }, say);
    arisen.set(code, [...before, { year, update: String(index), entries: entriesOf(written.next) }]);
  }
}

function eventOf(written: EventWritten, place: number): PlayEvent {
  const { at, reason } = written;
  const happened = { at, place, ...(reason !== undefined && { reason }) };
  const by = written.by !== undefined && { by: written.by };
  const on = written.on ?? localDateOf(at);
  switch (written.do) {
    case 'register':
      return { ...happened, do: written.do, agreement: written.agreement };
    case 'submit':
    case 'accept':
    case 'return':
      return { ...happened, do: written.do, ...target(written), by: written.by, on, ...numberOf(written) };
    case 'extend':
      return { ...happened, do: written.do, ...target(written), ...by, to: written.to };
    case 'waive':
      return { ...happened, do: written.do, ...target(written), ...by };
    case 'schedule':
      return { ...happened, do: written.do, ...target(written), ...by, on, anyway: written.anyway ?? false };
    case 'conclude':
      return {
        ...happened,
        do: written.do,
        ...target(written),
        ...by,
        on,
        ...numberOf(written),
        next: entriesOf(written.next),
      };
    case 'propose':
      return { ...happened, do: written.do, ...cycleOf(written), next: entriesOf(written.next) };
    case 'ratify':
      return { ...happened, do: written.do, ...cycleOf(written), by: written.by, on };
    case 'correct':
    case 'drop':
      return { ...happened, do: written.do, ...target(written), by: written.by };
    case 'release':
      return {
        ...happened,
        do: written.do,
        ...target(written),
        by: written.by,
        on,
        number: written.number,
      };
    case 'putOff':
      return { ...happened, do: written.do, ...target(written), by: written.by, to: written.to };
    case 'pause':
    case 'resume':
      return { ...happened, do: written.do, agreement: written.agreement, ...yearOf(written) };
    case 'replan':
      return { ...happened, do: written.do, ...agreementOf(written), ...yearOf(written) };
    case 'decide':
      return { ...happened, do: written.do, calendar: decisionOf(written.calendar) };
    case 'outage':
      return { ...happened, do: written.do, until: written.until };
    default:
      return written satisfies never;
  }
}

interface OnCycle {
  readonly agreement: string;
  readonly year: number;
}

function cycleOf({ agreement, year: cycle }: OnCycle): OnCycle {
  return { agreement, year: cycle };
}

function target({ agreement, year: cycle, obligation }: OnCycle & { readonly obligation: string }) {
  return { agreement, year: cycle, obligation };
}

function numberOf({ number }: { readonly number?: string }): { readonly number?: string } {
  return number === undefined ? {} : { number };
}

function yearOf({ year: cycle }: { readonly year?: number }): { readonly year?: number } {
  return cycle === undefined ? {} : { year: cycle };
}

function agreementOf({ agreement }: { readonly agreement?: string }): { readonly agreement?: string } {
  return agreement === undefined ? {} : { agreement };
}

function entriesOf(written: readonly EntryWritten[] | undefined): ObligationEntry[] {
  return (written ?? []).map(entryOf);
}
