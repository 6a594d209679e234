// A file that is a bare list of obligations: what a proposal or a meeting brings into one cycle. Knows reading and its order.
import * as z from 'zod';
import type { CalendarBook, Dossier, ObligationEntry } from '../domain/agreement.js';
import { isMessage, readText } from './bytes.js';
import { checkArising } from './checkArising.js';
import { sayInto } from './checkBodies.js';
import { checkEveryKey, sourcesOf } from './checkEveryKey.js';
import { fileMessage, type FileMessage, hasErrors, inOrder, START_OF_FILE } from './messages.js';
import { readShape } from './readShape.js';
import { entryShape } from './shapes.js';
import { entryOf } from './toDomain.js';
import { parseYaml } from './yaml.js';

export interface LoadedProposal {
  /** In file order; empty where a message is an error. */
  readonly entries: readonly ObligationEntry[];
  readonly messages: readonly FileMessage[];
}

export interface Proposing {
  readonly dossier: Dossier;
  readonly book: CalendarBook;
  /** The cycle the entries enter. */
  readonly year: number;
}

/** Reads a list of obligations for one cycle of an agreement. Never throws on content. */
export function loadProposal(path: string, proposing: Proposing): LoadedProposal {
  const read = readText(path);
  if (isMessage(read)) return { entries: [], messages: [read] };
  const yaml = parseYaml(path, read.text);
  const messages = [...read.messages, ...yaml.messages];
  if (yaml.value === undefined) return { entries: [], messages };
  if (!Array.isArray(yaml.value)) {
    const wrong = fileMessage(path, START_OF_FILE, 'wrongType', { expected: 'list', found: 'map' });
    return { entries: [], messages: [...messages, wrong] };
  }
  if (yaml.value.length === 0) messages.push(fileMessage(path, START_OF_FILE, 'emptyFile'));
  const shaped = readShape(z.array(entryShape), yaml.value, path, yaml.root);
  messages.push(...shaped.messages);
  const say = sayInto(messages, path);
  checkEveryKey(yaml.value, sourcesOf(path, undefined, new Map()), say);
  checkArising(shaped.sound ?? [], { ...proposing, file: path }, say);
  const entries = hasErrors(messages) ? [] : (shaped.sound ?? []).map(entryOf);
  return { entries, messages: inOrder(messages, [path]) };
}
