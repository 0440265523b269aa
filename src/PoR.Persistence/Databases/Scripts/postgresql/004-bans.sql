create table peer_ban (
  peer text not null primary key, until_ms bigint not null, times integer not null, reason text not null);
