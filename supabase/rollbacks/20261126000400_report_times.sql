-- As 20261126000200_late_reports had it.
create or replace function app.apply_report(message public.messages, status text, at timestamptz, error text)
returns boolean language plpgsql security definer set search_path = '' as $$
declare
  unconfirmed public.dead_letters;
begin
  if message.status = 'failed' then
    select d.* into unconfirmed from public.dead_letters d
    where d.reference_id = message.id and d.kind = 'dispatch' and d.resolved_at is null
      and d.payload ->> 'class' in ('unconfirmed', 'unconfirmable')
    limit 1;
    if unconfirmed.id is null or status not in ('sent', 'delivered', 'read') then
      return false;
    end if;
    update public.dead_letters d set resolved_at = now() where d.id = unconfirmed.id;
  elsif app.delivery_rank(status) <= app.delivery_rank(message.status) then
    return false;
  end if;
  update public.messages m set status = apply_report.status,
    sent_at = case when apply_report.status <> 'failed' then coalesce(m.sent_at, at) else m.sent_at end,
    delivered_at = case when apply_report.status in ('delivered', 'read') then coalesce(m.delivered_at, at)
      else m.delivered_at end,
    read_at = case when apply_report.status = 'read' then coalesce(m.read_at, at) else m.read_at end,
    failed_at = case when apply_report.status = 'failed' then at
      when unconfirmed.id is null then m.failed_at end,
    error = case when apply_report.status = 'failed' then coalesce(app.clip(apply_report.error, 1000), 'It was not delivered')
      when unconfirmed.id is null then m.error end
  where m.id = message.id;
  return true;
end $$;
