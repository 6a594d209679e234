// The way to the relay: a few warm SMTP sessions, within the relay's rate. Knows SMTP_URL and sessions; must not know
// letters' states.
import { type Clock, realClock } from './clock.js';
import { pacer } from './pacer.js';
import { type Attempt, outcomeOf, type Relay } from './smtpOutcome.js';
import { openSession, type Session, type Target } from './smtpSession.js';
import { tlsOf } from './smtpTls.js';

const CONNECTIONS = 5;
// A relay that is silent for so long has forgotten us. RFC 5321 4.5.3.2.6 asks for 10 minutes after the dot so that nobody
// sends twice; we do not send again but ask for evidence.
const TIMEOUT_MS = 120_000;

type Settings = Target & {
  readonly connections: number;
  readonly perSecond: number | null;
  /** Letters over one connection; null: no limit. */
  readonly perConnection: number | null;
};

/**
 * A relay at `smtp[s]://[user:password@]host[:port]?connections=5&rate=30&messages=100&timeout=120&tls=required&ca=file.pem`;
 * `rate` in letters a minute, or `5/s`; `messages` over one connection; `timeout` in seconds; `tls` and `ca` as in `tlsOf`.
 * Throws on a URL that is none.
 */
export function smtpRelay(url: string, clock: Clock = realClock): Relay {
  const settings = settingsOf(url);
  const { connections, perSecond, perConnection } = settings;
  const idle: Session[] = [];
  const waiting: (() => void)[] = [];
  let open = 0;

  async function enter(): Promise<void> {
    if (open < connections) open += 1;
    else await new Promise<void>((turn) => waiting.push(turn));
  }
  function leave(): void {
    const next = waiting.shift();
    if (next) next();
    else open -= 1;
  }
  function usable(): Session | null {
    for (let session = idle.pop(); session !== undefined; session = idle.pop()) {
      if (session.usable()) return session;
    }
    return null;
  }
  function keep(session: Session): void {
    if (!session.usable()) return;
    if (session.sent() < (perConnection ?? Number.POSITIVE_INFINITY)) idle.push(session);
    else session.close();
  }

  const send: Relay['send'] = async (envelope, raw, mayWrite = () => true) => {
    await enter();
    try {
      const warm = usable();
      if (warm !== null) {
        const attempt = await warm.send(envelope, raw, mayWrite);
        keep(warm);
        // Relays end idle sessions; that tells nothing about this letter.
        if (!diedIdle(attempt) || !mayWrite()) return outcomeOf(attempt);
      }
      const session = await openSession(settings);
      if ('phase' in session) return outcomeOf(session);
      const attempt = await session.send(envelope, raw, mayWrite);
      keep(session);
      return outcomeOf(attempt);
    } finally {
      leave();
    }
  };

  return {
    connections,
    perSecond,
    slot: pacer(perSecond, clock),
    send,
    warm: async (n) => {
      const missing = Math.max(
        0,
        Math.min(n, connections) - idle.filter((session) => session.usable()).length,
      );
      const opened = await Promise.all(Array.from({ length: missing }, () => openSession(settings)));
      for (const session of opened) if (!('phase' in session)) keep(session);
    },
    close: async () => {
      for (const session of idle.splice(0)) session.close();
      await Promise.resolve();
    },
  };
}

/** The dot was not written, and the relay was gone or said that it is closing; silence is something else. */
function diedIdle({ phase, reply, why }: Attempt): boolean {
  return phase !== 'dot' && (reply === null ? why !== 'Timeout' : reply.startsWith('421'));
}

function settingsOf(text: string): Settings {
  const url = new URL(text);
  const secure = url.protocol === 'smtps:';
  if (!secure && url.protocol !== 'smtp:') throw new TypeError(`not an SMTP address: ${url.protocol}`);
  const user = decodeURIComponent(url.username);
  const number = (name: string): number | null => positive(name, url.searchParams.get(name));
  const rate = url.searchParams.get('rate');
  const timeout = number('timeout');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return {
    host,
    port: url.port === '' ? (secure ? 465 : user === '' ? 25 : 587) : Number(url.port),
    tls: tlsOf(url),
    auth: user === '' ? null : { user, pass: decodeURIComponent(url.password) },
    timeoutMs: timeout === null ? TIMEOUT_MS : timeout * 1000,
    connections: number('connections') ?? CONNECTIONS,
    perSecond: rate?.endsWith('/s') ? positive('rate', rate.slice(0, -2)) : perMinute(rate),
    perConnection: number('messages'),
  };
}

function perMinute(rate: string | null): number | null {
  const letters = positive('rate', rate);
  return letters === null ? null : letters / 60;
}

function positive(name: string, text: string | null): number | null {
  if (text === null) return null;
  const value = Number(text);
  if (!(value > 0)) throw new TypeError(`${name} in SMTP_URL must be a number above 0, is ${text}`);
  return value;
}
