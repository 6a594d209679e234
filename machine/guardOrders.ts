// Knows what the owner and its guard tell each other. Types only: the guard must stay tiny.

/** How a child is to be started and ended. */
export type ChildOrder = {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** The child's whole environment: nothing of the owner's leaks in. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** File to which both outputs are appended. */
  readonly log: string;
  /** The signal that asks this child to finish in order; SIGKILL follows after the limit. */
  readonly stop: 'SIGINT' | 'SIGTERM';
  /** Started by root for another account, where no setpriv does it. */
  readonly account?: { readonly uid: number; readonly gid: number };
};

export type ToGuard =
  | { readonly type: 'start'; readonly id: number; readonly order: ChildOrder }
  | { readonly type: 'stop'; readonly id: number; readonly limitMs: number }
  /** A throw-away data folder, removed when the last child has ended. */
  | { readonly type: 'removeAtEnd'; readonly folder: string };

export type FromGuard =
  | { readonly type: 'ready' }
  | { readonly type: 'started'; readonly id: number; readonly pid: number }
  | { readonly type: 'notStarted'; readonly id: number; readonly why: string }
  | {
      readonly type: 'ended';
      readonly id: number;
      readonly code: number | null;
      readonly signal: string | null;
    };
