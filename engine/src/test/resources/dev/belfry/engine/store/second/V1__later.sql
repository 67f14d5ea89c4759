create table later (
  id integer primary key
);

insert into later values (1);
