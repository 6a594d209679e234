// The verbs by which people tell what happened: from the command line to the cycle's Update and its answer back. Knows their
// order; must not know how a cycle decides.
import { type Instant, instantFromMs, type LocalDate, localDateOf } from '../../domain/localDate.js';
import { forgetArisen, saveArisen } from '../../database/arisen.js';
import { type Database, inTransaction } from '../../database/connect.js';
import { readStream } from '../../database/record.js';
import { saveWords } from '../../database/register.js';
import { near } from '../../files/near.js';
import { shortDate } from '../../words/dates.js';
import { codeText } from '../../words/names.js';
import { refusalLines, type RefusalWords } from '../../words/refusals.js';
import { type Facts, filled, type Speaker } from '../../words/sentences.js';
import { speakerOf } from '../../words/speaker.js';
import { type CommandAnswer, cycleId } from '../../workflows/contract.js';
import { commandCycle, type Commanded } from '../engine.js';
import type { KnownAgreement } from './known.js';
import type { ExitCode, Output } from './output.js';
import { type WithEngine, withEngine } from './reach.js';
import { codeSpeaker, type Fault, faultWords } from './refuse.js';
import { checkRequest } from './verbChecks.js';
import { lettersNamed, lettersOf, waitingLetters } from './verbLetters.js';
import { DONE, VERB_PHRASES, type VerbPhrases } from './verbPhrases.js';
import { clashInNext, consentLine, withEntries } from './verbProposals.js';
import { commandOf, enteredYear, localIdOf, updateIdOf, type VerbRequest } from './verbRequest.js';

const ANSWER_MS = 10_000;
/** The rest is counted; `--json` names all. */
const SHOWN_LETTERS = 10;

export function verbCommand(asked: VerbRequest, out: Output): Promise<ExitCode> {
  return withEngine(out, async (reached) => {
    const now = instantFromMs(Date.now());
    const checked = await checkRequest(reached.db, asked, now);
    if ('fault' in checked) {
      const { fault, known } = checked;
      const speaker = known
        ? speakerOf(out.language, known.dossier, asked.year ?? 0)
        : codeSpeaker(out.language);
      return refused(faultWords(fault, speaker), out);
    }
    const { known } = checked;
    const request = withEntries(asked, known, out);
    if (!request) return 1;
    const clash = await clashInNext(reached.db, request);
    if (clash) return refused(faultWords(clash, speakerOf(out.language, known.dossier, 0)), out);
    const answers: CommandAnswer[] = [];
    for (const year of checked.years) {
      const commanded = await ask(reached, request, year, now);
      const speaker = speakerOf(out.language, known.dossier, year);
      if (!('answer' in commanded))
        return notDone(reached, { request, year, known, speaker }, commanded, out);
      answers.push(commanded.answer);
    }
    return done(reached, known, request, joined(answers), out);
  });
}

/** Words and obligations go into the register first, under the request's id: no history holds them (design §5). */
async function ask(
  { db, engine }: WithEngine,
  request: VerbRequest,
  year: number,
  now: Instant,
): Promise<Commanded> {
  const lines = await readStream(db.kysely, cycleId(request.agreement, year));
  const update = updateIdOf(request, year, lines, now);
  const reason = request.options.reason?.trim();
  const { entries, agreement } = request;
  const isNew = await inTransaction(db, async (tx) => {
    if (reason) await saveWords(tx, update, reason);
    return (
      entries !== undefined &&
      saveArisen(tx, agreement, { year: enteredYear(request, year), update, entries })
    );
  });
  const command = commandOf(request, year, update, now);
  const commanded = await commandCycle(engine, agreement, year, command, ANSWER_MS);
  // What was said before may stand already.
  if (isNew && 'refused' in commanded) await inTransaction(db, (tx) => forgetArisen(tx, update));
  return commanded;
}

function joined(answers: readonly CommandAnswer[]): CommandAnswer {
  const dues = answers.flatMap(({ nextDue }) => nextDue ?? []);
  return {
    withdrawn: answers.flatMap(({ withdrawn }) => withdrawn),
    alreadyGone: answers.flatMap(({ alreadyGone }) => alreadyGone),
    nextDue: dues.toSorted()[0] ?? null,
  };
}

interface About {
  readonly request: VerbRequest;
  readonly year: number;
  readonly known: KnownAgreement;
  readonly speaker: Speaker;
}

async function notDone(
  reached: WithEngine,
  about: About,
  commanded: Exclude<Commanded, { answer: CommandAnswer }>,
  out: Output,
): Promise<ExitCode> {
  const { request, year, speaker } = about;
  if ('refused' in commanded)
    return refused(faultWords(withNear(commanded.refused, request, year), speaker), out);
  if ('closed' in commanded) {
    // Between the look at the view and the request the cycle closed.
    const facts = { code: request.agreement, year, date: today(), next: year + 1 };
    return refused(faultWords({ code: 'CycleClosed', facts }, speaker), out);
  }
  return unanswered(reached.db, about, commanded.recorded, out);
}

/** What is known of the request, and the letters that may still go although it asked otherwise. */
async function unanswered(
  db: Database,
  { request, year, speaker }: About,
  recorded: boolean,
  out: Output,
): Promise<ExitCode> {
  const waiting = await waitingLetters(db, request, year);
  const facts = { seconds: ANSWER_MS / 1_000, ...(waiting !== null && { waiting: waiting.length }) };
  const code = recorded ? 'Unfinished' : 'Unanswered';
  const exitCode = refused(faultWords({ code, facts }, speaker), out);
  const letters = waiting === null ? [] : await lettersNamed(db, waiting, out.language);
  for (const line of listed(letters, VERB_PHRASES[out.language])) out.say(line);
  return exitCode;
}

function refused(words: RefusalWords, out: Output): ExitCode {
  out.say(refusalLines(out.language, words));
  const { code, sentence } = words;
  if (out.json)
    out.printJson({ ok: false, refusal: { code, sentence }, withdrawn: [], alreadyGone: [], nextDue: null });
  return words.exitCode;
}

/** “Did you mean …?” is asked here: decisions need not know what is near. */
function withNear(fault: Fault, request: VerbRequest, year: number): Fault {
  const known = fault.facts['known'];
  if (fault.code !== 'UnknownObligation' || !Array.isArray(known)) return fault;
  const meant = near(localIdOf(request, year), known.map(String));
  return meant === undefined ? fault : { ...fault, facts: { ...fault.facts, near: meant } };
}

async function done(
  { db }: WithEngine,
  known: KnownAgreement,
  request: VerbRequest,
  answer: CommandAnswer,
  out: Output,
): Promise<ExitCode> {
  const { nextDue } = answer;
  const withdrawn = await lettersOf(db, request.agreement, answer.withdrawn);
  const alreadyGone = await lettersOf(db, request.agreement, answer.alreadyGone);
  if (out.json) {
    out.printJson({ ok: true, refusal: null, withdrawn, alreadyGone, nextDue });
    return 0;
  }
  const phrases = VERB_PHRASES[out.language];
  const speaker = speakerOf(out.language, known.dossier, request.year ?? 0);
  out.print(filled(DONE[request.do][out.language], doneFacts(request), speaker));
  const consent = await consentLine(db, request, out.language, speaker);
  if (consent !== null) out.print(consent);
  for (const [title, ids] of [
    [phrases.withdrawn(withdrawn.length), withdrawn],
    [phrases.alreadyGone(alreadyGone.length), alreadyGone],
  ] as const) {
    const letters = await lettersNamed(db, ids, out.language);
    if (letters.length > 0) out.print([title, ...listed(letters, phrases)].join('\n'));
  }
  if (nextDue !== null) out.print(phrases.nextDue(shortDate(out.language, nextDue)));
  return 0;
}

function listed(letters: readonly string[], phrases: VerbPhrases): readonly string[] {
  const more = letters.length - SHOWN_LETTERS;
  const shown = letters.slice(0, SHOWN_LETTERS).map((letter) => `  ${letter}`);
  return more > 0 ? [...shown, `  ${phrases.more(more)}`] : shown;
}

function doneFacts(request: VerbRequest): Facts {
  const { by, on = today(), to, number } = request.options;
  return {
    CODE: codeText(request.agreement),
    ...(request.year !== undefined && {
      year: request.year,
      obligation: localIdOf(request, request.year),
    }),
    ...(by !== undefined && { body: by }),
    date: on,
    ...(request.entries && { n: request.entries.length, next: (request.year ?? 0) + 1 }),
    ...(to !== undefined && { due: to }),
    ...(number !== undefined && { number }),
  };
}

function today(): LocalDate {
  return localDateOf(instantFromMs(Date.now()));
}
