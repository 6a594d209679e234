// YAML text to plain values that know their place. Knows syntax; must not know what any key means.
import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type ErrorCode,
  type ParsedNode,
  type Scalar,
  type YAMLError,
  type YAMLMap,
} from 'yaml';
import { forbidden, HIDDEN, hexOf, hiddenIn, MAX_DEPTH, type Finding } from './guard.js';
import {
  fileMessage,
  START_OF_FILE,
  type FileMessage,
  type MessageCode,
  type Facts,
  type Spot,
} from './messages.js';

export type Path = readonly (string | number)[];

/** Where a map of the file stands: `at('due')` is the value of its key, the map itself where the key is absent. */
export interface Place {
  at(...path: Path): Spot;
  /** The key itself, the last step of `path`. */
  key(...path: Path): Spot;
}

/** Every map carries its place under this key, so that checks need no paths; a file cannot write it. */
export const PLACE = '@';

export interface YamlFile {
  /** Maps as plain objects with their place, lists, texts in NFC, numbers, true/false, null. */
  readonly value: unknown;
  readonly root: Place;
  readonly messages: readonly FileMessage[];
}

/** Reads one document of YAML 1.2. `value` is undefined where the text cannot be used. Never throws. */
export function parseYaml(file: string, text: string): YamlFile {
  const lines = new LineCounter();
  const reading: Reading = { file, text, lines, messages: [], hidden: hiddenIn(text) };
  const refused = (findings: readonly Finding[]): YamlFile => {
    for (const found of findings) say(reading, found.offset, [], found.code, found.facts);
    return { value: undefined, root: NOWHERE, messages: reading.messages };
  };
  const stop = forbidden(text);
  if (stop.length > 0) {
    countLines(lines, text);
    return refused([...stop, ...reading.hidden]);
  }
  const documents = parsed(text, lines);
  if (!documents) return refused([{ offset: 0, code: 'invalidYaml', facts: { why: 'other' } }]);
  const [document, second] = documents;
  const broken = document ? document.errors.map((error) => ofError(error)) : [];
  if (second) broken.push({ offset: second.range[0], code: 'invalidYaml', facts: { why: 'several' } });
  if (broken.length > 0) return refused([...broken, ...reading.hidden]);
  const node = document?.contents;
  if (!node || (isScalar(node) && node.value === null)) {
    return { value: undefined, root: NOWHERE, messages: [fileMessage(file, START_OF_FILE, 'emptyFile')] };
  }
  const value = valueOf(node, [], reading);
  for (const left of reading.hidden) say(reading, left.offset, [], left.code, left.facts);
  return { value, root: placeOf(node, [], lines), messages: reading.messages };
}

interface Reading {
  readonly file: string;
  readonly text: string;
  readonly lines: LineCounter;
  readonly messages: FileMessage[];
  /** Hidden characters not yet told with the field they stand in. */
  hidden: Finding[];
}

/** The place of what stands in no file. */
export const NOWHERE: Place = { at: () => START_OF_FILE, key: () => START_OF_FILE };

function parsed(text: string, lines: LineCounter): readonly Document.Parsed[] | null {
  try {
    const documents = parseAllDocuments(text, {
      version: '1.2',
      schema: 'core',
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: false,
    });
    return Array.isArray(documents) ? documents : [];
  } catch {
    return null;
  }
}

function countLines(lines: LineCounter, text: string): void {
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
}

function say(reading: Reading, offset: number, path: Path, code: MessageCode, facts: Facts): void {
  reading.messages.push(fileMessage(reading.file, spotAt(reading.lines, offset, path), code, facts));
}

function spotAt(lines: LineCounter, offset: number, path: Path): Spot {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col), field: fieldOf(path) };
}

/** `parties[1].body` */
export function fieldOf(path: Path): string {
  return path.reduce<string>(
    (field, step) => (typeof step === 'number' ? `${field}[${step}]` : field ? `${field}.${step}` : step),
    '',
  );
}

function valueOf(node: ParsedNode | null, path: Path, reading: Reading): unknown {
  if (path.length > MAX_DEPTH) {
    say(reading, node?.range[0] ?? 0, path, 'tooDeep', { max: MAX_DEPTH });
    return null;
  }
  if (isMap(node)) return mapOf(node, path, reading);
  if (isSeq(node)) return node.items.map((item, index) => valueOf(item, [...path, index], reading));
  if (!isScalar(node)) return null;
  tellHidden(node, path, reading);
  return typeof node.value === 'string' ? node.value.normalize('NFC') : node.value;
}

function mapOf(node: YAMLMap.Parsed, path: Path, reading: Reading): unknown {
  const entries: [string, unknown][] = [];
  const lineOf = new Map<string, number>();
  for (const pair of node.items) {
    const { key } = pair;
    const offset = key.range[0];
    if (!isScalar(key) || typeof key.value !== 'string') {
      say(reading, offset, path, 'invalidYaml', { why: 'key' });
      continue;
    }
    tellHidden(key, path, reading);
    const name = key.value.normalize('NFC');
    const here = [...path, name];
    const first = lineOf.get(name);
    if (first !== undefined) say(reading, offset, here, 'duplicateKey', { key: name, n: first });
    else if (name === PLACE || name === '__proto__') say(reading, offset, here, 'unknownKey', { key: name });
    else {
      lineOf.set(name, reading.lines.linePos(offset).line);
      entries.push([name, valueOf(pair.value, here, reading)]);
    }
  }
  entries.push([PLACE, placeOf(node, path, reading.lines)]);
  return Object.fromEntries(entries);
}

function placeOf(node: ParsedNode, path: Path, lines: LineCounter): Place {
  return {
    at: (...further) => spotAt(lines, offsetOf(node, further), [...path, ...further]),
    key: (...further) => spotAt(lines, keyOffset(node, further), [...path, ...further]),
  };
}

/** Where the value at `path` begins, else the nearest map or list around it. */
function offsetOf(root: ParsedNode, path: Path): number {
  let node: ParsedNode | null = root;
  let offset = root.range[0];
  for (const step of path) {
    if (isMap(node)) {
      const pair = pairOf(node, String(step));
      if (!pair) return offset;
      node = pair.value;
      offset = node && !isUnwritten(node) ? node.range[0] : pair.key.range[0];
    } else if (isSeq(node)) {
      node = node.items[Number(step)] ?? null;
      if (!node) return offset;
      offset = node.range[0];
    }
  }
  return offset;
}

function keyOffset(root: ParsedNode, path: Path): number {
  const map = nodeAt(root, path.slice(0, -1));
  const pair = isMap(map) ? pairOf(map, String(path.at(-1))) : undefined;
  return pair ? pair.key.range[0] : offsetOf(root, path);
}

function nodeAt(root: ParsedNode, path: Path): ParsedNode | null {
  let node: ParsedNode | null = root;
  for (const step of path) {
    if (isMap(node)) node = pairOf(node, String(step))?.value ?? null;
    else if (isSeq(node)) node = node.items[Number(step)] ?? null;
  }
  return node;
}

function pairOf(map: YAMLMap.Parsed, name: string): YAMLMap.Parsed['items'][number] | undefined {
  return map.items.find(
    ({ key }) => isScalar(key) && typeof key.value === 'string' && key.value.normalize('NFC') === name,
  );
}

/** `number:` without anything after it. */
function isUnwritten(node: ParsedNode): boolean {
  return isScalar(node) && node.value === null && node.source === '';
}

/** Names the field of hidden characters written in this scalar, and finds those it writes as escapes. */
function tellHidden(node: Scalar.Parsed, path: Path, reading: Reading): void {
  const [start, end] = node.range;
  const written = reading.hidden.filter(({ offset }) => offset >= start && offset < end);
  for (const { offset, code, facts } of written) say(reading, offset, path, code, facts);
  reading.hidden = reading.hidden.filter((found) => !written.includes(found));
  const value = typeof node.value === 'string' ? HIDDEN.exec(node.value)?.[0] : undefined;
  if (value !== undefined && !reading.text.slice(start, end).includes(value)) {
    say(reading, start, path, 'hiddenCharacter', { hex: hexOf(value) });
  }
}

function ofError(error: YAMLError): Finding {
  return { offset: error.pos[0], code: 'invalidYaml', facts: { why: reasonOf(error.code, error.message) } };
}

function reasonOf(code: ErrorCode, message: string): string {
  if (code === 'TAB_AS_INDENT') return 'tab';
  if (code === 'BAD_DQ_ESCAPE') return 'escape';
  if (code === 'BAD_INDENT') return /flow/i.test(message) ? 'flow' : 'indentation';
  if (code === 'MULTIPLE_DOCS') return 'several';
  if (code === 'MISSING_CHAR')
    return /quote/i.test(message) ? 'quote' : /flow|comma|\]|\}/i.test(message) ? 'flow' : 'colon';
  if (code === 'MULTILINE_IMPLICIT_KEY' || code === 'BLOCK_AS_IMPLICIT_KEY') return 'colon';
  return 'other';
}

export function isPlace(value: unknown): value is Place {
  return typeof value === 'object' && value !== null && 'at' in value && typeof value.at === 'function';
}
