create table signing_guard (
  id integer not null primary key check (id = 1), silent_until_round bigint);
create table reputation_view (
  peer text not null, account text not null, round bigint not null, reputation bigint not null, reviews bigint not null,
  blacklisted_until bigint, primary key (peer, account));
