create table journal (
  ordering bigint generated always as identity primary key, created bigint not null, deleted boolean not null,
  persistence_id text not null, sequence_number bigint not null, message bytea not null,
  manifest text, identifier integer, writer_uuid text,
  constraint journal_fence unique (persistence_id, sequence_number));
create table snapshot (
  persistence_id text not null, sequence_number bigint not null, created bigint not null,
  snapshot bytea, manifest text, serializer_id integer, primary key (persistence_id, sequence_number));
create table tags (
  ordering_id bigint not null, tag text not null, sequence_nr bigint not null, persistence_id text not null,
  primary key (ordering_id, tag));
