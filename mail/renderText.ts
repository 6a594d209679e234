// A letter's page as plain text, wrapped. Knows columns; must not know what a letter is about.
import type { Block, Row } from '../words/letter.js';
import type { LetterPage } from './letterPage.js';

/** Columns; readers quote letters, and 76 leaves room for marks. */
export const WIDTH = 76;
/** Where the values of the duty block begin. */
const VALUE_COLUMN = 12;

/** One paragraph a line of its own, blank lines between; ends with a newline. */
export function pageText(page: LetterPage): string {
  const body = page.blocks.map(blockText);
  const contact = page.contact === null ? [] : [wrap(page.contact)];
  const footer = page.footer.map((text) => wrap(text)).join('\n');
  return `${[wrap(page.salutation), ...body, ...contact, wrap(page.close), wrap(page.signer), `--\n${footer}`].join('\n\n')}\n`;
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return wrap(block.text);
    case 'list':
      return block.items
        .map((item, index) => wrap(item, block.from === undefined ? '- ' : `${block.from + index}. `))
        .join('\n');
    case 'duty':
      return block.rows.map(rowText).join('\n');
    default:
      return block satisfies never;
  }
}

function rowText({ label, value }: Row): string {
  return wrap(value, `${label}: `.padEnd(VALUE_COLUMN));
}

/** `text` behind `mark`, further lines indented as far; a word longer than the line stays whole. */
export function wrap(text: string, mark = '', columns = WIDTH): string {
  const margin = widthOf(mark);
  const indent = ' '.repeat(margin);
  const lines: string[] = [];
  let line = mark;
  let width = margin;
  let isEmpty = true;
  for (const word of text.split(' ')) {
    const wide = widthOf(word);
    if (!isEmpty && width + 1 + wide > columns) {
      lines.push(line);
      line = indent + word;
      width = margin + wide;
    } else {
      line = isEmpty ? line + word : `${line} ${word}`;
      width += isEmpty ? wide : wide + 1;
    }
    isEmpty = false;
  }
  return [...lines, line].join('\n');
}

/** In characters; Vietnamese in NFC has one code unit for each, so only what lies beyond is counted by code point. */
function widthOf(text: string): number {
  return /[\ud800-\udbff]/.test(text) ? Array.from(text).length : text.length;
}
