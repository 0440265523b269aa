create table journal (
  ordering integer primary key autoincrement, created integer not null, deleted integer not null,
  persistence_id text not null, sequence_number integer not null, message blob not null,
  manifest text, identifier integer, writer_uuid text,
  constraint journal_fence unique (persistence_id, sequence_number));
create table snapshot (
  persistence_id text not null, sequence_number integer not null, created integer not null,
  snapshot blob, manifest text, serializer_id integer, primary key (persistence_id, sequence_number));
create table tags (
  ordering_id integer not null, tag text not null, sequence_nr integer not null, persistence_id text not null,
  primary key (ordering_id, tag));
