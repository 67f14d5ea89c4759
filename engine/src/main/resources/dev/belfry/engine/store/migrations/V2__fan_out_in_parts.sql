-- The list of webhooks in parts, each taken off by the step that expands it: a step reads and writes
-- a few KiB however long the list is.

create table fan_out_in_parts (
  event    integer not null,
  at       integer not null,      -- how many webhooks are before these
  webhooks blob    not null,      -- their ids, eight bytes each, in order
  primary key (event, at)
) strict;

insert into fan_out_in_parts (event, at, webhooks)
with recursive part (event, at, rest) as (
  select event, done, substr(webhooks, done * 8 + 1) from fan_out
  union all
  select event, at + 500, substr(rest, 4001) from part where length(rest) > 4000
)
select event, at, substr(rest, 1, 4000) from part where length(rest) > 0;

drop table fan_out;
alter table fan_out_in_parts rename to fan_out;
