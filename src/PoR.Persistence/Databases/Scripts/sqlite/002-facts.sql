create table cluster_facts (name text not null primary key, value text not null);
