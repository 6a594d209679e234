// Where engine, database and relay are: explicit variables first, then the embedded engine that runs in NHIP_HOME. The one
// file of a process that reads its environment for them.
import { homeAt, runningIn } from './home.js';
import { NAMESPACE } from './temporal.js';

export interface Places {
  readonly temporal: { readonly address: string; readonly namespace: string };
  readonly databaseUrl: string;
  readonly smtpUrl: string;
  /** Folder of the embedded catcher, whose letters are evidence; null with a real relay. */
  readonly catcherFolder: string | null;
  /** NHIP_EVIDENCE, as `evidenceAt` reads it; left out: the catcher's, or none. */
  readonly evidence?: string;
  /** NHIP_RETURN_MAILBOX, as `returnMailbox` reads it; left out: returned letters are not read. */
  readonly returnMailbox?: string;
  /** NHIP_FROM; null: the mailbox of the first notice's secretariat. */
  readonly from: string | null;
}

/** The engine's place when nothing runs and nothing is set: its usual port, so that the refusal names an address. */
const USUAL_ADDRESS = '127.0.0.1:7233';

export type MissingPlace = {
  readonly missing: 'TEMPORAL_ADDRESS' | 'DATABASE_URL' | 'SMTP_URL';
  readonly address: string;
};

export function placesFrom(env: NodeJS.ProcessEnv): Places | MissingPlace {
  const home = homeAt(env['NHIP_HOME']);
  const run = runningIn(home);
  const address = env['TEMPORAL_ADDRESS'] ?? run?.temporal;
  const databaseUrl = env['DATABASE_URL'] ?? run?.postgres;
  const smtpUrl = env['SMTP_URL'] ?? run?.smtp;
  if (!address) return { missing: 'TEMPORAL_ADDRESS', address: USUAL_ADDRESS };
  if (!databaseUrl) return { missing: 'DATABASE_URL', address };
  if (!smtpUrl) return { missing: 'SMTP_URL', address };
  return {
    temporal: { address, namespace: env['TEMPORAL_NAMESPACE'] ?? NAMESPACE },
    databaseUrl,
    smtpUrl,
    catcherFolder: env['SMTP_URL'] === undefined && run !== null ? home.mail : null,
    ...(env['NHIP_EVIDENCE'] && { evidence: env['NHIP_EVIDENCE'] }),
    ...(env['NHIP_RETURN_MAILBOX'] && { returnMailbox: env['NHIP_RETURN_MAILBOX'] }),
    from: env['NHIP_FROM'] ?? null,
  };
}
