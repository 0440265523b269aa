create table signing_guard (
  id integer not null primary key check (id = 1), silent_until_round integer);
create table reputation_view (
  peer text not null, account text not null, round integer not null, reputation integer not null, reviews integer not null,
  blacklisted_until integer, primary key (peer, account));
