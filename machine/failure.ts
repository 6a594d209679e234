// Knows the ways in which the embedded mode says no, as values with facts. Knows no sentence and no language.

/** Each code has its sentence, with placeholders named as the facts here, in the words of the command line. */
export type Fault =
  /** `time`: the instant (ISO, UTC) since which process `pid` has held the folder `path`. */
  | {
      readonly code: 'DataFolderLocked';
      readonly facts: { readonly path: string; readonly pid: number; readonly time: string };
    }
  | { readonly code: 'PortTaken'; readonly facts: { readonly port: number; readonly free: number } }
  | { readonly code: 'DiskFull'; readonly facts: { readonly path: string } }
  /** `why`: what each way of getting the binary answered, for the log; the sentence names the three ways itself. */
  | {
      readonly code: 'ServerBinaryMissing';
      readonly facts: { readonly version: string; readonly why: string };
    }
  | { readonly code: 'ChecksumMismatch'; readonly facts: { readonly file: string; readonly version: string } }
  | { readonly code: 'EngineUnreachable'; readonly facts: { readonly address: string; readonly why: string } }
  | {
      readonly code: 'DatabaseUnreachable';
      readonly facts: { readonly address: string; readonly why: string };
    }
  /** `n`: letters that wait; nothing is known to wait where a catcher fails to start. */
  | {
      readonly code: 'RelayUnreachable';
      readonly facts: { readonly host: string; readonly why: string; readonly n: number };
    };

export type MachineFailure = { readonly failed: Fault };

/** True for the "no" of any function of this folder. */
export function isFailure(value: unknown): value is MachineFailure {
  return typeof value === 'object' && value !== null && 'failed' in value;
}

/** The system's word for an error (`ENOSPC`, `EADDRINUSE`, …), or null. */
export function systemCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

/** What an error says in one line. */
export function sayingOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split('\n')[0] ?? '';
}

/** The failure DiskFull when `error` is the system's word for it or `text` tells it (children only print), else null. */
export function diskFull(path: string, error: unknown, text = ''): MachineFailure | null {
  const code = systemCode(error);
  const full =
    code === 'ENOSPC' ||
    code === 'EDQUOT' ||
    /no space left on device|disk quota exceeded|database or disk is full/i.test(text);
  return full ? { failed: { code: 'DiskFull', facts: { path } } } : null;
}
