-- Seed 001's tables as views. Amounts are in whole units there: numeric, of the row's currency.

-- {"EUR": "129900"} as 1299.00. Sums of several currencies cannot be added: null.
create function app.single_amount(amounts jsonb) returns numeric language sql immutable parallel safe
return case (select count(*) from jsonb_object_keys(amounts))
  when 0 then 0
  when 1 then (select app.major_units(e.value::numeric, e.key) from jsonb_each_text(amounts) e)
end;
grant execute on function app.single_amount(jsonb) to authenticated, service_role;

create view compat.organizations with (security_invoker = true) as
select o.id, o.name, o.created_at from public.organizations o;

create view compat.profiles with (security_invoker = true) as
select p.id, p.organization_id, p.full_name, compat.print_role('001', 'role', p.role) as role from public.profiles p;

-- Credentials are kept apart and never shown.
create view compat.channels with (security_invoker = true) as
select c.id, c.organization_id, c.name, c.platform, c.platform_channel_id, null::jsonb as credentials, c.is_active,
  c.created_at
from public.channels c;

create view compat.contacts with (security_invoker = true) as
select p.id, p.organization_id, p.channel_id, p.platform, p.platform_user_id, coalesce(l.full_name, p.handle) as name,
  coalesce(p.avatar_url, l.avatar_url) as avatar_url, p.ai_enabled, c.last_message_at as last_interaction_at,
  c.last_message_preview, coalesce(c.unread_count, 0) as unread_count, p.created_at, p.updated_at
from public.contact_points p
join public.leads l on l.id = p.lead_id
left join public.conversations c on c.lead_id = p.lead_id and c.channel_id = p.channel_id;

create view compat.messages with (security_invoker = true) as
select m.id, m.organization_id, c.channel_id,
  (select p.id from public.contact_points p where p.lead_id = m.lead_id and p.channel_id = c.channel_id
    order by p.created_at, p.id limit 1) as contact_id,
  m.external_id as message_platform_id, compat.print_sender('001', 'sender', m.sender_type) as sender_type,
  m.content_type, m.body as text_content,
  (select a.bucket || '/' || a.path from public.attachments a where a.message_id = m.id
    order by a.created_at, a.id limit 1) as attachment_url,
  (select jsonb_build_object('file_name', a.file_name, 'content_type', a.content_type, 'size_bytes', a.size_bytes)
    from public.attachments a where a.message_id = m.id order by a.created_at, a.id limit 1) as attachment_metadata,
  m.direction = 'outbound' or c.unread_count = 0 or exists (
    select from public.conversation_reads r where r.conversation_id = c.id and r.read_at >= m.created_at)
    as is_read_by_agent,
  coalesce(m.sent_at, m.created_at) as sent_at, m.platform_timestamp
from public.messages m join public.conversations c on c.id = m.conversation_id;

create view compat.channel_configurations with (security_invoker = true) as
select c.channel_id, c.organization_id, c.ai_model, c.ai_temperature, c.is_bot_active, c.updated_at
from public.channel_configurations c;

create view compat.agent_prompts with (security_invoker = true) as
select p.id, p.organization_id, p.channel_id, p.agent_id, p.name, p.description, p.compiled as system_prompt
from public.prompts p where p.agent_id is not null and p.status <> 'archived';

create view compat.content_collections with (security_invoker = true) as
select c.id, c.organization_id, c.channel_id, c.collection_id, c.name, c.items from public.content_collections c;

create view compat.keyword_actions with (security_invoker = true) as
select k.id, k.organization_id, k.channel_id, k.keyword, upper(k.action_type) as action_type
from public.keyword_actions k;

create view compat.crm_clients with (security_invoker = true) as
select l.id, l.organization_id, p.id as contact_id, l.client_type, l.company_name, l.email, l.phone, l.secondary_phone,
  case when num_nonnulls(l.address, l.postcode) > 0 then
    jsonb_strip_nulls(jsonb_build_object('street', l.address, 'postcode', l.postcode)) end as address,
  l.ecommerce_customer_id, l.total_orders, app.single_amount(l.total_revenue) as total_revenue,
  app.single_amount(l.average_order_value) as average_order_value, l.source, l.source_details, l.utm as utm_data,
  l.lifecycle_stage, l.lead_score, l.temperature as lead_quality, l.owner_id as assigned_to, l.tags, l.custom_fields,
  p.platform_user_id, coalesce(l.first_contact_at, l.created_at) as first_contact_date,
  l.last_contact_at as last_contact_date, l.next_follow_up_at as next_follow_up_date, l.created_at, l.updated_at
from public.leads l
left join lateral (select c.id, c.platform_user_id from public.contact_points c where c.lead_id = l.id
  order by c.created_at, c.id limit 1) p on true
where l.merged_into is null;

create view compat.crm_deals with (security_invoker = true) as
select d.id, d.organization_id, d.lead_id as client_id, d.name, d.description,
  app.major_units(d.value_minor, d.currency) as deal_value, d.currency::text as currency,
  compat.print_stage('001', 'deal', s.name) as stage, d.probability, d.expected_close_date, d.actual_close_date,
  (select jsonb_agg(jsonb_build_object('product_id', i.product_id, 'name', i.name, 'quantity', i.quantity,
      'price', app.major_units(i.unit_price_minor, i.currency), 'total', app.major_units(i.total_minor, i.currency))
      order by i.position, i.id)
    from public.deal_items i where i.deal_id = d.id) as products,
  d.owner_id, d.lost_reason, d.lost_reason_details, d.won_reason, d.competitor, d.tags, d.custom_fields, d.created_at,
  d.updated_at, coalesce(d.stage_changed_at, d.created_at) as stage_changed_at
from public.deals d join public.pipeline_stages s on s.id = d.stage_id;

create view compat.crm_deal_stages_history with (security_invoker = true) as
select c.id, c.organization_id, c.deal_id, compat.print_stage('001', 'deal', f.name) as from_stage,
  compat.print_stage('001', 'deal', t.name) as to_stage, c.changed_by, c.reason as notes, c.created_at
from public.stage_changes c
left join public.pipeline_stages f on f.id = c.from_stage_id
left join public.pipeline_stages t on t.id = c.to_stage_id
where c.deal_id is not null;

create view compat.crm_products with (security_invoker = true) as
select p.id, p.organization_id, p.name, p.description, p.sku, p.category,
  app.major_units(p.price_minor, p.currency) as price, app.major_units(p.cost_minor, p.currency) as cost,
  p.currency::text as currency, p.ecommerce_product_id, p.is_active, p.custom_fields, p.created_at, p.updated_at
from public.products p;

create view compat.crm_orders with (security_invoker = true) as
select o.id, o.organization_id, o.lead_id as client_id, o.deal_id, o.order_number, o.ecommerce_order_id,
  app.major_units(o.subtotal_minor, o.currency) as subtotal, app.major_units(o.tax_minor, o.currency) as tax,
  app.major_units(o.shipping_minor, o.currency) as shipping, app.major_units(o.discount_minor, o.currency) as discount,
  app.major_units(o.total_minor, o.currency) as total, o.currency::text as currency, o.status, o.items,
  o.shipping_address, o.tracking_number, o.ordered_at as order_date, o.shipped_at as shipped_date,
  o.delivered_at as delivered_date, o.created_at, o.updated_at
from public.orders o;

create view compat.crm_activities with (security_invoker = true) as
select a.id, a.organization_id, a.lead_id as client_id, a.deal_id, a.message_id, a.type as activity_type,
  coalesce(a.subject, '') as subject, a.description,
  compat.print_status('001', 'activity_status', a.status) as status,
  compat.print_status('001', 'priority', a.priority) as priority, a.due_at as due_date, a.completed_at, a.assigned_to,
  a.created_by, a.metadata, a.created_at, a.updated_at
from public.activities a where a.type <> 'message';

create view compat.crm_notes with (security_invoker = true) as
select n.id, n.organization_id, n.lead_id as client_id, n.deal_id, n.title, n.body as content, n.type as note_type,
  n.is_pinned, n.tags, n.created_by, n.created_at, n.updated_at
from public.notes n;

create view compat.crm_tags with (security_invoker = true) as
select t.id, t.organization_id, t.name, t.color, t.category, t.created_at from public.tags t;

grant select on all tables in schema compat to authenticated, service_role;
