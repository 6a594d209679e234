// The advisory locks of Nhịp, in one place so that no two mean the same number. Knows numbers; must not know who waits.

const FAMILY = 0x4e686970; // "Nhip"

export type AdvisoryLock = { readonly family: number; readonly key: number };

/** Held for a session by the only sender. */
export const SENDER_LOCK: AdvisoryLock = { family: FAMILY, key: 1 };
/** Held for a transaction by whoever migrates. */
export const MIGRATION_LOCK: AdvisoryLock = { family: FAMILY, key: 2 };
