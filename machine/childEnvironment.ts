// Knows which variables a child is given. Knows nothing of the child.

// PGDATA, PGOPTIONS, TEMPORAL_ADDRESS and their like in the owner's environment would silently change what is started.
const PASSED = [
  'PATH',
  'HOME',
  'TMPDIR',
  'TEMP',
  'TMP',
  'USERPROFILE',
  'LOCALAPPDATA',
  'APPDATA',
  'SystemRoot',
];

export type Environment = Readonly<Record<string, string | undefined>>;

/** The few variables a child needs, messages in English (they are read by program), times in UTC. */
export function childEnvironment(owner: Environment): Readonly<Record<string, string>> {
  const passed = PASSED.flatMap((name) => {
    const value = owner[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(passed), LC_ALL: 'C', TZ: 'UTC' };
}
