// The types of dovecot.js.
export type Dovecot = {
  readonly host: string;
  readonly port: number;
  /** For NHIP_EVIDENCE and NHIP_RETURN_MAILBOX. */
  readonly urlOf: (address: string) => string;
  /** The same over TLS. */
  readonly secureUrlOf: (address: string) => string;
  readonly stop: () => Promise<void>;
};

export function dovecotMissing(): string | null;
export function startDovecot(
  folder: string,
  options: {
    readonly mail: string;
    readonly user?: string;
    readonly tls?: { readonly key: string; readonly cert: string } | null;
  },
): Promise<Dovecot>;
/** `Message-ID` → copies. */
export function mailboxCounts(
  dovecot: Pick<Dovecot, 'port'>,
  mail: string,
  options?: { readonly except?: readonly string[] },
): Promise<Map<string, number>>;
export function messageIds(port: number, address: string): Promise<readonly string[]>;
