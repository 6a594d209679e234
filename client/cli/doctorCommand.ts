// `nhip doctor`: what is reachable, which versions, what is wrong and how to mend it. Knows the parts and how to ask them;
// mends nothing itself.
import { accessSync, constants, existsSync } from 'node:fs';
import { sql } from 'kysely';
import { type Database, openDatabase } from '../../database/connect.js';
import { roomState } from '../../database/ledger/roomState.js';
import { upcomingLoads } from '../../database/ledger/upcoming.js';
import { isFailure } from '../../machine/failure.js';
import { homeAt } from '../../machine/home.js';
import { type Places, placesFrom } from '../../machine/places.js';
import { findTemporal } from '../../machine/temporalBinary.js';
import { TEMPORAL_VERSION } from '../../machine/temporalRelease.js';
import { relayGreets, workerAnswers } from '../desk/health.js';
import { type Engine, openEngine, stuckCycles } from '../engine.js';
import { row } from './columns.js';
import { DOCTOR_PHRASES, type DoctorPart } from './doctorPhrases.js';
import type { ExitCode, Output } from './output.js';
import { forecastFinding, roomFindings } from './doctorRoom.js';
import { databaseAddress, databaseFault } from './reach.js';
import { codeSpeaker, type Fault, faultWords } from './refuse.js';

/** Design §8: one entry of `doctor --json`. */
export interface Finding {
  readonly part: DoctorPart;
  readonly ok: boolean;
  readonly version: string | null;
  readonly address: string | null;
  readonly message: string | null;
  readonly mend: string | null;
}

type Found = Omit<Finding, 'part'>;

/** The rest is counted. */
const STUCK_SHOWN = 5;

const WELL: Found = { ok: true, version: null, address: null, message: null, mend: null };

/** Exit 3 where anything is not well. */
export async function doctorCommand(out: Output): Promise<ExitCode> {
  const findings = [...own(out), ...(await served(out)), await serverBinary(out)];
  if (out.json) out.printJson(findings.map(({ part, ...found }) => ({ part, ...found })));
  else out.print(findings.map((finding) => findingText(finding, out)).join('\n'));
  return findings.every(({ ok }) => ok) ? 0 : 3;
}

function own(out: Output): readonly Finding[] {
  const phrases = DOCTOR_PHRASES[out.language];
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const recent = major > 20 || (major === 20 && minor >= 19);
  const { folder } = homeAt(process.env['NHIP_HOME']);
  const there = existsSync(folder);
  const writable = !there || mayWrite(folder);
  const tz = process.env['TZ'] ?? '';
  const utc = tz === 'UTC' ? null : inWords({ code: 'WrongTimeZone', facts: { tz: tz || '?' } }, out);
  return [
    {
      ...WELL,
      part: 'node',
      version: process.versions.node,
      ...(!recent && { ok: false, message: phrases.oldNode, mend: phrases.mendNode }),
    },
    { ...WELL, part: 'timeZone', address: tz, ...utc },
    {
      ...WELL,
      part: 'dataFolder',
      address: folder,
      message: there ? null : phrases.noFolderYet,
      ...(!writable && { ok: false, message: phrases.notWritable, mend: phrases.mendFolder }),
    },
  ];
}

function mayWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function inWords(fault: Fault, out: Output): Pick<Found, 'ok' | 'message' | 'mend'> {
  const { sentence, mend } = faultWords(fault, codeSpeaker(out.language));
  return { ok: false, message: sentence, mend };
}

async function served(out: Output): Promise<readonly Finding[]> {
  const phrases = DOCTOR_PHRASES[out.language];
  const places = placesFrom(process.env);
  const parts = ['engine', 'database', 'relay', 'worker'] as const;
  if ('missing' in places) {
    const silent = { ...WELL, ok: false, message: phrases.notRunning, mend: phrases.mendStart };
    return parts.map((part) => ({ ...silent, part }));
  }
  const { address, namespace } = places.temporal;
  const db = openDatabase(places.databaseUrl, { max: 2 });
  const engine = await openEngine(address, namespace);
  try {
    const reached = 'failed' in engine ? null : engine;
    const [told, database, relay] = await Promise.all([
      'failed' in engine ? { ...WELL, ...inWords(engine.failed, out) } : engineFound(engine),
      databaseFound(db, places, out),
      relayFound(places, out),
    ]);
    const worker = await workerFound({ db, engine: reached, places, database }, out);
    return [
      { ...told, part: 'engine', address },
      { ...database, part: 'database' },
      { ...relay, part: 'relay' },
      { ...worker, part: 'worker' },
      ...(database.ok ? await mailRoom(db, places, out) : []),
    ];
  } finally {
    if (!('failed' in engine)) await engine.close();
    await db.close();
  }
}

async function mailRoom(db: Database, { smtpUrl }: Places, out: Output): Promise<readonly Finding[]> {
  const room = roomFindings(await roomState(db), out.language);
  return [...room, forecastFinding(await upcomingLoads(db), smtpUrl, out.language)];
}

async function engineFound(engine: Engine): Promise<Found> {
  const { serverVersion } = await engine.client.withDeadline(Date.now() + 2_000, () =>
    engine.client.workflowService.getSystemInfo({}),
  );
  return { ...WELL, version: serverVersion || null };
}

async function databaseFound(db: Database, { databaseUrl }: Places, out: Output): Promise<Found> {
  const address = databaseAddress(databaseUrl);
  const fault = await databaseFault(db, databaseUrl);
  if (fault) return { ...WELL, address, ...inWords(fault, out) };
  const { rows } = await sql<{
    version: string;
  }>`select current_setting('server_version') as version`.execute(db.kysely);
  return { ...WELL, address, version: rows[0]?.version ?? null };
}

async function relayFound({ smtpUrl }: Places, out: Output): Promise<Found> {
  const { host } = new URL(smtpUrl);
  if (await relayGreets(smtpUrl)) return { ...WELL, address: host };
  const why = DOCTOR_PHRASES[out.language].silent;
  return {
    ...WELL,
    address: host,
    ...inWords({ code: 'RelayUnreachable', facts: { host, why, n: 0 } }, out),
  };
}

async function workerFound(
  {
    db,
    engine,
    places,
    database,
  }: {
    readonly db: Database;
    readonly engine: Engine | null;
    readonly places: Places;
    readonly database: Found;
  },
  out: Output,
): Promise<Found> {
  if (!engine || !database.ok) return { ...WELL, ok: false, message: DOCTOR_PHRASES[out.language].notAsked };
  const { namespace } = places.temporal;
  const answers = await workerAnswers({ db, engine, namespace, smtpUrl: places.smtpUrl }).catch(() => false);
  if (!answers) return { ...WELL, ...inWords({ code: 'NoWorker', facts: {} }, out) };
  return stuckFound(await stuckCycles(engine).catch(() => []), out);
}

/** Ids are codes and years: `tw-79 2018`. */
function stuckFound(cycles: readonly string[], out: Output): Found {
  if (cycles.length === 0) return WELL;
  const phrases = DOCTOR_PHRASES[out.language];
  const named = cycles.slice(0, STUCK_SHOWN).map((id) => id.split(':').slice(1).join(' '));
  const message = phrases.stuck(cycles.length, named.join(', '));
  return { ...WELL, ok: false, message, mend: phrases.mendStuck };
}

/** Looks on PATH and in the caches; fetches nothing. */
async function serverBinary(out: Output): Promise<Finding> {
  const found = { ...WELL, part: 'serverBinary', version: TEMPORAL_VERSION } as const;
  if (process.env['TEMPORAL_ADDRESS']) return { ...found, message: DOCTOR_PHRASES[out.language].notNeeded };
  const binary = await findTemporal(homeAt(process.env['NHIP_HOME']), process.env, () => undefined, []);
  if (isFailure(binary)) return { ...found, ...inWords(binary.failed, out) };
  return { ...found, address: binary.path };
}

const COLUMNS = [{ width: 32 }, { width: 10 }, { width: 64 }] as const;

function findingText({ part, ok, version, address, message, mend }: Finding, { language }: Output): string {
  const phrases = DOCTOR_PHRASES[language];
  const facts = [version, address, message].filter((fact) => fact !== null && fact !== '').join(', ');
  const line = row(0, [phrases.parts[part], ok ? phrases.ok : phrases.notOk, facts], COLUMNS);
  return mend === null ? line : `${line}\n${row(0, ['', '', phrases.mend + mend], COLUMNS)}`;
}
