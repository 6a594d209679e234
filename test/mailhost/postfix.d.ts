// The types of postfix.js.
export type Postfix = {
  /** For SMTP_URL. */
  readonly url: string;
  /** The log's path, for NHIP_EVIDENCE. */
  readonly log: string;
  /** The folder of the mailboxes. */
  readonly mail: string;
  readonly kill: () => Promise<void>;
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** Resolves when the queue is empty. */
  readonly flushed: () => Promise<void>;
};

export const EVERYONE: string;
export function postfixMissing(): string | null;
export function startPostfix(
  folder: string,
  options?: {
    readonly deliver?: 'maildir' | 'discard';
    readonly mailboxes?: readonly string[];
    readonly journal?: string | null;
    readonly unknown?: readonly string[];
    readonly settings?: Readonly<Record<string, string>>;
  },
): Promise<Postfix>;
