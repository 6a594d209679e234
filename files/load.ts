// Loads files whole or not at all: reads, puts together, checks, answers. Knows the order of these; decides no rule itself.
import type {
  Agreement,
  Body,
  CalendarBook,
  CalendarDecision,
  Dossier,
  QuietSpan,
} from '../domain/agreement.js';
import { workingCalendar } from '../domain/workingCalendar.js';
import { isDeepStrictEqual } from 'node:util';
import { checkAgreement } from './checkAgreement.js';
import { checkRegister, sayInto } from './checkBodies.js';
import { checkEveryKey, sourcesOf } from './checkEveryKey.js';
import { checkObligations } from './checkObligations.js';
import { type Library, type LoadedFile, readInto, registerPart, withUses } from './loadedFile.js';
import { type FileMessage, fileMessage, hasErrors, inOrder, type Spot } from './messages.js';
import { facts } from './shape.js';
import { agreementOf, bodyOf, decisionOf } from './toDomain.js';
import { PLACE } from './yaml.js';

export interface LoadOptions {
  /** A folder with the source texts, looked into before those beside each file. */
  readonly sources?: string;
}

export interface ReadFile {
  readonly path: string;
  readonly text: string;
  /** The code of the agreement the file holds, where it holds one. */
  readonly agreement?: string;
}

export interface Loaded {
  /** In the order given. Each sees the bodies of its own file, of those it uses, of given files without agreement. */
  readonly agreements: readonly Dossier[];
  /** All bodies of all files, each once. */
  readonly bodies: readonly Body[];
  /** Decisions and quiet spans of all files, without the bundled ones. */
  readonly calendar: CalendarBook;
  readonly messages: readonly FileMessage[];
  /** Everything read, in reading order, what is used after what uses it. */
  readonly files: readonly ReadFile[];
}

const NOTHING = { agreements: [], bodies: [], calendar: { decisions: [], quiet: [] } } as const;

/** Loads agreement, bodies and calendar files. Any error among the messages: nothing is loaded. Never throws on content. */
export function loadFiles(paths: readonly string[], options: LoadOptions = {}): Loaded {
  const library: Library = { files: new Map(), order: [], messages: [] };
  const given = new Set(paths.flatMap((path) => readInto(library, path) ?? []));
  const files = [...library.files.values()];
  const bodies = gathered(files, (file) => named(file, registerPart(file).bodies, bodyOf), library);
  const decisions = gathered(files, (file) => named(file, registerPart(file).calendar, decisionOf), library);
  const quiet = files.flatMap((file) => file.register?.quiet ?? []).map((span): QuietSpan => facts(span));
  const calendar: CalendarBook = { decisions: decisions.map(({ fact }) => fact), quiet };
  const dossiers = checkAll(files, given, bodies, calendar, library, options);
  const messages = inOrder(library.messages, library.order);
  const read = files.map(readFile);
  if (hasErrors(messages)) return { ...NOTHING, messages, files: read };
  return { agreements: dossiers, bodies: bodies.map(({ fact }) => fact), calendar, messages, files: read };
}

/** A body or a decision with the file that tells it. */
interface Told<T> {
  readonly file: LoadedFile;
  readonly fact: T;
  readonly code: string;
  readonly spot: Spot;
}

function named<
  W extends { readonly [PLACE]: { at(...path: string[]): Spot } },
  T extends Body | CalendarDecision,
>(file: LoadedFile, written: readonly W[] | undefined, factOf: (one: W) => T): Told<T>[] {
  return (written ?? []).map((one) => {
    const fact = factOf(one);
    const code = 'code' in fact ? fact.code : String(fact.year);
    return { file, fact, code, spot: one[PLACE].at('code' in fact ? 'code' : 'year') };
  });
}

/** Each code once. Two files may tell the same body in the same words; otherwise a code is used twice. */
function gathered<T>(
  files: readonly LoadedFile[],
  told: (file: LoadedFile) => Told<T>[],
  library: Library,
): Told<T>[] {
  const first = new Map<string, Told<T>>();
  for (const one of files.flatMap(told)) {
    const known = first.get(one.code);
    if (!known) first.set(one.code, one);
    else if (known.file === one.file || !isDeepStrictEqual(known.fact, one.fact)) {
      const where = { code: one.code, file: known.file.path, n: known.spot.line };
      library.messages.push(fileMessage(one.file.path, one.spot, 'codeUsed', where));
    }
  }
  return [...first.values()];
}

function checkAll(
  files: readonly LoadedFile[],
  given: ReadonlySet<LoadedFile>,
  bodies: readonly Told<Body>[],
  calendar: CalendarBook,
  library: Library,
  options: LoadOptions,
): Dossier[] {
  const days = workingCalendar(calendar);
  const texts = new Map<string, string | null>();
  const common = [...given].filter((file) => !file.agreement).flatMap(withUses);
  const whole = isWhole(files, library);
  const postsKnown = whole && !files.some((file) => file.broken.has('bodies'));
  const used = new Map<string, Told<Agreement>>();
  return files.flatMap((file) => {
    const say = sayInto(library.messages, file.path);
    const seen = visibleFrom(file, common, bodies);
    const codes = whole ? new Set(seen.map((body) => body.code)) : null;
    checkEveryKey(file.value, sourcesOf(file.path, options.sources, texts), say);
    checkRegister(file, codes, say);
    const written = file.agreement;
    if (!written) return [];
    const agreement = agreementOf(written, seen);
    const visible = new Map(seen.map((body) => [body.code, body]));
    const scene = { written, agreement, bodies: visible, codes, postsKnown, broken: file.broken, days, say };
    checkAgreement(scene);
    checkObligations(scene, file.path);
    if (!given.has(file)) return [];
    checkCode(
      { file, fact: agreement, code: agreement.code, spot: file.root.at('agreement') },
      used,
      library,
    );
    return [{ agreement, bodies: seen }];
  });
}

/** Whether no body can be missing only because a file or an entry could not be read. */
function isWhole(files: readonly LoadedFile[], library: Library): boolean {
  if (hasErrors(library.messages.filter(({ field }) => field === '' || field.startsWith('use'))))
    return false;
  return files.every((file) => {
    const { value } = file;
    const told = typeof value === 'object' && value !== null && 'bodies' in value ? value.bodies : [];
    return Array.isArray(told) && told.length === (registerPart(file).bodies ?? []).length;
  });
}

function checkCode(told: Told<Agreement>, used: Map<string, Told<Agreement>>, library: Library): void {
  const known = used.get(told.code);
  if (!known || told.file.broken.has('agreement')) {
    used.set(told.code, told);
    return;
  }
  const where = { code: told.code, file: known.file.path, n: known.spot.line };
  library.messages.push(fileMessage(told.file.path, told.spot, 'codeUsed', where));
}

/** Own bodies, then those of used files, then those of given files that hold no agreement. */
function visibleFrom(file: LoadedFile, common: readonly LoadedFile[], bodies: readonly Told<Body>[]): Body[] {
  const first = new Map(bodies.map((told) => [told.code, told.fact]));
  const codes = [...withUses(file), ...common].flatMap((seen) =>
    (registerPart(seen).bodies ?? []).map((body) => body.code),
  );
  return [...new Set(codes)].flatMap((code) => first.get(code) ?? []);
}

function readFile(file: LoadedFile): ReadFile {
  const code = file.agreement?.agreement;
  return { path: file.path, text: file.text, ...(code !== undefined && { agreement: code }) };
}
