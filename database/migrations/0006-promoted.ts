// Which cluster the database was last. Knows a column; must not know what follows from a change.
export const PROMOTED = `
alter table sender add column cluster text;
`;
