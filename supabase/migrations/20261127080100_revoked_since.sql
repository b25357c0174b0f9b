-- As before, and of a revoked lead since when who has it does: a rep whose claim came too late is told who was faster, and
-- by how much, also when the revocation is heard before the claim was sent.
create or replace function app.pull_access(base pg_snapshot, out granted json, out revoked json)
language plpgsql stable security definer set search_path = '' as $$
declare
  caller uuid := app.user_id();
  everything boolean := app.sees_all();
  datasets uuid[] := app.dataset_ids();
begin
  with earliest as (
    select distinct on (a.lead_id) a.*
    from sync.access_changes a
    where a.organization_id = app.org_id() and a.sync_xid >= pg_snapshot_xmin(base)
      and not pg_visible_in_snapshot(a.sync_xid, base)
    order by a.lead_id, a.id
  ), compared as (
    select e.lead_id, l.owner_id, l.id is null as gone,
      app.audience_has(e.owner_id, e.assignee_ids, e.dataset_ids, caller, everything, datasets) is true as saw,
      app.audience_has(l.owner_id, l.assignee_ids, l.dataset_ids, caller, everything, datasets) is true
        and l.id is not null as sees
    from earliest e left join public.leads l on l.id = e.lead_id
  )
  select
    coalesce(json_agg(c.lead_id) filter (where c.sees and not c.saw), '[]'),
    coalesce(json_agg(json_build_object('lead_id', c.lead_id, 'owner_id', c.owner_id, 'at', (
        select floor(extract(epoch from max(a.changed_at)) * 1000) from sync.access_changes a
        where a.lead_id = c.lead_id and a.owner_id is distinct from c.owner_id)))
      filter (where c.saw and not c.sees and not (c.gone and exists (
        select from sync.tombstones t where t.row_id = c.lead_id
          and app.audience_has(t.owner_id, t.assignee_ids, t.dataset_ids, caller, everything, datasets)))), '[]')
  into granted, revoked
  from compared c;
end $$;
