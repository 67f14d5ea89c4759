-- Times are milliseconds since 1970; ids are the numbers of dev.belfry.engine.id.Id, which only grow,
-- so that rows are appended.

create table tenant (
  no         integer primary key, -- rows refer to it by this number: smaller than the name
  id         text    not null unique,
  name       text    not null,
  limits     text    not null,    -- JSON
  suspended  integer not null,
  created_at integer not null,
  version    integer not null
) strict;

create table api_key (
  id           text    primary key,
  tenant       integer not null,
  hash         blob    not null,  -- HMAC of the secret by a key derived from the master key
  scopes       text    not null,  -- comma list
  expires_at   integer,
  created_at   integer not null,
  last_used_at integer
) strict, without rowid;

create table webhook (
  id         integer primary key,
  tenant     integer not null,
  dialect    text    not null,
  vendor_id  text,
  state      text    not null,
  sealed     blob    not null,    -- the registration as JSON, encrypted: it carries secrets and credentials
  created_at integer not null,
  updated_at integer not null,
  version    integer not null,
  deleted_at integer              -- deliveries keep pointing here until retention removes them
) strict;

-- What changes with every attempt, apart from the wide row above.
create table webhook_count (
  webhook         integer primary key,
  owed            integer not null default 0,
  delivered       integer not null default 0,
  dead            integer not null default 0,
  cancelled       integer not null default 0,
  attempts        integer not null default 0,
  last_success_at integer,
  last_failure_at integer,
  failing_since   integer,        -- the first failure since the last success or resume
  failures        integer not null default 0, -- of the attempts
  failures_in_row integer not null default 0, -- since the last success or resume
  failed_delivery integer,        -- whose attempt failed last,
  failed_number   integer         -- and which of its attempts that was
) strict;

create table tenant_count (
  tenant    integer primary key,
  accepted  integer not null default 0,
  owed      integer not null default 0,
  delivered integer not null default 0,
  dead      integer not null default 0,
  cancelled integer not null default 0
) strict;

create table event (
  id             integer primary key,
  tenant         integer not null,
  accepted_at    integer not null,
  type           text    not null,
  subject        text,
  source         text,
  producer_id    text,
  rest           text,             -- the other attributes as JSON, null if there are none
  data_kind      integer not null, -- 0 none, 1 JSON, 2 anything else
  data           blob,
  checksum       integer not null, -- CRC-32C of all that was accepted
  key_hash       integer,          -- of source and producer_id: finds repeats
  first_delivery integer,          -- its deliveries have ids in a row from here
  owed           integer not null  -- how many
) strict;

create index event_by_tenant on event (tenant, id);
create index event_by_key on event (key_hash) where key_hash is not null;

create table delivery (
  id         integer primary key,
  tenant     integer not null,
  event      integer not null,
  webhook    integer not null,
  origin     integer not null,     -- 0 event, 1 replay, 2 test, 3 question, 4 notice
  state      integer not null,     -- 0 pending, 1 delivered, 2 dead, 3 cancelled
  reason     text,
  attempts   integer not null,
  step       integer not null,     -- attempts since the schedule began
  due_at     integer,              -- null once settled, 2^63-1 while it stands behind another
  created_at integer not null,
  settled_at integer,
  order_key  integer,              -- hash of the subject; null if it waits for no other
  place      integer,              -- in the line of those with this key
  batch      integer               -- the batch it goes out with; null while it has none
) strict;

create index delivery_by_tenant on delivery (tenant, id);
create index delivery_by_webhook on delivery (webhook, id);
create index delivery_pending on delivery (webhook, due_at, id) where state = 0;
create index delivery_in_order on delivery (webhook, order_key, place)
  where state = 0 and order_key is not null;
create index delivery_made_again on delivery (event) where origin <> 0;

-- Deliveries of one webhook that go out as one request: which they are is settled before the first
-- attempt, and holds for all that follow.
create table batch (
  id          integer primary key,
  webhook     integer not null,
  number      integer not null,     -- counts the webhook's batches from 1
  first       integer not null,     -- its deliveries have ids from here
  last        integer not null,     -- to here, others may lie between them
  attempts    integer not null,
  gathered_at integer not null,
  due_at      integer               -- null once nothing of it is pending
) strict;

create index batch_by_webhook on batch (webhook, id);
create index batch_open on batch (webhook, id) where due_at is not null;

-- What a receiver is to be told of its webhook itself, whatever state that is in; no event owes it.
create table notice (
  id       integer primary key,     -- of the delivery that it will be, once settled
  tenant   integer not null,
  event    integer not null,
  webhook  integer not null,
  attempts integer not null,
  due_at   integer not null
) strict;

-- Events that change very many webhooks: how far that is done.
create table effect (
  event   integer not null,
  dialect text    not null,
  done    integer not null,         -- webhooks up to this id
  primary key (event, dialect)
) strict, without rowid;

create table attempt (
  delivery    integer not null,
  number      integer not null,
  at          integer not null,
  duration_us integer not null,
  status      integer,
  error       text,
  headers     text,               -- as received, a line each
  body        blob,
  primary key (delivery, number)
) strict, without rowid;

-- Events owed to very many webhooks: the durable list in parts, each taken off by the step that makes
-- its deliveries.
create table fan_out (
  event    integer not null,
  at       integer not null,      -- how many webhooks are before these
  webhooks blob    not null,      -- their ids, eight bytes each, in order
  primary key (event, at)
) strict;

-- What was asked to be sent again, and how far that is.
create table replay (
  id         integer primary key,
  tenant     integer not null,
  webhook    integer not null,
  since      integer not null,
  until      integer not null,
  types      text    not null,    -- a line each; empty for all
  states     text    not null,    -- comma list
  unmatched  integer not null,
  rate       text,                -- deliveries made in a second; null for as many as may be
  state      text    not null,
  found      integer not null,
  made       integer not null,
  place      integer not null,    -- all up to this id was looked at; negative before it is counted
  created_at integer not null
) strict;

create index replay_by_tenant on replay (tenant, id);
create index replay_running on replay (id) where state = 'RUNNING';

create table audit (
  id     integer primary key,
  at     integer not null,
  tenant integer,                 -- null for what concerns no tenant
  actor  text    not null,
  action text    not null,
  object text    not null,
  detail text,                    -- JSON, without secrets; goes when the tenant is erased
  content blob   not null,        -- SHA-256 of the detail
  seal   blob    not null         -- SHA-256 of the row, with content, and the seal before it
) strict;

create index audit_by_tenant on audit (tenant, id);

-- What dialects keep besides webhooks.
create table record (
  tenant     integer not null,
  dialect    text    not null,
  kind       text    not null,
  key        text    not null,
  value      text    not null,
  changed_at integer not null,
  primary key (tenant, dialect, kind, key)
) strict, without rowid;
