-- Changed after it was applied.
create table meta (name text primary key, value blob);
