// The types of standbyPair.js.
export type StandbyPair = {
  /** For DATABASE_URL; it leads to the promoted one after a failover. */
  readonly url: string;
  /** Resolves when the standby has applied all that is committed. */
  readonly caughtUp: () => Promise<void>;
  /** From now on nothing more reaches the standby. */
  readonly cutReplication: () => void;
  readonly failOver: (downMs?: number) => Promise<void>;
  readonly stop: () => Promise<void>;
};

export function standbyPair(options: { readonly synchronous: boolean }): Promise<StandbyPair>;
