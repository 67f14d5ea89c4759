-- What happened lately, in steps of a minute, ten minutes, an hour: see dev.belfry.engine.tally.
create table tally (
  tier      integer not null, -- 0 minutes, 1 ten minutes, 2 hours
  step      integer not null, -- when it began
  tenant    integer not null,
  webhook   integer not null, -- 0 for the tenant as a whole
  accepted  integer not null,
  owed      integer not null,
  delivered integer not null,
  dead      integer not null,
  cancelled integer not null,
  attempts  integer not null,
  latencies blob,             -- class (2 bytes) and count (4) of each that is not empty
  primary key (tier, step, tenant, webhook)
) strict, without rowid;

-- What the data of events of a type must be like.
create table event_type (
  tenant      integer not null,
  type        text    not null,
  description text    not null,
  schema      text,             -- JSON Schema 2020-12; null for none
  created_at  integer not null,
  version     integer not null,
  primary key (tenant, type)
) strict, without rowid;
