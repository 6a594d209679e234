// One file as read: its text, its values, the files it uses. Knows reading; must not know what entries mean to each other.
import { dirname, isAbsolute, join } from 'node:path';
import { isMessage, readText } from './bytes.js';
import { fileMessage, type FileMessage, type Spot, START_OF_FILE } from './messages.js';
import { readShape, type Shaped } from './readShape.js';
import { type AgreementWritten, agreementShape, type RegisterWritten, registerShape } from './shapes.js';
import { NOWHERE, parseYaml, PLACE, type Place } from './yaml.js';

export interface LoadedFile {
  /** As given, or relative to the file that uses it, so that people can open it. */
  readonly path: string;
  readonly realPath: string;
  readonly text: string;
  readonly root: Place;
  /** The whole value, for what is checked of every key alike. */
  readonly value: unknown;
  readonly agreement?: AgreementWritten;
  readonly register?: RegisterWritten;
  readonly broken: ReadonlySet<string>;
  /** In the order of `use`; grows while reading. */
  readonly uses: LoadedFile[];
}

export interface Library {
  /** By real path: what several files use is read once. */
  readonly files: Map<string, LoadedFile>;
  /** Paths in the order of reading, those that could not be read too. */
  readonly order: string[];
  readonly messages: FileMessage[];
}

/** Reads `path` and what it uses into the library; undefined (and a message) where there is nothing to read. */
export function readInto(
  library: Library,
  path: string,
  usedAt?: { readonly file: string; readonly spot: Spot },
): LoadedFile | undefined {
  library.order.push(path);
  const read = readText(path);
  if (isMessage(read)) {
    const absent = read.code === 'fileMissing' || read.code === 'unreadable';
    library.messages.push(
      usedAt && absent ? fileMessage(usedAt.file, usedAt.spot, read.code, read.facts) : read,
    );
    return undefined;
  }
  const known = library.files.get(read.realPath);
  if (known) return known;
  const yaml = parseYaml(path, read.text);
  library.messages.push(...read.messages, ...yaml.messages);
  if (yaml.value === undefined) return undefined;
  const shaped = shapedFile(path, yaml.value, yaml.root);
  library.messages.push(...shaped.messages);
  const { sound, broken } = shaped;
  const file: LoadedFile = {
    path,
    realPath: read.realPath,
    text: read.text,
    root: yaml.root,
    value: yaml.value,
    ...(sound && ('agreement' in sound ? { agreement: sound } : { register: sound })),
    broken,
    uses: [],
  };
  library.files.set(read.realPath, file);
  for (const [index, used] of (sound?.use ?? []).entries()) {
    const place = { file: path, spot: yaml.root.at('use', index) };
    const below = readInto(library, isAbsolute(used) ? used : join(dirname(path), used), place);
    if (below) file.uses.push(below);
  }
  return file;
}

function shapedFile(path: string, value: unknown, root: Place): Shaped<AgreementWritten | RegisterWritten> {
  const keys = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
  if (keys.includes('agreement')) return readShape(agreementShape, value, path, root, STAND_INS);
  if (['bodies', 'calendar', 'quiet'].some((key) => keys.includes(key))) {
    return readShape(registerShape, value, path, root);
  }
  return { sound: undefined, messages: [fileMessage(path, START_OF_FILE, 'unknownFile')], broken: new Set() };
}

/** What stands for a required field that is missing or broken, so that the rest is still checked; never returned as loaded. */
const STAND_INS = {
  agreement: 'unnamed',
  title: 'unnamed',
  level: 'central',
  term: { from: 2000, openEnd: true, [PLACE]: NOWHERE },
  parties: [],
};

/** The file, what it uses, what that uses: each once, in reading order. */
export function withUses(file: LoadedFile): LoadedFile[] {
  const seen = new Set<LoadedFile>();
  const visit = (here: LoadedFile): void => {
    if (seen.has(here)) return;
    seen.add(here);
    here.uses.forEach(visit);
  };
  visit(file);
  return [...seen];
}

/** The register's part of either kind of file. */
export function registerPart(file: LoadedFile): Pick<RegisterWritten, 'bodies' | 'calendar'> {
  return file.agreement ?? file.register ?? {};
}
