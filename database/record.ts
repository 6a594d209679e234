// The record: append-only, one hash chain a stream, the proof that outlives the engine's retention. Knows chains; must not
// know sentences. Facts hold codes, dates, counts, document numbers and salted digests of texts: no names, no addresses.
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Instant } from '../domain/localDate.js';
import { canonicalJson, sha256 } from './canonicalJson.js';
import type { Tx } from './connect.js';

export type RecordEntry = {
  /** A code of voice.md §3. */
  readonly code: string;
  /** Business time. */
  readonly at: Instant;
  readonly facts: Readonly<Record<string, unknown>>;
};

export type RecordLine = RecordEntry & {
  readonly stream: string;
  /** From 1, without a gap. */
  readonly seq: number;
  readonly hash: string;
};

/** `brokenAt`: the first line that does not follow from those before it, `lines + 1` where lines are missing at the end. */
export type Verdict = { readonly stream: string; readonly lines: number; readonly brokenAt: number | null };

/**
 * Appends to a stream (a workflow id, or `register`) within the caller's transaction; writers of one stream wait for each
 * other. Streams are to be appended to in sorted order where one transaction writes several.
 */
export async function append(tx: Tx, stream: string, entries: readonly RecordEntry[]): Promise<void> {
  if (entries.length === 0) return;
  // Made when absent, locked in any case.
  const { rows } = await sql<{ seq: number; hash: string }>`
    insert into record_head (stream, seq, hash) values (${stream}, 0, '')
    on conflict (stream) do update set seq = record_head.seq returning seq, hash`.execute(tx);
  let { seq, hash } = rows[0] ?? { seq: 0, hash: '' };
  const lines = entries.map((entry) => {
    seq += 1;
    hash = hashOf(hash, { stream, seq, ...entry });
    return { stream, seq, at: entry.at, code: entry.code, facts: entry.facts, hash };
  });
  await sql`with written as (
      insert into record (stream, seq, at, code, facts, hash)
      select * from json_to_recordset(${JSON.stringify(lines)})
        as line (stream text, seq bigint, at timestamptz, code text, facts jsonb, hash text))
    update record_head set seq = ${seq}, hash = ${hash} where stream = ${stream}`.execute(tx);
}

function hashOf(previous: string, { stream, seq, at, code, facts }: Omit<RecordLine, 'hash'>): string {
  return sha256(previous + canonicalJson({ stream, seq, at, code, facts }));
}

/** The lines of one stream, oldest first. */
export async function readStream(tx: Tx, stream: string): Promise<readonly RecordLine[]> {
  return tx.selectFrom('record').selectAll().where('stream', '=', stream).orderBy('seq').execute();
}

/** What the record says of one cycle: its own stream, and what dispatches say of its letters; oldest first. */
export async function readAbout(tx: Tx, cycleId: string): Promise<readonly RecordLine[]> {
  const told = sql<boolean>`facts -> 'cycles' ? ${cycleId}`;
  return tx
    .selectFrom('record')
    .selectAll()
    .where((is) => is.or([is('stream', '=', cycleId), told]))
    .orderBy('at')
    .orderBy('stream')
    .orderBy('seq')
    .execute();
}

/** Recomputes the chains of one stream or of all, heads included: a changed, missing, inserted or cut-off line shows. */
export async function verify(tx: Tx, stream?: string): Promise<readonly Verdict[]> {
  const { rows } = await sql<{ stream: string }>`
    select stream from record_head union select distinct stream from record order by 1`.execute(tx);
  const streams = rows.map((row) => row.stream).filter((name) => stream === undefined || name === stream);
  const verdicts: Verdict[] = [];
  for (const name of streams) verdicts.push(await verifyStream(tx, name));
  return verdicts;
}

async function verifyStream(tx: Tx, stream: string): Promise<Verdict> {
  const head = await tx.selectFrom('record_head').selectAll().where('stream', '=', stream).executeTakeFirst();
  const lines = await readStream(tx, stream);
  let hash = '';
  for (const [index, line] of lines.entries()) {
    const seq = index + 1;
    if (line.seq !== seq || line.hash !== hashOf(hash, line))
      return { stream, lines: lines.length, brokenAt: seq };
    hash = line.hash;
  }
  const whole = head !== undefined && head.seq === lines.length && head.hash === hash;
  return { stream, lines: lines.length, brokenAt: whole ? null : lines.length + 1 };
}

/** Chains the heads of all other streams into the stream `seals`: from then on a stream cut back to an older state shows. */
export async function sealHeads(tx: Tx, at: Instant): Promise<void> {
  const rows = await tx
    .selectFrom('record_head')
    .selectAll()
    .where('stream', '!=', SEALS)
    .orderBy('stream')
    .execute();
  const heads = Object.fromEntries(rows.map(({ stream, seq, hash }) => [stream, { seq, hash }]));
  await append(tx, SEALS, [{ code: 'recordVerified', at, facts: { n: rows.length, heads } }]);
}

/** Streams that no longer hold the line the last seal names, whole chain or not. */
export async function brokenSeals(tx: Tx): Promise<readonly string[]> {
  const seal = await tx
    .selectFrom('record')
    .select('facts')
    .where('stream', '=', SEALS)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (seal === undefined) return [];
  const { rows } = await sql<{ stream: string }>`
    select sealed.key as stream from jsonb_each(${JSON.stringify(seal.facts['heads'])}::jsonb) sealed
    where not exists (select 1 from record r where r.stream = sealed.key
      and r.seq = (sealed.value ->> 'seq')::bigint and r.hash = sealed.value ->> 'hash')
    order by 1`.execute(tx);
  return rows.map(({ stream }) => stream);
}

const SEALS = 'seals';

/** A digest that proves a text without telling it: the salt stands before it, so that equal texts differ. */
export function saltedDigest(text: string, salt = randomBytes(16).toString('hex')): string {
  return `${salt}:${sha256(salt + text)}`;
}
