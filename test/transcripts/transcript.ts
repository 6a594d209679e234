// Reads transcripts and plays them: commands and dates in, letters and states out. Knows the format; must not know rules.
//
//   # what the scenario tells                     comment lines
//   file a.yaml                                   a file of its own, indented below
//     agreement: a
//   simulate a.yaml --year 2026                   then what people do, one line each
//     2026-02-10 09:00 submit a/2026/annualPlan by ben-a number "05-KH/BDV"
//   ----
//   cycle a/2026 …                                the answer, up to the next blank line
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { PlayEvent } from '../../domain/events.js';
import { localDate } from '../../domain/localDate.js';
import { type Play, type Played, wholeTerm } from '../../domain/play.js';
import { simulate } from '../../domain/simulate.js';
import { loadEvents } from '../../files/events.js';
import { loadFiles } from '../../files/load.js';
import { hasErrors, printed } from '../../files/messages.js';
import { playedText } from './playedText.js';

const SEPARATOR = '----';

interface Scene {
  /** Lines up to and with the separator, kept as they are. */
  readonly head: readonly string[];
  readonly expected: readonly string[];
}

/** The transcript with every answer as the player gives it now. */
export function replayed(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'nhip-transcript-'));
  try {
    const scenes = scenesOf(text);
    return `${scenes.map((scene) => sceneText(folder, scene)).join('\n\n')}\n`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function scenesOf(text: string): readonly Scene[] {
  const scenes: Scene[] = [];
  let head: string[] = [];
  let expected: string[] | null = null;
  const close = (): void => {
    if (expected) scenes.push({ head, expected });
    head = [];
    expected = null;
  };
  for (const line of text.split('\n')) {
    if (expected && line === '') close();
    else if (expected) expected.push(line);
    else if (line === SEPARATOR) expected = [];
    else if (head.length > 0 || line !== '') head.push(line);
  }
  close();
  if (head.length > 0) throw new Error(`no ${SEPARATOR} after “${head[0]}”`);
  return scenes;
}

function sceneText(folder: string, { head }: Scene): string {
  writeFiles(folder, head);
  const command = head.findIndex((line) => line.startsWith('simulate '));
  if (head.filter((line) => line.startsWith('simulate ')).length !== 1)
    throw new Error(`not one command between “${head[0]}” and ${SEPARATOR}`);
  const acts = head.slice(command + 1).filter((line) => line.startsWith('  '));
  const answer = answerTo(folder, head[command] ?? '', acts);
  return [...head, SEPARATOR, answer].join('\n');
}

function writeFiles(folder: string, lines: readonly string[]): void {
  let name: string | null = null;
  const files = new Map<string, string[]>();
  for (const line of lines) {
    if (line.startsWith('file ')) files.set((name = line.slice(5).trim()), []);
    else if (name !== null && (line.startsWith('  ') || line === '')) files.get(name)?.push(line.slice(2));
    else name = null;
  }
  for (const [file, content] of files) writeFileSync(join(folder, file), `${content.join('\n')}\n`);
}

function answerTo(folder: string, command: string, acts: readonly string[]): string {
  const words = command.split(/\s+/).slice(1);
  const options = new Map<string, string>();
  const paths: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word.startsWith('--')) options.set(word, words[(at += 1)] ?? '');
    else paths.push(pathOf(folder, word));
  }
  const loaded = loadFiles(paths);
  const file = options.get('--events');
  const events = loadEvents(file ? pathOf(folder, file) : writtenEvents(folder, acts), loaded);
  const messages = [...loaded.messages, ...events.messages];
  if (hasErrors(messages)) throw new Error(messages.map((message) => printed(message, 'en')).join('\n'));
  return playedText(play(loaded, events.events, options));
}

function pathOf(folder: string, name: string): string {
  return name.startsWith('examples/') ? name : join(folder, name);
}

function play(
  loaded: ReturnType<typeof loadFiles>,
  events: readonly PlayEvent[],
  options: ReadonlyMap<string, string>,
): Played {
  const [year, from, to] = ['--year', '--from', '--to'].map((name) => options.get(name));
  const span: Play['span'] = year
    ? { year: Number(year) }
    : from && to
      ? { from: localDate(from), to: localDate(to) }
      : wholeTerm(loaded.agreements, 2030);
  return simulate({ dossiers: loaded.agreements, book: loaded.calendar, events, span });
}

function writtenEvents(folder: string, acts: readonly string[]): string {
  const path = join(folder, 'events.yaml');
  const events = acts
    .filter((line) => !line.trim().startsWith('#'))
    .map((line) => JSON.stringify(actOf(line, folder)));
  writeFileSync(path, `[\n${events.join(',\n')}\n]\n`);
  return path;
}

/** `2026-02-10 09:00 submit a/2026/annualPlan by ben-a on 2026-02-09`, `… outage until 2026-03-10 09:00`. */
function actOf(line: string, folder: string): Readonly<Record<string, unknown>> {
  const [day = '', clock = '', verb = '', ...rest] = line.trim().split(/\s+(?=(?:[^"]*"[^"]*")*[^"]*$)/);
  const act: Record<string, unknown> = { at: instantText(day, clock), do: verb };
  if (verb === 'decide') return { ...act, calendar: JSON.parse(rest.join(' ')) };
  if (rest[0] !== undefined && !KEYS.has(rest[0])) Object.assign(act, aboutOf(rest.shift() ?? ''));
  while (rest.length > 0) {
    const key = rest.shift() ?? '';
    if (key === 'anyway') act['anyway'] = true;
    else if (key === 'next') act['next'] = listIn(join(folder, rest.shift() ?? ''));
    else if (key === 'until') act['until'] = instantText(rest.shift() ?? '', rest.shift() ?? '');
    else act[key] = (rest.shift() ?? '').replace(/^"|"$/g, '');
  }
  return act;
}

const KEYS: ReadonlySet<string> = new Set(['by', 'on', 'to', 'number', 'reason', 'anyway', 'until', 'next']);

/** What a meeting adopts or somebody proposes stands in a file of its own, as for the command line. */
function listIn(path: string): unknown {
  return parse(readFileSync(path, 'utf8'));
}

function aboutOf(id: string): Readonly<Record<string, unknown>> {
  const [agreement, year, obligation] = id.split('/');
  return {
    agreement,
    ...(year !== undefined && { year: Number(year) }),
    ...(obligation !== undefined && { obligation }),
  };
}

function instantText(day: string, clock: string): string {
  return `${day}T${clock}:00+07:00`;
}
