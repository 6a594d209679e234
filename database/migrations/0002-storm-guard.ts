// Letters that are held, what the operator is told of it, and mailboxes that take no mail. Knows tables; what they mean
// stands beside the code that uses them.
export const STORM_GUARD = `
alter table letter
  add column kind text not null default 'notices' check (kind in ('notices', 'operator')),
  add column hold_cause text check (hold_cause in ('outage', 'restored', 'clock', 'bigInstant', 'person')),
  add column held_at timestamptz,
  add column released boolean not null default false;
create index letter_held on letter (at) where state = 'held';
create index letter_refused on letter (id) where state = 'refused';
alter table send_instant add column seen_at timestamptz;
alter table cycle_turn add column restored_at timestamptz;
create table hold (
  id bigint generated always as identity primary key, cause text not null, at timestamptz not null,
  from_at timestamptz not null, to_at timestamptz not null, letters integer not null, told text);
create table bounce (
  letter text not null, class text not null check (class in ('dead', 'delayed')),
  at timestamptz not null, smtp_code text, primary key (letter, class));
create table stopped_mailbox (
  mailbox text primary key, since timestamptz not null, letter text not null,
  body text, post text, smtp_code text, returns integer not null default 1);
`;
