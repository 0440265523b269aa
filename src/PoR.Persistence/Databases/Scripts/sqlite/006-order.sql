create trigger journal_order before insert on journal
when exists (select 1 from journal where persistence_id = new.persistence_id and sequence_number >= new.sequence_number)
begin
  select raise(abort, 'journal_fence: an event of this number was written before');
end;
alter table signing_guard add column least_round integer not null default 0;
