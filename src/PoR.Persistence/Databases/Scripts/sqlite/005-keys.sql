create table account_key (
  public_key text not null, kind integer not null, version integer not null, master_key text not null, sealed blob not null,
  primary key (public_key, kind));
