// `nhip rehearse`: the play on the real engine, and how it differs from the one without. Knows both and output; must not know
// how either is played.
import { type Letter, letterIdOf } from '../../domain/letters.js';
import { clockOf, localDateOf, withOffset } from '../../domain/localDate.js';
import type { Play, Played } from '../../domain/play.js';
import { simulate } from '../../domain/simulate.js';
import { isFailure } from '../../machine/failure.js';
import type { Caught } from '../rehearsal/caught.js';
import { rehearse } from '../rehearsal/rehearse.js';
import type { ExitCode, Output } from './output.js';
import { dayText } from './playDays.js';
import { playJson, type PlayWords } from './playJson.js';
import { playText } from './playText.js';
import { playWords } from './playWords.js';
import { refuse } from './refuse.js';
import { differences } from './rehearseDifferences.js';
import { REHEARSE_PHRASES } from './rehearsePhrases.js';
import { readPlay, type SpanOptions, spanOf } from './simulateCommand.js';

/** Exit 0 where the real engine sent letter for letter what `simulate` says, else 1. */
export async function rehearseCommand(
  paths: readonly string[],
  options: SpanOptions,
  out: Output,
): Promise<ExitCode> {
  const phrases = REHEARSE_PHRASES[out.language];
  const read = readPlay(paths, options.events, out);
  if (!read) return 1;
  const { loaded, events } = read;
  const span = spanOf(options, loaded.agreements);
  const play: Play = { dossiers: loaded.agreements, book: loaded.calendar, events, span };
  const simulated = simulate(play);
  const real = await onEngine(play, out);
  if (isFailure(real)) return refuse(real.failed, out);
  const letters = within(real.letters, simulated);
  say(play, { ...simulated, refusals: real.refusals }, letters, out);
  const found = differences(simulated, { ...real, letters }, playWords(play.dossiers, events, out.language));
  out.say(phrases.count(letters.length, simulated.letters.length, Math.round(real.seconds)));
  for (const difference of found) out.say(phrases.difference(difference));
  if (found.length === 0) out.say(phrases.same);
  return found.length === 0 ? 0 : 1;
}

async function onEngine(play: Play, out: Output): ReturnType<typeof rehearse> {
  const { installRuntime, startWorker } = await import('../../worker/main.js');
  const quiet = (): void => undefined;
  installRuntime(null, quiet);
  // The guard of the servers ends them when this process goes, and removes their folder.
  const leave = (): void => process.exit(INTERRUPTED);
  process.once('SIGINT', leave).once('SIGTERM', leave);
  const shown = process.stderr.isTTY;
  const result = await rehearse(play, {
    env: process.env,
    startWorker: (places) => startWorker(places, quiet, { rounds: false }),
    progress: (at) => {
      if (shown) process.stderr.write(`\r${dayText(out.language, localDateOf(at))}   `);
    },
  });
  if (shown) process.stderr.write('\r');
  process.off('SIGINT', leave).off('SIGTERM', leave);
  return result;
}

/** As shells say “ended by Ctrl-C”. */
const INTERRUPTED = 130;

/** A span shows what leaves in it; the engine began with the first cycle. */
function within(letters: readonly Caught[], { from, to }: Played): readonly Caught[] {
  return letters.filter(({ at }) => {
    const day = localDateOf(at);
    return from !== null && to !== null && from <= day && day <= to;
  });
}

/** In the form of `simulate`, the letters as they were caught. */
function say(play: Play, played: Played, caught: readonly Caught[], out: Output): void {
  const words = playWords(play.dossiers, play.events, out.language);
  if (out.json) {
    const codes = play.dossiers.map(({ agreement }) => agreement.code);
    out.printJson({ ...playJson(codes, played, words), letters: caught.map(caughtJson) });
    return;
  }
  const planned = new Map(played.letters.map((letter) => [letter.id, letter]));
  const letters = caught.map((one) => planned.get(letterIdOf(one.to, one.at)) ?? unplanned(one));
  const texts = new Map(caught.map((one) => [letterIdOf(one.to, one.at), one]));
  const composed: PlayWords['composed'] = (letter) => texts.get(letter.id) ?? words.composed(letter);
  out.print(playText(play.dossiers, { ...played, letters }, { ...words, composed }, out.language));
}

function unplanned({ at, to, post, body }: Caught): Letter {
  return { id: letterIdOf(to, at), at, to, post, body, class: classOf(at), notices: [] };
}

function classOf(at: Caught['at']): Letter['class'] {
  return clockOf(at) === '08:00' ? 'morning' : 'prompt';
}

function caughtJson({ at, to, post, body, subject, text, notices }: Caught): object {
  return {
    at: withOffset(at),
    to,
    post,
    body,
    class: classOf(at),
    subject,
    text,
    notices: notices.map(({ rung, ...notice }) => notice),
  };
}
