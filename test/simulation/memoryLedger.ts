// The ledger as a table in memory: what the SQL of `database/ledger/` does, each operation at once and as a whole. Knows states and
// versions; must not know who asks, nor in which order.
import type {
  ArmedNotice,
  Channel,
  Counts,
  Doubt,
  Ledger,
  Mark,
  Seat,
  StaleLetter,
  Which,
  Written,
} from '../../database/ledger/ledger.js';
import type { LetterState, NoticeState } from '../../database/schema.js';
import { letterIdOf } from '../../domain/letters.js';
import { type Instant, instantFromMs, type LocalDate } from '../../domain/localDate.js';
import { compare, type Notice, type SentNotice } from '../../domain/notices.js';
import { stillInTime } from '../../domain/quiet.js';
import { domainOf } from '../../mail/address.js';

export type LetterRow = {
  readonly id: string;
  readonly at: Instant;
  readonly mailbox: string;
  state: LetterState;
  version: number;
  composedVersion: number | null;
  rank: number;
  firstDue: LocalDate | null;
  body: string | null;
  post: string | null;
  messageId: string | null;
  envelopeFrom: string;
  raw: Buffer;
  epoch: string | null;
  attempts: number;
  faults: number;
  retryAt: number | null;
  doubtAt: number | null;
  claim: number;
};

export type NoticeRow = {
  notice: Notice;
  readonly cycle: string;
  letter: string;
  state: NoticeState;
  leaving: boolean;
};

type Holder = { readonly lost: (() => void)[] };

export type Tables = {
  readonly letters: Map<string, LetterRow>;
  readonly notices: Map<string, NoticeRow>;
  readonly instants: Map<Instant, { started: boolean; sealed: boolean }>;
  readonly turns: Map<string, { n: number; hash: string; result: unknown }>;
  /** What came of attempts, with the number of the claim they belong to. */
  readonly heard: {
    readonly letter: string;
    readonly epoch: string;
    readonly claim: number;
    readonly class: string;
  }[];
  readonly owed: Set<string>;
  sender: { epoch: string; beat: number; holder: Holder | null };
  channel: { failures: number; probeAt: number; alarm: string | null };
  epochs: number;
  claims: number;
};

export function tables(): Tables {
  return {
    letters: new Map(),
    notices: new Map(),
    instants: new Map(),
    turns: new Map(),
    heard: [],
    owed: new Set(),
    sender: { epoch: 'e0', beat: 0, holder: null },
    channel: { failures: 0, probeAt: 0, alarm: null },
    epochs: 0,
    claims: 0,
  };
}

const ACTIVE: readonly LetterState[] = ['composing', 'ready', 'sending'];
const GONE: readonly LetterState[] = ['sending', 'inDoubt', 'sent', 'refused'];
const BATCH = 50;

/** Each function is one transaction of the ledger. `now`: real time, epoch ms. */
export type Transactions = {
  readonly [K in Exclude<keyof Ledger, 'seat'>]: (
    ...given: Parameters<Ledger[K]>
  ) => Awaited<ReturnType<Ledger[K]>>;
};

export function transactions(db: Tables, now: () => number): Transactions {
  const armedIn = (letter: string): readonly NoticeRow[] =>
    [...db.notices.values()].filter((row) => row.letter === letter && row.state === 'armed');
  const inState = (...states: readonly LetterState[]): LetterRow[] =>
    [...db.letters.values()].filter(({ state }) => states.includes(state));
  const isSettled = (at: Instant): boolean => !inState(...ACTIVE).some((letter) => letter.at === at);
  const channel = (): Channel => ({
    failures: db.channel.failures,
    opensInSeconds: Math.max(0, Math.ceil((db.channel.probeAt - now()) / 1_000)),
    alarm: db.channel.alarm,
  });
  const withdrawLeaving = (letter: LetterRow): void => {
    const leaving = armedIn(letter.id).filter((row) => row.leaving);
    if (leaving.length === 0) return;
    for (const row of leaving) Object.assign(row, { state: 'withdrawn', leaving: false });
    letter.version += 1;
    if (armedIn(letter.id).length === 0) letter.state = 'withdrawn';
  };
  return {
    seal: (at) => void (instantOf(db, at).sealed = true),
    isSettled,
    closeInstant: (at) => {
      if (!isSettled(at)) return false;
      instantOf(db, at).started = false;
      return true;
    },
    notStarted: (instants) => instants.filter((at) => db.instants.get(at)?.started === false).toSorted(),
    counts: (at) =>
      countsOf(
        [...db.letters.values()].filter((letter) => letter.at === at),
        db,
        now(),
      ),
    staleLetters: (which) => staleLetters(db, which),
    noticesOf: (letters) =>
      letters.flatMap((letter) =>
        armedIn(letter).map((row): ArmedNotice => ({ letter, cycle: row.cycle, notice: row.notice })),
      ),
    storeLetters: (_, written) =>
      new Set(written.filter((one) => store(db, one)).map(({ letter }) => letter.id)),
    withdrawLate: (instant) => {
      const late = inState('composing', 'ready').filter(
        ({ at }) => at <= instant && !stillInTime(at, instant),
      );
      const cycles = new Set<string>();
      for (const letter of late) {
        for (const row of armedIn(letter.id)) {
          Object.assign(row, { state: 'withdrawn', leaving: false });
          cycles.add(row.cycle);
        }
        letter.state = 'withdrawn';
        letter.version += 1;
      }
      for (const cycle of cycles) db.owed.add(cycle);
      return [...cycles].sort();
    },
    owedTurns: () => [...db.owed].sort(),
    dueLetters: (instant, without) =>
      inState('ready')
        .filter((letter) => letter.composedVersion === letter.version && letter.at <= instant)
        .filter(({ retryAt, mailbox }) => (retryAt ?? 0) <= now() && !without.includes(domainOf(mailbox)))
        .sort(bySending)
        .map(({ id, mailbox }) => ({ id, mailbox })),
    postpone: (domain, instant, seconds) => {
      for (const letter of inState('ready'))
        if (letter.at <= instant && domainOf(letter.mailbox) === domain)
          letter.retryAt = Math.max(letter.retryAt ?? 0, now() + seconds * 1_000);
    },
    claim: (epoch, ids) =>
      ids.flatMap((id) => {
        const letter = db.letters.get(id);
        if (
          db.sender.epoch !== epoch ||
          letter?.state !== 'ready' ||
          letter.composedVersion !== letter.version
        )
          return [];
        Object.assign(letter, {
          state: 'sending',
          epoch,
          attempts: letter.attempts + 1,
          claim: (db.claims += 1),
        });
        const { at, mailbox, envelopeFrom, raw, attempts, faults } = letter;
        return [{ id, at, mailbox, envelope_from: envelopeFrom, raw, attempts, faults }];
      }),
    mark: (epoch, _, marks) => {
      for (const { id, attempt } of marks)
        if (attempt !== null)
          db.heard.push({ letter: id, epoch, claim: db.letters.get(id)?.claim ?? 0, class: attempt.class });
      return marks.flatMap((mark) => {
        const letter = db.letters.get(mark.id);
        if (db.sender.epoch !== epoch || letter?.state !== 'sending' || letter.epoch !== epoch) return [];
        applyMark(letter, mark, now());
        if (mark.state === 'sent' || mark.state === 'refused')
          for (const row of armedIn(mark.id)) row.state = mark.state;
        if (mark.state === 'ready' || mark.state === 'held') withdrawLeaving(letter);
        return [mark.id];
      });
    },
    doubts: () =>
      inState('inDoubt')
        .sort(bySending)
        .map((letter) => doubtOf(db, letter)),
    settleDoubt: ({ id }, state) => {
      const letter = db.letters.get(id);
      if (letter?.state !== 'inDoubt') return false;
      Object.assign(letter, { state, epoch: null, doubtAt: null, retryAt: null });
      if (state === 'sent') for (const row of armedIn(id)) row.state = 'sent';
      else withdrawLeaving(letter);
      return true;
    },
    channel,
    closeChannel: (seconds, alarm) => {
      const raised = alarm !== null && db.channel.alarm === null;
      db.channel = {
        failures: db.channel.failures + 1,
        probeAt: now() + seconds * 1_000,
        alarm: alarm ?? db.channel.alarm,
      };
      return raised;
    },
    openChannel: () => void (db.channel = { failures: 0, probeAt: 0, alarm: null }),
  };
}

function instantOf(db: Tables, at: Instant): { started: boolean; sealed: boolean } {
  const found = db.instants.get(at) ?? { started: false, sealed: false };
  db.instants.set(at, found);
  return found;
}

function bySending(a: LetterRow, b: LetterRow): number {
  return (
    a.rank - b.rank ||
    compare(a.firstDue ?? '', b.firstDue ?? '') ||
    compare(a.at, b.at) ||
    compare(a.id, b.id)
  );
}

function countsOf(letters: readonly LetterRow[], { channel }: Tables, now: number): Counts {
  const counts = {
    composing: 0,
    ready: 0,
    sending: 0,
    sent: 0,
    refused: 0,
    inDoubt: 0,
    held: 0,
    withdrawn: 0,
  };
  for (const { state } of letters) counts[state] += 1;
  const waits = letters
    .filter(({ state }) => state === 'ready')
    .map(({ retryAt }) => Math.max(0, Math.max(retryAt ?? 0, channel.probeAt) - now));
  return { ...counts, retryInSeconds: waits.length === 0 ? null : Math.ceil(Math.min(...waits) / 1_000) };
}

function staleLetters(db: Tables, which: Which): readonly StaleLetter[] {
  return [...db.letters.values()]
    .filter(
      ({ at }) =>
        ('at' in which ? at === which.at : at <= which.upTo) && db.instants.get(at)?.sealed === true,
    )
    .filter(
      ({ state, version, composedVersion }) =>
        (state === 'composing' || state === 'ready') && composedVersion !== version,
    )
    .sort((a, b) => compare(a.id, b.id))
    .slice(0, BATCH)
    .map(({ id, version, at, messageId }) => ({ id, version, at, message_id: messageId }));
}

function store(
  db: Tables,
  { letter: { id, version }, state, message, body, post, rank, firstDue, dropped }: Written,
): boolean {
  const letter = db.letters.get(id);
  if (letter?.version !== version || (letter.state !== 'composing' && letter.state !== 'ready')) return false;
  const next = version + (dropped.length > 0 ? 1 : 0);
  Object.assign(letter, { state, version: next, composedVersion: next, body, post, rank, firstDue });
  if (message !== null)
    Object.assign(letter, {
      messageId: message.messageId,
      envelopeFrom: message.envelope.from,
      raw: Buffer.from(message.raw),
    });
  for (const gone of dropped) {
    const row = db.notices.get(gone);
    if (row === undefined) continue;
    row.state = 'withdrawn';
    db.owed.add(row.cycle);
  }
  return true;
}

function applyMark(letter: LetterRow, { state, attempts, faults, waitSeconds }: Mark, now: number): void {
  Object.assign(letter, { state, attempts, faults, epoch: null });
  letter.doubtAt = state === 'inDoubt' ? now : null;
  letter.retryAt = waitSeconds > 0 ? now + waitSeconds * 1_000 : null;
}

function doubtOf(db: Tables, { id, at, body, post, messageId, doubtAt, epoch, claim }: LetterRow): Doubt {
  const heard =
    db.heard.findLast((one) => one.letter === id && one.epoch === epoch && one.claim === claim)?.class ??
    null;
  return { id, at, body, post, message_id: messageId ?? '', since: instantFromMs(doubtAt ?? 0), heard };
}

/** A place for the lock, of one process: all its sessions end with it. */
export function seatOf(
  db: Tables,
  now: () => number,
): Omit<Seat, 'take' | 'endFrozen' | 'takeOver' | 'beat' | 'leave'> & {
  readonly take: () => Awaited<ReturnType<Seat['take']>>;
  readonly endFrozen: () => void;
  readonly takeOver: () => string;
  readonly beat: (epoch: string) => boolean;
  readonly leave: () => void;
} {
  const me: Holder = { lost: [] };
  return {
    take: () => {
      db.sender.holder ??= me;
      return { taken: db.sender.holder === me, beat: `${db.sender.epoch} ${db.sender.beat}` };
    },
    endFrozen: () => {
      const { holder } = db.sender;
      db.sender.holder = null;
      for (const lost of holder?.lost ?? []) lost();
    },
    takeOver: () => {
      db.epochs += 1;
      db.sender = { ...db.sender, epoch: `e${db.epochs}`, beat: 0 };
      for (const letter of db.letters.values())
        if (letter.state === 'sending') Object.assign(letter, { state: 'inDoubt', doubtAt: now() });
      return db.sender.epoch;
    },
    beat: (epoch) => {
      if (db.sender.epoch !== epoch || db.sender.holder !== me) return false;
      db.sender.beat += 1;
      return true;
    },
    onLost: (lost) => void me.lost.push(lost),
    leave: () => {
      if (db.sender.holder === me) db.sender.holder = null;
    },
  };
}

export type Arming = {
  readonly sealed: readonly Instant[];
  readonly instants: readonly Instant[];
  readonly alreadyGone: readonly string[];
};

/** Makes the unsent notices of a cycle equal to its plan, or changes nothing where they would join a sealed instant. */
export function arm(db: Tables, cycle: string, notices: readonly Notice[]): Arming {
  const wanted = new Map(notices.map((notice) => [notice.id, notice]));
  const target = ({ mailbox, at }: Notice): string => letterIdOf(mailbox, at);
  const isGone = (letter: string): boolean => GONE.includes(db.letters.get(letter)?.state ?? 'composing');
  const touched = new Set<string>();
  const gone = new Set<string>();
  const joining: Notice[] = [];
  // Instants are locked before letters: what may be leaving is not known then.
  const locked: Instant[] = [];
  const changes: (() => void)[] = [];
  for (const notice of wanted.values()) {
    const row = db.notices.get(notice.id);
    if (row !== undefined && row.state !== 'armed' && row.state !== 'withdrawn') continue;
    const letter = target(notice);
    if (row?.state === 'armed') {
      if (JSON.stringify(row.notice) === JSON.stringify(notice)) continue;
      if (row.letter !== letter) locked.push(notice.at);
      if (isGone(row.letter)) {
        if (row.letter !== letter) gone.add(row.letter);
        continue;
      }
      touched.add(row.letter);
    }
    if (row?.state !== 'armed' || row.letter !== letter) {
      joining.push(notice);
      locked.push(notice.at);
      touched.add(letter);
    }
    changes.push(() => db.notices.set(notice.id, { notice, cycle, letter, state: 'armed', leaving: false }));
  }
  for (const row of db.notices.values()) {
    if (row.cycle !== cycle || row.state !== 'armed' || wanted.has(row.notice.id)) continue;
    if (isGone(row.letter)) {
      gone.add(row.letter);
      changes.push(() => void (row.leaving = true));
    } else {
      touched.add(row.letter);
      changes.push(() => void (row.state = 'withdrawn'));
    }
  }
  const sealed = locked.filter((at) => instantOf(db, at).sealed);
  if (sealed.length > 0) return { sealed: [...new Set(sealed)].sort(), instants: [], alreadyGone: [] };
  for (const notice of joining) create(db, notice);
  for (const change of changes) change();
  for (const id of touched) touch(db, id);
  const waiting = [...db.notices.values()].filter((row) => row.cycle === cycle && row.state === 'armed');
  const instants = waiting
    .filter((row) => ACTIVE.includes(db.letters.get(row.letter)?.state ?? 'withdrawn'))
    .map(({ notice }) => notice.at);
  return { sealed: [], instants: [...new Set(instants)].sort(), alreadyGone: [...gone].sort() };
}

function create(db: Tables, { mailbox, at }: Notice): void {
  const id = letterIdOf(mailbox, at);
  if (db.letters.has(id)) return;
  const content = {
    composedVersion: null,
    body: null,
    post: null,
    messageId: null,
    envelopeFrom: '',
  } as const;
  const order = { rank: 1, firstDue: null } as const;
  const tries = { epoch: null, attempts: 0, faults: 0, retryAt: null, doubtAt: null, claim: 0 } as const;
  db.letters.set(id, {
    id,
    at,
    mailbox,
    state: 'composing',
    version: 0,
    raw: Buffer.alloc(0),
    ...content,
    ...order,
    ...tries,
  });
}

function touch(db: Tables, id: string): void {
  const letter = db.letters.get(id);
  if (letter === undefined || !['composing', 'ready', 'held', 'withdrawn'].includes(letter.state)) return;
  letter.version += 1;
  const empty = ![...db.notices.values()].some((row) => row.letter === id && row.state === 'armed');
  if (empty) letter.state = 'withdrawn';
  else if (letter.state === 'withdrawn') letter.state = 'composing';
}

export function sentOf(db: Tables, cycle: string): readonly SentNotice[] {
  return [...db.notices.values()]
    .filter((row) => row.cycle === cycle && row.state === 'sent')
    .map(({ notice: { id, duty, body, step, due, at } }) => ({ id, duty, body, step, due, at }))
    .sort((a, b) => compare(a.at, b.at) || compare(a.id, b.id));
}

export function armedUpTo(db: Tables, cycle: string, until: Instant): readonly Notice[] {
  return [...db.notices.values()]
    .filter((row) => row.cycle === cycle && row.state === 'armed' && row.notice.at <= until)
    .map(({ notice }) => notice)
    .sort((a, b) => compare(a.id, b.id));
}
