-- How many of the attempts failed: of replays and tests only the attempts are counted.
alter table tally add column failed integer not null default 0;
