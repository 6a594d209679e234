// What the operator sets about mail, from the environment. Knows names and forms of the settings; must not know what they
// change.

export interface OperatorSettings {
  /** NHIP_OPERATOR: the mailbox that is told of held letters; null: the log alone. */
  readonly operator: string | null;
  /** NHIP_LANG. */
  readonly language: 'vi' | 'en';
  /** NHIP_FROM. */
  readonly from: string | null;
  /**
   * NHIP_DOUBT: letters sent once more when nobody can say what became of them, `prompt`, `morning` or both; by default
   * none, and a person decides.
   */
  readonly sendAgain: readonly ('prompt' | 'morning')[];
}

export function operatorSettings(env: NodeJS.ProcessEnv): OperatorSettings {
  const again = (env['NHIP_DOUBT'] ?? '').split(',').map((word) => word.trim());
  return {
    operator: env['NHIP_OPERATOR']?.trim() || null,
    language: env['NHIP_LANG'] === 'en' ? 'en' : 'vi',
    from: env['NHIP_FROM'] ?? null,
    sendAgain: (['prompt', 'morning'] as const).filter((kind) => again.includes(kind)),
  };
}
