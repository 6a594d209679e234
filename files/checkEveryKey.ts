// What holds for every key alike: quotes have sources and stand in them, letters are those of Vietnamese. Knows no key but
// `quote` and `source`; must not know kinds of files.
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isMessage, readText } from './bytes.js';
import type { Say } from './checkBodies.js';
import { hexOf } from './guard.js';
import { isPlace, PLACE, type Place } from './yaml.js';

/** Latin letters with any accents are fine; Cyrillic А for Đ (a damaged text) is not. */
const FOREIGN = /(?!\p{Script=Latin}|\p{Script=Common}|\p{Script=Inherited})\p{L}/u;
/** Latin letters and general punctuation: what nearly every text is made of, and quick to tell. */
// oxlint-disable-next-line no-control-regex -- a range from the first character on
const PLAIN = /^[\0-\u024f\u1e00-\u1eff\u2000-\u206f]*$/;
const MARKED_CLEANED = '.cleaned';

/** A source by its name: the texts in which a quote may stand; null where no such text is at hand. */
export type Sources = (name: string) => readonly string[] | null;

export function checkEveryKey(value: unknown, sources: Sources, say: Say): void {
  if (Array.isArray(value)) {
    for (const item of value) checkEveryKey(item, sources, say);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const place = PLACE in value ? value[PLACE] : undefined;
  if (!isPlace(place)) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === PLACE) continue;
    checkLetters(inner, [key], place, say);
    checkEveryKey(inner, sources, say);
  }
  if ('quote' in value && typeof value.quote === 'string') {
    checkQuote(value.quote, 'source' in value ? value.source : undefined, place, sources, say);
  }
}

function checkLetters(value: unknown, path: (string | number)[], place: Place, say: Say): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) checkLetters(item, [...path, index], place, say);
  }
  const char = typeof value === 'string' && !PLAIN.test(value) ? FOREIGN.exec(value)?.[0] : undefined;
  if (char !== undefined) say(place.at(...path), 'foreignLetter', { char, hex: hexOf(char) });
}

function checkQuote(quote: string, source: unknown, place: Place, sources: Sources, say: Say): void {
  if (source === undefined) {
    say(place.at('source'), 'sourceMissing');
    return;
  }
  const texts = typeof source === 'string' ? sources(source) : null;
  if (!texts || typeof source !== 'string') return;
  const wanted = comparable(quote);
  if (!texts.some((text) => text.includes(wanted))) say(place.at('quote'), 'quoteNotFound', { source });
}

/** NFC and single spaces (no-break ones too): all that typesetting may change in a quotation. */
export function comparable(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim();
}

/**
 * Sources beside the file, in `sources/` beside it or beside its folder, or in `folder`. A name `x.txt` also opens
 * `x.cleaned.txt`, the cleaned reading of a damaged text.
 */
export function sourcesOf(
  path: string,
  folder: string | undefined,
  read: Map<string, string | null>,
): Sources {
  const here = dirname(path);
  const folders = [
    ...(folder === undefined ? [] : [folder]),
    here,
    join(here, 'sources'),
    join(here, '..', 'sources'),
  ];
  return (name) => {
    // Addresses and titles of books are sources too; only a plain file name can be opened.
    if (name !== basename(name) || !/\.\w+$/.test(name)) return null;
    const home = folders.find((candidate) => existsSync(join(candidate, name)));
    if (home === undefined) return null;
    const cleaned = name.replace(/(\.\w+)$/, `${MARKED_CLEANED}$1`);
    return [name, cleaned].flatMap((one) => textOf(join(home, one), read) ?? []);
  };
}

function textOf(path: string, read: Map<string, string | null>): string | null {
  const known = read.get(path);
  if (known !== undefined) return known;
  const file = existsSync(path) ? readText(path) : null;
  const text = file && !isMessage(file) ? comparable(file.text) : null;
  read.set(path, text);
  return text;
}
