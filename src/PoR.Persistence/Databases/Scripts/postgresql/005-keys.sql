create table account_key (
  public_key text not null, kind smallint not null, version bigint not null, master_key text not null, sealed bytea not null,
  primary key (public_key, kind));
