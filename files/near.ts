// The nearest spelling of a word people may have meant. Knows letters; must not know what the words are for.

/** The candidate within a third of the word's length in edits, the closest first, else nothing. */
export function near(word: string, candidates: Iterable<string>): string | undefined {
  // Any two short words are near each other.
  if (word.length < 3) return undefined;
  const lower = word.toLowerCase();
  let best: string | undefined;
  let least = Math.floor(word.length / 3) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= least) continue;
    const distance = edits(lower, candidate.toLowerCase());
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best === word ? undefined : best;
}

/** Insertions, deletions, replacements and swaps of neighbours between `a` and `b`. */
function edits(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const here = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      const kept = at(above, column - 1) + same;
      const swapped =
        row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
          ? at(before, column - 2) + 1
          : kept;
      here.push(Math.min(at(above, column) + 1, at(here, column - 1) + 1, kept, swapped));
    }
    [before, above] = [above, here];
  }
  return at(above, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
