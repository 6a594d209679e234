// What Postfix's own log says of a letter. Knows its lines, rotated files and both ways of writing a time; must not know what
// becomes of the answer.
//
// `message-id=` is written when the header has been read, before the letter is taken. Taken it is when the queue manager
// finds it in the queue: `(queue active)` (goals.md §10). A connection that was lost after DATA never got so far.
import { closeSync, fstatSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setImmediate as others } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';

/** `undecided`: it came in, and neither was it taken nor lost yet; or the log does not go back far enough. */
export type Saying = 'taken' | 'lost' | 'nothing' | 'undecided';

export type PostfixLog = {
  /** What it says of a Message-ID, with its angle brackets, of a letter written at `since` (real, ISO) or shortly before. */
  readonly saying: (messageId: string, since: string) => Promise<Saying>;
};

type Fate = 'open' | 'taken' | 'lost';

type Index = {
  readonly queueIds: Map<string, Set<string>>;
  readonly fates: Map<string, Fate>;
  /** The letter each smtpd process has in hand. */
  readonly inHand: Map<string, string>;
  /** Real ms of the first line read; Infinity: none yet. */
  firstMs: number;
  /** Whether lines before the first one may be missing. */
  cut: boolean;
};

/** So long before a doubt its letter may have been written: the longest wait for a reply, and clocks that differ. */
const BEFORE_MS = 15 * 60_000;
/** A relay that serves others, too: more than a day of a busy one. */
const REMEMBERED = 200_000;

/** Reads the log at `path` and those it was rotated to, as far as needed; later only what is new. */
export function postfixLog(path: string): PostfixLog {
  const index: Index = {
    queueIds: new Map(),
    fates: new Map(),
    inHand: new Map(),
    firstMs: Number.POSITIVE_INFINITY,
    cut: false,
  };
  let current: (Open & { readonly inode: number }) | null = null;
  // One reader at a time, whoever asks.
  let reading: Promise<void> = Promise.resolve();

  async function follow(sinceMs: number): Promise<void> {
    if (current === null) await readRotated(path, sinceMs - BEFORE_MS, index);
    const { ino, size } = statSync(path);
    if (current !== null && (current.inode !== ino || size < current.offset)) {
      // Rotated: the old file is still open here, and read to its end.
      await readOn(current, index);
      closeSync(current.fd);
      current = null;
    }
    current ??= { fd: openSync(path, 'r'), inode: ino, offset: 0, rest: '' };
    await readOn(current, index);
    forgetOldest(index);
  }

  return {
    saying: async (messageId, since) => {
      const sinceMs = Date.parse(since);
      reading = reading.catch(() => undefined).then(() => follow(sinceMs));
      await reading;
      return sayingOf(index, messageId, sinceMs);
    },
  };
}

function sayingOf({ queueIds, fates, cut, firstMs }: Index, messageId: string, sinceMs: number): Saying {
  const known = [...(queueIds.get(messageId) ?? [])].map((id) => fates.get(id) ?? 'open');
  if (known.includes('taken')) return 'taken';
  if (known.includes('open')) return 'undecided';
  if (cut && firstMs > sinceMs - BEFORE_MS) return 'undecided';
  return known.length > 0 ? 'lost' : 'nothing';
}

/** Older files of the same log, oldest first, back to `fromMs`. */
async function readRotated(path: string, fromMs: number, index: Index): Promise<void> {
  const folder = dirname(path);
  const older = readdirSync(folder)
    .filter((name) => name.startsWith(`${basename(path)}.`) || name.startsWith(`${basename(path)}-`))
    .map((name) => ({ file: join(folder, name), changedMs: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => a.changedMs - b.changedMs);
  // A file that was last written before `fromMs` holds nothing that matters.
  const wanted = older.filter(({ changedMs }) => changedMs >= fromMs);
  index.cut = older.length > 0 && wanted.length === older.length;
  for (const { file } of wanted) {
    const bytes = readFileSync(file);
    const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1');
    for (const line of text.split('\n')) take(line, index);
    await others();
  }
}

type Open = { readonly fd: number; offset: number; rest: string };

const CHUNK = 1 << 20;

async function readOn(open: Open, index: Index): Promise<void> {
  const { size } = fstatSync(open.fd);
  const buffer = Buffer.alloc(CHUNK);
  while (open.offset < size) {
    const read = readSync(open.fd, buffer, 0, CHUNK, open.offset);
    if (read === 0) return;
    open.offset += read;
    const lines = (open.rest + buffer.toString('latin1', 0, read)).split('\n');
    open.rest = lines.pop() ?? '';
    for (const line of lines) take(line, index);
    // The sender's beat must not wait for a long log.
    await others();
  }
}

// `Nov 22 20:57:46 relay postfix/qmgr[123]: …`, `2026-11-22T20:57:46.123456+07:00 relay postfix/submission/smtpd[9]: …`
const LINE =
  /^(?:([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d)|(\d{4}-\d\d-\d\dT\S+)) \S+ \S*?(\w+)\[(\d+)\]: (.*?)\r?$/;
const QUEUE_ID = /^([0-9A-Za-z]{6,}): /;
// A session that ended in the midst of a letter; ended later, the letter may well have been taken.
const LOST = /^(?:lost connection|timeout|too many errors) after (?:DATA|BDAT)\b/;
const REFUSED = /: (?:milter-)?reject: (?:END-OF-MESSAGE|DATA|header|body)\b/;

function take(line: string, index: Index): void {
  const [, syslog, iso, program = '', pid = '', said = ''] = LINE.exec(line) ?? [];
  if (syslog === undefined && iso === undefined) return;
  if (index.firstMs === Number.POSITIVE_INFINITY) index.firstMs = timeOf(syslog, iso);
  const queueId = QUEUE_ID.exec(said)?.[1];
  const inHand = queueId ?? index.inHand.get(pid);
  if (program === 'qmgr') {
    if (queueId !== undefined && said.endsWith('(queue active)')) settle(index, queueId, 'taken');
  } else if (program === 'cleanup' || program === 'smtpd') {
    const messageId = /: (?:resent-)?message-id=(<[^>]*>)/.exec(said)?.[1];
    if (queueId !== undefined && messageId !== undefined) remember(index, messageId, queueId);
    else if (queueId !== undefined && said.includes(': client=')) index.inHand.set(pid, queueId);
    else if (inHand !== undefined && (LOST.test(said) || REFUSED.test(said))) settle(index, inHand, 'lost');
  }
}

function remember({ queueIds }: Index, messageId: string, queueId: string): void {
  const known = queueIds.get(messageId);
  if (known) known.add(queueId);
  else queueIds.set(messageId, new Set([queueId]));
}

/** What was taken stays taken, whatever the session ended with. */
function settle({ fates }: Index, queueId: string, fate: Fate): void {
  if (fates.get(queueId) !== 'taken') fates.set(queueId, fate);
}

/** A syslog line has no year: it is the one that puts the line at or before now. */
function timeOf(syslog: string | undefined, iso: string | undefined): number {
  if (iso !== undefined) return Date.parse(iso);
  const now = new Date();
  const inYear = (year: number): number => Date.parse(`${syslog} ${year}`);
  const thisYear = inYear(now.getFullYear());
  return thisYear > now.getTime() + 86_400_000 ? inYear(now.getFullYear() - 1) : thisYear;
}

function forgetOldest(index: Index): void {
  for (const [messageId, ids] of index.queueIds) {
    if (index.queueIds.size <= REMEMBERED) return;
    index.queueIds.delete(messageId);
    for (const id of ids) index.fates.delete(id);
  }
}
