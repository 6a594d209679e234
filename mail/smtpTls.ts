// How an SMTP address asks for TLS, and which failures of it are ours to mend. Knows certificates and URL parameters; must
// not know sessions.
import { readFileSync } from 'node:fs';

/** `required`: no letter goes without; `offered`: when the relay offers it; always with a certificate that is verified. */
export type Tls = {
  readonly use: 'fromStart' | 'required' | 'offered' | 'never';
  /** Authorities trusted for this relay instead of the usual ones, as PEM; null: the usual ones. */
  readonly ca: string | null;
};

const USES: readonly string[] = ['required', 'offered', 'never'] satisfies readonly Tls['use'][];

/**
 * `?tls=required|offered|never&ca=file.pem`. Left out: `required` where credentials are given, `never` on this machine
 * (nothing crosses a network, and Debian's Postfix shows a certificate made by itself), else `offered`. Throws on
 * credentials that would cross a network in clear.
 */
export function tlsOf(url: URL): Tls {
  const file = url.searchParams.get('ca');
  const ca = file === null ? null : readFileSync(file, 'utf8');
  if (url.protocol === 'smtps:') return { use: 'fromStart', ca };
  const near = /^(localhost|127\..*|\[::1\])$/.test(url.hostname);
  const secret = url.username !== '' && !near;
  const asked = url.searchParams.get('tls') ?? (secret ? 'required' : near ? 'never' : 'offered');
  if (!isUse(asked)) throw new TypeError(`tls in SMTP_URL must be one of ${USES.join(', ')}, is ${asked}`);
  if (secret && asked !== 'required') throw new TypeError('credentials in SMTP_URL want tls=required');
  return { use: asked, ca };
}

function isUse(text: string): text is 'required' | 'offered' | 'never' {
  return USES.includes(text);
}

/** nodemailer's options for it. */
export function tlsOptions({ use, ca }: Tls) {
  return {
    secure: use === 'fromStart',
    requireTLS: use === 'required',
    ignoreTLS: use === 'never',
    ...(ca !== null && { tls: { ca } }),
  };
}

// OpenSSL's and Node's names for a certificate that does not prove who the relay is: expired, self-signed, of an unknown
// authority, for another host. All else that breaks a handshake may be over in a minute.
const UNTRUSTED = /^(CERT_|ERR_TLS_CERT_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA)/;

/** Whether an error code says that the relay's certificate was not accepted: the next letter will fare alike. */
export function isUntrusted(code: unknown): boolean {
  return typeof code === 'string' && UNTRUSTED.test(code);
}
