-- What the store knows of itself: the sealed value that only its master key opens.
create table meta (
  name  text primary key,
  value blob not null
) without rowid;
