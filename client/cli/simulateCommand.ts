// `nhip simulate`: a year without a server. Knows files, play and output; imports neither Temporal, pg nor nodemailer.
import type { Dossier, Language } from '../../domain/agreement.js';
import type { PlayEvent } from '../../domain/events.js';
import { type LocalDate, localDateOf, instantFromMs, yearOf } from '../../domain/localDate.js';
import { type Play, type Played, wholeTerm, withArisen } from '../../domain/play.js';
import { simulate } from '../../domain/simulate.js';
import { loadEvents } from '../../files/events.js';
import { type Loaded, loadFiles } from '../../files/load.js';
import { hasErrors, printed } from '../../files/messages.js';
import { playJson } from './playJson.js';
import type { ExitCode, Output } from './output.js';
import { playText } from './playText.js';
import { playWords } from './playWords.js';

export interface SpanOptions {
  readonly year?: number;
  readonly from?: LocalDate;
  readonly to?: LocalDate;
  readonly events?: string;
}

export interface ReadPlay {
  readonly loaded: Loaded;
  readonly events: readonly PlayEvent[];
}

export function simulateCommand(paths: readonly string[], options: SpanOptions, out: Output): ExitCode {
  const read = readPlay(paths, options.events, out);
  if (!read) return 1;
  const { loaded, events } = read;
  const played = simulate({
    dossiers: loaded.agreements,
    book: loaded.calendar,
    events,
    span: spanOf(options, loaded.agreements),
  });
  answer({ dossiers: loaded.agreements, events, played }, options, out);
  return 0;
}

/** Files and events, or null after every mistake was said: one bad file stops all. */
export function readPlay(paths: readonly string[], events: string | undefined, out: Output): ReadPlay | null {
  const loaded = loadFiles(paths);
  const played = events === undefined ? { events: [], messages: [] } : loadEvents(events, loaded);
  const messages = [...loaded.messages, ...played.messages];
  for (const message of messages) out.say(printed(message, out.language));
  if (hasErrors(messages)) return null;
  if (loaded.agreements.length === 0) {
    out.say(NO_AGREEMENT[out.language]);
    return null;
  }
  return { loaded, events: played.events };
}

const NO_AGREEMENT: Readonly<Record<Language, string>> = {
  vi: 'Trong các tệp đã nêu không có chương trình phối hợp nào.',
  en: 'None of the files holds an agreement.',
};

export function spanOf(options: SpanOptions, dossiers: readonly Dossier[]): Play['span'] {
  if (options.year !== undefined) return { year: options.year };
  // Only an open-ended term asks what year it is: its play ends with the next one.
  const whole = wholeTerm(dossiers, yearOf(localDateOf(instantFromMs(Date.now()))) + 1);
  if ('year' in whole) return whole;
  return { from: options.from ?? whole.from, to: options.to ?? whole.to };
}

export interface AnsweredPlay {
  readonly dossiers: readonly Dossier[];
  readonly events: readonly PlayEvent[];
  readonly played: Played;
}

export function answer({ dossiers, events, played }: AnsweredPlay, options: SpanOptions, out: Output): void {
  const words = playWords(dossiers, events, out.language);
  if (options.year !== undefined && played.cycles.length === 0) out.say(words.noCycle(options.year));
  const codes = dossiers.map(({ agreement }) => agreement.code);
  if (out.json) out.printJson(playJson(codes, played, words));
  else out.print(playText(withArisen(dossiers, events), played, words, out.language));
}
