// The first schema: register, turns and view, ledger, record. Knows tables; what they mean stands beside the code that
// uses them. A released migration is never edited: the next one changes what it made.
export const FIRST = `
create table register_head (one boolean primary key default true check (one), version bigint not null);
insert into register_head (version) values (0);
create table register_change (
  version bigint primary key, at timestamptz not null, who text not null, files json not null);
create table register_file (digest text primary key, text text not null);
create table agreement_version (
  code text, version bigint references register_change, at timestamptz not null,
  agreement json not null, bodies json not null, digest text not null, primary key (code, version));
create table body_version (
  code text, version bigint references register_change, body json not null, digest text not null,
  primary key (code, version));
create table calendar_version (
  code text, version bigint references register_change, content json not null, digest text not null,
  primary key (code, version));
create table words (update_id text primary key, text text not null);

create table cycle_turn (
  cycle text primary key, n integer not null default 0, input_hash text not null default '', result json);
create table cycle_view (
  cycle text primary key, agreement text not null, year integer not null, plan json not null,
  planned_version bigint not null, wake_at timestamptz, closed boolean not null,
  published_at timestamptz not null default now());
create index cycle_view_agreement on cycle_view (agreement, year);

create table send_instant (
  at timestamptz primary key, started_at timestamptz, sealed_at timestamptz);
create table letter (
  id text primary key, at timestamptz not null references send_instant, mailbox text not null,
  state text not null default 'composing' check (state in
    ('composing', 'ready', 'sending', 'sent', 'refused', 'inDoubt', 'held', 'withdrawn')),
  version integer not null default 0, composed_version integer,
  rank integer not null default 1, first_due date, body text, post text, subject text,
  message_id text, envelope_from text, raw bytea,
  epoch text, attempts integer not null default 0, faults integer not null default 0,
  claimed_at timestamptz, retry_at timestamptz, doubt_at timestamptz, sent_at timestamptz, reply text);
create index letter_queue on letter (rank, first_due, at, id) where state = 'ready';
create index letter_active on letter (at) where state in ('composing', 'ready', 'sending', 'inDoubt', 'held');
create index letter_at on letter (at);
create table notice (
  id text primary key, cycle text not null, agreement text not null, year integer not null,
  obligation text, duty text not null, body text not null, post text not null, mailbox text not null,
  language text not null, step text not null, rung integer not null, due date, at timestamptz not null,
  secret boolean not null, facts jsonb not null, letter text not null references letter,
  state text not null default 'armed' check (state in ('armed', 'withdrawn', 'sent', 'refused', 'missed')),
  leaving boolean not null default false, armed_at timestamptz not null);
create index notice_cycle on notice (cycle);
create index notice_letter on notice (letter);
create index notice_agreement on notice (agreement, year);
create table attempt (
  id bigint generated always as identity primary key, letter text not null references letter,
  epoch text not null, at timestamptz not null default now(), phase text not null, class text not null, reply text);
create index attempt_letter on attempt (letter);
create table sender (one boolean primary key default true check (one), epoch text not null, beat bigint not null);
insert into sender (epoch, beat) values ('', 0);
create table channel (
  one boolean primary key default true check (one), failures integer not null, probe_at timestamptz,
  alarm text);
insert into channel (failures) values (0);

create table record_head (stream text primary key, seq bigint not null, hash text not null);
create table record (
  stream text, seq bigint, at timestamptz not null, code text not null, facts jsonb not null,
  hash text not null, primary key (stream, seq));
create index record_cycles on record using gin ((facts -> 'cycles'));
create function record_is_append_only() returns trigger language plpgsql as
  $$ begin raise exception 'the record is only appended to'; end $$;
create trigger record_append_only before update or delete or truncate on record
  for each statement execute function record_is_append_only();
`;
