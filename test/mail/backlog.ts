// Letters that are ready, in memory and on a given clock: the half of the ledger that sending asks, in its plainest form.
import type { Claimed } from '../../database/ledger/ledger.js';
import type { SendLedger } from '../../activities/send.js';
import { epochMs, type Instant, instantFromMs } from '../../domain/localDate.js';
import { stillInTime } from '../../domain/quiet.js';
import { domainOf } from '../../mail/address.js';
import type { Clock } from '../../mail/clock.js';

type Ready = {
  readonly mailbox: string;
  readonly at: Instant;
  readonly rank?: number;
  readonly due?: string;
};

type Row = Omit<Claimed, 'attempts' | 'faults'> & {
  readonly order: string;
  state: string;
  attempts: number;
  faults: number;
  retryAt: number;
};

export type Backlog = {
  readonly ledger: SendLedger;
  readonly states: () => Readonly<Record<string, number>>;
  /** Business time on the clock. */
  readonly now: () => Instant;
};

/** `start`: business time when the clock is at 0. */
export function backlog(letters: readonly Ready[], clock: Clock, start: Instant): Backlog {
  const rows = new Map(
    letters.map(({ mailbox, at, rank = 1, due = '' }): [string, Row] => {
      const id = `${mailbox}/${at}`;
      const row = { id, at, mailbox, envelope_from: 'nhip@nhip.example', raw: Buffer.from(id) };
      const order = `${rank} ${due} ${at} ${id}`;
      return [id, { ...row, order, state: 'ready', attempts: 0, faults: 0, retryAt: 0 }];
    }),
  );
  const inOrder = [...rows.values()].sort((a, b) => (a.order < b.order ? -1 : 1));
  const channel = { failures: 0, opensAt: 0, alarm: null as string | null };
  const isDue = (row: Row, now: Instant): boolean => row.state === 'ready' && row.at <= now;
  const ledger: SendLedger = {
    staleLetters: () => Promise.resolve([]),
    noticesOf: () => Promise.resolve([]),
    storeLetters: () => Promise.resolve(new Set()),
    withdrawLate: (now) => {
      for (const row of inOrder) if (isDue(row, now) && !stillInTime(row.at, now)) row.state = 'withdrawn';
      return Promise.resolve([]);
    },
    dueLetters: (now, without) => {
      const due = inOrder.filter((row) => isDue(row, now) && row.retryAt <= clock.monotonicMs());
      return Promise.resolve(
        due.filter(({ mailbox }) => !without.includes(domainOf(mailbox))).slice(0, 5_000),
      );
    },
    postpone: (domain, now, waitSeconds) => {
      const until = clock.monotonicMs() + waitSeconds * 1_000;
      for (const row of inOrder)
        if (isDue(row, now) && domainOf(row.mailbox) === domain) row.retryAt = Math.max(row.retryAt, until);
      return Promise.resolve();
    },
    claim: (_epoch, ids) =>
      Promise.resolve(
        ids.flatMap((id) => {
          const row = rows.get(id);
          if (row?.state !== 'ready') return [];
          row.state = 'sending';
          row.attempts += 1;
          return [{ ...row }];
        }),
      ),
    mark: (_epoch, _now, marks) => {
      for (const { id, state, attempts, faults, waitSeconds } of marks) {
        const row = rows.get(id);
        if (row)
          Object.assign(row, { state, attempts, faults, retryAt: clock.monotonicMs() + waitSeconds * 1_000 });
      }
      return Promise.resolve(marks.map(({ id }) => id));
    },
    channel: () => {
      const opensInSeconds = Math.max(0, Math.ceil((channel.opensAt - clock.monotonicMs()) / 1_000));
      return Promise.resolve({ failures: channel.failures, opensInSeconds, alarm: channel.alarm });
    },
    closeChannel: (waitSeconds, alarm) => {
      channel.failures += 1;
      channel.opensAt = clock.monotonicMs() + waitSeconds * 1_000;
      channel.alarm ??= alarm;
      return Promise.resolve(alarm !== null);
    },
    openChannel: () => {
      Object.assign(channel, { failures: 0, opensAt: 0, alarm: null });
      return Promise.resolve();
    },
  };
  return {
    ledger,
    states: () => {
      const states: Record<string, number> = {};
      for (const { state } of inOrder) states[state] = (states[state] ?? 0) + 1;
      return states;
    },
    now: () => instantFromMs(epochMs(start) + clock.monotonicMs()),
  };
}
