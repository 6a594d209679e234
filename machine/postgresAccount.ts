// Knows under which account the database's processes run, since PostgreSQL refuses to run as root. Knows nothing of SQL.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, cpSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Environment } from './childEnvironment.js';

/**
 * `own`: we are not root. `setpriv`: another account that can still walk through root's closed folders. `switched`: another
 * account and nothing more, so that data and programs must lie where it can reach them.
 */
export type Account = { readonly kind: 'own' } | { readonly kind: 'setpriv' } | { readonly kind: 'switched' };

/** By convention the account "nobody", there on every system without being made. */
const NOBODY = { uid: 65_534, gid: 65_534 } as const;

// access(2) asks for the real account without its capabilities unless no_setuid_fixup is set (capabilities(7)); initdb looks
// for its programs with it and would not find them below a 0700 folder.
const SETPRIV = [
  `--reuid ${NOBODY.uid} --regid ${NOBODY.gid} --clear-groups`,
  '--inh-caps +dac_override --ambient-caps +dac_override --securebits +no_setuid_fixup',
].flatMap((flags) => flags.split(' '));

/** Which account it is to be here. `env` is that of the children: setpriv is looked for on its PATH. */
export function accountHere(env: Environment): Account {
  if (process.getuid?.() !== 0) return { kind: 'own' };
  try {
    execFileSync('setpriv', [...SETPRIV, 'true'], { env: { ...env }, stdio: 'ignore' });
    return { kind: 'setpriv' };
  } catch {
    // Absent, another one than util-linux's, or a container that withholds the capability.
    return { kind: 'switched' };
  }
}

export type Invocation = {
  readonly command: string;
  readonly args: readonly string[];
  readonly account?: { readonly uid: number; readonly gid: number };
};

/** How a program is started under the account. */
export function invocation(account: Account, program: string, args: readonly string[]): Invocation {
  switch (account.kind) {
    case 'own':
      return { command: program, args };
    case 'setpriv':
      return { command: 'setpriv', args: [...SETPRIV, program, ...args] };
    case 'switched':
      return { command: program, args, account: NOBODY };
    default:
      return account satisfies never;
  }
}

/** Gives a file or folder to the account. */
export function giveTo(account: Account, path: string): void {
  if (account.kind !== 'own') chownSync(path, NOBODY.uid, NOBODY.gid);
}

// Kept over a restart of the machine, unlike the folder for temporary files; by the home's path, so that two never meet.
const ELSEWHERE = '/var/lib/nhip';

/**
 * The folder for the database's files: `wanted`, or another one where the account cannot get there. Files once made elsewhere
 * stay there, whatever the machine has learnt since.
 */
export function placeFor(account: Account, wanted: string): string {
  if (account.kind === 'own') return wanted;
  const elsewhere = join(ELSEWHERE, createHash('sha256').update(wanted).digest('hex').slice(0, 16));
  if (existsSync(join(elsewhere, 'data'))) return elsewhere;
  return account.kind === 'setpriv' || isOpen(wanted) ? wanted : elsewhere;
}

/** The package's folder as the account can read it: itself, or a copy of it inside `place`. */
export function programsFor(account: Account, root: string, place: string): string {
  if (account.kind !== 'switched' || isOpen(root)) return root;
  const copy = join(place, 'programs', 'native');
  if (existsSync(copy)) return copy;
  const draft = `${copy}.${process.pid}`;
  mkdirSync(dirname(copy), { recursive: true, mode: 0o755 });
  cpSync(root, draft, { recursive: true });
  rmSync(copy, { recursive: true, force: true });
  renameSync(draft, copy);
  return copy;
}

// Whether every folder on the way lets strangers pass.
function isOpen(path: string): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    const stat = statSync(folder, { throwIfNoEntry: false });
    if (stat !== undefined && (stat.mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
