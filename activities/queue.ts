// Which letter goes next, claimed for this sender. Knows order, claims, rate and room; must not know what comes of a letter.
import type { Claimed, DueLetter, Ledger } from '../database/ledger/ledger.js';
import type { Instant } from '../domain/localDate.js';
import { domainOf } from '../mail/address.js';
import type { Clock } from '../mail/clock.js';
import type { Relay } from '../mail/smtpOutcome.js';
import { openRooms, type Rooms } from './rooms.js';

export type Queue = {
  /** The next letter that may go; null: nothing is due, or nothing may be sent. */
  readonly take: () => Promise<Taken | null>;
  /** Letters of the domain wait for so long, with their own backoff afterwards. */
  readonly postpone: (domain: string, waitSeconds: number) => Promise<void>;
  /** To be called when no lane takes any more: what was claimed and not taken. */
  readonly rest: () => Promise<readonly Claimed[]>;
};

export type Taken = {
  readonly letter: Claimed;
  readonly domain: string;
  /** To be called when the letter is no longer under way. */
  readonly ended: () => void;
};

export type Source = {
  readonly ledger: Pick<Ledger, 'dueLetters' | 'claim' | 'postpone'>;
  readonly clock: Clock;
  readonly relay: Pick<Relay, 'perSecond' | 'slot'>;
  readonly epoch: string;
  readonly lanes: number;
  /** One letter, then another look at the channel. */
  readonly probing: boolean;
  readonly now: () => Instant;
  readonly maySend: () => boolean;
  /** Called before each reading of what is due: withdraws what is late, composes what changed. */
  readonly prepare: () => Promise<void>;
  readonly signal: AbortSignal | undefined;
};

// A kill leaves at most so many letters to ask evidence for.
const CLAIM = 50;
// So often at least it looks for what has become due, and late, meanwhile.
const REFRESH_MS = 30_000;
const BUSY_MS = 10;

type Waiting<T> = { readonly letter: T; readonly domain: string };

type Line = {
  readonly source: Source;
  readonly rooms: Rooms;
  due: Waiting<DueLetter>[];
  readonly claimed: Waiting<Claimed>[];
  /** Lanes that wait for the relay's rate. */
  pacing: number;
  readAt: number;
  refilling: Promise<boolean> | null;
};

export function openQueue(source: Source): Queue {
  const rooms = openRooms(source.lanes, source.clock);
  const line: Line = {
    source,
    rooms,
    due: [],
    claimed: [],
    pacing: 0,
    readAt: Number.NEGATIVE_INFINITY,
    refilling: null,
  };
  return {
    take: () => take(line),
    postpone: async (domain, waitSeconds) => {
      await source.ledger.postpone(domain, source.now(), waitSeconds);
      takeOut(line, (one) => one.domain === domain);
    },
    rest: async () => {
      await line.refilling?.catch(() => undefined);
      return line.claimed.splice(0).map(({ letter }) => letter);
    },
  };
}

async function take(line: Line): Promise<Taken | null> {
  const { source, rooms } = line;
  while (source.maySend()) {
    if (isOld(line)) await refilled(line);
    const taken = source.relay.perSecond === null ? batched(line) : await paced(line);
    if (taken !== null) return taken;
    if (await refilled(line)) continue;
    if (!rooms.someWait()) return null;
    await rooms.change();
  }
  return null;
}

function batched(line: Line): Taken | null {
  const { source, rooms, claimed, due } = line;
  const one = first(line, claimed);
  // Ahead of need, so that no lane waits for a claim.
  if (!source.probing && claimed.length < source.lanes && due.length > 0) void refilled(line);
  return one && { ...one, ended: rooms.enter(one.domain) };
}

/** Chosen and claimed only when the relay may be given one: until then it may be withdrawn, and a prompt goes before it. */
async function paced(line: Line): Promise<Taken | null> {
  const { ledger, relay, epoch, maySend, signal } = line.source;
  if (!hasSpare(line)) return null;
  line.pacing += 1;
  await relay.slot(signal);
  line.pacing -= 1;
  const one = maySend() ? first(line, line.due) : null;
  if (one === null) return null;
  const ended = line.rooms.enter(one.domain);
  const [letter] = await ledger.claim(epoch, [one.letter.id]);
  if (letter) return { letter, domain: one.domain, ended };
  ended();
  return null;
}

/** Whether more letters may go than lanes wait for the rate. */
function hasSpare({ due, rooms, pacing }: Line): boolean {
  let found = 0;
  for (const { domain } of due) {
    if (rooms.hasRoom(domain)) found += 1;
    if (found > pacing) return true;
  }
  return false;
}

/** One refill at a time, whoever asks. */
function refilled(line: Line): Promise<boolean> {
  line.refilling ??= refill(line).finally(() => {
    line.refilling = null;
  });
  // Thrown again by whoever waits for it; until then it must not count as unhandled.
  line.refilling.catch(() => undefined);
  return line.refilling;
}

/** False: nothing that may go is due. */
async function refill(line: Line): Promise<boolean> {
  const { ledger, clock, relay, epoch } = line.source;
  await read(line);
  if (relay.perSecond !== null) return hasSpare(line);
  const ids = claimable(line).map(({ letter }) => letter.id);
  if (ids.length === 0) return false;
  const letters = await ledger.claim(epoch, ids);
  line.claimed.push(...letters.map((letter) => waiting(line, letter)));
  // Nothing of it was free: a turn is changing it. Not to ask again at once.
  if (letters.length === 0) await clock.sleep(BUSY_MS);
  return true;
}

function isOld({ source, readAt }: Line): boolean {
  return source.clock.monotonicMs() - readAt > REFRESH_MS;
}

/** Reads what is due when there is nothing left, or it was read long ago, or all of it belongs to domains without room. */
async function read(line: Line): Promise<void> {
  const { ledger, clock, now, prepare } = line.source;
  const old = isOld(line);
  if (!old && line.due.some(({ domain }) => line.rooms.hasRoom(domain))) return;
  const crowded = old ? [] : [...new Set(line.due.map(({ domain }) => domain))];
  await prepare();
  const rows = await ledger.dueLetters(now(), crowded);
  if (old) takeOut(line, () => true);
  line.readAt = clock.monotonicMs();
  line.due.push(...rows.map((row) => waiting(line, row)));
}

/** Takes out what is worth a claim: of slow domains one at a time. */
function claimable(line: Line): readonly Waiting<DueLetter>[] {
  const { rooms, claimed, source } = line;
  const limit = source.probing ? 1 : CLAIM;
  const slow = new Set(claimed.map(({ domain }) => domain).filter(rooms.isSlow));
  let chosen = 0;
  return takeOut(line, ({ domain }) => {
    if (chosen >= limit || slow.has(domain) || !rooms.hasRoom(domain)) return false;
    if (rooms.isSlow(domain)) slow.add(domain);
    chosen += 1;
    return true;
  });
}

function waiting<T extends { readonly mailbox: string }>({ rooms }: Line, letter: T): Waiting<T> {
  const domain = domainOf(letter.mailbox);
  rooms.waits(domain, 1);
  return { letter, domain };
}

/** The first that has room, taken out. */
function first<T>({ rooms }: Line, letters: Waiting<T>[]): Waiting<T> | null {
  const index = letters.findIndex(({ domain }) => rooms.hasRoom(domain));
  const [one] = index < 0 ? [] : letters.splice(index, 1);
  if (one === undefined) return null;
  rooms.waits(one.domain, -1);
  return one;
}

/** Takes out of what is due. */
function takeOut(line: Line, which: (one: Waiting<DueLetter>) => boolean): readonly Waiting<DueLetter>[] {
  const out: Waiting<DueLetter>[] = [];
  line.due = line.due.filter((one) => {
    if (!which(one)) return true;
    out.push(one);
    line.rooms.waits(one.domain, -1);
    return false;
  });
  return out;
}
