// Which part may see which (ARCHITECTURE.md), read from the imports themselves. Lint says the same folder by folder while
// one types; this knows single files, what is only a type, and what is loaded in the end.
import { FOLDERS, type Import, imports, loadedWith, sources } from './imports.js';

type Folder = (typeof FOLDERS)[number];

/** `types`: seen as types alone. */
const ARROWS: Record<Folder, { readonly sees: readonly string[]; readonly types?: readonly string[] }> = {
  domain: { sees: [] },
  files: { sees: ['domain', 'zod', 'yaml', 'node:fs', 'node:path', 'node:util', 'node:buffer'] },
  words: { sees: ['domain', 'date-fns'] },
  mail: { sees: ['domain', 'words', 'nodemailer', 'hono', '@css-inline/css-inline', 'postal-mime', 'node:'] },
  machine: { sees: ['domain/localDate.ts', 'smtp-server', 'node:'] },
  database: {
    sees: ['domain', 'kysely', 'pg', 'node:'],
    types: ['mail/smtpOutcome.ts', 'mail/relayEvidence.ts'],
  },
  workflows: {
    sees: [
      'domain/command.ts',
      'domain/cycle.ts',
      'domain/decide.ts',
      'domain/delta.ts',
      'domain/standing.ts',
      'domain/slice.ts',
      'domain/refusals.ts',
      'domain/localDate.ts',
      'domain/workingDays.ts',
      'domain/completion.ts',
      'domain/proposals.ts',
      '@temporalio/workflow',
      '@temporalio/common',
    ],
  },
  activities: {
    sees: [
      'domain',
      'database',
      'mail',
      'workflows/starts.ts',
      'workflows/contract.ts',
      '@temporalio/activity',
      '@temporalio/client',
      '@temporalio/common',
      'node:',
    ],
  },
  worker: { sees: [...FOLDERS, '@temporalio/', 'node:'] },
  client: {
    sees: [
      'domain',
      'files',
      'words',
      'machine',
      'database',
      'kysely',
      // What a letter says, for plays and previews, and the code by which answers name it.
      'mail/render.ts',
      'mail/renderUrging.ts',
      'mail/letterCode.ts',
      'workflows/contract.ts',
      'workflows/starts.ts',
      'workflows/searchAttributes.ts',
      '@temporalio/client',
      '@temporalio/common',
      'commander',
      'hono',
      '@hono/node-server',
      'postal-mime',
      'pino',
      'node:',
    ],
  },
};

/** Single files that see more, and why. */
const MORE: Readonly<Record<string, { readonly sees: readonly string[]; readonly why: string }>> = {
  'mail/relayEvidence.ts': { sees: ['machine/catcher.ts'], why: 'asks the embedded catcher what it took' },
  'machine/postgres.ts': { sees: ['pg'], why: 'ready is a database that answers' },
  'machine/given.ts': { sees: ['pg'], why: 'a database named by others has to answer before all starts' },
  'client/cli/mailTestCommand.ts': {
    sees: ['mail/message.ts', 'mail/operatorLetter.ts', 'mail/smtp.ts', 'mail/smtpOutcome.ts'],
    why: 'a test letter goes past the ledger, and its dialogue is shown',
  },
  'workflows/starts.ts': { sees: ['@temporalio/client'], why: 'starts runs from outside, not in the bundle' },
};

/** Parts of `client` that put processes together: they may start a worker. */
const WIRING = /^client\/(cli\/(rehearse|start|worker)\w*|rehearsal\/\w+|starting\w*)\.ts$/;

function within(to: string, allowed: string): boolean {
  if (allowed.endsWith(':') || allowed.endsWith('/')) return to.startsWith(allowed);
  return to === allowed || to.startsWith(`${allowed}/`);
}

function mayBe({ from, to, typeOnly }: Import): boolean {
  const folder = FOLDERS.find((name) => within(from, name));
  if (folder === undefined || within(to, folder)) return folder !== undefined;
  const { sees, types = [] } = ARROWS[folder];
  const more = MORE[from]?.sees ?? [];
  const wiring = WIRING.test(from) ? ['worker', 'mail', 'activities'] : [];
  return [...sees, ...more, ...wiring, ...(typeOnly ? types : [])].some((allowed) => within(to, allowed));
}

test('every arrow between the parts is one that is allowed', () => {
  expect(imports.length).toBeGreaterThan(500);
  expect(imports.filter((arrow) => !mayBe(arrow)).map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
});

test('every exception is still needed', () => {
  for (const [file, { sees }] of Object.entries(MORE)) {
    for (const seen of sees) {
      expect([file, seen, imports.some(({ from, to }) => from === file && within(to, seen))]).toEqual([
        file,
        seen,
        true,
      ]);
    }
  }
});

test('an arrow that is not allowed is found', () => {
  const arrow = (from: string, to: string, typeOnly = false): Import => ({ from, to, typeOnly, late: false });
  expect(mayBe(arrow('domain/plan.ts', 'node:fs'))).toBe(false);
  expect(mayBe(arrow('domain/plan.ts', 'words/words.ts'))).toBe(false);
  expect(mayBe(arrow('workflows/annualCycle.ts', 'domain/plan.ts'))).toBe(false);
  expect(mayBe(arrow('workflows/annualCycle.ts', '@temporalio/client'))).toBe(false);
  expect(mayBe(arrow('client/engine.ts', 'activities/turn.ts'))).toBe(false);
  expect(mayBe(arrow('client/engine.ts', 'worker/main.ts'))).toBe(false);
  expect(mayBe(arrow('database/ledger/send.ts', 'mail/smtpOutcome.ts'))).toBe(false);
  expect(mayBe(arrow('database/ledger/send.ts', 'mail/smtpOutcome.ts', true))).toBe(true);
});

test('the workflow bundle holds what decides, and neither what plans nor a library', () => {
  const bundled = [...loadedWith('workflows/index.ts')];
  const outside = bundled.filter((file) => !sources.includes(file));
  expect([...new Set(outside)].sort()).toEqual(['@temporalio/common', '@temporalio/workflow']);
  const plans =
    /^domain\/(workingCalendar|calendarDecisions|lunar|plan|simulate|dueDates|obligations|template)/;
  expect(bundled.filter((file) => plans.test(file) || /^(words|files|database|mail)\//.test(file))).toEqual(
    [],
  );
});

test('simulate, check, calendar and workday load neither Temporal nor pg nor nodemailer', () => {
  const light = ['main', 'checkCommand', 'simulateCommand', 'dayCommands'];
  for (const command of light) {
    const heavy = [...loadedWith(`client/cli/${command}.ts`)].filter((file) =>
      /^(@temporalio|pg$|kysely|nodemailer|smtp-server)/.test(file),
    );
    expect([command, heavy]).toEqual([command, []]);
  }
});

test('nothing imports in a circle', () => {
  const circles = sources.filter((file) =>
    imports.some(
      ({ from, typeOnly, late, to }) =>
        from === file && !typeOnly && !late && to !== file && loadedWith(to).has(file),
    ),
  );
  expect(circles).toEqual([]);
});

test('date-fns is imported in one file', () => {
  const files = imports.filter(({ to }) => within(to, 'date-fns')).map(({ from }) => from);
  expect([...new Set(files)]).toEqual(['words/dates.ts']);
});
