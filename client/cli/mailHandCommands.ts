// A person's hand on letters: release, hold, withdraw, send again, settle. Knows the order of check, change and start; must not
// know how the ledger changes.
import { randomUUID } from 'node:crypto';
import { type Instant, instantFromMs, withOffset } from '../../domain/localDate.js';
import type { Database } from '../../database/connect.js';
import {
  type HandAnswer,
  type HandRefusal,
  holdLetter,
  resendLetter,
  settleLetter,
  withdrawLetter,
} from '../../database/ledger/byHand.js';
import { markStarted } from '../../database/ledger/instants.js';
import { type ByHand, type Released, releaseLetters } from '../../database/ledger/release.js';
import { deskTime } from '../../words/dates.js';
import { refusalLines } from '../../words/refusals.js';
import { startDispatch } from '../../workflows/starts.js';
import { replanCycles } from '../engine.js';
import { type Hand, MAIL_HAND_PHRASES } from './mailHandPhrases.js';
import type { ExitCode, Output } from './output.js';
import { type WithEngine, withEngine } from './reach.js';
import { codeSpeaker, type Fault, faultWords } from './refuse.js';

/** The rest is counted; `--json` names all. */
const SHOWN = 10;

function handOf(reason: string | undefined): ByHand {
  const said = reason?.trim() ?? '';
  return { update: `mail-${randomUUID()}`, reason: said || null, now: instantFromMs(Date.now()) };
}

/** `ids` null: all that is held. Refused whole where one of them is not held. */
export function mailReleaseCommand(
  ids: readonly string[] | null,
  reason: string | undefined,
  out: Output,
): Promise<ExitCode> {
  return withEngine(out, async (reached) => {
    const { db } = reached;
    for (const id of ids ?? []) {
      const refusal = await notHeld(db, id);
      if (refusal) return refused(refusal, out);
    }
    const answer = await releaseLetters(db, handOf(reason), ids ?? undefined);
    await start(reached, answer.toStart, out);
    await replan(reached, answer.toTurn);
    if (out.json) out.printJson(releasedJson(answer));
    else out.print(releasedText(answer, out));
    return 0;
  });
}

function releasedJson({ released, withdrawn }: Released): object {
  return {
    ok: true,
    refusal: null,
    released: released.map((letter) => ({ ...letter, at: withOffset(letter.at) })),
    withdrawn,
  };
}

function releasedText({ released, withdrawn }: Released, { language }: Output): string {
  const phrases = MAIL_HAND_PHRASES[language];
  if (released.length + withdrawn.length === 0) return phrases.nothingHeld;
  const instants = [...new Set(released.map(({ at }) => at))].sort();
  const lines = instants.map((at) =>
    phrases.released(released.filter((letter) => letter.at === at).length, deskTime(language, at)),
  );
  if (withdrawn.length === 0) return lines.join('\n');
  const more = withdrawn.length > SHOWN ? [`  … ${withdrawn.length - SHOWN}`] : [];
  const named = withdrawn.slice(0, SHOWN).map((id) => `  ${id}`);
  return [...lines, phrases.withdrawn(withdrawn.length), ...named, ...more].join('\n');
}

async function notHeld(db: Database, id: string): Promise<HandRefusal | null> {
  const letter = await db.kysely
    .selectFrom('letter')
    .select(['state', 'sent_at'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!letter) return { code: 'UnknownLetter', facts: { id } };
  const { state, sent_at: time } = letter;
  if (state === 'held') return null;
  if (state === 'sent' && time !== null) return { code: 'LetterAlreadySent', facts: { id, time } };
  if (state === 'inDoubt') return { code: 'LetterInDoubt', facts: { id } };
  return { code: 'LetterInState', facts: { id, state } };
}

/** All of these owe a reason: they stop, drop or decide something. */
export function mailHandCommand(
  hand: Hand,
  id: string,
  reason: string | undefined,
  out: Output,
): Promise<ExitCode> {
  return withEngine(out, async (reached) => {
    const by = handOf(reason);
    if (by.reason === null) return refused({ code: 'ReasonRequired', facts: {} }, out);
    const answer = await ACTS[hand](reached.db, id, by);
    if ('refused' in answer) return refused(answer.refused, out);
    await start(reached, answer.toStart, out);
    const { at } = answer;
    if (out.json) out.printJson({ ok: true, refusal: null, id, at: at && withOffset(at) });
    else
      out.print(
        MAIL_HAND_PHRASES[out.language].done[hand](id, at === null ? '' : deskTime(out.language, at)),
      );
    return 0;
  });
}

const ACTS: Readonly<Record<Hand, (db: Database, id: string, by: ByHand) => Promise<HandAnswer>>> = {
  hold: holdLetter,
  withdraw: withdrawLetter,
  resend: resendLetter,
  settleSent: (db, id, by) => settleLetter(db, id, 'sent', by),
  settleNotSent: (db, id, by) => settleLetter(db, id, 'notSent', by),
};

function refused(fault: Fault, out: Output): ExitCode {
  const words = faultWords(fault, codeSpeaker(out.language));
  out.say(refusalLines(out.language, words));
  if (out.json) out.printJson({ ok: false, refusal: { code: words.code, sentence: words.sentence } });
  return words.exitCode;
}

/** The change stands whatever happens here: a worker that comes back starts what is missing. */
async function start({ engine, db }: WithEngine, instants: readonly Instant[], out: Output): Promise<void> {
  try {
    for (const instant of instants) {
      await startDispatch(engine.client.workflow, { instant, offsetMs: 0 });
      await markStarted(db, instant);
    }
  } catch {
    out.say(MAIL_HAND_PHRASES[out.language].notStarted);
  }
}

/** Cycles whose notices go elsewhere now; one that is away turns when it is back. */
export async function replan({ engine }: WithEngine, cycles: readonly string[]): Promise<void> {
  const named = cycles.map((id) => {
    const [, agreement = '', year = '0'] = id.split(':');
    return { agreement, year: Number(year) };
  });
  await replanCycles(engine, named, `mail-${randomUUID()}`);
}
