// Cycles that owe a turn. Knows tables; must not know who pays.
export const OWED_TURNS = `
create sequence owed_turn_order;
create table owed_turn (cycle text primary key, place bigint not null default nextval('owed_turn_order'));
`;
