-- As 20261125000500_intake_reports had it.
create or replace function app.apply_report(message public.messages, status text, at timestamptz, error text) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  if message.status = 'failed' or app.delivery_rank(status) <= app.delivery_rank(message.status) then
    return false;
  end if;
  update public.messages m set status = apply_report.status,
    sent_at = case when apply_report.status <> 'failed' then coalesce(m.sent_at, at) else m.sent_at end,
    delivered_at = case when apply_report.status in ('delivered', 'read') then coalesce(m.delivered_at, at)
      else m.delivered_at end,
    read_at = case when apply_report.status = 'read' then coalesce(m.read_at, at) else m.read_at end,
    failed_at = case when apply_report.status = 'failed' then at else m.failed_at end,
    error = case when apply_report.status = 'failed' then coalesce(app.clip(apply_report.error, 1000), 'It was not delivered')
      else m.error end
  where m.id = message.id;
  return true;
end $$;
