// Reads a value in a shape, telling every mistake and keeping what is sound. Knows zod; must not know any key.
//
// What is sound goes on to the cross checks, so that people see all mistakes of a file at once. Maps carry their own
// place, so leaving out a broken one moves no other.
import type * as z from 'zod';
import { messagesOf, pathOf } from './issues.js';
import type { FileMessage } from './messages.js';
import { isPlace, type Path, type Place } from './yaml.js';

export interface Shaped<T> {
  /** Without what is broken; undefined where what remains does not make sense. */
  readonly sound: T | undefined;
  readonly messages: readonly FileMessage[];
  /** Top-level keys in which something is broken: checks that miss something there must hold their tongue. */
  readonly broken: ReadonlySet<string>;
}

/** Top-level values for required fields that are broken. */
type StandIns = Readonly<Record<string, unknown>>;

const ROUNDS = 8;
/** Files are read once: compiling a parser for each shape costs more than it saves. */
const OPTIONS = { reportInput: true, jitless: true } as const;

export function readShape<T>(
  schema: z.ZodType<T>,
  value: unknown,
  file: string,
  root: Place,
  standIns: StandIns = {},
): Shaped<T> {
  const first = schema.safeParse(value, OPTIONS);
  if (first.success) return { sound: first.data, messages: [], broken: new Set() };
  const broken = new Set(first.error.issues.map((issue) => String(issue.path[0] ?? '')));
  return {
    sound: salvaged(schema, value, first.error.issues, standIns),
    messages: messagesOf(file, first.error.issues, root),
    broken,
  };
}

function salvaged<T>(
  schema: z.ZodType<T>,
  value: unknown,
  issues: readonly z.core.$ZodIssue[],
  standIns: StandIns,
): T | undefined {
  const rest = structured(value);
  let left = issues;
  for (let round = 0; round < ROUNDS; round += 1) {
    // Later list items first: removing one would move those behind it.
    for (const path of left.flatMap(brokenPaths).sort(backwards)) {
      if (path.length === 0) return undefined;
      dropAt(rest, path);
    }
    if (isRecord(rest)) Object.assign(rest, { ...standIns, ...rest });
    const again = schema.safeParse(rest, OPTIONS);
    if (again.success) return again.data;
    left = again.error.issues;
  }
  return undefined;
}

function brokenPaths(issue: z.core.$ZodIssue): Path[] {
  const path = pathOf(issue);
  return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key]) : [path];
}

function backwards(a: Path, b: Path): number {
  for (let depth = 0; depth < Math.min(a.length, b.length); depth += 1) {
    const [left = 0, right = 0] = [a[depth], b[depth]];
    if (left !== right) return left < right ? 1 : -1;
  }
  return b.length - a.length;
}

/** Drops what stands at `path`; where nothing stands there (a missing field), the group that misses it. */
function dropAt(root: unknown, path: Path): void {
  const step = path.at(-1) ?? '';
  const around = path.slice(0, -1).reduce<unknown>(childOf, root);
  if (Array.isArray(around)) around.splice(Number(step), 1);
  else if (isRecord(around) && Object.hasOwn(around, step)) delete around[step];
  else if (path.length > 1) dropAt(root, path.slice(0, -1));
}

function childOf(parent: unknown, step: string | number): unknown {
  if (Array.isArray(parent)) return parent[Number(step)];
  return isRecord(parent) ? parent[step] : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A copy of maps and lists down to the places, which are shared. */
function structured(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(structured);
  if (!isRecord(value) || isPlace(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, structured(inner)]));
}
