-- What the five seed systems call our roles, statuses, stages, senders and channels: one table each, read by imports
-- (their word → ours) and by the views of schema `compat` (ours → their word).

create schema compat;
comment on schema compat is 'Read views by the names and columns of the seed systems, under the caller''s rights.';
grant usage on schema compat to authenticated, service_role;

-- seed: '000' to '004'. kind: which of our columns, where a table serves several. A word that a seed has no equal for
-- is printed as the nearest one and not read back.
do $$
declare
  name text;
  words text;
begin
  foreach name in array array['role', 'status', 'stage', 'sender', 'channel'] loop
    words := name || '_words';
    execute format('create table compat.%I (
      seed text not null,
      kind text not null,
      theirs text not null,
      ours text not null,
      is_read boolean not null default true,
      is_printed boolean not null default true,
      primary key (seed, kind, theirs, ours),
      constraint %I check (seed in (''000'', ''001'', ''002'', ''003'', ''004'')),
      constraint %I check (is_read or is_printed))', words, words || '_seed_check', words || '_use_check');
    execute format('create unique index %I on compat.%I (seed, kind, theirs) where is_read', words || '_read', words);
    execute format('create unique index %I on compat.%I (seed, kind, ours) where is_printed', words || '_printed', words);
    perform app.lock_table(format('compat.%I', words)::regclass);
    execute format('grant select on compat.%I to authenticated', words);
    -- Words, not data: the same for every organisation.
    execute format('create policy anyone_reads on compat.%I for select to authenticated using (true)', words);
    execute format('create function compat.%I(seed text, kind text, ours text) returns text
      language sql stable set search_path = '''' as $f$
        select coalesce((select w.theirs from compat.%I w where w.seed = $1 and w.kind = $2 and w.ours = $3
          and w.is_printed), $3)
      $f$', 'print_' || name, words);
    execute format('create function compat.%I(seed text, kind text, theirs text) returns text
      language sql stable set search_path = '''' as $f$
        select w.ours from compat.%I w where w.seed = $1 and w.kind = $2 and w.theirs = $3 and w.is_read
      $f$', 'read_' || name, words);
    execute format('grant execute on function compat.%I(text, text, text), compat.%I(text, text, text) '
      'to authenticated, service_role', 'print_' || name, 'read_' || name);
  end loop;
end $$;

insert into compat.role_words (seed, kind, theirs, ours, is_read, is_printed) values
  ('000', 'role', 'admin', 'admin', true, true),
  ('000', 'role', 'viewer', 'viewer', true, true),
  ('000', 'role', 'admin', 'owner', false, true),
  ('000', 'role', 'admin', 'manager', false, true),
  ('000', 'role', 'viewer', 'sales_rep', false, true),
  ('001', 'role', 'admin', 'admin', true, true),
  ('002', 'role', 'company_owner', 'owner', true, true),
  ('002', 'role', 'admin', 'admin', true, true),
  ('002', 'role', 'manager', 'manager', true, true),
  ('002', 'role', 'sales_rep', 'sales_rep', true, true),
  ('002', 'role', 'read_only', 'viewer', true, true),
  ('003', 'role', 'admin', 'admin', true, true),
  ('003', 'role', 'manager', 'manager', true, true),
  ('003', 'role', 'user', 'sales_rep', true, true),
  ('003', 'role', 'admin', 'owner', false, true),
  ('003', 'role', 'user', 'viewer', false, true),
  ('004', 'role', 'owner', 'owner', true, true),
  ('004', 'role', 'admin', 'admin', true, true),
  ('004', 'role', 'member', 'sales_rep', true, true),
  ('004', 'role', 'admin', 'manager', false, true),
  ('004', 'role', 'member', 'viewer', false, true);

insert into compat.status_words (seed, kind, theirs, ours)
select '002', 'contact_status', upper(s), s from unnest(array['ready', 'contacted_1', 'contacted_2', 'contacted_3', 'hot',
  'warm', 'cold', 'call_booked', 'converted', 'removed', 'archived']) s
union all
select '002', 'sentiment', upper(s), s from unnest(array['positive', 'negative', 'neutral', 'unclear', 'hot']) s
union all
select seed, 'lead_status', s, s from unnest(array['003', '004']) seed,
  unnest(array['new', 'contacted', 'qualified', 'lost']) s;
insert into compat.status_words (seed, kind, theirs, ours, is_read, is_printed) values
  ('000', 'lead_status', 'New Lead', 'new', true, true),
  ('000', 'lead_status', 'Follow Up', 'follow_up', true, true),
  ('000', 'lead_status', 'Contacted', 'contacted', true, true),
  ('000', 'lead_status', 'Qualified', 'qualified', true, true),
  ('000', 'lead_status', 'Converted', 'converted', true, true),
  ('000', 'lead_status', 'Lost', 'lost', true, true),
  ('003', 'lead_status', 'contacted', 'follow_up', false, true),
  ('003', 'lead_status', 'qualified', 'converted', false, true),
  ('004', 'lead_status', 'converted', 'converted', true, true),
  ('004', 'lead_status', 'contacted', 'follow_up', false, true),
  ('001', 'activity_status', 'pending', 'planned', true, true),
  ('001', 'activity_status', 'completed', 'completed', true, true),
  ('001', 'activity_status', 'cancelled', 'cancelled', true, true),
  ('001', 'activity_status', 'pending', 'missed', false, true),
  ('001', 'priority', 'low', 'low', true, true),
  ('001', 'priority', 'medium', 'normal', true, true),
  ('001', 'priority', 'high', 'high', true, true),
  ('001', 'priority', 'urgent', 'urgent', true, true),
  ('002', 'organization', 'active', 'active', true, true),
  ('002', 'organization', 'paused', 'suspended', true, true),
  ('002', 'organization', 'cancelled', 'suspended', true, false),
  ('002', 'user', 'active', 'active', true, true),
  ('002', 'user', 'suspended', 'suspended', true, true),
  ('002', 'conversation', 'active', 'open', true, true),
  ('002', 'conversation', 'active', 'snoozed', false, true),
  ('002', 'conversation', 'completed', 'closed', true, true),
  ('002', 'conversation', 'archived', 'archived', true, true),
  ('003', 'conversation', 'active', 'open', true, true),
  ('003', 'conversation', 'active', 'snoozed', false, true),
  ('003', 'conversation', 'closed', 'closed', true, true),
  ('003', 'conversation', 'archived', 'archived', true, true),
  ('002', 'insight', 'pending', 'pending', true, true),
  ('002', 'insight', 'viewed', 'viewed', true, true),
  ('002', 'insight', 'approved_and_learned', 'approved', true, true),
  ('002', 'insight', 'dismissed', 'dismissed', true, true),
  ('002', 'insight', 'taught_sophie', 'taught', true, true),
  ('002', 'lesson_source', 'sophie_suggestion', 'ai_suggestion', true, true),
  ('002', 'lesson_source', 'user_taught', 'user_taught', true, true),
  ('002', 'lesson_source', 'imported', 'imported', true, true);
-- Messages: three seeds know fewer states than we do. What was received was delivered to us.
insert into compat.status_words (seed, kind, theirs, ours, is_read, is_printed)
select m.seed, 'message', m.theirs, m.ours, m.is_read, true
from unnest(array['002', '004']) s cross join lateral (values
  (s, 'pending', 'queued', true), (s, 'pending', 'scheduled', false), (s, 'pending', 'held', false),
  (s, 'pending', 'sending', false), (s, 'sent', 'sent', true), (s, 'delivered', 'delivered', true),
  (s, 'delivered', 'received', false), (s, 'delivered', 'read', false), (s, 'failed', 'failed', true),
  (s, 'failed', 'cancelled', false)) m (seed, theirs, ours, is_read)
union all
select '003', 'message', m.theirs, m.ours, m.is_read, true
from (values ('sent', 'queued', false), ('sent', 'scheduled', false), ('sent', 'held', false),
  ('sent', 'sending', false), ('sent', 'sent', true), ('delivered', 'delivered', true),
  ('delivered', 'received', false), ('read', 'read', true), ('failed', 'failed', true),
  ('failed', 'cancelled', false)) m (theirs, ours, is_read);

-- Stages by name: of our default pipelines, and those of seed 003 beside them.
insert into compat.stage_words (seed, kind, theirs, ours)
select '000', 'lead', s, s from unnest(array['New', 'Engaged', 'Qualified', 'High Intent', 'Booking Made', 'Converted',
  'Closed Lost', 'In Sequence', 'Cold']) s
union all
select '003', 'lead', s, s from unnest(array['New Contact', 'Working Lead', 'Needs A Call', 'I Accept']) s
union all
select '001', 'deal', lower(replace(s, ' ', '_')), s from unnest(array['Prospecting', 'Qualification', 'Proposal',
  'Negotiation', 'Closed Won', 'Closed Lost']) s;
insert into compat.stage_words (seed, kind, theirs, ours, is_read) values
  ('000', 'lead', 'New', 'New Contact', false),
  ('000', 'lead', 'Engaged', 'Working Lead', false),
  ('000', 'lead', 'High Intent', 'Needs A Call', false),
  ('000', 'lead', 'Converted', 'I Accept', false),
  ('003', 'lead', 'New Contact', 'New', false),
  ('003', 'lead', 'Working Lead', 'Engaged', false),
  ('003', 'lead', 'Working Lead', 'Qualified', false),
  ('003', 'lead', 'Needs A Call', 'High Intent', false),
  ('003', 'lead', 'Needs A Call', 'Booking Made', false),
  ('003', 'lead', 'I Accept', 'Converted', false);

insert into compat.sender_words (seed, kind, theirs, ours, is_read, is_printed) values
  ('000', 'sender', 'customer', 'customer', true, true),
  ('000', 'sender', 'agent', 'agent', true, true),
  ('000', 'sender', 'agent', 'ai', false, true),
  ('000', 'sender', 'system', 'system', true, true),
  ('001', 'sender', 'user', 'customer', true, true),
  ('001', 'sender', 'agent', 'agent', true, true),
  ('001', 'sender', 'ai', 'ai', true, true),
  ('001', 'sender', 'system', 'system', true, true);

insert into compat.channel_words (seed, kind, theirs, ours, is_read, is_printed)
select '000', 'platform', p, p, true, true from unnest(array['web', 'whatsapp', 'voice']) p
union all select '000', 'platform', 'social', 'instagram', true, true
union all select '000', 'platform', 'social', 'facebook', false, true
union all select '001', 'platform', p, p, true, true from unnest(array['whatsapp', 'facebook', 'instagram']) p
union all select '003', 'platform', p, p, true, true from unnest(array['sms', 'facebook', 'email']) p
union all select '004', 'platform', p, p, true, true from unnest(array['email', 'sms', 'whatsapp']) p
union all select '004', 'platform', 'call', 'voice', true, true;
