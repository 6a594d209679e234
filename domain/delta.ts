// What changed between two values of plain JSON, so that only that travels. Knows objects, lists and leaves; must not know
// what they mean. Runs inside workflows.

export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/** `is`: another value altogether; `in`: what changed inside, by key or place; `without`: keys gone; `length`: of a list. */
export type Delta =
  | { readonly is: Plain }
  | {
      readonly in: Readonly<Record<string, Delta>>;
      readonly without?: readonly string[];
      readonly length?: number;
    };

/** null: nothing changed. Keys without a value count as absent, as in JSON. */
export function deltaOf(before: unknown, after: unknown): Delta | null {
  const [was, is] = [plain(before), plain(after)];
  if (isList(was) && isList(is)) {
    const inside = insideOf(byPlace(was), byPlace(is));
    if (was.length === is.length) return isEmpty(inside) ? null : { in: inside };
    return { in: inside, length: is.length };
  }
  if (isRecord(was) && isRecord(is)) {
    const without = Object.keys(was).filter((key) => !Object.hasOwn(is, key));
    const inside = insideOf(was, is);
    if (isEmpty(inside) && without.length === 0) return null;
    return { in: inside, ...(without.length > 0 && { without }) };
  }
  return was === is ? null : { is };
}

/** The value of then with what changed since; throws where the two do not fit. */
export function withDelta<T>(before: T, delta: Delta): T {
  return applied(plain(before), delta) as T;
}

function applied(was: Plain, delta: Delta): Plain {
  if ('is' in delta) return delta.is;
  if (isList(was)) {
    return Array.from({ length: delta.length ?? was.length }, (_, place) =>
      memberOf(was[place], delta.in[place]),
    );
  }
  if (!isRecord(was)) throw new TypeError('a change inside something that has no inside');
  const kept = Object.keys(was).filter((key) => !delta.without?.includes(key));
  const keys = new Set([...kept, ...Object.keys(delta.in)]);
  return Object.fromEntries([...keys].map((key) => [key, memberOf(own(was, key), own(delta.in, key))]));
}

/** A key may be called like something every object has. */
function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function memberOf(was: Plain | undefined, delta: Delta | undefined): Plain {
  if (delta !== undefined) return applied(was ?? null, delta);
  if (was === undefined) throw new TypeError('a member that nobody told');
  return was;
}

function insideOf(
  was: Readonly<Record<string, Plain>>,
  is: Readonly<Record<string, Plain>>,
): Readonly<Record<string, Delta>> {
  return Object.fromEntries(
    Object.entries(is).flatMap(([key, value]): [string, Delta][] => {
      const old = own(was, key);
      const delta = old === undefined ? { is: value } : deltaOf(old, value);
      return delta === null ? [] : [[key, delta]];
    }),
  );
}

/** A mark by which two sides see whether they hold the same value, whatever the order of its keys; FNV-1a, 32 bits. */
export function markOf(value: unknown): string {
  let hash = 0x811c9dc5;
  for (const character of JSON.stringify(sorted(plain(value)))) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return hash.toString(16).padStart(8, '0');
}

function sorted(value: Plain): Plain {
  if (isList(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key] ?? null)]));
}

function plain(value: unknown): Plain {
  return JSON.parse(JSON.stringify(value ?? null)) as Plain;
}

function byPlace(list: readonly Plain[]): Readonly<Record<string, Plain>> {
  return Object.fromEntries(list.map((member, place) => [String(place), member]));
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}

function isRecord(value: Plain): value is { readonly [key: string]: Plain } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(inside: object): boolean {
  return Object.keys(inside).length === 0;
}
