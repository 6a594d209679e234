// Writes docs/reference/commands.md and refusals.md from the program: `npm run docs`; `-- --check` only compares and fails
// where they differ. Knows the pages; must not know a command or a refusal.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

// Builds, if need be; then the table of refusals can be loaded.
const overview = help([]);
const { REFUSALS } = await import('../dist/words/refusals.js');

const pages = {
  'docs/reference/commands.md': commandsPage(),
  'docs/reference/refusals.md': refusalsPage(),
};
for (const [path, text] of Object.entries(pages)) {
  const file = join(root, path);
  if (process.argv.includes('--check')) {
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    console.error(`${path} is not what the program says: npm run docs`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, text);
  }
}

function help(words) {
  const run = spawnSync(process.execPath, [join(root, 'bin', 'nhip.js'), ...words, '--help'], {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', COLUMNS: '110' },
  });
  if (run.status !== 0) throw new Error(`nhip ${words.join(' ')} --help: ${run.stderr}`);
  return run.stdout.trim();
}

function subcommands(text) {
  const [, listed = ''] = text.split(/^Commands:$/m);
  return [...listed.matchAll(/^ {2}([a-z]+)\b/gm)].map(([, name]) => name).filter((name) => name !== 'help');
}

function sections(words, text) {
  const own = `## nhip ${words.join(' ')}\n\n\`\`\`\n${text}\n\`\`\`\n`;
  const below = subcommands(text).map((name) => [...words, name]);
  return [own, ...below.flatMap((longer) => sections(longer, help(longer)))];
}

function commandsPage() {
  const head = `# Commands

Written by \`npm run docs\` from the program's own help. Exit codes: 0 done, 1 refused or invalid (with the reason), 2 wrong
usage, 3 engine, database or relay not reachable. With \`--json\` one JSON value stands on stdout, everything else on stderr.

\`\`\`
${overview}
\`\`\`
`;
  const each = subcommands(overview).flatMap((name) => sections([name], help([name])));
  return [head, ...each].join('\n');
}

/** A sentence as a reader wants it: facts in braces, parts that may be absent in brackets. */
function plain(sentence) {
  return sentence
    .replace(/\{(\w+):\w+\}/g, '{$1}')
    .replace(/‹/g, '[')
    .replace(/›/g, ']')
    .replace(/\|/g, '\\|');
}

function refusalsPage() {
  const head = `# Refusals

Written by \`npm run docs\` from \`words/refusals.ts\`. A refused command prints the sentence and what to do, and ends with exit code
1 (2 for wrong usage, 3 for what cannot be reached); with \`--json\` the code stands under \`refusal.code\`. What is in braces is filled
in; what is in brackets is left out where it is not known.

| code | tiếng Việt | English |
|---|---|---|`;
  const cell = ([said, mend]) => `${plain(said)}<br>→ ${plain(mend)}`;
  const rows = Object.keys(REFUSALS)
    .sort()
    .map((code) => `| \`${code}\` | ${cell(REFUSALS[code].vi)} | ${cell(REFUSALS[code].en)} |`);
  return `${[head, ...rows].join('\n')}\n`;
}
