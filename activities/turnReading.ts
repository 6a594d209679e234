// What a turn reads before it plans. Knows register and ledger; must not know what is planned from it.
import { isDeepStrictEqual } from 'node:util';
import type { Dossier } from '../domain/agreement.js';
import { type Instant, later } from '../domain/localDate.js';
import type { Known, TurnReading } from '../domain/turnPlan.js';
import type { Tx } from '../database/connect.js';
import { armedUpTo, sentNotices } from '../database/ledger/arm.js';
import { keptAside } from '../database/ledger/hold.js';
import { stoppedOf } from '../database/ledger/mailboxes.js';
import { bookOf, dossierOf, registerVersion } from '../database/register.js';
import { cycleId, type ToldTurn } from '../workflows/contract.js';

interface Reading {
  readonly input: Pick<ToldTurn, 'facts' | 'asOf' | 'resync'>;
  readonly known: Known;
  /** The register version of the last turn; null: this is the first. */
  readonly before: number | null;
  readonly sealedUntil: Instant | null;
}

export async function knownAt(tx: Tx, agreement: string, version?: number): Promise<Known | null> {
  const at = version ?? (await registerVersion(tx));
  const found = await dossierOf(tx, agreement, at);
  if (!found) return null;
  const { dossier } = found;
  return { version: at, dossier, book: await bookOf(tx, at), stopped: await stoppedOf(tx, dossier) };
}

export async function readTurn(tx: Tx, { input, known, before, sealedUntil }: Reading): Promise<TurnReading> {
  const { facts, asOf, resync } = input;
  const { agreement, year } = facts;
  const cycle = cycleId(agreement, year);
  return {
    facts,
    asOf,
    resync,
    known,
    old: await changedSince(tx, agreement, known, before),
    sent: await sentNotices(tx, agreement, year),
    armed: await armedUpTo(tx, cycle, later(asOf, sealedUntil ?? asOf)),
    held: await keptAside(tx, cycle),
    sealedUntil,
  };
}

async function changedSince(
  tx: Tx,
  agreement: string,
  known: Known,
  before: number | null,
): Promise<Known | null> {
  if (before === null || before === known.version) return null;
  const found = await knownAt(tx, agreement, before);
  // What arose is told as such: only the file and its bodies are compared.
  const old = found && { ...found, dossier: besides(found.dossier, known.dossier) };
  const same = isDeepStrictEqual([old?.dossier, old?.book], [known.dossier, known.book]);
  return same ? null : old;
}

function besides({ arisen: _, ...file }: Dossier, { arisen }: Dossier): Dossier {
  return { ...file, ...(arisen && { arisen }) };
}
