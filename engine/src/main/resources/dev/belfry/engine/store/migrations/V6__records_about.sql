-- What a record of a dialect goes with: an event whose contents it may carry, a webhook, or nothing
-- but time (passing: when it has not changed for as long as events are kept).
alter table record add column event integer;
alter table record add column webhook integer;
alter table record add column passing integer not null default 0;

create index record_of_event on record (event) where event is not null;
create index record_of_webhook on record (webhook) where webhook is not null;
create index record_passing on record (changed_at) where passing = 1;
