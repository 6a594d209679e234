// A letter's page as HTML: one column, no picture, no link, the same words in the same order as the text. Knows elements and
// styles; must not know what a letter is about.
import { inline } from '@css-inline/css-inline';
import type { Block } from '../words/letter.js';
import type { LetterPage } from './letterPage.js';

// Letters are read in mail programs that drop <style>: the rules are inlined, and nothing depends on them.
const STYLE = `
body { margin: 0; padding: 0; background: #ffffff; }
main { max-width: 600px; margin: 0 auto; padding: 16px; color: #1a1a1a; font-family: Arial, Helvetica, sans-serif; font-size: 16px; line-height: 1.5; }
h1 { margin: 0 0 16px; font-size: 16px; line-height: 1.5; font-weight: bold; }
h2 { margin: 24px 0 8px; font-size: 16px; line-height: 1.5; font-weight: bold; }
p { margin: 0 0 16px; overflow-wrap: anywhere; }
ul, ol { margin: 0 0 16px; padding: 0 0 0 28px; }
li { margin: 0 0 8px; overflow-wrap: anywhere; }
table { width: 100%; margin: 0 0 16px; border-collapse: collapse; border-top: 1px solid #b0b0b0; font-size: 16px; line-height: 1.5; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip: rect(0 0 0 0); white-space: nowrap; }
th { width: 88px; padding: 8px 12px 8px 0; border-bottom: 1px solid #e0e0e0; text-align: left; vertical-align: top; font-weight: bold; }
td { padding: 8px 0; border-bottom: 1px solid #e0e0e0; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
footer { margin: 24px 0 0; padding: 12px 0 0; border-top: 1px solid #b0b0b0; color: #555555; font-size: 14px; line-height: 1.5; }
footer p { margin: 0 0 8px; }
.signer { font-weight: bold; }
`;

/** A whole document. Everything from files and people is escaped by the components. */
export function pageHtml(page: LetterPage): string {
  return `<!DOCTYPE html>${inline(markup(<Page page={page} />), { keepStyleTags: false, minifyCss: true })}`;
}

// The one place where a component becomes text.
function markup(page: { toString(): string | Promise<string> }): string {
  const text = page.toString();
  if (typeof text !== 'string') throw new TypeError('a letter has no asynchronous parts');
  return text;
}

function Page({ page }: { readonly page: LetterPage }) {
  return (
    <html lang={page.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{page.subject}</title>
        <style>{STYLE}</style>
      </head>
      <body>
        <main>
          <h1>{page.salutation}</h1>
          {page.blocks.map((block) => (
            <BlockOf block={block} />
          ))}
          {page.contact === null ? null : <p>{page.contact}</p>}
          <p>{page.close}</p>
          <p class="signer">{page.signer}</p>
          <footer>
            {page.footer.map((text) => (
              <p>{text}</p>
            ))}
          </footer>
        </main>
      </body>
    </html>
  );
}

function BlockOf({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case 'paragraph':
      return <p>{block.text}</p>;
    case 'heading':
      return <h2>{block.text}</h2>;
    case 'list':
      return block.from === undefined ? (
        <ul>
          {block.items.map((item) => (
            <li>{item}</li>
          ))}
        </ul>
      ) : (
        <ol start={block.from}>
          {block.items.map((item) => (
            <li>{item}</li>
          ))}
        </ol>
      );
    case 'duty':
      return <Duty block={block} />;
    default:
      return block satisfies never;
  }
}

function Duty({ block }: { readonly block: Block & { readonly kind: 'duty' } }) {
  return (
    <table>
      <caption>{block.title}</caption>
      <tbody>
        {block.rows.map(({ label, value }) => (
          <tr>
            <th scope="row">{label}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
