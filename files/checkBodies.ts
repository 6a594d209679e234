// What bodies and calendar decisions must be to each other. Knows one register; must not know agreements.
import { weekdayOf, yearOf } from '../domain/localDate.js';
import type { Facts, FileMessage, MessageCode, Spot } from './messages.js';
import { fileMessage } from './messages.js';
import { near } from './near.js';
import { type LoadedFile, registerPart } from './loadedFile.js';
import type { BodyWritten, DecisionWritten } from './shapes.js';
import { PLACE, type Place } from './yaml.js';

export type Say = (spot: Spot, code: MessageCode, facts?: Facts) => void;

export function sayInto(messages: FileMessage[], file: string): Say {
  return (spot, code, facts = {}) => messages.push(fileMessage(file, spot, code, facts));
}

/** `codes` are the bodies the file can see; null where some could not be read, so that nothing is missed in them. */
export function checkRegister(file: LoadedFile, codes: ReadonlySet<string> | null, say: Say): void {
  const { bodies = [], calendar = [] } = registerPart(file);
  for (const body of bodies) checkBody(body, file.path, codes, say);
  for (const decision of calendar) checkDecision(decision, say);
  for (const span of file.register?.quiet ?? []) checkSpan(span, say);
}

function checkBody(body: BodyWritten, file: string, codes: ReadonlySet<string> | null, say: Say): void {
  checkValidity(body, say);
  const firstLine = new Map<string, number>();
  for (const post of body.posts ?? []) {
    checkValidity(post, say);
    const spot = post[PLACE].at('code');
    const first = firstLine.get(post.code);
    if (first === undefined) firstLine.set(post.code, spot.line);
    else say(spot, 'codeUsed', { code: post.code, file, n: first });
  }
  if (body.parent !== undefined) checkKnown(codes, body.parent, body[PLACE].at('parent'), say);
  for (const step of body.succession ?? []) {
    for (const [index, code] of step.to.entries()) checkKnown(codes, code, step[PLACE].at('to', index), say);
  }
}

/** Says that no body has this code; true where it is known, or where nobody can tell. */
export function checkKnown(codes: ReadonlySet<string> | null, code: string, spot: Spot, say: Say): boolean {
  if (!codes || codes.has(code)) return true;
  const meant = near(code, codes);
  say(spot, 'unknownBody', { code, ...(meant && { near: meant }) });
  return false;
}

function checkValidity(
  lived: { readonly validFrom?: string; readonly validTo?: string; readonly [PLACE]: Place },
  say: Say,
): void {
  const { validFrom, validTo } = lived;
  if (validFrom !== undefined && validTo !== undefined && validFrom > validTo) {
    say(lived[PLACE].at('validFrom'), 'validityBackwards', { a: validFrom, b: validTo });
  }
}

export function checkSpan(
  span: { readonly from: string; readonly to: string; readonly [PLACE]: Place },
  say: Say,
): void {
  if (span.to < span.from) say(span[PLACE].at('to'), 'spanBackwards', { from: span.from, to: span.to });
}

export function checkDecision(decision: DecisionWritten, say: Say): void {
  for (const swap of decision.swaps ?? []) {
    if (weekdayOf(swap.work) < 6) say(swap[PLACE].at('work'), 'makeUpNotWeekend', { date: swap.work });
    if (yearOf(swap.off) !== decision.year) {
      say(swap[PLACE].at('off'), 'swapOtherYear', { date: swap.off, year: decision.year });
    }
  }
}
