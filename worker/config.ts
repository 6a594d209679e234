// Where a worker finds engine, database and relay: the one file of the worker's process that reads its environment.
import { homeAt, runningIn } from '../machine/home.js';
import { NAMESPACE } from '../workflows/contract.js';

export interface WorkerPlaces {
  readonly temporal: { readonly address: string; readonly namespace: string };
  readonly databaseUrl: string;
  readonly smtpUrl: string;
  /** Folder of the embedded catcher, whose letters are evidence; null with a real relay. */
  readonly catcherFolder: string | null;
  /** NHIP_FROM; null: the mailbox of the first notice's secretariat. */
  readonly from: string | null;
}

export type MissingPlace = { readonly missing: 'TEMPORAL_ADDRESS' | 'DATABASE_URL' | 'SMTP_URL' };

/** Explicit variables first, then the embedded engine that runs in NHIP_HOME. */
export function workerPlaces(env: NodeJS.ProcessEnv): WorkerPlaces | MissingPlace {
  const run = runningIn(homeAt(env['NHIP_HOME']));
  const address = env['TEMPORAL_ADDRESS'] ?? run?.temporal;
  const databaseUrl = env['DATABASE_URL'] ?? run?.postgres;
  const smtpUrl = env['SMTP_URL'] ?? run?.smtp;
  if (!address) return { missing: 'TEMPORAL_ADDRESS' };
  if (!databaseUrl) return { missing: 'DATABASE_URL' };
  if (!smtpUrl) return { missing: 'SMTP_URL' };
  return {
    temporal: { address, namespace: env['TEMPORAL_NAMESPACE'] ?? NAMESPACE },
    databaseUrl,
    smtpUrl,
    catcherFolder: env['SMTP_URL'] || !run ? null : homeAt(env['NHIP_HOME']).mail,
    from: env['NHIP_FROM'] ?? null,
  };
}
