// Rows of figures as tables of Markdown. Pure; must not know what was measured or where it is kept.

/** A number with as many places as it deserves. */
export function shown(value) {
  if (value === null || value === undefined) return '–';
  const size = Math.abs(value);
  const places = size === 0 || size >= 100 || Number.isInteger(value) ? 0 : size >= 10 ? 1 : 2;
  return value.toLocaleString('en-US', { minimumFractionDigits: places, maximumFractionDigits: places });
}

/** `1,234 [1,200–1,300]`; the range only where there are several. */
export function spreadShown(spread) {
  if (!spread) return '–';
  const { median, from, to, of } = spread;
  return of > 1 && from !== to ? `${shown(median)} [${shown(from)}–${shown(to)}]` : shown(median);
}

export function medianShown(spread) {
  return spread ? shown(spread.median) : '–';
}

/** The highest of all rounds: what must not happen once. */
export function worstShown(spread) {
  return spread ? shown(spread.to) : '–';
}

/** `columns`: [heading, cell of a row]. A row without figures tells why, across all columns but its name. */
export function table(columns, rows) {
  const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  const [name, ...others] = columns;
  const cellsOf = (row) =>
    row.rounds === 0
      ? [name[1](row), row.why.join('; '), ...others.slice(1).map(() => '')]
      : columns.map(([, cell]) => cell(row));
  return [
    line(columns.map(([heading]) => heading)),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(cellsOf(row))),
  ].join('\n');
}
