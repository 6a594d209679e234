// Text in columns, wrapped and aligned. Knows widths; must not know what stands in them.
import { styleText } from 'node:util';
import { oneLine } from '../../words/subject.js';

/** Columns a terminal shows side by side with a little room to spare. */
export const WIDTH = 110;

export interface Column {
  readonly width: number;
}

/** Characters as they stand in a line: NFC, so that a Vietnamese letter with its marks is one. */
export function widthOf(text: string): number {
  return Array.from(text.normalize('NFC')).length;
}

/** `text` in lines of at most `width`; a word longer than that stands alone. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of oneLine(text).split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && widthOf(line) + 1 + widthOf(word) <= width)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** One row: each cell wrapped in its column, two spaces between columns, none at the end of a line. */
export function row(indent: number, cells: readonly string[], columns: readonly Column[]): string {
  const lines = cells.map((cell, index) => wrapped(cell, columns[index]?.width ?? WIDTH));
  const height = Math.max(...lines.map(({ length }) => length));
  return Array.from({ length: height }, (_, number) =>
    `${' '.repeat(indent)}${lines
      .map((cell, index) => padded(cell[number] ?? '', columns[index]?.width ?? 0))
      .join('  ')}`.trimEnd(),
  ).join('\n');
}

/** `text` behind `label`, its further lines under its first. */
export function labelled(indent: number, label: string, text: string): string {
  const mark = `${' '.repeat(indent)}${label}`;
  const under = ' '.repeat(widthOf(mark));
  return wrapped(text, WIDTH - widthOf(mark))
    .map((line, index) => (index === 0 ? mark : under) + line)
    .join('\n');
}

export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

/** Bold on a terminal that shows it; as it is in a pipe. */
export function heading(text: string): string {
  return styleText('bold', text);
}
