// How every group of keys of a file is described to zod. Knows strictness, place and provenance; must not know any key.
import * as z from 'zod';
import { PLACE, type Place } from './yaml.js';
import { line, words } from './values.js';

const everywhere = {
  [PLACE]: z.custom<Place>(),
  source: line.exactOptional(),
  note: words.exactOptional(),
};

/** A group of keys: others are refused (the issue's message lists the known ones); `source` and `note` may stand beside any fact. */
export function shape<const Fields extends z.core.$ZodLooseShape>(fields: Fields) {
  const known = Object.keys({ ...everywhere, ...fields }).filter((key) => key !== PLACE);
  return z.strictObject(
    { ...everywhere, ...fields },
    { error: (issue) => (issue.code === 'unrecognized_keys' ? known.join(' ') : undefined) },
  );
}

/** A list that may be left out. */
export function listOf<Item extends z.core.SomeType>(item: Item) {
  return z.array(item).exactOptional();
}

/** Reads a plain text as the short form of `{ key: text }`. */
export function short<Inner extends z.core.SomeType>(key: string, inner: Inner) {
  return z.preprocess(
    (value) => (typeof value === 'string' ? { [PLACE]: undefined, [key]: value } : value),
    inner,
  );
}

type Unplaced<T> = Omit<T, typeof PLACE | 'note'>;

/** What the file says without where and beside what remark. */
export function facts<T extends { readonly note?: string }>(given: T): Unplaced<T> {
  const { [PLACE]: _place, note: _note, ...said } = given as T & { [PLACE]?: Place };
  return said;
}
