// Knows the steps of a start that may be worth telling while it lasts. Knows no sentence and no language.

export type Part = 'temporal' | 'postgres' | 'catcher';

export type Progress =
  | { readonly step: 'fetchingServer'; readonly version: string; readonly from: 'download' | 'wheel' }
  /** A warning: no checksum is known for this platform; this one was noted and is asked of every later start. */
  | { readonly step: 'serverRecorded'; readonly path: string; readonly sha256: string }
  /** A warning: this copy of the server has not the right checksum and is not used. */
  | { readonly step: 'serverIgnored'; readonly path: string }
  | { readonly step: 'survivorEnded'; readonly name: string; readonly pid: number }
  /** First start in this folder: the database's files are being made. */
  | { readonly step: 'makingDatabase' }
  | { readonly step: 'ready'; readonly part: Part; readonly ms: number };

export type Say = (progress: Progress) => void;
