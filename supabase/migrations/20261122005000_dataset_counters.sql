-- The counters of a dataset follow its leads. A statement adds what it changed; nothing is counted again, so that an
-- import of 100,000 rows costs one update per chunk and a single change costs one whatever the dataset's size.

create function app.add_dataset_leads(dataset uuid, contact_status text, leads bigint) returns void
language sql security definer set search_path = '' as $$
  update public.datasets d set
    total_leads = d.total_leads + leads,
    active_leads = d.active_leads + case when contact_status in ('removed', 'archived') then 0 else leads end,
    hot_leads = d.hot_leads + case contact_status when 'hot' then leads else 0 end,
    converted_leads = d.converted_leads + case contact_status when 'converted' then leads else 0 end
  where d.id = dataset
$$;

-- In the order of ids, so that two statements over the same datasets wait for each other instead of locking each other
-- out.
create function app.count_dataset_leads() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    perform app.add_dataset_leads(c.dataset_id, c.contact_status, c.leads)
    from (select n.dataset_id, n.contact_status, count(*) as leads from new_rows n group by 1, 2 order by 1, 2) c;
  elsif tg_op = 'DELETE' then
    perform app.add_dataset_leads(c.dataset_id, c.contact_status, -c.leads)
    from (select o.dataset_id, o.contact_status, count(*) as leads from old_rows o group by 1, 2 order by 1, 2) c;
  else
    perform app.add_dataset_leads(c.dataset_id, c.contact_status, c.leads)
    from (
      select m.dataset_id, m.contact_status, sum(m.sign)::bigint as leads
      from (
        select n.dataset_id, n.contact_status, 1 as sign from new_rows n
        union all select o.dataset_id, o.contact_status, -1 from old_rows o
      ) m group by 1, 2 having sum(m.sign) <> 0 order by 1, 2
    ) c;
  end if;
  return null;
end $$;

create trigger count_leads_insert after insert on public.dataset_leads referencing new table as new_rows
  for each statement execute function app.count_dataset_leads();
create trigger count_leads_update after update on public.dataset_leads
  referencing old table as old_rows new table as new_rows
  for each statement execute function app.count_dataset_leads();
create trigger count_leads_delete after delete on public.dataset_leads referencing old table as old_rows
  for each statement execute function app.count_dataset_leads();

-- Datasets filled before the triggers existed.
update public.datasets d set
  total_leads = c.total, active_leads = c.active, hot_leads = c.hot, converted_leads = c.converted
from (
  select l.dataset_id, count(*) as total,
    count(*) filter (where l.contact_status not in ('removed', 'archived')) as active,
    count(*) filter (where l.contact_status = 'hot') as hot,
    count(*) filter (where l.contact_status = 'converted') as converted
  from public.dataset_leads l group by l.dataset_id
) c where d.id = c.dataset_id;
