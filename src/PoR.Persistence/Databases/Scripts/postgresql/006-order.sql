create function journal_order() returns trigger language plpgsql as $$
begin
  if exists (select 1 from journal
             where persistence_id = new.persistence_id and sequence_number >= new.sequence_number) then
    raise exception using errcode = '23505', constraint = 'journal_fence',
      message = 'journal_fence: event ' || new.sequence_number || ' of ' || new.persistence_id || ' was written before';
  end if;
  return new;
end $$;
create trigger journal_order before insert on journal for each row execute function journal_order();
alter table signing_guard add column least_round bigint not null default 0;
