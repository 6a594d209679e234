// The register: versions of what people entered, append-only, and free text, which lives nowhere else. Knows versions; must
// not know what an agreement means.
import type {
  Agreement,
  Body,
  CalendarBook,
  CalendarDecision,
  Dossier,
  QuietSpan,
} from '../domain/agreement.js';
import type { Instant } from '../domain/localDate.js';
import { arisenOf } from './arisen.js';
import { digestOf, sha256 } from './canonicalJson.js';
import type { Tx } from './connect.js';

export type RegisterInput = {
  readonly agreements: readonly Dossier[];
  readonly bodies: readonly Body[];
  /** Decisions replace a year whole; quiet spans, where there are any, replace those of the register. */
  readonly calendar: CalendarBook;
  /** The files as read, kept word for word. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
};

export type RegisterChange = {
  /** Who registers, as shown to people; stays in the register. */
  readonly who: string;
  /** Business time. */
  readonly at: Instant;
};

/** Codes such as `agreement tw-79`, `body bdv-tw`, `calendar 2027`, `calendar quiet`, in the order given. */
export type Registered = {
  readonly new: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  /** The version of the register afterwards; the same as before when nothing changed. */
  readonly version: number;
};

type Kind = 'agreement' | 'body' | 'calendar';
type Item = {
  readonly kind: Kind;
  readonly code: string;
  readonly content: unknown;
  readonly digest: string;
  /** Of an agreement: the codes of its bodies, in file order. */
  readonly bodies?: readonly string[];
};

const QUIET = 'quiet';

/** How many changes the register has seen; 0 while it is empty. */
export async function registerVersion(tx: Tx): Promise<number> {
  return (await tx.selectFrom('register_head').select('version').executeTakeFirstOrThrow()).version;
}

/** Stores what differs from the latest version, all under one new version. Writers wait for each other. */
export async function saveRegister(
  tx: Tx,
  input: RegisterInput,
  change: RegisterChange,
): Promise<Registered> {
  const head = await tx.selectFrom('register_head').select('version').forUpdate().executeTakeFirstOrThrow();
  const items = itemsOf(input);
  const latest = await latestDigests(tx);
  const lists = { new: [] as string[], changed: [] as string[], unchanged: [] as string[] };
  const fresh: Item[] = [];
  for (const item of items) {
    const name = `${item.kind} ${item.code}`;
    const before = latest.get(name);
    if (before === item.digest) {
      lists.unchanged.push(name);
      continue;
    }
    lists[before === undefined ? 'new' : 'changed'].push(name);
    fresh.push(item);
  }
  if (fresh.length === 0) return { ...lists, version: head.version };
  const version = head.version + 1;
  await storeChange(tx, version, input, change);
  await storeItems(tx, fresh, version, change.at);
  await tx.updateTable('register_head').set({ version }).execute();
  return { ...lists, version };
}

function itemsOf({ agreements, bodies, calendar }: RegisterInput): readonly Item[] {
  const known = new Map(
    [...agreements.flatMap((dossier) => dossier.bodies), ...bodies].map((b) => [b.code, b]),
  );
  return [
    ...agreements.map(({ agreement, bodies: seen }): Item => {
      const codes = seen.map(({ code }) => code);
      const digest = digestOf({ agreement, codes });
      return { kind: 'agreement', code: agreement.code, content: agreement, digest, bodies: codes };
    }),
    ...[...known.values()].map((body) => item('body', body.code, body)),
    ...calendar.decisions.map((decision) => item('calendar', String(decision.year), decision)),
    ...(calendar.quiet.length > 0 ? [item('calendar', QUIET, calendar.quiet)] : []),
  ];
}

function item(kind: Kind, code: string, content: unknown): Item {
  return { kind, code, content, digest: digestOf(content) };
}

async function latestDigests(tx: Tx): Promise<ReadonlyMap<string, string>> {
  const latest = new Map<string, string>();
  for (const [kind, table] of TABLES) {
    const rows = await tx
      .selectFrom(table)
      .distinctOn('code')
      .select(['code', 'digest'])
      .orderBy('code')
      .orderBy('version', 'desc')
      .execute();
    for (const row of rows) latest.set(`${kind} ${row.code}`, row.digest);
  }
  return latest;
}

const TABLES = [
  ['agreement', 'agreement_version'],
  ['body', 'body_version'],
  ['calendar', 'calendar_version'],
] as const;

async function storeChange(
  tx: Tx,
  version: number,
  { files }: RegisterInput,
  { at, who }: RegisterChange,
): Promise<void> {
  const texts = files.map(({ path, text }) => ({ path, text, digest: sha256(text) }));
  const named = JSON.stringify(texts.map(({ path, digest }) => ({ path, digest })));
  await tx.insertInto('register_change').values({ version, at, who, files: named }).execute();
  for (const { digest, text } of texts) {
    await tx
      .insertInto('register_file')
      .values({ digest, text })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

async function storeItems(tx: Tx, items: readonly Item[], version: number, at: Instant): Promise<void> {
  for (const { kind, code, content, digest, bodies = [] } of items) {
    const text = JSON.stringify(content);
    const row = { code, version, digest };
    if (kind === 'agreement') {
      const values = { ...row, at, agreement: text, bodies: JSON.stringify(bodies) };
      await tx.insertInto('agreement_version').values(values).execute();
    } else if (kind === 'body') {
      await tx
        .insertInto('body_version')
        .values({ ...row, body: text })
        .execute();
    } else {
      await tx
        .insertInto('calendar_version')
        .values({ ...row, content: text })
        .execute();
    }
  }
}

export type RegisteredDossier = {
  readonly dossier: Dossier;
  /** When the agreement came into the register: the instant of its first version. */
  readonly registeredAt: Instant;
  /** The register version this was read at. */
  readonly version: number;
};

/** An agreement as of a version of the register (default: now), its bodies in the order of its file; null where unknown. */
export async function dossierOf(tx: Tx, code: string, version?: number): Promise<RegisteredDossier | null> {
  // First the version, then what it holds: a change committed in between has a higher one.
  const at = Math.min(version ?? Number.POSITIVE_INFINITY, await registerVersion(tx));
  const rows = await tx
    .selectFrom('agreement_version')
    .selectAll()
    .where('code', '=', code)
    .where('version', '<=', at)
    .orderBy('version')
    .execute();
  const first = rows[0];
  const last = rows.at(-1);
  if (first === undefined || last === undefined) return null;
  const codes = last.bodies as readonly string[];
  const bodies = await bodiesOf(tx, codes, at);
  const arisen = await arisenOf(tx, code, at);
  const agreement = last.agreement as Agreement;
  const dossier = { agreement, bodies, ...(arisen.length > 0 && { arisen }) };
  return { dossier, registeredAt: first.at, version: at };
}

async function bodiesOf(tx: Tx, codes: readonly string[], version: number): Promise<readonly Body[]> {
  if (codes.length === 0) return [];
  const rows = await tx
    .selectFrom('body_version')
    .distinctOn('code')
    .select(['code', 'body'])
    .where('code', 'in', codes)
    .where('version', '<=', version)
    .orderBy('code')
    .orderBy('version', 'desc')
    .execute();
  const byCode = new Map(rows.map((row) => [row.code, row.body as Body]));
  return codes.flatMap((code) => byCode.get(code) ?? []);
}

/** The calendar as of a version of the register, without the bundled decisions; by year. */
export async function bookOf(tx: Tx, version?: number): Promise<CalendarBook> {
  const at = Math.min(version ?? Number.POSITIVE_INFINITY, await registerVersion(tx));
  const rows = await tx
    .selectFrom('calendar_version')
    .distinctOn('code')
    .select(['code', 'content'])
    .where('version', '<=', at)
    .orderBy('code')
    .orderBy('version', 'desc')
    .execute();
  const quiet = rows.find(({ code }) => code === QUIET)?.content ?? [];
  return {
    decisions: rows.filter(({ code }) => code !== QUIET).map(({ content }) => content as CalendarDecision),
    quiet: quiet as readonly QuietSpan[],
  };
}

/** By code. */
export async function agreementCodes(tx: Tx): Promise<readonly string[]> {
  const rows = await tx.selectFrom('agreement_version').select('code').distinct().orderBy('code').execute();
  return rows.map(({ code }) => code);
}

/** Keeps the words (a reason, a note) of a request; said again, they are corrected. */
export async function saveWords(tx: Tx, updateId: string, text: string): Promise<void> {
  await tx
    .insertInto('words')
    .values({ update_id: updateId, text })
    .onConflict((conflict) => conflict.column('update_id').doUpdateSet({ text }))
    .execute();
}

/** null where none were said, or they were erased. */
export async function wordsOf(tx: Tx, updateId: string): Promise<string | null> {
  const row = await tx
    .selectFrom('words')
    .select('text')
    .where('update_id', '=', updateId)
    .executeTakeFirst();
  return row?.text ?? null;
}
