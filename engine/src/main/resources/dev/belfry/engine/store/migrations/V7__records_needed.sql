-- A later event that shows what the event of a record said: as long as it is kept, so is that one.
alter table record add column needed_by integer;

create index record_needed on record (needed_by) where needed_by is not null;
