// The reconciler's rounds: what was compared and which holes were found. Knows tables; must not know who reads them.
export const ROUNDS = `
create table round (
  id bigint generated always as identity primary key, at timestamptz not null,
  planned integer not null, sent integer not null, proven integer not null, holes json not null, healed integer not null);
`;
