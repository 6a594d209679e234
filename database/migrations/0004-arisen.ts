// What arises in a cycle beside the agreement's file: entries under the id of the request that brought them. Rows may be
// changed and deleted: they hold people's words, and whether they stand is not told here.
export const ARISEN = `
create table arisen (
  update_id text primary key, agreement text not null, year integer not null, version bigint not null,
  entries json not null);
create index arisen_agreement on arisen (agreement, version);
`;
