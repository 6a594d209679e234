// Figures of ledger and views as Prometheus reads them, beside the engine SDK's own. Knows tables and the text format; must
// not know what is done about a figure.
import { sql } from 'kysely';
import { type Instant, localDateOf } from '../../domain/localDate.js';
import type { Matter } from '../../domain/matters.js';
import { type Database, explainDatabase } from '../../database/connect.js';
import { roomState } from '../../database/ledger/roomState.js';
import { readViews } from '../../database/view.js';
import { roomLines } from './roomLines.js';

const LETTER_STATES = ['composing', 'ready', 'sending', 'sent', 'refused', 'inDoubt', 'held', 'withdrawn'];

export interface Measured {
  readonly db: Database;
  /** Cycles whose turns fail, as the engine counts them; null: it does not say. */
  readonly stuck: number | null;
  /** The text of the SDK's exporter, '' where there is none. */
  readonly sdk: string;
  readonly now: Instant;
}

/** Lines with their newline. A database that is away must not hide what the engine tells of it. */
export async function metricsText({ db, stuck, sdk, now }: Measured): Promise<string> {
  const ledger = await ledgerLines(db, now).catch((error: unknown) => {
    if (explainDatabase(error)) return [];
    throw error;
  });
  return [...ledger, ...stuckLines(stuck), ...turnLines(sdk), sdk.trimEnd(), ''].join('\n');
}

async function ledgerLines(db: Database, now: Instant): Promise<readonly string[]> {
  return [
    ...(await letterLines(db)),
    ...roomLines(await roomState(db)),
    ...(await latenessLines(db)),
    ...(await matterLines(db, now)),
  ];
}

function stuckLines(stuck: number | null): readonly string[] {
  if (stuck === null) return [];
  return [
    '# HELP nhip_cycles_stuck Open cycles whose turns fail.',
    '# TYPE nhip_cycles_stuck gauge',
    `nhip_cycles_stuck ${stuck}`,
  ];
}

async function letterLines(db: Database): Promise<readonly string[]> {
  const letters = await sql<{ state: string; n: number }>`
    select state, count(*) as n from letter group by state`.execute(db.kysely);
  const armed = await sql<{ n: number }>`select count(*) as n from notice where state = 'armed'`.execute(
    db.kysely,
  );
  const byState = new Map(letters.rows.map(({ state, n }) => [state, n]));
  return [
    '# HELP nhip_letters_total Letters of the ledger by state.',
    '# TYPE nhip_letters_total gauge',
    ...LETTER_STATES.map((state) => `nhip_letters_total{state="${state}"} ${byState.get(state) ?? 0}`),
    '# HELP nhip_notices_armed Notices waiting for their send instant.',
    '# TYPE nhip_notices_armed gauge',
    `nhip_notices_armed ${armed.rows[0]?.n ?? 0}`,
  ];
}

/** From the send instant to the relay's acceptance. */
async function latenessLines(db: Database): Promise<readonly string[]> {
  const { rows } = await sql<{ n: number; total: number; half: number | null; most: number | null }>`
    select count(*) as n, coalesce(sum(late), 0)::float8 as total,
      percentile_cont(0.5) within group (order by late)::float8 as half,
      percentile_cont(0.99) within group (order by late)::float8 as most
    from (select extract(epoch from sent_at - at) as late from letter where state = 'sent') l`.execute(
    db.kysely,
  );
  const { n = 0, total = 0, half = null, most = null } = rows[0] ?? {};
  const name = 'nhip_letter_lateness_seconds';
  return [
    `# HELP ${name} From a letter's send instant to its acceptance by the relay.`,
    `# TYPE ${name} summary`,
    `${name}{quantile="0.5"} ${half ?? 'NaN'}`,
    `${name}{quantile="0.99"} ${most ?? 'NaN'}`,
    `${name}_sum ${total}`,
    `${name}_count ${n}`,
  ];
}

async function matterLines(db: Database, now: Instant): Promise<readonly string[]> {
  const today = localDateOf(now);
  const open = (await readViews(db.kysely)).filter((view) => !view.closed);
  const matters = open.flatMap(({ plan }) => (plan as { readonly matters: readonly Matter[] }).matters);
  return [
    '# HELP nhip_matters_open Matters only a person can settle.',
    '# TYPE nhip_matters_open gauge',
    `nhip_matters_open ${matters.filter((matter) => matter.since <= today).length}`,
  ];
}

// A turn is an activity, and the SDK times every activity, in milliseconds.
const TURN = /^temporal_activity_execution_latency_(sum|count)\{[^}]*activity_type="turn"[^}]*\} (\S+)$/gm;

function turnLines(sdk: string): readonly string[] {
  const sums = { sum: 0, count: 0 };
  for (const [, kind, value] of sdk.matchAll(TURN))
    if (kind === 'sum' || kind === 'count') sums[kind] += Number(value);
  return [
    '# HELP nhip_turn_seconds Time a turn takes.',
    '# TYPE nhip_turn_seconds summary',
    `nhip_turn_seconds_sum ${sums.sum / 1_000}`,
    `nhip_turn_seconds_count ${sums.count}`,
  ];
}
